"""Times, days, dates and zones as people type them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given

from bot.features.learners import zones
from bot.features.learners.locations import iana, is_location
from bot.features.scheduling.model import DAILY, LAST, WEEKENDS, WORKING_DAYS, Days, EveryNth, OfMonth, Weekdays
from bot.features.scheduling.wording import (
    EXAMPLES,
    read_date,
    read_days,
    read_time,
    write_date,
    write_days,
    write_time,
)
from bot.language.refusals import Refusal
from tests.features.scheduling.test_calendar import DAYS

NOW = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "expected", "rest"),
    [
        ("9", "09:00", ""),
        ("9:00", "09:00", ""),
        ("09.30", "09:30", ""),
        ("17h", "17:00", ""),
        ("17h30", "17:30", ""),
        ("9 am", "09:00", ""),
        ("12am", "00:00", ""),
        ("12:15 PM", "12:15", ""),
        ("9:05 pm", "21:05", ""),
        ("23:59", "23:59", ""),
        ("0:00", "00:00", ""),
        ("9:00 weekdays", "09:00", "weekdays"),
        ("9:00, Monday", "09:00", "monday"),
    ],
)
def test_times_are_read(typed: str, expected: str, rest: str) -> None:
    at, found = read_time(typed)
    assert (write_time(at), found) == (expected, rest)


@pytest.mark.parametrize("typed", ["25:00", "24:00", "9:60", "13 pm", "0 am", "nines", "-1", "9:5x", "٩:٠٠"])
def test_texts_that_are_not_times_are_refused(typed: str) -> None:
    with pytest.raises(Refusal, match="isn't a time of day; use one from 00:00 to 23:59, such as 09:00"):
        read_time(typed)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("weekdays", WORKING_DAYS),
        ("Every Weekday", WORKING_DAYS),
        ("daily", DAILY),
        ("every day", DAILY),
        ("every 1 days", DAILY),
        ("weekend", WEEKENDS),
        ("mon, wed and fri", Weekdays((0, 2, 4))),
        ("Monday", Weekdays((0,))),
        ("Mondays & Thursdays", Weekdays((0, 3))),
        ("tue thu", Weekdays((1, 3))),
        ("mon-fri", WORKING_DAYS),
        ("Monday to Wednesday", Weekdays((0, 1, 2))),
        ("fri - mon", Weekdays((0, 4, 5, 6))),
        ("every other day", EveryNth(2)),
        ("every 3rd day", EveryNth(3)),
        ("every 14 days", EveryNth(14)),
        ("first Monday", OfMonth(1, 0)),
        ("the 2nd tue of the month", OfMonth(2, 1)),
        ("last Friday of every month", OfMonth(LAST, 4)),
    ],
)
def test_days_are_read(typed: str, expected: Days) -> None:
    assert read_days(typed) == expected


@pytest.mark.parametrize(
    "typed", ["sometimes", "mon, someday", "m", "fifth Monday", "every", ",", "mon Europe/Berlin"]
)
def test_texts_that_are_not_days_are_refused(typed: str) -> None:
    with pytest.raises(Refusal, match=r"I don't know the days “.*”. Try weekdays, daily"):
        read_days(typed)


@pytest.mark.parametrize("number", [-1, 0, 91, 999_999_999])
def test_every_so_many_days_has_its_limits(number: int) -> None:
    with pytest.raises(Refusal, match=f"I can post every 1 to 90 days, not every {number}."):
        read_days(f"every {number} days")


@given(DAYS)
def test_days_in_words_are_read_back(days: Days) -> None:
    assert read_days(write_days(days)) == days


def test_the_days_suggested_are_days() -> None:
    assert [write_days(read_days(each)) for each in EXAMPLES] == [
        "every weekday",
        "every day",
        "Monday, Wednesday and Friday",
        "every other Tuesday",
        "every 2 days",
        "every first Monday of the month",
        "every last Friday of the month",
    ]


def test_dates_are_read_and_written() -> None:
    today = date(2026, 2, 28)
    assert read_date("2026-12-31", today) == date(2026, 12, 31)
    assert read_date("Tomorrow", today) == date(2026, 3, 1)
    assert read_date("today", today) == today
    assert write_date(date(2026, 3, 2)) == "Mon 2 Mar 2026"


@pytest.mark.parametrize("typed", ["31.02.2026", "2026-02-30", "9999-01-01", "soon", "20261231"])
def test_texts_that_are_not_dates_are_refused(typed: str) -> None:
    with pytest.raises(Refusal, match=r"I can't read the date “.+”; write it like 31 December or 2030-12-31\."):
        read_date(typed, date(2026, 2, 28))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("berlin", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("America/Argentina/Buenos Aires", "America/Argentina/Buenos_Aires"),
        ("utc", "UTC"),
        ("Europe/Berln", "Europe/Berlin"),
        ("Asia/Calcutta", "Asia/Calcutta"),
    ],
)
def test_zones_are_found(typed: str, expected: str) -> None:
    assert zones.find(typed, NOW) == expected


def test_every_name_of_a_place_finds_itself() -> None:
    names = [name for name in iana() if is_location(name)]
    assert [zones.find(name.upper(), NOW) for name in names] == names


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (
            "UTC+2",
            "“UTC+2” doesn't say when clocks change; name a city instead, such as Africa/Johannesburg, Africa/Cairo "
            "or Europe/Helsinki.",
        ),
        ("gmt-11:30", "“gmt-11:30” doesn't say when clocks change; name a city near you instead."),
        ("+05:30", "“+05:30” doesn't say when clocks change; name a city instead, such as Asia/Kolkata."),
        ("../../etc/passwd", "That's a path, not a time zone; name one such as Europe/Berlin."),
        ("/etc/localtime", "That's a path, not a time zone; name one such as Europe/Berlin."),
        ("Europe/../Europe/Berlin", "That's a path, not a time zone; name one such as Europe/Berlin."),
        ("xyzzy", "I don't know the time zone “xyzzy”; name a large city near you, such as Europe/Berlin."),
    ],
)
def test_texts_that_are_not_zones_get_help(typed: str, sentence: str) -> None:
    with pytest.raises(Refusal) as caught:
        zones.find(typed, NOW)
    assert caught.value.sentence == sentence


def test_the_nearest_zones_are_offered() -> None:
    with pytest.raises(Refusal, match="did you mean"):
        zones.find("Europe", NOW)
