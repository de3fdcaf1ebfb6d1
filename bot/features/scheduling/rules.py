"""The stored form of a schedule's days: JSON, which doesn't depend on the wording that people type."""

import json
from typing import Any

from bot.features.scheduling.model import Days, EveryNth, EveryNthWeek, OfMonth, UnknownDays, Weekdays
from bot.features.scheduling.wording import read_days
from bot.language.refusals import Refusal


def dump(days: Days) -> str:
    """Return days as JSON."""
    return json.dumps(_data(days), separators=(",", ":"))


def load(stored: str) -> Days:
    """Return the days from JSON.

    Raises:
        ValueError: this version can't read them.
    """
    try:
        data = json.loads(stored)
    except ValueError:
        data = None
    match data:
        case {"weekdays": [*days]} if days and all(_is_weekday(each) for each in days):
            return Weekdays(tuple(sorted(set(days))))
        case {"every": int(days)} if days > 0 and not isinstance(days, bool):
            return EveryNth(days)
        case {"weeks": {"every": int(weeks), "weekdays": [*days]}} if (
            weeks > 1 and not isinstance(weeks, bool) and days and all(_is_weekday(each) for each in days)
        ):
            return EveryNthWeek(weeks, tuple(sorted(set(days))))
        case {"month": {"ordinal": (1 | 2 | 3 | 4 | -1) as ordinal, "weekday": weekday}} if _is_weekday(weekday):
            return OfMonth(int(ordinal), weekday)
    raise ValueError(f"no days: {stored[:100]}")


def days_of(rule: str | None, words: str) -> Days | UnknownDays:
    """Return the days of a stored schedule; UnknownDays if they can't be read.

    Args:
        rule: the days as JSON; None if a replica of the previous version made the schedule.
        words: the days in words, which are only read if there's no rule.
    """
    try:
        return read_days(words) if rule is None else load(rule)
    except (Refusal, ValueError):
        return UnknownDays(words)


def _data(days: Days) -> dict[str, Any]:
    match days:
        case Weekdays(chosen):
            return {"weekdays": list(chosen)}
        case EveryNth(number):
            return {"every": number}
        case EveryNthWeek(weeks, chosen):
            return {"weeks": {"every": weeks, "weekdays": list(chosen)}}
        case OfMonth(ordinal, weekday):
            return {"month": {"ordinal": ordinal, "weekday": weekday}}


def _is_weekday(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 6
