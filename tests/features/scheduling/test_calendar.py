"""One post per local day, in every zone, whatever the clocks do."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.learners.locations import iana
from bot.features.scheduling.calendar import instant, occurrences
from bot.features.scheduling.model import (
    DAILY,
    LAST,
    WORKING_DAYS,
    Days,
    EveryNth,
    EveryNthWeek,
    OfMonth,
    Rule,
    Weekdays,
)

FIRST, END = datetime(2020, 1, 1, tzinfo=UTC), datetime(2038, 1, 1, tzinfo=UTC)
WEEK, MINUTE = timedelta(days=7), timedelta(minutes=1)


def changes(zone: ZoneInfo) -> tuple[datetime, ...]:
    """Return the moments from 2020 to 2037 at which a zone's clock changes; it never changes twice within a week."""
    found, moment = [], FIRST
    while moment < END:
        low, high = moment, moment + WEEK
        if low.astimezone(zone).utcoffset() != high.astimezone(zone).utcoffset():
            before = low.astimezone(zone).utcoffset()
            while high - low > MINUTE:
                middle = low + (high - low) // MINUTE // 2 * MINUTE
                low, high = (middle, high) if middle.astimezone(zone).utcoffset() == before else (low, middle)
            found.append(high)
        moment += WEEK
    return tuple(found)


@cache
def kinds_of_zones() -> dict[tuple[datetime | timedelta | None, ...], ZoneInfo]:
    """Return one zone for each distinct history of clock changes: most names are links to others."""
    kinds: dict[tuple[datetime | timedelta | None, ...], ZoneInfo] = {}
    for name in iana():
        zone = ZoneInfo(name)
        moments = changes(zone)
        offsets = [each.astimezone(zone).utcoffset() for each in (FIRST, *moments)]
        kinds.setdefault((*moments, *offsets), zone)
    return kinds


def expected(day: date, at: time, change: datetime, before: timedelta, after: timedelta) -> datetime:
    """Return when a clock shows a time around a change, given its offsets before and after it."""
    wall = datetime.combine(day, at, UTC)
    if wall - before < change:
        return wall - before
    if wall - after >= change:
        return wall - after
    return change if (change + after).date() == day else change - MINUTE


def test_every_zone_posts_once_a_day_at_any_time_through_every_change_of_its_clock() -> None:
    times = [time(minute // 60, minute % 60) for minute in (*range(0, 1440, 15), 1, 59, 119, 1439)]
    checked = 0
    for zone in kinds_of_zones().values():
        for change in changes(zone):
            before, after = (each.astimezone(zone).utcoffset() for each in (change - MINUTE, change))
            assert before is not None
            assert after is not None
            for ahead in (-1, 0, 1):
                day = (change + before).date() + timedelta(days=ahead)
                for at in times:
                    assert instant(day, at, zone) == expected(day, at, change, before, after), (zone.key, day, at)
                    checked += 1
    assert checked > 300_000


@pytest.mark.parametrize("at", [time(0, 0), time(2, 30), time(23, 30)])
def test_no_local_day_is_left_out_or_has_two(at: time) -> None:
    """Check every day from the first to the last, through the rule itself."""
    for zone in ("Europe/Berlin", "Africa/Cairo", "America/Nuuk", "Australia/Lord_Howe", "Africa/Casablanca"):
        here = ZoneInfo(zone)
        rule = Rule(at, DAILY, zone, date(2020, 1, 1), date(2037, 12, 31))
        found = list(occurrences(rule, FIRST - timedelta(days=2)))
        days = Counter(each.at.astimezone(here).date() for each in found)
        assert len(days) == 6575
        assert set(days.values()) == {1}
        assert [each.day for each in found] == sorted(days)
        assert all(one.at < other.at for one, other in pairwise(found))


def moment(zone: str, wall: str) -> datetime | None:
    at = datetime.fromisoformat(wall)
    return instant(at.date(), at.time(), ZoneInfo(zone))


def test_a_skipped_time_becomes_the_next_minute_and_a_repeated_one_its_first() -> None:
    assert moment("Europe/Berlin", "2026-03-29T02:30") == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert moment("Europe/Berlin", "2026-10-25T02:30") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert moment("Africa/Cairo", "2026-04-24T00:00") == datetime(2026, 4, 23, 22, 0, tzinfo=UTC)


def test_a_leap_over_midnight_keeps_the_post_on_its_day() -> None:
    assert moment("America/Nuuk", "2026-03-28T23:30") == datetime(2026, 3, 29, 0, 59, tzinfo=UTC)


def test_a_day_that_a_zone_leaps_over_has_no_post() -> None:
    assert moment("Pacific/Apia", "2011-12-30T09:00") is None
    rule = Rule(time(9), DAILY, "Pacific/Apia", date(2011, 12, 29))
    days = [each.day.day for each in islice(occurrences(rule, datetime(2011, 12, 28, tzinfo=UTC)), 3)]
    assert days == [29, 31, 1]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (DAILY, "2026-03-02 2026-03-03 2026-03-04"),
        (WORKING_DAYS, "2026-03-02 2026-03-03 2026-03-04"),
        (Weekdays((5,)), "2026-03-07 2026-03-14 2026-03-21"),
        (EveryNth(3), "2026-03-03 2026-03-06 2026-03-09"),
        (EveryNthWeek(2, (1,)), "2026-03-03 2026-03-17 2026-03-31"),
        (EveryNthWeek(2, (5,)), "2026-03-14 2026-03-28 2026-04-11"),
        (EveryNthWeek(3, (0, 3)), "2026-03-02 2026-03-05 2026-03-23"),
        (OfMonth(1, 0), "2026-03-02 2026-04-06 2026-05-04"),
        (OfMonth(LAST, 4), "2026-03-27 2026-04-24 2026-05-29"),
    ],
)
def test_rules_name_their_days(days: Days, expected: str) -> None:
    rule = Rule(time(9), days, "Europe/Berlin", date(2026, 2, 28))
    found = islice(occurrences(rule, datetime(2026, 3, 2, 7, 59, tzinfo=UTC)), 3)
    assert " ".join(str(each.day) for each in found) == expected


