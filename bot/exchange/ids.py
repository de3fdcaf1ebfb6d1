"""The ids of imported items: the same each time, as long as what they ask, or the source's own key, stays. Pure."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from bot.language.text import fold

_LONGEST = 40
"""Characters of an id."""

_MARK = 8
"""Hexadecimal digits that tell ids apart whose words are the same: 4 thousand million."""

_ASKED = ("front", "term", "prompt", "statement", "text", "title", "problem", "aspect", "belief")
"""Fields that say what an item is about; the first one that it has tells it from others."""


_OTHERS = re.compile(r"[^a-z0-9]+")


def slug(text: str, longest: int) -> str:
    """Return the words of a text as an id has them, in Latin letters as far as there are any; "" if none are left.

    Args:
        text: any.
        longest: characters.
    """
    plain = text if text.isascii() else unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return _cut(_OTHERS.sub("-", plain.lower()).strip("-"), longest)


def _cut(whole: str, longest: int) -> str:
    """Return as many words of an id as there's room for."""
    if len(whole) <= longest:
        return whole
    kept, _, _ = whole[: longest + 1].rpartition("-")
    return kept or whole[:longest]


def of_name(name: str, kind: str) -> str:
    """Return the id of something that has a name, such as a topic.

    Args:
        name: as people read it.
        kind: what to call it where the name has no Latin letters.
    """
    plain = slug(name, _LONGEST)
    return plain if fold(name) == plain.replace("-", " ") else _marked(plain or kind, name)


def of_key(key: str, kind: str) -> str:
    """Return the id of an item that its source knows by a key.

    Args:
        key: the source's.
        kind: the list that the item belongs to.
    """
    return key if key == slug(key, _LONGEST) else _marked(slug(key, _LONGEST) or kind, key)


def of_item(kind: str, fields: Mapping[str, Any], *, wholly: bool = False) -> str:
    """Return the id of an item without a key.

    Args:
        kind: the list that it belongs to.
        fields: what it says.
        wholly: whether all that it says tells it from others, as another one asks the same.
    """
    asked = asked_by(fields)
    marked = repr(sorted(fields.items(), key=lambda pair: pair[0])) if wholly else fold(asked)
    return _marked(slug(asked, _LONGEST) or kind, f"{kind} {marked}")


def asked_by(fields: Mapping[str, Any]) -> str:
    """Return what an item asks or is about, in its own words."""
    return next((str(fields[name]) for name in _ASKED if fields.get(name)), "")


def _marked(plain: str, whole: str) -> str:
    mark = hashlib.sha256(whole.encode()).hexdigest()[:_MARK]
    return f"{_cut(plain, _LONGEST - _MARK - 1)}-{mark}"
