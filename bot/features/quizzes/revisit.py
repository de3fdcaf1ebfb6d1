"""Where to read up on missed questions. Pure, without state or I/O."""

from collections.abc import Sequence

from bot.content.item import Item
from bot.content.model import Comparison, Pack, Term
from bot.content.question import Question
from bot.features.lessons.actions import ShowComparison, ShowTerm
from bot.language.actions import Action, encode
from bot.language.controls import Button


def revisit(pack: Pack, missed: Sequence[Question]) -> list[Button]:
    """Return up to three buttons to items that teach the missed objectives."""
    lessons: dict[str, Button] = {}
    for question in missed:
        lesson = _lesson_for(pack, question)
        if lesson is not None:
            label, action = lesson
            lessons.setdefault(label, Button(label, encode(action)))
    return list(lessons.values())[:3]


def _lesson_for(pack: Pack, question: Question) -> tuple[str, Action] | None:
    """Return the term or comparison that covers a question's objective most directly."""
    objective = question.objectives[0]
    teaching: tuple[Item, ...] = (*pack.terms, *pack.comparisons)
    fitting = (each for each in teaching if objective in each.objectives)
    item = min(fitting, key=lambda each: each.objectives.index(objective), default=None)
    match item:
        case Term():
            return item.term, ShowTerm(pack.id, item.id)
        case Comparison():
            return item.aspect, ShowComparison(pack.id, item.id)
        case _:
            return None
