"""An item in the answer to a question: in full, or in one sentence. Pure."""

from bot.content.finding.documents import AnsweringItem, heading
from bot.content.item import Item
from bot.content.model import Card, Comparison, Example, Pack, Term, Tip, Topic
from bot.content.solutions import told
from bot.features.asking.part import answer_in, rest_of
from bot.features.asking.who import labelled
from bot.illustrations.beside import Beside, beside
from bot.language.message import Block, Facts, Heading
from bot.language.rich_text import strong, text
from bot.language.text import ended


def in_full(pack: Pack, item: AnsweringItem, question: str) -> list[Block]:
    """Return an item: first the sentence that answers, in bold, then the rest, with the item's illustrations.

    Args:
        pack: the item's pack.
        item: the item.
        question: the question that it answers.
    """
    around = beside(pack, item) if isinstance(item, Item) else Beside()
    part = answer_in(pack, item, question)
    lead: list[Block] = [Heading(heading(item)), *([text(strong(part))] if part else [])]
    return [*lead, *around.above, *_told(pack, item, part), *around.below]


def in_brief(pack: Pack, item: AnsweringItem, question: str) -> list[Block]:
    """Return an item's heading with one sentence; nothing for a topic without a summary.

    Args:
        pack: the item's pack.
        item: the item.
        question: the question that it answers.
    """
    part = answer_in(pack, item, question) or (item.takeaway if isinstance(item, Comparison) else "")
    return [text(strong(f"{ended(heading(item))} "), part)] if part else []


def _told(pack: Pack, item: AnsweringItem, part: str) -> list[Block]:
    match item:
        case Topic():
            return [*_rest(item.summary or "", part), *_sides(pack, item.in_short, part)]
        case Comparison():
            takeaway = [] if part == item.takeaway else [text(strong("Remember: "), item.takeaway)]
            return [*_sides(pack, item.cells, part), *takeaway]
        case Term():
            example = [text("For example: ", item.example)] if item.example and item.example != part else []
            return [*_rest(item.definition, part), *example]
        case Tip():
            return _rest(item.text, part)
        case Example():
            return [*_rest(item.task, part), *_rest(item.why, part)]
        case Card():
            return _rest(item.back, part)
        case _:
            return _rest(told(pack, item), part)


def _rest(whole: str, part: str) -> list[Block]:
    """Return a text without the sentence that was said already."""
    left = rest_of(whole, part)
    return [text(left)] if left else []


def _sides(pack: Pack, cells: dict[str, str], part: str) -> list[Block]:
    """Return the text for each side, without what was said already."""
    cells_by_side = [(side, cells[side.id]) for side in pack.sides if side.id in cells]
    left = tuple((side.name, cell) for side, cell in cells_by_side if labelled(side, cell) != part)
    return [Facts(left)] if left else []
