"""Grading a typed answer: forgiving in spelling, strict in meaning. Pure rules, without state or I/O."""

import re
import unicodedata
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from bot.normalise import words

_ARTICLES = frozenset({"a", "an", "the"})
_DIGITS = re.compile(r"[-+]?[0-9][0-9,_  ]*(?:\.[0-9]+)?(?:e[0-9]{1,2})?", re.ASCII)
_NUMBER_NAMES = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
eighteen nineteen twenty
"""
_SPELT = {name: str(value) for value, name in enumerate(_NUMBER_NAMES.split())}


class Verdict(StrEnum):
    """How good a typed answer is."""

    RIGHT = "right"
    MISSPELT = "misspelt"
    NEAR = "near"
    WRONG = "wrong"

    @property
    def counts(self) -> bool:
        """Whether it counts as right."""
        return self in (Verdict.RIGHT, Verdict.MISSPELT)


class _Answer(NamedTuple):
    """A text as it is graded.

    Args:
        text: its words without articles, in a line.
        joined: the same without spaces.
        initials: of the words.
        numbers: the words that begin with a digit.
        value: of a text that is a number.
    """

    text: str
    joined: str
    initials: str
    numbers: tuple[str, ...]
    value: Fraction | None


def tolerance(length: int) -> int:
    """Edits forgiven in an answer of so many characters: none up to 3, one up to 7, two up to 13, then three."""
    return 0 if length <= 3 else 1 if length <= 7 else 2 if length <= 13 else 3


def grade_text(given: str, accepted: tuple[str, ...]) -> Verdict:
    """How good a typed answer is.

    Case, accents, punctuation, hyphens and articles do not matter. Numbers count by value and must be exact. In
    words, slips are forgiven up to the tolerance, measured as optimal string alignment (a swap of neighbours is one
    edit), as long as every word begins with the right letter: structured is not unstructured.

    Args:
        given: what was typed.
        accepted: the right answers.

    Returns:
        The best verdict over all accepted answers; NEAR is wrong, but worth a friendly word.
    """
    typed = _read(given)
    if not typed.text:
        return Verdict.WRONG
    best = Verdict.WRONG
    for answer in accepted:
        verdict = _grade_one(typed, _read_accepted(answer))
        if verdict is Verdict.RIGHT:
            return verdict
        best = min(best, verdict, key=_ORDER.index)
    return best


def _grade_one(given: _Answer, right: _Answer) -> Verdict:
    if given.text == right.text:
        return Verdict.RIGHT
    if given.value is not None and right.value is not None:
        return Verdict.RIGHT if given.value == right.value else Verdict.WRONG
    if given.numbers != right.numbers:
        return Verdict.WRONG
    forgiven = tolerance(len(right.text))
    if abs(len(given.joined) - len(right.joined)) > 2 * forgiven:
        return Verdict.WRONG
    distance = OSA.distance(given.joined, right.joined, score_cutoff=2 * forgiven)
    if distance == 0:
        return Verdict.RIGHT
    if distance > 2 * forgiven or not _same_initials(given, right):
        return Verdict.WRONG
    return Verdict.MISSPELT if distance <= forgiven else Verdict.NEAR


def _read(text: str) -> _Answer:
    if not text.isascii():
        text = "".join(str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in text)
    said = words(text)
    telling = [word for word in said if word not in _ARTICLES] or said
    kept = tuple(_SPELT.get(word, word) for word in telling)
    number = _DIGITS.fullmatch(" ".join(kept) if len(kept) == 1 else text.strip())
    value = Fraction(re.sub(r"[,_  ]", "", number[0])) if number else None
    numbers = tuple(word for word in kept if word[0].isdecimal())
    return _Answer(" ".join(kept), "".join(kept), "".join(word[0] for word in kept), numbers, value)


_read_accepted = lru_cache(4096)(_read)
"""The accepted answers are the same for everybody who types."""

_ORDER = tuple(Verdict)
"""Best first."""


def _same_initials(given: _Answer, right: _Answer) -> bool:
    if len(given.initials) != len(right.initials):
        return given.text[0] == right.text[0]
    return given.initials == right.initials
