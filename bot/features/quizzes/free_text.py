"""Grading a typed answer: forgiving in spelling, strict in meaning. Pure rules, without state or I/O."""

import re
import unicodedata
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from bot.language.text import words

_ARTICLES = frozenset({"a", "an", "the"})
_DIGITS = re.compile(r"[-+]?[0-9][0-9,_  ]*(?:\.[0-9]+)?(?:e[0-9]{1,2})?", re.ASCII)
_NUMBER_NAMES = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
eighteen nineteen twenty
"""
_SPELT = {name: str(value) for value, name in enumerate(_NUMBER_NAMES.split())}
_TELLING_LITTLE = _ARTICLES | _SPELT.keys()
_ENDS = " \t\n.!?'\""
_BETWEEN = str.maketrans(dict.fromkeys('-_,;:!?()/"&+*', " "))


class Verdict(StrEnum):
    """How good a typed answer is."""

    RIGHT = "right"
    MISSPELT = "misspelt"
    NEAR = "near"
    WRONG = "wrong"

    @property
    def counts(self) -> bool:
        """Whether it counts as right."""
        return self is Verdict.RIGHT or self is Verdict.MISSPELT


class _Answer(NamedTuple):
    """A text as it is graded.

    Args:
        text: its words without articles, in a line.
        joined: the same without spaces.
        numbers: the words that begin with a digit.
        value: of a text that is a number.
    """

    text: str
    joined: str
    numbers: tuple[str, ...]
    value: Fraction | None


class _Key(NamedTuple):
    """The right answers to a question, prepared for all who answer it.

    Args:
        answers: each of them.
        texts, joined: theirs.
        initials: the letters that they begin with.
        shortest, longest: letters of a text that may be near one of them.
    """

    answers: tuple[_Answer, ...]
    texts: frozenset[str]
    joined: frozenset[str]
    initials: frozenset[str]
    shortest: int
    longest: int


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
    key = _key(accepted)
    if given.lower() in key.texts:
        return Verdict.RIGHT
    plain = _read_plain(given)
    if plain is None:
        typed = _read(given)
        if not typed.text:
            return Verdict.WRONG
    else:
        line, joined = plain
        if line in key.texts:
            return Verdict.RIGHT
        # Most wrong answers begin otherwise than every right one, or are longer or shorter: no closer look is needed.
        if joined not in key.joined and (
            line[0] not in key.initials or not key.shortest <= len(joined) <= key.longest
        ):
            return Verdict.WRONG
        typed = _Answer(line, joined, (), None)
    best = Verdict.WRONG
    for answer in key.answers:
        verdict = _grade_one(typed, answer)
        if verdict is Verdict.RIGHT:
            return verdict
        if verdict is not Verdict.WRONG:
            best = min(best, verdict, key=_ORDER.index)
    return best


@lru_cache(4096)
def _key(accepted: tuple[str, ...]) -> _Key:
    answers = tuple(_read(answer) for answer in accepted)
    reach = [(len(each.joined), 2 * tolerance(len(each.text))) for each in answers]
    return _Key(
        answers=answers,
        texts=frozenset(each.text for each in answers if each.text),
        joined=frozenset(each.joined for each in answers),
        initials=frozenset(each.text[:1] for each in answers),
        shortest=min((length - slips for length, slips in reach), default=0),
        longest=max((length + slips for length, slips in reach), default=0),
    )


def _grade_one(given: _Answer, right: _Answer) -> Verdict:
    if given.text == right.text:
        return Verdict.RIGHT
    if given.value is not None and right.value is not None:
        return Verdict.RIGHT if given.value == right.value else Verdict.WRONG
    if given.numbers != right.numbers:
        return Verdict.WRONG
    if given.joined == right.joined:
        return Verdict.RIGHT
    if given.text[:1] != right.text[:1]:
        return Verdict.WRONG
    forgiven = tolerance(len(right.text))
    if abs(len(given.joined) - len(right.joined)) > 2 * forgiven:
        return Verdict.WRONG
    distance = OSA.distance(given.joined, right.joined, score_cutoff=2 * forgiven)
    if distance > 2 * forgiven or not _same_initials(given, right):
        return Verdict.WRONG
    return Verdict.MISSPELT if distance <= forgiven else Verdict.NEAR


def _read_plain(text: str) -> tuple[str, str] | None:
    """The words of a text as _read has them, in a line and without spaces; None where there is more than words to it.

    Plain are ASCII letters with a few marks between them: most of what people type, read in a fraction of the time.
    """
    if not text.isascii():
        return None
    line = text.lower().strip(_ENDS)
    said = line.split()
    joined = "".join(said)
    if not joined.isalpha():
        for mark in (",", "-", ". ", ": ", "; "):
            line = line.replace(mark, " ")
        said = line.split()
        joined = "".join(said)
        if not joined.isalpha():
            return None
    if not _TELLING_LITTLE.isdisjoint(said):
        said = [word for word in said if word not in _ARTICLES] or said
        joined = "".join(said)
        if not _SPELT.keys().isdisjoint(said):
            return None
    return " ".join(said), joined


def _read(text: str) -> _Answer:
    if not text.isascii():
        text = "".join(str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in text)
    said = words(text)
    telling = [word for word in said if word not in _ARTICLES] or said
    kept = tuple(_SPELT.get(word, word) for word in telling)
    number = _DIGITS.fullmatch(" ".join(kept) if len(kept) == 1 else text.strip())
    value = Fraction(re.sub(r"[,_  ]", "", number[0])) if number else None
    numbers = tuple(word for word in kept if word[0].isdecimal())
    return _Answer(" ".join(kept), "".join(kept), numbers, value)


_ORDER = tuple(Verdict)
"""Best first."""


def _same_initials(given: _Answer, right: _Answer) -> bool:
    """Whether words that are cut alike begin alike; the first ones are known to."""
    typed, wanted = given.text.split(), right.text.split()
    return len(typed) != len(wanted) or all(word[0] == other[0] for word, other in zip(typed, wanted, strict=True))
