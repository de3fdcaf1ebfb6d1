"""Whether a typed number is right: by value, within a tolerance, in the expected unit or a convertible one."""

import re
from fractions import Fraction

from bot.judging.model import Verdict
from bot.judging.quantities import Quantity
from bot.judging.unit_names import LETTER_SCALES, unit_of
from bot.judging.units import convert, is_unit

_ROUNDING = Fraction(1, 10**9)
"""Relative error allowed for a converted number, because conversions use floating point."""

_MEASURED = {"%", "°", "°C", "°F", "K", "$", "€", "£", "¥", "₹", "¢", "CHF", "₩", "pound", "pence"}
_SHORT = {"c": "°C", "f": "°F", "k": "K", "°": ""}
_ABBREVIATED = {("nm", "nmi"): "nmi", ("nmi", "nm"): "nm", ("mb", "hpa"): "mbar"}
"""Units that mean another one where a certain one is wanted: at sea and in the air, nm are nautical miles."""

_NEARLY = Fraction(1, 100)
"""Maximum relative error of a number that was rounded after its conversion: 26.2 miles for 42.195 km."""

_CUT = Fraction(1, 50)
"""Maximum relative error of a decimal that stands for a fraction: 66 % for 2/3, but not 0.7."""

_CENTS = {
    **{("¢", unit): Fraction(1, 100) for unit in ("$", "€")},
    **{(unit, "¢"): Fraction(100) for unit in ("$", "€")},
    ("pence", "£"): Fraction(1, 100),
    ("£", "pence"): Fraction(100),
}
_BITS_AND_BYTES = re.compile("[KMGTP]i?[bB]")
_TEMPERATURES = {"°C", "°F", "K"}
_SHORTEST_CUT, _LEAST_CUT = 4, 5
"""What's counted may be cut short, as in 12 chars: minimum length, and minimum number of letters left out."""

_MINUTES = {"min", "minute", "minutes"}
_VERSION = re.compile(r"[1-9]\d*[.,][1-9]0")


def agree(typed: Quantity, right: Quantity, tolerance: str, unit: str, *, anything: bool) -> Verdict | None:
    """Return the verdict on a typed number; None if the two can't be compared as numbers.

    Args:
        typed: the typed number.
        right: the right number.
        tolerance: the allowed error: "0.5", or a percentage of the right number: "5 %"; "" for none.
        unit: the unit of a bare number, or "".
        anything: whether only the number matters, so that any unit is accepted if the answer has none.
    """
    wanted = right.unit or (unit_of(unit) or "")
    typed = typed._replace(unit=_in_context(typed.unit, wanted, unit))
    share = _as_share(typed, right, wanted)
    if share is not None and (_fits(share, right, tolerance, Fraction(0)) or _is_cut(share, right)):
        return Verdict.RIGHT
    converted = _in_unit(typed, wanted)
    if converted is None and anything and typed.unit.isalpha() and not (is_measure(typed.unit) or is_measure(wanted)):
        converted = typed  # both only name what's counted: 3x for “how many times”
    off = Fraction(0)
    if _are_bits_and_bytes(typed.unit, wanted):
        return Verdict.WRONG
    if not anything and _is_other_range(typed if converted is None else converted, right, tolerance):
        return Verdict.WRONG
    if converted is None:
        if wanted and typed.unit:
            return Verdict.WRONG if anything else None
        if not anything and (typed.is_range or (typed.unit and typed.unit not in _MEASURED)):
            return None
        same = _fits(typed, right, tolerance, off)
        bare_may = bool(unit) if wanted else anything
        return (Verdict.RIGHT if bare_may else Verdict.NEAR) if same else Verdict.WRONG
    if converted is not typed:
        size = abs(converted.low or converted.high or Fraction(0))
        off = max(size, 1 if wanted in _TEMPERATURES else 0) * _ROUNDING  # 32 °F is 0 °C, nearly
    if not _fits(converted, right, tolerance, off):
        is_rounded = converted is not typed and not tolerance and _is_rounded(typed, right, wanted)
        is_rounded = is_rounded or _is_cut(converted, right)
        return Verdict.RIGHT if is_rounded else Verdict.WRONG
    # 3.10 is the same number as 3.1, but a different version
    is_version = not anything and any(each and _VERSION.fullmatch(each) for each in (typed.figures, right.figures))
    same_figures = typed.figures.replace(",", ".") == right.figures.replace(",", ".")
    return Verdict.NEAR if is_version and not same_figures and not tolerance else Verdict.RIGHT


