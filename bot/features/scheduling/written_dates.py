"""Dates that are written out, such as 2026-12-31, 31.12.2026, 31.12. and 31 December, and which one comes next."""

import re
from calendar import month_name
from collections.abc import Iterable
from datetime import date

from bot.features.scheduling.clock_phrases import time_of_day

_MONTH_NAMES = tuple(name.lower() for name in month_name[1:])
_ISO = re.compile(r"([0-9]{4})([-/])([0-9]{1,2})\2([0-9]{1,2})", re.ASCII)
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-./])([0-9]{1,2})\2([0-9]{4}|(?<=\.)[0-9]{2})", re.ASCII)
"""A date with the year last; a short year only after a dot, as elsewhere it may be a day: 26-12-31."""

_NO_YEAR = re.compile(r"([0-9]{1,2})(?:(?P<dot>\. ?)([0-9]{1,2})(?P<end>\.?)|/([0-9]{1,2}))", re.ASCII)
_NUMERIC = re.compile(r"[0-9]{1,4}[-./][0-9]{1,2}[-./][0-9]{0,4}", re.ASCII)
_NAMED_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_WITH_MONTH = (
    re.compile(rf"{_NAMED_DAY}\.?(?: of)? (?P<month>[a-z]{{3,9}})\.?,?(?: (?P<year>[0-9]{{4}}))?", re.ASCII),
    re.compile(rf"(?P<month>[a-z]{{3,9}})\.? (?:the )?{_NAMED_DAY},?(?: (?P<year>[0-9]{{4}}))?", re.ASCII),
)
_LAST_HOUR = 23


def read(text: str, today: date, *, bare: bool) -> list[date]:
    """Return the dates that a text can mean: two if the day or the month may come first, as in 2/3/2026.

    With dots, the day comes first, unless there's no such month. Without a year, it's the next such date.

    Args:
        text: the text, folded.
        today: today's date.
        bare: whether to read figures that could also be something else, such as 12.01. or 24/12.
    """
    if iso := _ISO.fullmatch(text):
        return _some(date_of(int(iso[1]), int(iso[3]), int(iso[4])))
    if found := _YEAR_LAST.fullmatch(text):
        one, other, year = int(found[1]), int(found[3]), int(f"20{found[4]}"[-4:])
        first, second = date_of(year, other, one), date_of(year, one, other)
        return _some(first) if found[2] == "." and first else sorted({*_some(first), *_some(second)})
    return _with_month(text, today) or _without_year(text, today, bare=bare)


def looks_like_date(text: str) -> bool:
    """Return whether a text looks like a date in figures, even if it can't be read as one."""
    return _NUMERIC.fullmatch(text) is not None


def coming(today: date, months: Iterable[int], day: int) -> list[date]:
    """Return the first date from today on that's on a day of one of some months; none if there's no such day.

    Args:
        today: today's date.
        months: the months, in order, from 1.
        day: the day of the month.
    """
    years = range(today.year, today.year + 9)  # a 29 February is at most eight years away
    all_of = (date_of(year, month, day) for year in years for month in months)
    return _some(next((each for each in all_of if each is not None and each >= today), None))


def date_of(year: int, month: int, day: int) -> date | None:
    """Return a date, or None if there's no such day.

    Args:
        year: the year.
        month: the month, from 1.
        day: the day of the month, from 1.
    """
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_of(word: str) -> int | None:
    """Return the month (1 for January) that a word means, whole or shortened; None for other words."""
    name = word.strip(".,")
    near = [number for number, whole in enumerate(_MONTH_NAMES, 1) if len(name) >= 3 and whole.startswith(name)]
    return near[0] if near else 9 if name == "sept" else None


def _with_month(text: str, today: date) -> list[date]:
    found = next((match for form in _WITH_MONTH if (match := form.fullmatch(text))), None)
    month = month_of(found["month"]) if found else None
    if found is None or month is None:
        return []
    if not found["year"]:
        return coming(today, (month,), int(found["day"]))
    exact = date_of(int(found["year"]), month, int(found["day"]))
    return [] if exact is None else [exact]


def _without_year(text: str, today: date, *, bare: bool) -> list[date]:
    found = _NO_YEAR.fullmatch(text)
    if found is None:
        return []
    one, other = int(found[1]), int(found[3] or found[5])
    if found["dot"]:
        surely = time_of_day(text) is None and (found["end"] or one > _LAST_HOUR)
        return coming(today, (other,), one) if surely or (bare and found["end"]) else []
    both = {*coming(today, (other,), one), *coming(today, (one,), other)}
    return sorted(both) if bare else []


def _some(found: date | None) -> list[date]:
    return [] if found is None else [found]
