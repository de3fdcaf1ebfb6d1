"""Make ids for imported items: stable across imports as long as the question, or the source's key, stays. Pure."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from bot.content.item import Item
from bot.language.text import fold

_LONGEST = 40
"""Maximum number of characters in an id."""

_MARK = 8
"""Number of hexadecimal digits appended to distinguish ids with the same words: 4 billion values."""

_ASKED = ("front", "term", "prompt", "statement", "text", "title", "problem", "aspect", "belief")
"""Fields that say what an item is about; the first one that an item has identifies it."""


_OTHERS = re.compile(r"[^a-z0-9]+")


def slug(text: str, longest: int) -> str:
    """Return the words of a text as an id, without characters other than Latin letters and digits; may be "".

    Args:
        text: the text to convert.
        longest: the maximum number of characters.
    """
    plain = text if text.isascii() else unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return _cut(_OTHERS.sub("-", plain.lower()).strip("-"), longest)


def _cut(whole: str, longest: int) -> str:
    """Return as many whole words of an id as fit."""
    if len(whole) <= longest:
        return whole
    beginning, _, _ = whole[: longest + 1].rpartition("-")
    return beginning or whole[:longest]


def of_name(name: str, kind: str) -> str:
    """Return the id of something with a name, such as a topic.

    Args:
        name: the name as people read it.
        kind: the word to use in the id if the name has no Latin letters.
    """
    plain = slug(name, _LONGEST)
    return plain if fold(name) == plain.replace("-", " ") else _marked(plain or kind, name)


def of_key(key: str, kind: str) -> str:
    """Return the id of an item that has a key in its source.

    Args:
        key: the source's key.
        kind: the list that the item belongs to.
    """
    return key if key == slug(key, _LONGEST) else _marked(slug(key, _LONGEST) or kind, key)


def of_item(kind: str, fields: Mapping[str, Any], *, wholly: bool = False) -> str:
    """Return the id of an item without a key.

    Args:
        kind: the list that the item belongs to.
        fields: the item's fields.
        wholly: whether to use all its fields for the id, because another item asks the same.
    """
    prompt = asked_by(fields)
    marked = repr(sorted(fields.items(), key=lambda pair: pair[0])) if wholly else fold(prompt)
    return _marked(slug(prompt, _LONGEST) or kind, f"{kind} {marked}")


def asked_by(fields: Mapping[str, Any]) -> str:
    """Return the text that says what an item asks or is about."""
    return asking(fields)[1]


def asked_in(item: Item) -> str:
    """Return the text that says what a pack's item asks or is about."""
    return next((str(text) for name in _ASKED if (text := getattr(item, name, ""))), "")


def asking(fields: Mapping[str, Any]) -> tuple[str, str]:
    """Return the field that says what an item asks or is about, and its text; "" for both if there's none."""
    return next(((name, str(fields[name])) for name in _ASKED if fields.get(name)), ("", ""))


def _marked(plain: str, whole: str) -> str:
    mark = hashlib.sha256(whole.encode()).hexdigest()[:_MARK]
    return f"{_cut(plain, _LONGEST - _MARK - 1)}-{mark}"
