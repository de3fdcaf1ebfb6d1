"""The actions of buttons in reviews. Raise an action's version when its fields change meaning."""

from bot.language.actions import Action, action


@action("review", version=1, command="review")
class StartReview(Action):
    """Shows the next card to review, from one topic or from all."""

    pack: str
    topic: str = ""


@action("reveal", version=1, command="review")
class RevealCard(Action):
    """Shows the back of a card; all actions on cards carry the number of ratings, to detect outdated presses."""

    pack: str
    card: str
    number: int


@action("recall", version=1, command="review")
class RecallCard(Action):
    """Shows the back of a card after its answer was typed."""

    pack: str
    card: str
    number: int


@action("rate", version=1, command="review")
class RateCard(Action):
    """Rates how well a card was remembered: 1 again, 2 hard, 3 good, 4 easy."""

    pack: str
    card: str
    number: int
    rating: int


@action("undo", version=1, command="review")
class UndoRating(Action):
    """Takes back a card's last rating."""

    pack: str
    card: str
    number: int


@action("bury", version=1, command="review")
class BuryCard(Action):
    """Puts a card aside until tomorrow."""

    pack: str
    card: str
    number: int


@action("suspend", version=1, command="review")
class SuspendCard(Action):
    """Puts a card aside for good."""

    pack: str
    card: str
    number: int


@action("restore", version=1, command="review")
class BringBack(Action):
    """Brings back all suspended cards."""

    pack: str
