"""What the buttons of answers carry. Raise an action's version when its fields change meaning."""

from bot.content.model import Pack
from bot.features.asking.missing import carried
from bot.language.actions import Action, action, encode
from bot.language.controls import Button


@action("answercard", version=1, command="ask")
class ShowCard(Action):
    """Both sides of a card that answers a question."""

    pack: str
    card: str


@action("meant", version=1, command="ask")
class NotMeant(Action):
    """An answer that isn't what was asked for; the question as bot/features/asking/missing.py makes it."""

    pack: str
    question: str


def not_meant_button(pack: Pack, question: str) -> list[Button]:
    """Return the button for people an answer doesn't help, if the question can be told by its words."""
    asked = carried(question)
    return [Button("Not what I meant", encode(NotMeant(pack.id, asked)))] if asked else []
