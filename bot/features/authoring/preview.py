"""Previews an item the way members will see it."""

from bot.content.item import Item
from bot.content.model import Card, Comparison, Pack, Term, Tip
from bot.content.question import ChoiceQuestion, FreeTextQuestion, TrueFalseQuestion
from bot.features.lessons import compare, define, tip_pages
from bot.features.quizzes.options import options_of
from bot.features.quizzes.posed import Posed
from bot.features.quizzes.presentation import asked
from bot.illustrations.beside import beside
from bot.language.message import Block, Facts
from bot.language.rich_text import strong, text
from bot.language.text import listed


def preview(pack: Pack, item: Item) -> list[Block]:
    """Return an item the way members will see it, without its buttons.

    Args:
        pack: the pack with the item.
        item: the item, of a kind that can be written in the chat.
    """
    match item:
        case Term():
            return define.body(pack, item)
        case Tip():
            return tip_pages.body(pack, item)
        case Comparison():
            return compare.aspect_body(pack, item, pack.sides)
        case Card():
            around = beside(pack, item)
            return [*around.above, text(strong(item.front)), text(item.back), *around.below]
        case ChoiceQuestion() | FreeTextQuestion() | TrueFalseQuestion():
            posed = Posed(pack, item, "preview", 0, 0)
            choices = [text("\n".join(each.label for each in options_of(posed)))] if options_of(posed) else []
            return [*asked(posed), *choices, Facts(tuple(_answer(item)))]
        case _:
            return []


def _answer(item: ChoiceQuestion | FreeTextQuestion | TrueFalseQuestion) -> list[tuple[str, str]]:
    match item:
        case ChoiceQuestion():
            right = next(each for each in item.options if each.correct)
            answer, why = right.text, right.why
        case FreeTextQuestion():
            answer, why = listed([*item.answers], "or"), item.explanation.right if item.explanation else None
        case TrueFalseQuestion():
            answer, why = "True" if item.answer else "False", item.explanation.right if item.explanation else None
    return [("Right", answer), *([("Why", why)] if why else [])]
