"""What the buttons of reviews carry. Raise an action's version when its fields change meaning."""

from bot.language.actions import Action, action


@action("review", version=1, command="review")
class StartReview(Action):
    """The next card to review, of one topic or of all."""

    pack: str
    topic: str = ""


@action("reveal", version=1, command="review")
class RevealCard(Action):
    """The back of a card; like all presses on cards, it names how often it had been rated, to know old ones."""

    pack: str
    card: str
    number: int


@action("recall", version=1, command="review")
class RecallCard(Action):
    """The back of a card, after its answer was typed."""

    pack: str
    card: str
    number: int


@action("rate", version=1, command="review")
class RateCard(Action):
    """How well a card was remembered: 1 again, 2 hard, 3 good, 4 easy."""

    pack: str
    card: str
    number: int
    rating: int


@action("undo", version=1, command="review")
class UndoRating(Action):
    """The last rating of a card taken back."""

    pack: str
    card: str
    number: int


@action("bury", version=1, command="review")
class BuryCard(Action):
    """A card put aside until tomorrow."""

    pack: str
    card: str
    number: int


@action("suspend", version=1, command="review")
class SuspendCard(Action):
    """A card put aside for good."""

    pack: str
    card: str
    number: int


@action("restore", version=1, command="review")
class BringBack(Action):
    """All suspended cards brought back."""

    pack: str
