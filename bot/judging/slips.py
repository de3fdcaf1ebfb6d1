"""Whether a word is a slip of the finger for another, or a word of its own."""

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.judging.lexicon import is_known

BENDABLE = 4
"""Letters of the shortest word that may have a slip; shorter ones are too near to one another."""

LONG = 7
"""Letters of a text from which on its first letter may be wrong, and its short words may have a slip."""

TWICE_BENDABLE = 11
"""Letters of a word from which on it may have two slips."""

_LITTLE_AS_TEXT = """
and at by da de del der des di do du el en for from in la las le les los of on or the to und van von with y
"""
_LITTLE = frozenset(_LITTLE_AS_TEXT.split())
_OPPOSED = (
    ("macro", "micro"), ("inter", "intra", "infra"), ("hyper", "hypo"), ("over", "under"),
    ("pre", "post", "pro"), ("mono", "bi", "di", "tri", "multi", "poly", "uni", "omni"),
    ("super", "sub", "supra"), ("endo", "exo", "ecto", "epi", "meso"), ("homo", "hetero"), ("ante", "anti"),
    ("kilo", "mega", "giga", "tera", "peta", "milli", "micro", "nano", "pico"), ("cis", "trans"), ("in", "out", "ex"),
    ("up", "down"), ("fore", "back"), ("ab", "ad"), ("im", "em", "ex"), ("de", "re"), ("maxi", "mini"),
)  # fmt: skip
_OPPOSED_ENDINGS = (("luf", "ssel"), ("esa", "eso"), ("eta", "eti", "edi"), ("ena", "ene", "eny"))
_NEGATIONS = ("un", "in", "im", "il", "ir", "non", "dis", "mis", "anti", "de", "a", "an")
_DOUBLED = re.compile(r"(\w)\1")
_ROMAN = re.compile(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")


def tolerance(letters: int) -> int:
    """Return how many edits are forgiven in a text of so many letters; a near miss may have twice as many."""
    return 0 if letters < BENDABLE else 1 if letters < 8 else 2 if letters < 14 else 3


def edits(typed: str, word: str, most: int) -> int:
    """Return how many edits, of swapped neighbours too, lie between two words; more than `most` where it's beyond.

    Args:
        typed: one word.
        word: the other.
        most: up to which the count matters.
    """
    return OSA.distance(typed, word, score_cutoff=most)


@lru_cache(8192)
def are_opposed(word: str, other: str) -> bool:
    """Return whether two words differ by a prefix or an ending that turns the meaning: macro and micro, un-."""
    if any(word == no + other or other == no + word for no in _NEGATIONS):
        return True
    return any(_swapped(word, other, group) for group in _OPPOSED) or any(
        # endings are prefixes of the words read backwards
        _swapped(word[::-1], other[::-1], group)
        for group in _OPPOSED_ENDINGS
    )


def is_slip(typed: str, word: str, apart: int, language: str, known: frozenset[str], *, is_long: bool) -> bool:
    """Return whether one word may be a slip for another, as far as its letters and the other words known allow.

    Args:
        typed: what stands there.
        word: what should stand there.
        apart: how many edits lie between the two.
        language: theirs.
        known: words known where the question comes from.
        is_long: whether the whole text is long enough to forgive a wrong first letter, and slips in short words.
    """
    if len(word) < BENDABLE and not (is_long and (word in _LITTLE or len(word) == BENDABLE - 1)):
        return False
    if not typed.isalpha() or _ROMAN.fullmatch(word) or _ROMAN.fullmatch(typed):
        return False
    if typed in known or are_opposed(typed, word) or is_known(typed, language):
        return False
    is_name = not is_known(word, language)
    if apart > (2 if len(word) >= TWICE_BENDABLE and not is_name else 1):
        return False
    # short words and names lie close together: another letter in their place more often makes another of them
    is_other_length = len(typed) != len(word)
    if not is_long:
        is_inside = typed[0] == word[0] and typed[-1] == word[-1]
        return _is_finger(typed, word) or (is_other_length and is_inside and not is_name)
    return not is_name or typed[0] == word[0] or is_other_length or sorted(typed) == sorted(word)


def _is_finger(typed: str, word: str) -> bool:
    """Whether neighbours changed places, or a letter is doubled or single."""
    return sorted(typed) == sorted(word) or _DOUBLED.sub(r"\1", typed) == _DOUBLED.sub(r"\1", word)


def _swapped(word: str, other: str, group: tuple[str, ...]) -> bool:
    """Whether two words are the same after two prefixes of a group."""
    return any(
        first != second and other == second + word.removeprefix(first)
        for first in group
        if word.startswith(first)
        for second in group
    )