def _in_context(typed: str, wanted: str, asked: str) -> str:
    """Return what a typed unit means where a certain one is wanted: m are minutes if the question asks for them."""
    if typed == "m" and asked and wanted in _MINUTES:
        return wanted
    return _ABBREVIATED.get((typed.lower(), wanted.lower()), typed)


def is_measure(unit: str) -> bool:
    """Return whether a word after a number is a unit of measurement, rather than a thing that's counted."""
    return unit in _MEASURED or is_unit(unit)


def value_in(typed: Quantity, unit: str) -> Fraction | None:
    """Return a single number converted to a unit; None for a range, or if its unit can't be converted.

    Args:
        typed: the typed number; a bare number is taken to be in the unit.
        unit: the question's unit, or "".
    """
    wanted = unit_of(unit) or ""
    if typed.is_range:
        return None
    counted = typed if not typed.unit else _in_unit(typed, wanted)
    if typed.unit == "%" and not wanted:
        counted = _times(typed, Fraction(1, 100))
    elif counted is None and not (wanted and is_measure(typed.unit)):
        counted = typed
    return counted.low if counted is not None else None


def margin(tolerance: str, right: Fraction) -> Fraction:
    """Return the allowed error of a number.

    Args:
        tolerance: the question's tolerance: "0.5", or a percentage of the right number: "5 %".
        right: the right number.
    """
    share = tolerance.endswith("%")
    figures = tolerance.rstrip("% ")
    if not figures:
        return Fraction(0)
    return abs(right) * Fraction(figures) / 100 if share else Fraction(figures)


def _is_span(typed: Quantity, right: Quantity) -> bool:
    """Return whether a typed range has the same ends as another."""
    ends = [*zip((typed.low, typed.high), (right.low, right.high), strict=True)]
    return all(
        one is two is None or (one is not None and two is not None and abs(one - two) <= abs(two) * _ROUNDING)
        for one, two in ends
    )


def _is_other_range(typed: Quantity, right: Quantity, tolerance: str) -> bool:
    """Return whether a number that's within the right range isn't what was asked for."""
    if right.is_span or (typed.is_range and right.is_range and not tolerance):
        return not _is_span(typed, right)
    return not tolerance and _is_within_limit(typed, right)


def _is_within_limit(typed: Quantity, right: Quantity) -> bool:
    """Return whether a number keeps within a limit that's asked for, rather than being it: 2 m for “at most 3 m”."""
    limit = right.high if right.low is None else right.low
    if right.open or limit is None or None not in (right.low, right.high) or typed.is_range or typed.low is None:
        return False
    return abs(typed.low - limit) > abs(limit) * _NEARLY


def _as_share(typed: Quantity, right: Quantity, wanted: str) -> Quantity | None:
    """Return 50 % as 0.5 if the answer is a plain number, and 0.5 or 1/2 as 50 % if it's a percentage; else None."""
    if typed.unit == "%" and not wanted and not right.is_range and right.low != typed.low:
        return _times(typed, Fraction(1, 100))
    if wanted == "%" and not is_measure(typed.unit) and typed.low is not None and 0 < typed.low < 1:
        return _times(typed, Fraction(100))
    return None


