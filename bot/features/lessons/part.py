"""The part of an item that answers a question: the sentence to say first. Pure."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import assert_never

from bot.content.finding.documents import Answering
from bot.content.model import Card, Comparison, Example, Pack, Side, Term, Tip, Topic
from bot.features.lessons.question_forms import (
    wants_example,
    wants_figure,
    wants_plain_words,
    wants_reason,
    wants_side,
)
from bot.language.fillers import FILLERS
from bot.language.sentences import sentences
from bot.language.text import fold, words

_FIGURES = frozenset(
    words(
        """
        one two three four five six seven eight nine ten twelve twenty thirty forty fifty hundred hundreds thousand
        thousands million millions billion billions trillion trillions half quarter double dozen dozens percent second
        seconds minute minutes hour hours day days week weeks month months year years
        """
    )
)

_REASON = re.compile(r"\b(?:because|so that|that(?:'|’)s why|otherwise|since)\b", re.IGNORECASE)

_STEM = 5
"""Letters in which words agree that mean the same: train, training, trained."""


def answer_in(pack: Pack, item: Answering, question: str) -> str:
    """Return the sentence of an item that answers a question best; none where all of it does, side by side.

    Args:
        pack: the item's.
        item: what was found.
        question: as asked.
    """
    match item:
        case Topic():
            return _of_a_side(pack, item.in_short, question) or _best(pack, sentences(item.summary or ""), question)
        case Comparison():
            if cell := _of_a_side(pack, item.cells, question):
                return cell
            if wants_figure(question) and not _has_figure(item.takeaway):
                return ""  # it's the cells that say how many, for each side
            cells = [f"{side.name}: {item.cells[side.id]}" for side in pack.sides] if wants_side(question) else []
            return _best(pack, [item.takeaway, *cells], question)
        case Term():
            if item.example and wants_example(question):
                return item.example
            return _best(pack, [*sentences(item.definition), *([item.example] if item.example else [])], question)
        case Tip():
            return _best(pack, sentences(item.text), question)
        case Example():
            return _best(pack, [*sentences(item.task), *sentences(item.why)], question)
        case Card():
            return _best(pack, sentences(item.back), question)
        case _:
            assert_never(item)


def has_example(item: Answering) -> bool:
    """Return whether an item has an example to show, or is one."""
    return isinstance(item, Example) or (isinstance(item, Term) and bool(item.example))


def sides_in(pack: Pack, said: str) -> list[Side]:
    """Return the sides that a text names."""
    return [side for side in pack.sides if _is_named(side, said)]


def rest_of(text: str, said: str) -> str:
    """Return a text without a sentence of it that was said already."""
    return " ".join(each for each in sentences(text) if each != said)


def _of_a_side(pack: Pack, cells: Mapping[str, str], question: str) -> str:
    """Return what's said of a side, if a question names one and no other."""
    named = [side for side in sides_in(pack, question) if side.id in cells]
    return f"{named[0].name}: {cells[named[0].id]}" if len(named) == 1 else ""


def _best(pack: Pack, candidates: Sequence[str], question: str) -> str:
    """Return the candidate that covers most of what was asked; the first one unless another clearly covers more."""
    if not candidates:
        return ""
    if wants_plain_words(question):
        return candidates[0]  # it stands alone, and tells most in the fewest words
    wanted = _stems(question)
    is_told = _told(pack, question)

    def worth(candidate: str) -> float:
        return len(wanted & _stems(candidate)) + (2 if is_told is not None and is_told(candidate) else 0)

    first, *others = candidates
    best = max((each for each in others if not each.endswith("?")), key=worth, default=first)
    lead = 0 if is_told is not None and not is_told(first) else 1
    return best if worth(best) > worth(first) + lead else first


def _told(pack: Pack, question: str) -> Callable[[str], bool] | None:
    """Return what says whether a sentence has what's asked for: a figure, a side or a reason; None if it's none."""
    if wants_figure(question):
        return _has_figure
    if wants_side(question):
        return lambda candidate: bool(sides_in(pack, candidate))
    if wants_reason(question):
        return lambda candidate: _REASON.search(candidate) is not None
    return None


def _has_figure(text: str) -> bool:
    return any(word in _FIGURES or any(map(str.isdigit, word)) for word in words(text))


def _stems(text: str) -> set[str]:
    return {fold(word)[:_STEM] for word in words(text) if word not in FILLERS}


def _is_named(side: Side, question: str) -> bool:
    said = f" {' '.join(words(question))} "
    names = (" ".join(words(name)) for name in (side.name, *side.aliases))
    return any(f" {name} " in said or f" {name}s " in said for name in names)
