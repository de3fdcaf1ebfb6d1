"""What the checks of English share: words, syllables, and which texts of a pack are running text."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.content.gaps import gapped
from bot.content.reading.load import Loaded
from bot.content.reading.raw_pack import Entry, ValuePath
from bot.content.reading.reader import FileValue
from bot.language.locales import language_of
from bot.language.text import singular, words

_READ = frozenset(
    {
        *("ask", "back", "belief", "cells", "definition", "do", "example", "fix", "front", "hint", "in_short"),
        *("problem", "prompt", "reply", "reverse", "right", "statement", "summary", "takeaway", "task", "text"),
        *("truth", "why", "wrong"),
    }
)
"""Fields that hold sentences, unlike titles, names and answers."""

_BESIDE = frozenset({"code", "figure", "formula", "image"})
"""Fields with media, whose texts follow other rules."""

_FUNCTION_WORDS_AS_TEXT = """
a about after all also an and any are as at be been before being both but by can could did do does each for from
get given had has have he her his how i if in into is isn't it it's its just like may might more most much must
need new no not of often on once one only or other our out over own part right same she should so some such take
than that that's the their them then there these they this those through to too two under until up use used uses
using usually very was way we well were what what's when where which while who whose why will with without would
you your
"""
_FUNCTION_WORDS = frozenset(_FUNCTION_WORDS_AS_TEXT.split())

_WORD = re.compile(r"[A-Za-z]+(?:[’'][A-Za-z]+)*")
_PLURAL = re.compile(r"(?<=ss|sh|ch)es$|(?<=x)es$")
_SILENT = re.compile(r"(?:(?<![aeiouysxzcghl])es|(?<=[aeiouy]l)es?|(?<![td])ed|(?<!l)e)$")
_VOWELS = re.compile(r"[aeiouy]+")


class Passage(NamedTuple):
    """A running text of a pack.

    Args:
        entry: the entry that it's part of.
        path: the path from the entry to the text.
        text: the text, with gaps filled in.
    """

    entry: Entry
    path: ValuePath
    text: str


def is_english(loaded: Loaded) -> bool:
    """Return whether a pack is written in English."""
    return language_of(loaded.pack.language) == "en"


def passages(loaded: Loaded) -> Iterator[Passage]:
    """Yield the running texts of a pack, in its order."""
    for entries in loaded.raw.entries.values():
        for entry in entries:
            for field, value in entry.fields.items():
                yield from _passages(entry, value, (field,), read=field in _READ)


def _passages(entry: Entry, value: FileValue, path: ValuePath, *, read: bool) -> Iterator[Passage]:
    """Yield the texts within a value.

    Args:
        entry: the entry that it's part of.
        value: the value of a field.
        path: the path to the value.
        read: whether a text found here is running text.
    """
    if isinstance(value, str):
        if read:
            yield Passage(entry, path, gapped(value).filled)
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _passages(entry, each, (*path, index), read=read)
    elif isinstance(value, dict):
        for name, each in value.items():
            if name not in _BESIDE:
                by_side = path[-1] in ("cells", "in_short")
                yield from _passages(entry, each, (*path, name), read=name in _READ or by_side)


def english_words(text: str) -> list[str]:
    """Return the words of an English text as written, split at hyphens and without numbers."""
    return _WORD.findall(text)


def syllables(word: str) -> int:
    """Estimate the syllables of an English word: count its groups of vowels, except for a silent e."""
    heard = _SILENT.sub("", word.lower()) if len(word) > 3 else word.lower()
    return max(1, len(_VOWELS.findall(heard)))


def content_words(text: str) -> frozenset[str]:
    """Return the words of an English text without function words, folded and in the singular."""
    return frozenset(
        singular(_PLURAL.sub("", word.removesuffix("'s"))) for word in words(text) if word not in _FUNCTION_WORDS
    )
