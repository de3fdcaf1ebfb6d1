"""What the buttons of lessons carry. Raise an action's version when its fields change meaning."""

from bot.content.model import Pack, Topic
from bot.language.actions import Action, action, encode
from bot.language.controls import Button


@action("topics", version=1, command="compare")
class ShowTopics(Action):
    """The overview of all topics."""

    pack: str


@action("topic", version=1, command="compare")
class ShowTopic(Action):
    """The comparison table of a topic; or one of its pictures, from 1."""

    pack: str
    topic: str
    picture: int = 0


def look_closer(pack: Pack, topic: Topic) -> Button:
    """Make the button that leads to a topic: to its comparison, if the pack compares."""
    return Button(f"{'Compare' if pack.sides else 'More on'} {topic.title}", encode(ShowTopic(pack.id, topic.id)))


@action("aspect", version=1, command="compare")
class ShowComparison(Action):
    """One aspect of a topic."""

    pack: str
    comparison: str


@action("term", version=1, command="define")
class ShowTerm(Action):
    """A glossary entry."""

    pack: str
    term: str


@action("tip", version=1, command="tip")
class ShowTip(Action):
    """Another tip, of one topic or of any."""

    pack: str
    topic: str = ""


@action("reread", version=1, command="tip")
class RereadTip(Action):
    """A tip by its id, as a search found it."""

    pack: str
    tip: str


@action("sharetip", version=1, command="tip")
class ShareTip(Action):
    """A tip that the presser sees alone, shown to all."""

    pack: str
    tip: str


@action("opinion", version=1, command="tip")
class SayOfTip(Action):
    """What a member says of a tip: that they knew it, or that it was useful."""

    pack: str
    tip: str
    known: bool


@action("example", version=1, command="compare")
class ShowExample(Action):
    """A worked example: the task alone, or with its solution."""

    pack: str
    example: str
    solved: bool = False
