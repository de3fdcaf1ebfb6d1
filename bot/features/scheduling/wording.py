"""Wording: reads times, days, dates and moments that people type, and writes them so that they can be read back."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.features.scheduling.calendar import instant, no_days
from bot.features.scheduling.clock_phrases import length, months, refuse_either_half, refuse_two_times, time_of_day
from bot.features.scheduling.date_phrases import LATEST, MONTHS, WEEKDAYS, day, day_and_time, in_months, last_after
from bot.features.scheduling.day_phrases import ORDINALS, days
from bot.features.scheduling.model import (
    DAILY,
    WORKING_DAYS,
    Days,
    EveryNth,
    EveryNthWeek,
    OfMonth,
    UnknownDays,
    Weekdays,
)
from bot.features.scheduling.parts_of_day import suggested_hour
from bot.language.nearest import nearest
from bot.language.refusals import Refusal, values
from bot.language.rich_text import Moment, Shows
from bot.language.text import clean, said

EXAMPLES = (
    "weekdays",
    "daily",
    "Monday, Wednesday, Friday",
    "every other Tuesday",
    "every 2 days",
    "first Monday",
    "last Friday",
)
"""Suggestions for the days."""

_PLAIN_DAYS = ("daily", "weekdays", "weekends", *WEEKDAYS)
_SURELY = 0.75
"""Minimum similarity for a typo in days; with a lower one, the suggestion would drop words that were typed."""

_UNIT_NAMES = ((timedelta(weeks=1), "week"), (timedelta(days=1), "day"), (timedelta(hours=1), "hour"))
_ORDINAL_NAMES = {number: name for name, number in reversed(ORDINALS.items())}
_NOT_AFTER_A_TIME = ("am", "pm", "a.m", "p.m", "past", "to", "o'clock")


def read_time(typed: str) -> tuple[time, str]:
    """Return the time of day in a text, such as 9:00, 17h, 9 pm or half past nine, and the rest of the text.

    Args:
        typed: the text; other words may follow or precede the time.

    Raises:
        Refusal: there's no time of day in it, or it could be two.
    """
    refuse_two_times(said(typed))
    words = said(typed).replace(",", " ").split()
    ends = [(words[:cut], words[cut:]) for cut in range(len(words), 0, -1)]
    starts = [(words[cut:], words[:cut]) for cut in range(1, len(words))]
    for clock, rest in (*ends, *starts):
        at = time_of_day(" ".join(clock))
        if at is not None and not (rest and rest[0] in _NOT_AFTER_A_TIME):
            refuse_either_half(" ".join(clock), " ".join(rest))
            return at, " ".join(rest)
    for on, part in ((words[:cut], words[cut:]) for cut in range(len(words))):
        if (hour := suggested_hour(" ".join(part))) is not None:
            way = " ".join([*on, hour])
            raise Refusal(f"That needs an hour; use one such as {way}.", offers=values([way]))
    raise Refusal(f"“{clean(typed)[:40]}” isn't a time of day; use one from 00:00 to 23:59, such as 09:00.")


def write_time(at: time) -> str:
    """Return a time of day, as 09:00."""
    return f"{at:%H:%M}"


def read_duration(typed: str) -> timedelta | None:
    """Return the duration that was typed, such as 90 minutes, 4h, 2 days or a week; None if it isn't a duration."""
    return length(said(typed))


def write_duration(long: timedelta) -> str:
    """Return a duration in words that read_duration understands, in the largest unit that gives a whole number."""
    minute = (timedelta(minutes=1), "minute")
    unit, name = next((unit, name) for unit, name in (*_UNIT_NAMES, minute) if not long % unit)
    count = long // unit
    return f"{count} {name}{'' if count == 1 else 's'}"


def read_moment(typed: str, at: datetime, zone: str, usual: time) -> datetime:
    """Return the future moment that was typed: in 4 hours, 17:00, noon tomorrow, Friday 9:00, 2026-12-31 17:00.

    Args:
        typed: the text.
        at: now, in UTC.
        zone: the time zone of the days and times.
        usual: the time of day to use if only a day was typed.

    Returns:
        The moment in UTC, in whole minutes.

    Raises:
        Refusal: it isn't a moment, has passed, is too far off, or is ambiguous.
    """
    quoted, text = clean(typed)[:40], said(typed)
    there = ZoneInfo(zone)
    local = to_minute(at).astimezone(there)
    today = local.date()
    if (long := length(text)) is not None:
        return to_minute(_within_reason(at, long, quoted))
    if (count := months(text)) is not None:
        on, clock = in_months(today, min(count, 1000)), local.time()
    else:
        refuse_two_times(text)
        said_day, said_time = day_and_time(text, today)
        if said_day is None and said_time is None:
            raise Refusal(f"I don't know the time “{quoted}”; use one such as 4h, Friday or tomorrow 17:00.")
        on, clock = said_day or today, said_time or usual
    if on >= LATEST:
        raise _too_far(quoted)
    moment = instant(on, clock, there)
    if count is None and said_day is None and moment is not None and moment <= at:
        moment = instant(today + timedelta(days=1), clock, there)
    if moment is None or moment <= at:
        raise Refusal(f"“{quoted}” is in the past; choose a later time, such as tomorrow 17:00.")
    return to_minute(moment)


