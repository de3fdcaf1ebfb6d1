"""The texts of a pack whose meaning is compared with that of a question."""

from bot.content.finding.documents import (
    AnsweringItem,
    answering,
    asked_by,
    heading,
    title_and_body,
    wordings_by_objective,
)
from bot.content.finding.everyday_questions import ASKED
from bot.content.finding.everyday_subjects import EVERYDAY, OF_A_SIDE
from bot.content.model import Pack


def texts_of(pack: Pack) -> dict[str, bool]:
    """Return every text that a pack needs a vector for, and whether it's compared token by token.

    Items, objectives and wordings are; what a card or a question asks isn't, nor what people ask about the sides.
    """
    items, wordings = answering(pack), wordings_by_objective(pack)
    found = dict.fromkeys(of_sides(pack), False)
    found |= dict.fromkeys((text_of(pack, item) for item in items), True)
    for objective in pack.objectives:
        found |= dict.fromkeys((objective.statement, *wordings.get(objective.id, ())), True)
    for item in items:
        if front := asked_by(item):
            found.setdefault(front, False)
    return found


def text_of(pack: Pack, item: AnsweringItem) -> str:
    """Return an item's heading and text; for a card, both sides, and for a question its answer."""
    told = title_and_body(pack, item)[1]
    return f"{front} {told}" if (front := asked_by(item)) else f"{heading(item)}. {told}"


def of_sides(pack: Pack) -> list[str]:
    """Return what people ask about a pack's sides themselves; the pack rarely answers it."""
    return [subject.format(side.name) for side in pack.sides for subject in OF_A_SIDE]


def everyday_texts() -> dict[str, bool]:
    """Return texts about what no pack covers; none is compared token by token."""
    return dict.fromkeys((*EVERYDAY, *ASKED), False)
