"""The actions of buttons under lessons. Raise an action's version when its fields change meaning."""

from bot.content.model import Pack, Topic
from bot.language.actions import Action, action, encode
from bot.language.controls import Button


@action("topics", version=1, command="compare")
class ShowTopics(Action):
    """Shows the overview of all topics."""

    pack: str


@action("topic", version=1, command="compare")
class ShowTopic(Action):
    """Shows a topic's comparison table, or one of its pictures, numbered from 1."""

    pack: str
    topic: str
    picture: int = 0


def look_closer(pack: Pack, topic: Topic) -> Button:
    """Return the button that opens a topic, or its comparison if the pack compares."""
    return Button(f"{'Compare' if pack.sides else 'More on'} {topic.title}", encode(ShowTopic(pack.id, topic.id)))


@action("aspect", version=1, command="compare")
class ShowComparison(Action):
    """Shows one aspect of a topic."""

    pack: str
    comparison: str


@action("term", version=1, command="define")
class ShowTerm(Action):
    """Shows a glossary entry."""

    pack: str
    term: str


@action("tip", version=1, command="tip")
class ShowTip(Action):
    """Shows another tip, from one topic or any."""

    pack: str
    topic: str = ""


@action("reread", version=1, command="tip")
class RereadTip(Action):
    """Shows a certain tip, for example one that a search found."""

    pack: str
    tip: str


@action("sharetip", version=1, command="tip")
class ShareTip(Action):
    """Shows everyone a tip that only the presser sees."""

    pack: str
    tip: str


@action("opinion", version=1, command="tip")
class SayOfTip(Action):
    """Records what a member says about a tip: that they knew it, or that it was useful."""

    pack: str
    tip: str
    known: bool


@action("example", version=1, command="compare")
class ShowExample(Action):
    """Shows a worked example: the task alone, or with its solution."""

    pack: str
    example: str
    solved: bool = False
