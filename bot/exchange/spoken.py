"""Tells which language a file's texts are in. Pure."""

from collections.abc import Iterator

from bot.exchange.model import ParsedFile
from bot.exchange.tables.headers import is_language
from bot.language.tongues import language_of_deck

_NOT_PROSE = frozenset({"code", "formula", "image", "figure", "source", "type", "match", "unit", "tags"})
"""Fields of items that say nothing about their language."""


def spoken(parsed: ParsedFile) -> str:
    """Return the language that a file is clearly in, such as "de"; otherwise, "en".

    A table with columns named after languages teaches one, so that says nothing about the language it's in.
    """
    if sum(map(is_language, parsed.columns)) > 1:
        return "en"
    return language_of_deck(text for each in parsed.taken for text in _texts(each.fields))


def _texts(value: object) -> Iterator[str]:
    """Yield the texts in a field, or in all fields of an item."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name not in _NOT_PROSE:
                yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)
