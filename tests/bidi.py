"""How a text with right-to-left parts is displayed, by a third-party Unicode Bidirectional Algorithm."""

import re

from bidi import get_display

HIDDEN = re.compile("[\u200b\u2060\u2066-\u2069]")


def shown(line: str) -> str:
    """Return a line's characters in the order of display, from the left, where the direction is detected."""
    return HIDDEN.sub("", get_display(line))


def moves_nothing(line: str, names: dict[str, str]) -> bool:
    """Return whether right-to-left names are displayed where left-to-right ones would be.

    Args:
        line: contains the names.
        names: maps each name to a left-to-right stand-in for it.
    """
    seen, other = shown(line), HIDDEN.sub("", line)
    for name, plain in names.items():
        seen, other = seen.replace(shown(name), plain), other.replace(name, plain)
    return seen == other
