"""Compare two versions of an item: what they ask, and what they answer. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, TypeAlias

from bot.content.item import Item
from bot.exchange import ids, merging
from bot.language.text import fold

_BESIDE = frozenset(
    {"id", "was", "objectives", "aliases", "hint", "example", "explanation", "level", "image", "reverse"}
)
"""Fields that don't matter for whether two items are the same."""

_SIMILAR, _STRICTLY_SIMILAR = 0.6, 0.8
"""How similar two texts must be: the share of characters that they have in common."""

_SHORT = 30
"""Number of characters up to which a single different word makes another question: “Capital of Spain?”"""

_WORDS = re.compile(r"\w+")

AnswerHashes: TypeAlias = frozenset[tuple[str, str]]
"""Fields that hold an item's answer, and the hashes of their values."""


@dataclass(frozen=True, slots=True)
class Said:
    """What an item says.

    Args:
        asks: the text that it asks or is about.
        answers: the texts of its answer; "" if it has none, or if it's only true or false.
        answer: the answer's fields, as hashes.
        field: the field that asks.
        asking: its hash.
    """

    asks: str
    answers: str
    answer: AnswerHashes
    field: str
    asking: str


def said(item: Item) -> Said:
    """Return what an item says."""
    fields = item.model_dump(mode="json", exclude_defaults=True)
    field, asks = ids.asking(fields)
    hashed = merging.hashes(item)
    rest = {name: value for name, value in fields.items() if name != field and name not in _BESIDE}
    return Said(asks, " ".join(_texts(rest)), answer(hashed, field), field, hashed[field])


def answer(hashed: Mapping[str, str], field: str) -> AnswerHashes:
    """Return the hashes of an item's answer.

    Args:
        hashed: the hashes of all its fields.
        field: the field that asks.
    """
    return frozenset((name, each) for name, each in hashed.items() if name != field and name not in _BESIDE)


def similarity(one: str, other: str) -> float:
    """Return the share of characters that two texts have in common, from 0 to 1."""
    return SequenceMatcher(None, fold(one), fold(other), autojunk=False).ratio()


def similar(one: str, other: str, *, strictly: bool = False) -> bool:
    """Return whether a text is likely a correction of another one.

    Args:
        one: the text.
        other: the text that it may correct.
        strictly: whether nothing else suggests it, so that no word may have been replaced by a different one.
    """
    if strictly or max(len(one), len(other)) <= _SHORT:
        return similarity(one, other) >= (_STRICTLY_SIMILAR if strictly else _SIMILAR) and _same_words(one, other)
    return similarity(one, other) >= _SIMILAR


def _same_words(one: str, other: str) -> bool:
    """Return whether two texts differ only in the spelling of words, or in words that one of them doesn't have."""
    words, others = _WORDS.findall(fold(one)), _WORDS.findall(fold(other))
    changes = SequenceMatcher(None, words, others, autojunk=False).get_opcodes()
    return all(
        _misspelt("".join(words[start:end]), "".join(others[from_:to]))
        for change, start, end, from_, to in changes
        if change == "replace"
    )


def _misspelt(one: str, other: str) -> bool:
    return not any(map(str.isdigit, one + other)) and similarity(one, other) >= _SIMILAR


def _texts(value: Any) -> Iterator[str]:  # noqa: ANN401 - of whatever shape a field has
    """Yield the texts in a field, except its type."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, each in value.items():
            if name not in ("type", "why"):
                yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)
