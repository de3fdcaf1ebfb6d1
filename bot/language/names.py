"""People's names in texts: whether one is there, and a text without it."""

import re
from collections.abc import Collection

SOMEONE = "someone"

_NO_NAME = "You"
"""What the terminal calls someone who gave no name: it names nobody, and is in many a sentence."""


def mentions(text: str, names: Collection[str]) -> bool:
    """Return whether a text has one of some names in it, as whole words."""
    return _pattern(names).search(text) is not None


def without_names(text: str, names: Collection[str]) -> str:
    """Return a text with “someone” wherever one of some names stood."""
    return _pattern(names).sub(SOMEONE, text)


def _pattern(names: Collection[str]) -> "re.Pattern[str]":
    """Make the pattern of some names, the longest first; without any it matches nothing."""
    longest = sorted((name for name in names if name not in ("", _NO_NAME)), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)" if longest else r"(?!)")
