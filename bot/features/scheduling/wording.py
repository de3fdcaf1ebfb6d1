"""Wording: times, days, dates and moments as people type them, and the same in words; each can be read back."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.features.scheduling.calendar import instant, no_days
from bot.features.scheduling.model import LAST, Days, EveryNth, OfMonth, UnknownDays, Weekdays
from bot.language.message import Refusal
from bot.language.nearest import nearest
from bot.language.text import clean, fold

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAILY = Weekdays((0, 1, 2, 3, 4, 5, 6))
WORKING_DAYS = Weekdays((0, 1, 2, 3, 4))
WEEKENDS = Weekdays((5, 6))

EXAMPLES = ("weekdays", "daily", "Monday, Wednesday, Friday", "every 2 days", "first Monday", "last Friday")
"""Days to suggest."""

_PLAIN_DAYS = ("daily", "weekdays", "weekends", *WEEKDAYS)
_SURELY = 0.75
"""Likeness from which days that can't be read are a slip of the finger; a bolder guess would drop what was said."""

LATEST = date(2100, 1, 1)
"""Dates beyond are taken for slips of the finger."""

_MOST_BETWEEN = 90
"""Days from one post to the next at most."""

_TIME = re.compile(r"([0-9]{1,2})(?:[:.h]([0-9]{1,2})|h)?(?:\s*(am|pm))?(?=\s|,|$)", re.ASCII)
_EVERY = re.compile(r"every (?:(other|second|third|-?[0-9]{1,9})(?:st|nd|rd|th)? )days?", re.ASCII)
_SPAN = re.compile(r"([a-z]+)\s*(?:-|–|to)\s*([a-z]+)")
_OF_MONTH = re.compile(r"(?:the |every )?([a-z0-9]+) ([a-z]+)(?: (?:of|in) (?:the|a|every|each) month)?")
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": LAST}
_ORDINAL_NAMES = {1: "first", 2: "second", 3: "third", 4: "fourth", LAST: "last"}
_DURATION = re.compile(
    r"(?:in |for |after )?(an?|[0-9]{1,3}) ?"
    r"(m|min|mins|minutes?|h|hrs?|hours?|d|days?|w|weeks?)",
    re.ASCII,
)
_UNITS = {
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}
_UNIT_NAMES = (("w", "week"), ("d", "day"), ("h", "hour"), ("m", "minute"))
_NUMBERS = {"other": 2, "second": 2, "third": 3}
_NAMED = {
    "daily": DAILY,
    "every day": DAILY,
    "all": DAILY,
    "weekdays": WORKING_DAYS,
    "every weekday": WORKING_DAYS,
    "weekday": WORKING_DAYS,
    "working days": WORKING_DAYS,
    "workdays": WORKING_DAYS,
    "weekends": WEEKENDS,
    "weekend": WEEKENDS,
}


def read_time(typed: str) -> tuple[time, str]:
    """Return a time of day from what was typed, such as 9:00, 9.30, 17h or 9 pm, and what follows it.

    Raises:
        Refusal: it's no time of day.
    """
    shown = clean(typed)
    found = _TIME.match(fold(shown))
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (24, 0)
    if found and found[3] and 1 <= hour <= 12:
        hour = hour % 12 + (12 if found[3] == "pm" else 0)
    elif found and found[3]:
        hour = 24
    if found is None or hour > 23 or minute > 59:
        raise Refusal(f"“{shown[:40]}” is no time of day; use one from 00:00 to 23:59, such as 09:00.")
    return time(hour, minute), fold(shown)[found.end() :].strip(" ,")


def write_time(at: time) -> str:
    """Return a time of day, as 09:00."""
    return f"{at:%H:%M}"


def read_duration(typed: str) -> timedelta | None:
    """Return how long, from what was typed, such as 90 minutes, 4h, 2 days or a week; None if it's none."""
    found = _DURATION.fullmatch(" ".join(fold(clean(typed)).split()))
    if found is None:
        return None
    return (1 if found[1] in ("a", "an") else int(found[1])) * _UNITS[found[2][0]]


def write_duration(long: timedelta) -> str:
    """Return how long, in words that read_duration understands: in the largest unit in which it's a whole number."""
    unit, name = next((_UNITS[short], name) for short, name in _UNIT_NAMES if not long % _UNITS[short])
    count = long // unit
    return f"{count} {name}{'' if count == 1 else 's'}"


def read_moment(typed: str, at: datetime, zone: str, usual: time) -> datetime:
    """Return a moment to come from what was typed: in 4 hours, 17:00, tomorrow 9:00, Friday, 2026-12-31 17:00.

    Args:
        typed: by a person.
        at: now, in UTC.
        zone: whose days and times are meant.
        usual: the time of day where only a day was typed.

    Returns:
        In UTC, on the minute.

    Raises:
        Refusal: it says no moment, or one that has passed.
    """
    shown = clean(typed)
    if (duration := read_duration(shown)) is not None:
        return to_minute(at + duration)
    there = ZoneInfo(zone)
    today = at.astimezone(there).date()
    first, _, rest = " ".join(fold(shown).split()).partition(" ")
    day = _day(first, today)
    clock = usual if day is not None and not rest else read_time(rest if day is not None else shown)[0]
    moment = instant(day or today, clock, there)
    if day is None and moment is not None and moment <= at:
        moment = instant(today + timedelta(days=1), clock, there)
    if moment is None or moment <= at:
        raise Refusal(f"“{shown[:40]}” has passed; choose a later moment, such as tomorrow 17:00.")
    return moment


