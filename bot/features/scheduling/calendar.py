"""Calendar: the local dates on which a schedule posts, and the moment at which each date has its time of day."""

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
    Schedule,
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
    """Return the rule by which a schedule posts.

    Raises:
        Refusal: this version can't read its days or its zone.
    """
    if isinstance(draft.days, UnknownDays):
        raise no_days(draft.days.words)
    return Rule(time.fromisoformat(draft.time), draft.days, known(draft.zone).key, draft.starts, draft.ends)


def first(draft: ScheduleDraft, after: datetime) -> Occurrence | None:
    """Return a schedule's first occurrence after a moment in UTC; None if there's none."""
    return next(occurrences(rule_of(draft), after), None)


def next_post(draft: ScheduleDraft, now: datetime) -> datetime:
    """Return when a schedule posts next; now, if it's only a draft or isn't active."""
    run = draft.next_run_at if isinstance(draft, Schedule) else None
    return max(now, run) if run else now


def no_days(words: str, near: Sequence[str] = ()) -> Refusal:
    """Return the refusal of text that can't be read as days.

    Args:
        words: the text, as typed.
        near: what may have been meant.
    """
    hint = did_you_mean(near) if near else "Try weekdays, daily, Monday and Thursday, every 2 days or first Monday."
    return Refusal(f"I don't know the days “{words[:40]}”. {hint}", option="days", offers=values(near))


def occurrences(rule: Rule, after: datetime) -> Iterator[Occurrence]:
    """Yield the occurrences of a rule, in order.

    Args:
        rule: the rule.
        after: only occurrences after this moment, in UTC, are yielded.
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
    """Return the moment at which the local clock shows a time on a day.

    If the clock shows it twice, that's the first; if the clock jumps over it, the first minute after the jump, or the
    last one before it if the jump ends on the next day. So every local day has exactly one such moment.

    Args:
        day: the local date.
        at: the time of day, in whole minutes.
        zone: the time zone.

    Returns:
        The moment in UTC; None if the zone skips the whole day.
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
    """Return the moment at which a zone's clock jumps over a wall time.

    Read with the UTC offsets before and after the jump, the wall time gives two moments, one on either side of it
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
    """Return the first matching day that isn't before `day`.

    Args:
        days: the days that match.
        start: the day from which every n-th day or week is counted; not later than `day`.
        day: the first day that may match.
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
    """Return the first of the chosen weekdays that isn't before a day."""
    return day + min((weekday - day.weekday()) % 7 for weekday in chosen) * _DAY


def _monday(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - day.weekday() * _DAY


def _of_month(year: int, month: int, ordinal: int, weekday: int) -> date:
    """Return the first, second … or last Monday, Tuesday … of a month."""
    begins_on, length = monthrange(year, month)
    first = 1 + (weekday - begins_on) % 7
    return date(year, month, first + 7 * ((length - first) // 7 if ordinal == LAST else ordinal - 1))
