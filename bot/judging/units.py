"""Converting units with pint, which takes about 0.2 s to load."""

import re
from fractions import Fraction
from functools import lru_cache
from typing import Any

from bot.runtime.memory import without_numpy

_LOOKS_SO = re.compile(r"[A-Za-zµμΩ°]+(?:[ /*][A-Za-zµμΩ]+){0,3}(?:\^?-?[1-4])?")
_PINTS_NAMES = {"°C": "degC", "°F": "degF", "K": "kelvin", "°": "degree", "%": "percent"}


def convert(value: Fraction, unit: str, to: str) -> Fraction | None:
    """Convert a number to another unit; return None if that's impossible.

    Args:
        value: the number.
        unit: its unit.
        to: the unit to convert to.
    """
    measures = _measure(unit), _measure(to)
    if None in measures:
        return None
    from pint.errors import PintError

    try:
        return Fraction(_registry().Quantity(float(value), measures[0]).to(measures[1]).magnitude)
    except (PintError, OverflowError, ValueError):
        return None


def prepare() -> None:
    """Load pint now rather than at the first conversion."""
    _registry()


def is_unit(text: str) -> bool:
    """Return whether a text is a unit that can be converted."""
    return _measure(text) is not None


@lru_cache(256)
def _measure(unit: str) -> Any:  # noqa: ANN401 - pint's classes of units are made at run time
    """Return the pint unit of that name, or None."""
    if not _LOOKS_SO.fullmatch(unit):
        return None
    registry = _registry()
    from pint.errors import PintError  # pint is loaded by now

    for name in dict.fromkeys((unit, unit.lower())):
        try:
            return registry.parse_units(_PINTS_NAMES.get(name, name.replace("^", "**")))
        except (PintError, ValueError, TypeError, AttributeError):
            continue
    return None


@lru_cache(1)
def _registry() -> Any:  # noqa: ANN401 - see _measure
    with without_numpy():
        from pint import UnitRegistry

    return UnitRegistry()
