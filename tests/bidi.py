"""How a text is shown in which some is written from the right: by another's Unicode Bidirectional Algorithm."""

import re

from bidi import get_display

HIDDEN = re.compile("[\u200b\u2060\u2066-\u2069]")


def shown(line: str) -> str:
    """A line as the eye meets it from the left, in a place that finds out its direction by itself."""
    return HIDDEN.sub("", get_display(line))


def moves_nothing(line: str, names: dict[str, str]) -> bool:
    """Whether names that are written from the right stand where names from the left would.

    Args:
        line: has the names.
        names: each with one of letters from the left, to be put in its place.
    """
    seen, other = shown(line), HIDDEN.sub("", line)
    for name, plain in names.items():
        seen, other = seen.replace(shown(name), plain), other.replace(name, plain)
    return seen == other
