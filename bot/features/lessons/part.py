"""The part of an item that answers a question: the sentence to say first. Pure."""

import re
from collections.abc import Mapping, Sequence
from typing import assert_never

from bot.content.finding.documents import Answering, heading
from bot.content.model import Card, Comparison, Example, Pack, Term, Tip, Topic
from bot.features.lessons.figures import OF_A_KIND, figure_wanted
from bot.features.lessons.question_forms import (
    wants_example,
    wants_plain_words,
    wants_reason,
    wants_side,
)
from bot.features.lessons.stems import Has, stems
from bot.features.lessons.who import labelled, sides_in, who_wanted
from bot.language.fillers import FILLERS
from bot.language.sentences import sentences
from bot.language.text import words

_REASON = re.compile(r"\b(?:because|so that|that(?:'|’)s why|otherwise|since)\b", re.IGNORECASE)

_ASKED_FOR = 3
"""Words of a question that a sentence counts as much as, if it has what's asked for."""


def answer_in(pack: Pack, item: Answering, question: str) -> str:
    """Return the sentence of an item that answers a question best; none where all of it does, side by side.

    Args:
        pack: the item's.
        item: what was found.
        question: as asked.
    """
    match item:
        case Topic():
            return _of_a_side(pack, item.in_short, question) or _best(
                pack, item, sentences(item.summary or ""), question
            )
        case Comparison():
            return _of_a_side(pack, item.cells, question) or _of_sides(pack, item, question)
        case Term():
            if item.example and wants_example(question):
                return item.example
            return _best(
                pack, item, [*sentences(item.definition), *([item.example] if item.example else [])], question
            )
        case Tip():
            return _best(pack, item, sentences(item.text), question)
        case Example():
            return _best(pack, item, [*sentences(item.task), *sentences(item.why)], question)
        case Card():
            return _best(pack, item, sentences(item.back), question)
        case _:
            assert_never(item)


def has_example(item: Answering) -> bool:
    """Return whether an item has an example to show, or is one."""
    return isinstance(item, Example) or (isinstance(item, Term) and bool(item.example))


def rest_of(text: str, said: str) -> str:
    """Return a text without a sentence of it that was said already."""
    return " ".join(each for each in sentences(text) if each != said)


def _of_a_side(pack: Pack, cells: Mapping[str, str], question: str) -> str:
    """Return what's said of a side, if a question names one and no other."""
    named = [side for side in sides_in(pack, question) if side.id in cells]
    return labelled(named[0], cells[named[0].id]) if len(named) == 1 else ""


def _best(pack: Pack, item: Answering, candidates: Sequence[str], question: str) -> str:
    """Return the candidate that covers most of what was asked; the first one unless another clearly covers more.

    Args:
        pack: the item's.
        item: what the candidates are from.
        candidates: sentences, in order.
        question: as asked.
    """
    if not candidates:
        return ""
    if wants_plain_words(question):
        return candidates[0]  # it stands alone, and tells most in the fewest words
    tells = telling(pack, f"{heading(item)} {' '.join(candidates)}", question)
    wanted = about(question)

    def worth(candidate: str) -> float:
        return len(wanted & about(candidate)) + (_ASKED_FOR if tells and tells(candidate) else 0)

    first, *others = candidates
    best = max((each for each in others if not each.endswith("?")), key=worth, default=first)
    is_better_off = tells and not tells(first) and (tells(best) or not worth(first))
    return best if worth(best) > worth(first) + (0 if is_better_off else 1) else first


def _of_sides(pack: Pack, row: Comparison, question: str) -> str:
    """Return what answers a question that names no side alone; nothing if each side has its own answer to it."""
    if (has_figure := figure_wanted(question)) and not has_figure(row.takeaway):
        return ""
    if not wants_side(question):
        return _best(pack, row, [row.takeaway], question)
    cells = [labelled(side, row.cells[side.id]) for side in pack.sides]
    best = _best(pack, row, [row.takeaway, *cells], question)
    is_each = wants_side(row.aspect) or (best in cells and not _stands_out(best, cells, question))
    return "" if is_each else best


def _stands_out(best: str, cells: Sequence[str], question: str) -> bool:
    """Return whether one side's cell covers more of a question than those of the others."""
    asked = about(question)
    return all(len(asked & about(best)) > len(asked & about(each)) for each in cells if each != best)


def telling(pack: Pack, told: str, question: str) -> Has | None:
    """Return what says whether a sentence has what's asked for: a figure, a side or a reason; None if it's none.

    Args:
        pack: the item's.
        told: all that the item says; it has a figure for a question only if it speaks of the same.
        question: as asked.
    """
    if has_figure := figure_wanted(question):
        wanted = about(question) - OF_A_KIND
        return has_figure if not wanted or wanted & about(told) else lambda said: False
    if says_who := who_wanted(pack, question):
        return lambda said: says_who(said) and bool(about(question) & about(said))
    if wants_reason(question):
        return lambda said: _REASON.search(said) is not None
    return None


def about(text: str) -> set[str]:
    """Return what a text speaks of: what its words share with their other forms, without those that say nothing."""
    return stems(word for word in words(text) if word not in FILLERS)
