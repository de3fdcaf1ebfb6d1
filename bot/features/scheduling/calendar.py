"""Calendar: on which local dates a schedule posts, and at which moment each of these dates has its time of day."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.features.learners.zones import known
from bot.features.scheduling.model import (
    LAST,
    Days,
    EveryNth,
    EveryNthWeek,
    Occurrence,
    OfMonth,
    Rule,
    ScheduleDraft,
    UnknownDays,
    Weekdays,
)
from bot.language.nearest import did_you_mean
from bot.language.refusals import Refusal, values

_DAY = timedelta(days=1)
_WEEK = timedelta(weeks=1)
_MINUTE = timedelta(minutes=1)


def rule_of(draft: ScheduleDraft) -> Rule:
    """Return when a schedule posts.

    Raises:
        Refusal: this version can't read that any more.
    """
    if isinstance(draft.days, UnknownDays):
        raise no_days(draft.days.words)
    return Rule(time.fromisoformat(draft.time), draft.days, known(draft.zone).key, draft.starts, draft.ends)


def first(draft: ScheduleDraft, after: datetime) -> Occurrence | None:
    """Return when a schedule would post next after a moment, in UTC; None if it never would."""
    return next(occurrences(rule_of(draft), after), None)


def no_days(words: str, near: Sequence[str] = ()) -> Refusal:
    """Make the refusal of words that say no days.

    Args:
        words: as they were typed.
        near: what they may have meant.
    """
    hint = did_you_mean(near) if near else "Try weekdays, daily, Monday and Thursday, every 2 days or first Monday."
    return Refusal(f"I don't know the days “{words[:40]}”. {hint}", option="days", offers=values(near))


def occurrences(rule: Rule, after: datetime) -> Iterator[Occurrence]:
    """Yield the occurrences of a rule, in order.

    Args:
        rule: when to post.
        after: all of them are later than this moment, in UTC.
    """
    zone = ZoneInfo(rule.zone)
    day = max(rule.start, after.astimezone(zone).date())
    while True:
        day = _first_day(rule.days, rule.start, day)
        if rule.end is not None and day > rule.end:
            return
        moment = instant(day, rule.at, zone)
        if moment is not None and moment > after:
            yield Occurrence(day, moment)
        day += _DAY


def instant(day: date, at: time, zone: ZoneInfo) -> datetime | None:
    """Return the moment at which a day's clock shows a time.

    Where the clock shows it twice, the first; where it leaps over it, the first minute after the leap, or the last
    one before it where the leap ends on the next day. So every local day has exactly one.

    Args:
        day: the local date.
        at: the time of day, on the minute.
        zone: whose clock.

    Returns:
        The moment in UTC; None if the zone leaps over the whole day.
    """
    wall = datetime.combine(day, at)
    moment = wall.replace(tzinfo=zone).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == wall:
        return moment
    leap = _leap(wall, zone)
    for candidate in (leap, leap - _MINUTE):
        if candidate.astimezone(zone).date() == day:
            return candidate
    return None


def _leap(wall: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment at which a zone's clock leaps over a wall time.

    That time read by the clock before the leap and by the one after lies on either side of it
    (https://peps.python.org/pep-0495/#mind-the-gap).
    """
    low = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    high = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    after = high.astimezone(zone).utcoffset()
    while high - low > _MINUTE:
        middle = low + (high - low) // _MINUTE // 2 * _MINUTE
        if middle.astimezone(zone).utcoffset() == after:
            high = middle
        else:
            low = middle
    return high


def _first_day(days: Days, start: date, day: date) -> date:
    """Return the first day that matches, from a day on.

    Args:
        days: which ones match.
        start: the day that every n-th is counted from; it isn't later than the other one.
        day: the first that may match.
    """
    match days:
        case Weekdays(chosen):
            return _next_weekday(chosen, day)
        case EveryNth(interval):
            return day + (start - day).days % interval * _DAY
        case EveryNthWeek(weeks, chosen):
            first_week = _monday(_next_weekday(chosen, start))
            found = _next_weekday(chosen, day)
            off = (_monday(found) - first_week).days // 7 % weeks
            return found if off == 0 else _next_weekday(chosen, _monday(found) + (weeks - off) * _WEEK)
        case OfMonth(ordinal, weekday):
            found = _of_month(day.year, day.month, ordinal, weekday)
            year, month = divmod(day.year * 12 + day.month, 12)
            return found if found >= day else _of_month(year, month + 1, ordinal, weekday)


def _next_weekday(chosen: tuple[int, ...], day: date) -> date:
    """Return the first of some weekdays from a day on."""
    return day + min((weekday - day.weekday()) % 7 for weekday in chosen) * _DAY


def _monday(day: date) -> date:
    """Return the day on which a day's week began."""
    return day - day.weekday() * _DAY


def _of_month(year: int, month: int, ordinal: int, weekday: int) -> date:
    """Return the first, second … or last Monday, Tuesday … of a month."""
    begins_on, length = monthrange(year, month)
    first = 1 + (weekday - begins_on) % 7
    return date(year, month, first + 7 * ((length - first) // 7 if ordinal == LAST else ordinal - 1))