def write_moment(at: datetime, zone: str) -> str:
    """Return a moment by the clock of a zone, as Wed 4 Mar 2026, 17:00 (Europe/Berlin)."""
    there = at.astimezone(ZoneInfo(zone))
    return f"{write_date(there.date())}, {there:%H:%M} ({zone})"


def to_minute(at: datetime) -> datetime:
    """Return the next whole minute, in UTC; a moment that is one stays."""
    whole = at.astimezone(UTC).replace(second=0, microsecond=0)
    return whole if whole == at else whole + timedelta(minutes=1)


def read_days(typed: str) -> Days:
    """Return days from what was typed: weekdays, mon-fri, Monday and Wednesday, every 2 days, first Monday.

    Raises:
        Refusal: that says no days.
    """
    shown = clean(typed)
    said = " ".join(fold(shown).split())
    if said in _NAMED:
        return _NAMED[said]
    if every := _EVERY.fullmatch(said):
        number = _NUMBERS.get(every[1]) or int(every[1])
        if not 1 <= number <= _MOST_BETWEEN:
            raise Refusal(f"I can post every 1 to {_MOST_BETWEEN} days, not every {number}.")
        return DAILY if number == 1 else EveryNth(number)
    if (month := _OF_MONTH.fullmatch(said)) and month[1] in _ORDINALS and (weekday := _weekday(month[2])) is not None:
        return OfMonth(_ORDINALS[month[1]], weekday)
    chosen = _chosen(said)
    if not chosen:
        raise no_days(shown, nearest(said, _PLAIN_DAYS, least=_SURELY))
    return Weekdays(tuple(sorted(chosen)))


def write_days(days: Days | UnknownDays) -> str:
    """Return days in words that read_days understands; as they were kept if they can't be read."""
    match days:
        case UnknownDays(words):
            return words
        case EveryNth(number):
            return f"every {number} days"
        case OfMonth(ordinal, weekday):
            return f"every {_ORDINAL_NAMES[ordinal]} {WEEKDAYS[weekday]} of the month"
        case Weekdays(chosen):
            named = {DAILY: "every day", WORKING_DAYS: "every weekday"}.get(days)
            return named or _and([WEEKDAYS[each] for each in chosen])


def read_date(typed: str, today: date) -> date:
    """Return a date from what was typed: 2026-12-31, today or tomorrow.

    Raises:
        Refusal: it's no date, or too far away.
    """
    shown = clean(typed)
    said = fold(shown)
    if said in ("today", "tomorrow"):
        return today + timedelta(days=said == "tomorrow")
    try:
        found = date.fromisoformat(said) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", said, re.ASCII) else None
    except ValueError:
        found = None
    if found is None or found >= LATEST:
        raise Refusal(f"“{shown[:40]}” is no date that I can use; write it like 2026-12-31.")
    return found


def write_date(day: date) -> str:
    """Return a date with its weekday, as Mon 2 Mar 2026."""
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    return f"{WEEKDAYS[day.weekday()][:3]} {day.day} {months[day.month - 1]} {day.year}"


def _day(word: str, today: date) -> date | None:
    """Return the day that a word means: a date, today, tomorrow, or the next of a weekday; None if it's none."""
    weekday = _weekday(word) if word.isalpha() and word not in ("today", "tomorrow") else None
    if weekday is not None:
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    return read_date(word, today) if word in ("today", "tomorrow") or word.count("-") == 2 else None


def _chosen(said: str) -> set[int]:
    """Return the weekdays listed; none if a word isn't a weekday."""
    chosen: set[int] = set()
    listed = said.replace("every ", "").replace(" and ", ",").replace("&", ",").replace("+", ",")
    parts = [part.strip() for part in re.split(r"[,/;]", listed) if part.strip()]
    for part in parts if all(_SPAN.fullmatch(part) for part in parts) else " ".join(parts).split():
        span = _SPAN.fullmatch(part)
        first, last = (_weekday(span[1]), _weekday(span[2])) if span else (_weekday(part),) * 2
        if first is None or last is None:
            return set()
        chosen |= {(first + step) % 7 for step in range((last - first) % 7 + 1)}
    return chosen


def _weekday(word: str) -> int | None:
    """Return the weekday that a word names or begins, with or without a plural s."""
    for number, name in enumerate(WEEKDAYS):
        if len(word) >= 2 and name.lower().startswith(word.removesuffix("s") if len(word) > 6 else word):
            return number
    return None


def _and(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
