"""The part of an item that answers a question: the sentence to say first. Pure."""

import re
from collections.abc import Mapping, Sequence

from bot.content.finding.concepts import FILLERS
from bot.content.finding.documents import Answering, heading
from bot.content.model import Card, Comparison, Example, Pack, Side, Term, Tip, Topic
from bot.features.lessons.figures import OF_A_KIND, Has, figure_wanted
from bot.features.lessons.question_forms import (
    wants_example,
    wants_plain_words,
    wants_reason,
    wants_side,
)
from bot.features.lessons.stems import stems
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
            if cell := _of_a_side(pack, item.cells, question):
                return cell
            if (has_figure := figure_wanted(question)) and not has_figure(item.takeaway):
                return ""  # it's the cells that say how many, for each side
            cells = [labelled(side, item.cells[side.id]) for side in pack.sides] if wants_side(question) else []
            return _best(pack, item, [item.takeaway, *cells], question)
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


def has_example(item: Answering) -> bool:
    """Return whether an item has an example to show, or is one."""
    return isinstance(item, Example) or (isinstance(item, Term) and bool(item.example))


def sides_in(pack: Pack, said: str) -> list[Side]:
    """Return the sides that a text names."""
    return [side for side in pack.sides if _is_named(side, said)]


def labelled(side: Side, cell: str) -> str:
    """Return what's said of a side with its name before it, unless it begins with that.

    Args:
        side: one of a pack's.
        cell: what's said of it.
    """
    said = f"{' '.join(words(cell))} "
    begins = any(said.startswith((f"{name} ", f"{name}s ")) for name in _names(side))
    return cell if begins else f"{side.name}: {cell}"


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
    tells = _telling(pack, f"{heading(item)} {' '.join(candidates)}", question)
    wanted = _stems(question)

    def worth(candidate: str) -> float:
        return len(wanted & _stems(candidate)) + (_ASKED_FOR if tells and tells(candidate) else 0)

    first, *others = candidates
    best = max((each for each in others if not each.endswith("?")), key=worth, default=first)
    is_better_off = tells and not tells(first) and (tells(best) or not worth(first))
    return best if worth(best) > worth(first) + (0 if is_better_off else 1) else first


def _telling(pack: Pack, told: str, question: str) -> Has | None:
    """Return what says whether a sentence has what's asked for: a figure, a side or a reason; None if it's none.

    Args:
        pack: the item's.
        told: all that the item says; it has a figure for a question only if it speaks of the same.
        question: as asked.
    """
    if has_figure := figure_wanted(question):
        about = _stems(question) - OF_A_KIND
        return has_figure if not about or about & _stems(told) else lambda said: False
    if wants_side(question):
        return lambda said: bool(sides_in(pack, said))
    if wants_reason(question):
        return lambda said: _REASON.search(said) is not None
    return None


def _stems(text: str) -> set[str]:
    return stems(word for word in words(text) if word not in FILLERS)


def _is_named(side: Side, question: str) -> bool:
    said = f" {' '.join(words(question))} "
    return any(f" {name} " in said or f" {name}s " in said for name in _names(side))


def _names(side: Side) -> list[str]:
    """Return what a side is called, in words."""
    return [" ".join(words(name)) for name in (side.name, *side.aliases)]
