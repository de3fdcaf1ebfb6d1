"""Compare names by what distinguishes them besides their words: meaningful symbols, pictures, numbers and accents.

C++ isn't a misspelling of C, nor GPT-3 of GPT-4, nor pêche of péché. But people may leave such things out if that
isn't ambiguous: resume means résumé, and data models means Data / Models.
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
"""Symbols that make another word when they follow one."""

_MARKED_WORD = re.compile(r"[^\W_]+(?:[.'][^\W_]+)*(?:[+#*]++(?![^\W\d_]))?")


class Traits(NamedTuple):
    """What a name and the typed text are compared by.

    Args:
        attached: the words with symbols, such as c++, sorted.
        loose: the symbols and pictures between words.
        numbers: the numbers, with how often each occurs.
        words: the words, with accents.
        unnumbered: the words and symbols joined with spaces, without the numbers.
    """

    attached: tuple[str, ...]
    loose: tuple[str, ...]
    numbers: Counter[str]
    words: tuple[str, ...]
    unnumbered: str


def line(name: str) -> str:
    """Return a name's words, numbers and symbols joined with spaces, with accents."""
    return " ".join(named(name))


def pictures(name: str) -> tuple[str, ...]:
    """Return the pictures (emoji and the like) in a name, in order."""
    return tuple(character for character in name if unicodedata.category(character) in {"So", "Cn"})


def agree(typed: Sequence[str], there: Sequence[str]) -> bool:
    """Return whether two sequences of symbols are equal, or at least one of them is empty."""
    return not typed or not there or tuple(typed) == tuple(there)


def may_mean(typed: Traits, there: Traits) -> bool:
    """Return whether a text may be a misspelling of a name: no symbol, number or accent rules it out."""
    return (
        typed.attached == there.attached
        and agree(typed.loose, there.loose)
        and typed.numbers <= there.numbers
        and all(_accents_agree(word, there.words) for word in typed.words)
    )


def traits(name: str) -> Traits:
    """Return the traits of a name or a typed text."""
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
    """Return the words of a text in lower case, with accents and the symbols that follow them: c++, c#, a*."""
    return _MARKED_WORD.findall(accented(settle(text)).replace("’", "'"))


def is_signed(text: Sequence[str]) -> bool:
    """Return whether any of some words has a symbol or an accent; apostrophes don't count."""
    return any(not word.replace("'", "").isalnum() or not word.isascii() for word in text)


def says_otherwise(text: Sequence[str], name: Sequence[str]) -> bool:
    """Return whether a text contains a word of a name only with different symbols or accents: C++ isn't C.

    Args:
        text: the words of the text, from `marked_words`.
        name: the words of the name, from `marked_words`.
    """
    return any(_is_otherwise(word, text) for word in name)


def _is_otherwise(word: str, text: Sequence[str]) -> bool:
    same = [other for other in text if fold(_bare(other)) == fold(_bare(word))]
    emphasis = "" if word.endswith("*") else "*"  # as in **this**
    return bool(same) and not any(
        _signs(other).strip(emphasis) == _signs(word) and _differ_by_leaving_out(_bare(other), _bare(word))
        for other in same
    )


def _bare(word: str) -> str:
    return word.rstrip(_SIGNS)


def _signs(word: str) -> str:
    return word[len(_bare(word)) :]


def _accents_agree(word: str, others: Sequence[str]) -> bool:
    """Return whether a word's accents don't contradict those of the same word among others; some may be missing."""
    same = [other for other in others if fold(other) == fold(word)]
    return not same or any(_differ_by_leaving_out(word, other) for other in same)


def _differ_by_leaving_out(one: str, other: str) -> bool:
    pairs = list(zip(_accents(one), _accents(other), strict=False))
    return all(first <= second for first, second in pairs) or all(second <= first for first, second in pairs)


def _accents(word: str) -> list[frozenset[str]]:
    """Return the combining accents of each letter of a word."""
    found: list[frozenset[str]] = []
    for character in unicodedata.normalize("NFD", word):
        if unicodedata.combining(character) and found:
            found[-1] |= {character}
        else:
            found.append(frozenset())
    return found
