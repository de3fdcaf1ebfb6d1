"""The part of an item that answers a question: the sentence to say first. Pure."""

import re
from collections.abc import Sequence

from bot.content.finding.concepts import FILLERS
from bot.content.finding.documents import Answering
from bot.content.model import Comparison, Example, Pack, Side, Term, Tip, Topic
from bot.language.text import fold, words

_SENTENCES = re.compile(r"(?<=[^.][.?!])\s+(?=[A-Z“\"'(])")

_AMOUNT = re.compile(r"\bhow (?:long|many|much|big|large|often|old|far|expensive|small|few)\b", re.IGNORECASE)
_EXAMPLE = re.compile(
    r"\b(?:example|instance|for example|e\.g)\b|\bshow me\b|\bwhat does \S+ look like\b", re.IGNORECASE
)

_FIGURES = frozenset(
    words(
        """
        one two three four five six seven eight nine ten twelve twenty thirty forty fifty hundred hundreds thousand
        thousands million millions billion billions trillion trillions half quarter double dozen dozens percent second
        seconds minute minutes hour hours day days week weeks month months year years
        """
    )
)

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
            return _best(sentences(item.summary or ""), question)
        case Comparison():
            named = [side for side in pack.sides if _is_named(side, question)]
            cells = [f"{side.name}: {item.cells[side.id]}" for side in named] if len(named) == 1 else []
            if not cells and _AMOUNT.search(question) and not _has_figure(item.takeaway):
                return ""  # it's the cells that say how many, for each side
            return cells[0] if cells else item.takeaway
        case Term():
            if item.example and _EXAMPLE.search(question):
                return item.example
            return _best([*sentences(item.definition), *([item.example] if item.example else [])], question)
        case Tip():
            return _best(sentences(item.text), question)
        case Example():
            return _best([*sentences(item.task), *sentences(item.why)], question)


def sentences(text: str) -> list[str]:
    """Return the sentences of a text."""
    return _SENTENCES.split(text)


def rest_of(text: str, said: str) -> str:
    """Return a text without a sentence of it that was said already."""
    return " ".join(each for each in sentences(text) if each != said)


def _best(candidates: Sequence[str], question: str) -> str:
    """Return the candidate that says most of what was asked; the first one unless another says clearly more."""
    wanted = _stems(question)
    wants_figure = _AMOUNT.search(question) is not None

    def worth(candidate: str) -> float:
        return len(wanted & _stems(candidate)) + (2 if wants_figure and _has_figure(candidate) else 0)

    best = max(candidates, key=worth)
    return best if worth(best) > worth(candidates[0]) + (0 if wants_figure else 1) else candidates[0]


def _has_figure(text: str) -> bool:
    return any(word in _FIGURES or any(map(str.isdigit, word)) for word in words(text))


def _stems(text: str) -> set[str]:
    return {fold(word)[:_STEM] for word in words(text) if word not in FILLERS}


def _is_named(side: Side, question: str) -> bool:
    said = f" {' '.join(words(question))} "
    names = (" ".join(words(name)) for name in (side.name, *side.aliases))
    return any(f" {name} " in said or f" {name}s " in said for name in names)
