"""The small words of other languages in English: “alle sechs Monate” is read as “every 6 months”.

Only the closed words that say how much, when, how often and what's asked are known; all others stay as they are.
Each language has a table in `small_words`, with a line for each English wording: `every = alle | jede | jeden`. A `#`
stands for a number in digits; a line with one is a pattern, and is tried before the words.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from bot.judging import number_words
from bot.judging.characters import settle, spelt_out
from bot.language.text import fold

LANGUAGES = frozenset({"de", "es", "fr", "it", "nl", "pt"})
"""The languages that have a table."""

_DETERMINERS = frozenset({"all", "every", "my", "our", "this", "which", "who", "your"})

_LONGEST = 200
"""Maximum length of a text to translate."""

_NUMBER = r"(\d++(?:[.,:h]\d+)*+)"
_WORD = re.compile(r"[^\W\d_]+")
_FOLDED = 3
"""Minimum length of a word that's also understood without its accents: “año” and “ano”, but not “à” and “a”."""


class _Table(NamedTuple):
    """The small words of one language.

    Args:
        numbers: the number words that are too short for text2num to convert by themselves, and their digits.
        patterns: wordings with numbers in them, and the English for each.
        word: matches all others.
        english: the English for each, by its lower-case form.
    """

    numbers: Mapping[str, str]
    patterns: tuple[tuple[re.Pattern[str], str], ...]
    word: re.Pattern[str]
    english: Mapping[str, str]


@lru_cache(4096)
def in_english(text: str, language: str) -> str:
    """Return a text with its small words in English and its number words in digits.

    Args:
        text: the text.
        language: the text's language, such as "de" or "pt-BR"; texts in one that has no table are returned unchanged.
    """
    spoken = language[:2]
    if spoken not in LANGUAGES or len(text) > _LONGEST:
        return text
    table = _table(spoken)
    settled = settle(text)
    lower = settled.lower()
    figures = _WORD.sub(lambda word: table.numbers.get(word[0], word[0]), number_words.as_digits(lower, language))
    plain = settled if figures == lower else figures
    for pattern, english in table.patterns if any(map(str.isdecimal, plain)) else ():
        plain = pattern.sub(english, plain)
    translated = table.word.sub(lambda found: table.english[_key(found[0])], plain)
    return text if translated == settled else " ".join(translated.split())


def is_determiner(word: str, language: str) -> bool:
    """Return whether a word is one like “jeden” or “unsere”, whose form is what a question about it asks for."""
    return in_english(word, language) in _DETERMINERS


def prepare(language: str) -> None:
    """Load the table of a language, such as en or pt-BR, now rather than at the first answer."""
    if language[:2] in LANGUAGES:
        _table(language[:2])


def _key(form: str) -> str:
    return form if len(form) == 1 else form.lower()


@lru_cache(len(LANGUAGES))
def _table(language: str) -> _Table:
    patterns: list[tuple[re.Pattern[str], str]] = []
    words: dict[str, str] = {}
    lines = files("bot.judging").joinpath("small_words", f"{language}.txt").read_text(encoding="utf-8").splitlines()
    for line in lines:
        english, _, forms = line.partition(" = ")
        if "#" in forms:
            patterns.append(_pattern(english, forms))
        elif forms:
            words |= {each: english for form in forms.split(" | ") for each in _spellings(form)}
    either = "|".join(map(_matching, sorted(words, key=len, reverse=True)))
    numbers = {form: english for form, english in words.items() if english.isdecimal()}
    return _Table(numbers, tuple(patterns), re.compile(rf"(?<![\w'])(?:{either})", re.IGNORECASE), words)


def _matching(form: str) -> str:
    """Return the pattern for a word; a single letter, such as the Spanish “y”, is one only as a small letter."""
    escaped = re.escape(form)
    return rf"(?-i:{escaped})(?![\w'])" if len(form) == 1 else rf"{escaped}(?!\w)"


def _spellings(form: str) -> set[str]:
    """Return the ways to type a word: “fünfmal”, “fuenfmal” and “funfmal”."""
    found = {form, spelt_out(form) or form}
    return found | {fold(each) for each in found} if len(form) >= _FOLDED else found


def _pattern(english: str, form: str) -> tuple[re.Pattern[str], str]:
    numbers = iter(range(1, english.count("#") + 1))
    replacement = re.sub("#", lambda _: rf"\g<{next(numbers)}>", english)
    return re.compile(rf"(?<![\w']){form.replace('#', _NUMBER)}(?!\w)", re.IGNORECASE), replacement