def test_a_rule_keeps_to_its_start_and_its_end() -> None:
    rule = Rule(time(9), DAILY, "Asia/Tokyo", date(2026, 3, 5), date(2026, 3, 7))
    assert [each.day.day for each in occurrences(rule, FIRST)] == [5, 6, 7]
    assert [each.day.day for each in occurrences(rule, datetime(2026, 3, 6, 0, 0, tzinfo=UTC))] == [7]


SOME = st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days)))
DAYS = st.one_of(
    SOME.map(Weekdays),
    st.integers(2, 90).map(EveryNth),
    st.builds(
        EveryNthWeek, st.integers(2, 13), st.sets(st.integers(0, 6), min_size=1).map(lambda days: (*sorted(days),))
    ),
    st.builds(OfMonth, st.sampled_from([1, 2, 3, 4, LAST]), st.integers(0, 6)),
)


@given(st.integers(2, 13), st.sets(st.integers(0, 6), min_size=1), st.dates(date(2020, 1, 1), date(2037, 12, 31)))
def test_every_few_weeks_is_counted_from_the_first_matching_day(weeks: int, days: set[int], start: date) -> None:
    rule = Rule(time(9), EveryNthWeek(weeks, tuple(sorted(days))), "UTC", start)
    found = [each.day for each in islice(occurrences(rule, FIRST), 4 * len(days))]
    every = [each for each in (start + timedelta(days=ahead) for ahead in range(400)) if each.weekday() in days]
    assert found[0] == every[0]
    begun = found[0] - timedelta(days=found[0].weekday())
    assert found == [each for each in every if (each - begun).days // 7 % weeks == 0][: len(found)]


@given(
    days=DAYS,
    zone=st.sampled_from(iana()),
    at=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    start=st.dates(date(2020, 1, 1), date(2037, 12, 31)),
    ahead=st.integers(-100, 100),
)
def test_any_rule_goes_forward_one_day_at_a_time(days: Days, zone: str, at: time, start: date, ahead: int) -> None:
    rule = Rule(at, days, zone, start)
    after = datetime.combine(start, at, UTC) + timedelta(days=ahead)
    found = list(islice(occurrences(rule, after), 5))
    assert len(found) == 5
    assert all(each.at > after for each in found)
    assert all(each.day >= start for each in found)
    assert all(one.at < other.at and one.day < other.day for one, other in pairwise(found))
    assert [each.at.astimezone(ZoneInfo(zone)).date() for each in found] == [each.day for each in found]
    again = list(islice(occurrences(rule, found[0].at), 4))
    assert again == found[1:]
