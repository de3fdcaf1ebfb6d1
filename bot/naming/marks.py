"""What tells one name from another besides its words: marks that carry meaning, pictures, numbers and accents.

C++ is no slip of C, GPT-3 none of GPT-4, and pêche none of péché. What was typed may leave such things out where
nothing else is meant by it: resume means résumé, and data models means Data / Models.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from bot.judging.characters import accented, settle
from bot.judging.reading import named, read
from bot.language.text import fold

_SIGNS = "+#*"
"""What may end a word and make it another one."""

_MARKED_WORD = re.compile(r"[^\W_]+(?:[.'][^\W_]+)*(?:[+#*]++(?![^\W\d_]))?")


class Traits(NamedTuple):
    """What a name must share with what was typed.

    Args:
        attached: the words that have marks, such as c++, in order of the alphabet.
        loose: the marks and the pictures that stand between words.
        numbers: how often each occurs.
        words: with their accents.
        unnumbered: its words and marks in a line, without the numbers.
    """

    attached: tuple[str, ...]
    loose: tuple[str, ...]
    numbers: Counter[str]
    words: tuple[str, ...]
    unnumbered: str


def line(name: str) -> str:
    """Return a name's words, numbers and marks, with their accents, in a line."""
    return " ".join(named(name))


def pictures(name: str) -> tuple[str, ...]:
    """Return the pictures in a name, in order."""
    return tuple(character for character in name if unicodedata.category(character) in {"So", "Cn"})


def agree(typed: Sequence[str], there: Sequence[str]) -> bool:
    """Return whether what was typed has the same of something as a name has, or one of them has none of it."""
    return not typed or not there or tuple(typed) == tuple(there)


def may_mean(said: Traits, there: Traits) -> bool:
    """Return whether what was said may be a slip of a name: no mark, number or accent in it says otherwise."""
    return (
        said.attached == there.attached
        and agree(said.loose, there.loose)
        and said.numbers <= there.numbers
        and all(_accents_agree(word, there.words) for word in said.words)
    )


def traits(name: str) -> Traits:
    """Return what a name must share with what was typed."""
    attached: list[str] = []
    loose: list[str] = []
    for part in settle(name).split():
        reading = read(part)
        if not reading.marks:
            continue
        if len(reading.marks) == len(reading.tokens):
            loose += reading.marks
        else:
            attached.append(reading.joined)
    loose += (each for each in pictures(name) if each not in loose)
    tokens = named(name)
    words = tuple(token for token in tokens if token[0].isalpha())
    unnumbered = " ".join(token for token in tokens if not token[0].isdecimal())
    return Traits(tuple(sorted(attached)), tuple(loose), Counter(read(name).numbers), words, unnumbered)


def marked_words(text: str) -> list[str]:
    """Return the words of a text in small letters, with their accents and the signs that end them: c++, c#, a*."""
    return _MARKED_WORD.findall(accented(settle(text)).replace("’", "'"))


def is_signed(text: Sequence[str]) -> bool:
    """Return whether one of some marked words has a sign or an accent; an apostrophe is none."""
    return any(not word.replace("'", "").isalnum() or not word.isascii() for word in text)


def says_otherwise(text: Sequence[str], name: Sequence[str]) -> bool:
    """Return whether a text has a word of a name, but with other signs or accents only: C++ isn't C.

    Args:
        text: its marked words.
        name: its marked words.
    """
    return any(_is_otherwise(word, text) for word in name)


def _is_otherwise(word: str, text: Sequence[str]) -> bool:
    same = [said for said in text if fold(_bare(said)) == fold(_bare(word))]
    emphasis = "" if word.endswith("*") else "*"  # as in **this**
    return bool(same) and not any(
        _signs(said).strip(emphasis) == _signs(word) and _differ_by_leaving_out(_bare(said), _bare(word))
        for said in same
    )


def _bare(word: str) -> str:
    return word.rstrip(_SIGNS)


def _signs(word: str) -> str:
    return word[len(_bare(word)) :]


def _accents_agree(word: str, others: Sequence[str]) -> bool:
    """Return whether a word has no other accents than the same word among others; it may have fewer, or more."""
    same = [other for other in others if fold(other) == fold(word)]
    return not same or any(_differ_by_leaving_out(word, other) for other in same)


def _differ_by_leaving_out(one: str, other: str) -> bool:
    pairs = list(zip(_accents(one), _accents(other), strict=False))
    return all(first <= second for first, second in pairs) or all(second <= first for first, second in pairs)


def _accents(word: str) -> list[frozenset[str]]:
    """Return the accents of each letter of a word."""
    found: list[frozenset[str]] = []
    for character in unicodedata.normalize("NFD", word):
        if unicodedata.combining(character) and found:
            found[-1] |= {character}
        else:
            found.append(frozenset())
    return found
