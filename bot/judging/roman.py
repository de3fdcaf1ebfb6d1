"""Roman numerals."""

import re

FIGURES = re.compile(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
"""Matches lower-case Roman numerals up to 3999, and the empty string."""

_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


def value(figures: str) -> int:
    """Return the value of a lower-case Roman numeral."""
    values = [_VALUES[each] for each in figures]
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))
