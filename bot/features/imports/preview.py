"""Previews a file's items the way members will see them. Pure."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from bot.content.item import Item
from bot.content.model import Pack, Tip
from bot.content.question import Question
from bot.content.solutions import solution
from bot.exchange.model import Imported
from bot.features.quizzes.options import options_of
from bot.features.quizzes.posed import Posed
from bot.features.quizzes.presentation import presented
from bot.features.reviews.making import flashcards
from bot.language.message import Block
from bot.language.rich_text import Span, Text, emphasis, strong, text
from bot.language.text import shortened

MOST = 3
_LONGEST = 300
_SAYS = ("title", "statement", "problem")


def preview(imported: Imported) -> Iterator[Block]:
    """Yield a few of a file's items the way members will see them, of different kinds if there are several."""
    kinds: dict[str, list[Block]] = {}
    for each in imported.placed:
        examples = kinds.setdefault(each.taken.kind, [])
        if each.item is not None and len(examples) < MOST:
            item: Any = each.item
            say = _asked if each.taken.kind == "questions" else _told
            examples.append(say(imported.pack, item))
    turns = (group[turn] for turn in range(MOST) for group in kinds.values() if turn < len(group))
    yield from islice(turns, MOST)


def _asked(pack: Pack, question: Question) -> Block:
    posed = Posed(pack, question, "preview", 0, 0)
    prompt = presented(posed).prompt
    options = "\n".join(f"{'✓' if each.right else '○'} {each.label}" for each in options_of(posed))
    answer, _ = solution(pack, question)
    return Text(
        (*_situation(pack, question), *prompt.spans, Span("\n"), *([Span(options)] if options else _answer(answer)))
    )


def _told(pack: Pack, item: Item) -> Block:
    if cards := flashcards(pack, item):
        return text(*_situation(pack, item), strong(cards[0].front), "\n", *_answer(cards[0].back))
    if isinstance(item, Tip):
        return text(strong(item.title), "\n", shortened(item.text, _LONGEST))
    sentence = next((str(getattr(item, name)) for name in _SAYS if getattr(item, name, None)), item.id)
    return text(shortened(sentence, _LONGEST))


def _situation(pack: Pack, item: Item) -> tuple[Span, ...]:
    case = pack.case_by_id.get(item.case or "")
    return (Span(f"{shortened(case.text, _LONGEST)}\n"),) if case else ()


def _answer(answer: str) -> tuple[Span, ...]:
    return emphasis("Answer: "), Span(shortened(answer, _LONGEST))
