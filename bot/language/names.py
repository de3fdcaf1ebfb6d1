"""People's names in texts: find and remove them."""

import re
from collections.abc import Collection

SOMEONE = "someone"

_NO_NAME = "You"
"""The terminal's name for someone who gave none; it identifies nobody, and is a word in many sentences."""

_SHORT_NUMBER = 3


def mentions(text: str, names: Collection[str]) -> bool:
    """Return whether a text contains any of the names as whole words."""
    return _pattern(names).search(text) is not None


def without_names(text: str, names: Collection[str]) -> str:
    """Return a text with each of the names replaced by “someone”."""
    return _pattern(names).sub(SOMEONE, text)


def _pattern(names: Collection[str]) -> "re.Pattern[str]":
    """Return a pattern that matches any of the names, longest first; without names, it matches nothing."""
    longest = sorted(filter(_tells_apart, names), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)" if longest else r"(?!)")


def _tells_apart(name: str) -> bool:
    """Return whether a name can be found in a text: a short number can't be told from scores, times and ranks."""
    return name not in ("", _NO_NAME) and not (name.isdecimal() and len(name) <= _SHORT_NUMBER)