def _in_unit(typed: Quantity, wanted: str) -> Quantity | None:
    """Return a quantity converted to a unit: itself if it's already in that unit, None if it can't be converted."""
    if typed.unit == wanted or _same_unit(typed.unit, wanted):
        return typed
    scale = _letter_scale(typed.unit, wanted)
    if scale:
        return _times(typed, 10**scale)
    if not wanted or not typed.unit:
        return None
    if (typed.unit, wanted) in _CENTS:
        return _times(typed, _CENTS[typed.unit, wanted])
    unit = typed.unit
    if wanted in _TEMPERATURES:
        unit = _SHORT.get(unit.lower(), unit) or wanted
    if unit == wanted:
        return typed
    low = None if typed.low is None else convert(typed.low, unit, wanted)
    high = None if typed.high is None else convert(typed.high, unit, wanted)
    if low is None and high is None:
        return None
    return Quantity(low, high, typed.open, wanted)


def _letter_scale(unit: str, wanted: str) -> int:
    """Return the power of ten that a letter after a number means, as in 8.19k rows; 0 if it's a unit, as in 5 m."""
    letter, _, counted = unit.partition(" ")
    zeros = LETTER_SCALES.get(letter.lower(), 0)
    if not counted:
        return zeros if not is_measure(wanted) or (letter.lower() == "k" and wanted not in _TEMPERATURES) else 0
    return zeros if _same_unit(unit_of(counted) or "", wanted) or not (is_measure(unit) or is_measure(counted)) else 0


def _is_rounded(typed: Quantity, right: Quantity, wanted: str) -> bool:
    """Return whether a typed number is the right one in another unit, rounded to as many digits as were typed."""
    if typed.low is None or right.low is None or typed.is_range or right.is_range:
        return False
    exact = convert(right.low, wanted, typed.unit)
    places = next((places for places in range(7) if (typed.low * 10**places).denominator == 1), None)
    if exact is None or places is None:
        return False
    return abs(typed.low - exact) <= min(Fraction(1, 2 * 10**places), abs(exact) * _NEARLY)


def _is_cut(typed: Quantity, right: Quantity) -> bool:
    """Return whether a typed decimal stands for a fraction that has none, rounded or cut off: 0.33 for 1/3."""
    if typed.low is None or right.low is None or typed.is_range or right.is_range:
        return False
    places = next((places for places in range(7) if (typed.low * 10**places).denominator == 1), None)
    if places is None or not _is_endless(right.low):
        return False
    return abs(typed.low - right.low) < min(Fraction(1, 10**places), abs(right.low) * _CUT)


def _is_endless(value: Fraction) -> bool:
    """Return whether a number's decimals never end, as those of 1/3."""
    return 10**7 % value.denominator != 0


def _are_bits_and_bytes(unit: str, wanted: str) -> bool:
    """Return whether two units are the same except that one is in bits and the other in bytes: Mb and MB."""
    of_data = _BITS_AND_BYTES.fullmatch(unit) and _BITS_AND_BYTES.fullmatch(wanted)
    return bool(of_data) and unit[:-1] == wanted[:-1] and unit[-1] != wanted[-1]


def _same_unit(unit: str, wanted: str) -> bool:
    if {unit, wanted} == {"£", "pound"}:
        return True
    one, other = unit.casefold(), wanted.casefold()
    if one == other:
        return True
    short, long = sorted((one.removesuffix("s"), other.removesuffix("s")), key=len)
    if short == long:
        return len(one) > 2 and len(other) > 2
    return len(short) >= _SHORTEST_CUT and len(long) - len(short) >= _LEAST_CUT and long.startswith(short)


def _times(typed: Quantity, factor: int | Fraction) -> Quantity:
    low = None if typed.low is None else typed.low * factor
    high = None if typed.high is None else typed.high * factor
    return Quantity(low, high, typed.open)


def _fits(typed: Quantity, right: Quantity, tolerance: str, off: Fraction) -> bool:
    if typed.is_range and (typed.low, typed.high, typed.open) == (right.low, right.high, right.open):
        return True
    if typed.low is None or typed.high is None or (typed.is_range and not right.is_range and not tolerance):
        return False
    below = None if right.low is None else right.low - margin(tolerance, right.low) - off
    above = None if right.high is None else right.high + margin(tolerance, right.high) + off
    if right.open:
        return (below is None or typed.low > below) and (above is None or typed.high < above)
    return (below is None or typed.low >= below) and (above is None or typed.high <= above)