def moment(at: datetime, zone: str, shows: Shows = Shows.DAY_AND_TIME) -> Moment:
    """Return a moment that each reader sees in their own time zone.

    Args:
        at: the moment.
        zone: the time zone of the text that's shown where the reader's isn't known.
        shows: whether to show the day, the time or both.
    """
    there = at.astimezone(ZoneInfo(zone))
    match shows:
        case Shows.TIME:
            words = f"{write_time(there.time())} ({zone})"
        case Shows.DAY:
            words = write_date(there.date())
        case _:
            words = f"{write_date(there.date())}, {write_time(there.time())} ({zone})"
    return Moment(at, shows, words)


def to_minute(at: datetime) -> datetime:
    """Return a moment rounded up to a whole minute, in UTC."""
    whole = at.astimezone(UTC).replace(second=0, microsecond=0)
    return whole if whole == at else whole + timedelta(minutes=1)


def read_days(typed: str) -> Days:
    """Return the days that were typed: weekdays, mon-fri, every other Tuesday, every 2 days, first Monday.

    Raises:
        Refusal: it isn't days, is ambiguous, or a schedule can't have such days.
    """
    found = days(said(typed))
    if found is None:
        raise no_days(clean(typed), nearest(said(typed), _PLAIN_DAYS, least=_SURELY))
    return found


def write_days(days: Days | UnknownDays) -> str:
    """Return days in words that read_days understands; unknown days as they're stored."""
    match days:
        case UnknownDays(words):
            return words
        case EveryNth(number):
            return f"every {number} days"
        case EveryNthWeek(2, (weekday,)):
            return f"every other {WEEKDAYS[weekday]}"
        case EveryNthWeek(weeks, chosen):
            return f"every {weeks} weeks on {_and([WEEKDAYS[each] for each in chosen])}"
        case OfMonth(ordinal, weekday):
            return f"every {_ORDINAL_NAMES[ordinal]} {WEEKDAYS[weekday]} of the month"
        case Weekdays(chosen):
            named = {DAILY: "every day", WORKING_DAYS: "every weekday"}.get(days)
            return named or _and([WEEKDAYS[each] for each in chosen])


def say_days(days: Days | UnknownDays) -> str:
    """Return days as they appear in a sentence: “every Friday” rather than “Friday”."""
    written = write_days(days)
    return f"every {written}" if isinstance(days, Weekdays) and not written.startswith("every") else written


def read_date(typed: str, today: date) -> date:
    """Return the date that was typed: 2026-12-31, 31 December, today, tomorrow, next Monday, in 2 weeks.

    Raises:
        Refusal: it isn't a date, is too far off, or is ambiguous.
    """
    found = day(said(typed), today)
    if found is None or found >= LATEST:
        raise Refusal(f"I can't read the date “{clean(typed)[:40]}”; write it like 31 December or 2030-12-31.")
    return found


def read_last_day(typed: str, starts: date, today: date) -> date:
    """Return the last day that was typed: a date, or how long after the first day, such as 6 weeks or for a month.

    Args:
        typed: the text.
        starts: the first day.
        today: today's date.

    Raises:
        Refusal: it's neither, is too far off, or is ambiguous.
    """
    text = said(typed)
    found = None if day(text, today) else last_after(text, starts)
    return found if found is not None and found < LATEST else read_date(typed, today)


def write_date(day: date) -> str:
    """Return a date with its weekday, as Mon 2 Mar 2026."""
    return f"{WEEKDAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def _within_reason(at: datetime, long: timedelta, quoted: str) -> datetime:
    if long > timedelta(days=36_525):
        raise _too_far(quoted)
    return at + long


def _too_far(quoted: str) -> Refusal:
    return Refusal(f"“{quoted}” is too far off; choose an earlier time, such as in 3 months.")


def _and(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
