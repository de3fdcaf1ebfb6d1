"""Times, days, dates, durations and moments in the words that people use, in either order."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.scheduling.model import DAILY, LAST, WORKING_DAYS, Days, EveryNth, EveryNthWeek, OfMonth, Weekdays
from bot.features.scheduling.notations import DATE, DAYS, DURATION, MOMENT, TIME
from bot.features.scheduling.wording import (
    moment,
    read_date,
    read_days,
    read_duration,
    read_last_day,
    read_moment,
    read_time,
    write_date,
    write_duration,
    write_time,
)
from bot.language.refusals import Refusal
from bot.language.text import said

WEDNESDAY = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("noon", "12:00"),
        ("midday", "12:00"),
        ("12 noon", "12:00"),
        ("midnight", "00:00"),
        ("3pm", "15:00"),
        ("3 p.m.", "15:00"),
        ("at 9", "09:00"),
        ("@9", "09:00"),
        ("at noon", "12:00"),
        ("0930", "09:30"),
        ("2359", "23:59"),
        ("9:00:00", "09:00"),
        ("half past nine", "09:30"),
        ("half past nine pm", "21:30"),
        ("a quarter past 9", "09:15"),
        ("quarter to ten", "09:45"),
        ("quarter to one", "12:45"),
        ("quarter to one am", "00:45"),
        ("quarter to midnight", "23:45"),
        ("twenty-five to ten", "09:35"),
        ("10 minutes past 8", "08:10"),
        ("ten to eight in the evening", "19:50"),
        ("9 Uhr", "09:00"),
        ("um 9:30 Uhr", "09:30"),
        ("lunchtime", "12:00"),
        ("nine", "09:00"),
        ("nine o'clock", "09:00"),
        ("9 o’clock", "09:00"),
        ("nine thirty", "09:30"),
        ("nine forty-five pm", "21:45"),
        ("nine oh five", "09:05"),
        ("8 in the evening", "20:00"),
        ("11 at night", "23:00"),
        ("２１：３０", "21:30"),
        ("“9:30”", "09:30"),
        ("17\u00a0h", "17:00"),
    ],
)
def test_times_are_read(typed: str, expected: str) -> None:
    at, rest = read_time(typed)
    assert (write_time(at), rest) == (expected, "")
    assert TIME.reads(said(typed))


@pytest.mark.parametrize(
    "typed", ["9:5", "25 past", "half nine", "noonish", "13 pm", "2400", "ten past", "nine ninety", "5 to 9"]
)
def test_other_texts_are_not_read_as_times(typed: str) -> None:
    assert not TIME.reads(said(typed))


@pytest.mark.parametrize(
    ("typed", "ways"),
    [
        ("half nine", ["08:30", "09:30"]),
        ("at half 1", ["12:30", "01:30"]),
        ("9:00 and 15:00", ["09:00", "15:00"]),
        ("8, 17:30", ["08:00", "17:30"]),
        ("at 9 and 3", ["09:00", "03:00"]),
        ("9am or noon", ["09:00", "12:00"]),
    ],
)
def test_what_could_be_two_times_is_asked(typed: str, ways: list[str]) -> None:
    assert TIME.resembles(said(typed))
    for read in (read_time, lambda text: read_moment(text, WEDNESDAY, "Europe/Berlin", time(17))):
        with pytest.raises(Refusal) as caught:
            read(typed)
        assert [offer.value for offer in caught.value.offers] == ways


@pytest.mark.parametrize(
    ("typed", "ways"),
    [
        ("at 3", ["03:00", "15:00"]),
        ("half past five", ["05:30", "17:30"]),
        ("6 o'clock", ["06:00", "18:00"]),
        ("friday at 3", ["friday 03:00", "friday 15:00"]),
        ("tomorrow at quarter to 7", ["tomorrow 06:45", "tomorrow 18:45"]),
    ],
)
def test_an_early_hour_on_its_own_could_be_in_the_afternoon(typed: str, ways: list[str]) -> None:
    readers = (read_time, lambda text: read_moment(text, WEDNESDAY, "Europe/Berlin", time(17)))
    for read in readers if "tomorrow" not in typed else readers[1:]:
        with pytest.raises(Refusal, match=f"could be {ways[0][-5:]} or {ways[1][-5:]}; say which") as caught:
            read(typed)
        assert [offer.value for offer in caught.value.offers] == ways


@pytest.mark.parametrize("typed", ["3:00", "03", "3h", "7", "at 12", "3 am", "3 in the morning", "quarter to one"])
def test_other_hours_are_clear(typed: str) -> None:
    assert read_time(typed)


def test_bare_numbers_are_no_times() -> None:
    assert not any(TIME.resembles(each) for each in ("1 and 2", "1, 2", "1/2", "1 & 2"))


def test_words_beside_a_time_may_come_first() -> None:
    assert read_time("friday 15:00") == (time(15), "friday")
    assert read_time("every other Tuesday at half past nine") == (time(9, 30), "every other tuesday")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("on fridays", Weekdays((4,))),
        ("each friday", Weekdays((4,))),
        ("mon–fri", WORKING_DAYS),
        ("monday through friday", WORKING_DAYS),
        ("from mon to fri", WORKING_DAYS),
        ("business days", WORKING_DAYS),
        ("everyday", DAILY),
        ("every single day", DAILY),
        ("Mon-Wed, Fri", Weekdays((0, 1, 2, 4))),
        ("Mon/Wed/Fri", Weekdays((0, 2, 4))),
        ("weekends and monday", Weekdays((0, 5, 6))),
        ("weekdays except friday", Weekdays((0, 1, 2, 3))),
        ("every day but sunday", Weekdays((0, 1, 2, 3, 4, 5))),
        ("weekdays but not mon and fri", Weekdays((1, 2, 3))),
        ("wendesday", Weekdays((2,))),
        ("weekly on monday", Weekdays((0,))),
        ("weekly", EveryNth(7)),
        ("every other tuesday", EveryNthWeek(2, (1,))),
        ("every second friday", EveryNthWeek(2, (4,))),
        ("every 2nd friday", EveryNthWeek(2, (4,))),
        ("every alternate friday", EveryNthWeek(2, (4,))),
        ("every other Tuesday and Thursday", EveryNthWeek(2, (1, 3))),
        ("every other week on mon and thu", EveryNthWeek(2, (0, 3))),
        ("tuesday every other week", EveryNthWeek(2, (1,))),
        ("fortnightly on friday", EveryNthWeek(2, (4,))),
        ("every three weeks on friday", EveryNthWeek(3, (4,))),
        ("every 1 week on friday", Weekdays((4,))),
        ("every other weekend", EveryNthWeek(2, (5, 6))),
        ("fortnightly", EveryNth(14)),
        ("every two weeks", EveryNth(14)),
        ("second friday", OfMonth(2, 4)),
        ("every second friday of the month", OfMonth(2, 4)),
        ("on the last friday", OfMonth(LAST, 4)),
        ("“mon and wed”", Weekdays((0, 2))),
        ("m w f", Weekdays((0, 2, 4))),
        ("any day", DAILY),
        ("weekends only", Weekdays((5, 6))),
        ("weekdays, not Friday", Weekdays((0, 1, 2, 3))),
        ("weekdays minus friday", Weekdays((0, 1, 2, 3))),
        ("alternate Tuesdays", EveryNthWeek(2, (1,))),
        ("alternate days", EveryNth(2)),
        ("once a fortnight", EveryNth(14)),
        ("once every 3 weeks on Monday", EveryNthWeek(3, (0,))),
        ("monthly on the first Monday", OfMonth(1, 0)),
        ("each month on the last Friday", OfMonth(LAST, 4)),
        ("first Monday each month", OfMonth(1, 0)),
        ("every third Friday of the month", OfMonth(3, 4)),
    ],
)
def test_days_are_read(typed: str, expected: Days) -> None:
    assert read_days(typed) == expected
    assert DAYS.reads(said(typed))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("every third friday", "could mean two things; say third Friday of the month or every 3 weeks on Friday."),
        ("biweekly", "could mean two things; say every 2 weeks or Monday and Thursday."),
        (
            "1st and 3rd monday",
            "I can post on one such day a month, such as first Monday; make another schedule",
        ),
        ("15th", "I can't post on the same date every month; choose a weekday, such as first Monday."),
        ("first working day of the month", "I can't post on the same date every month"),
        ("last weekday of the month", "I can't post on the same date every month"),
        ("every first of the month", "I can't post on the same date every month"),
        ("every month on the 1st", "I can't post on the same date every month"),
        ("quarterly", "I can't post that rarely; say every 13 weeks or first Monday."),
        ("every 2 hours", "I post once a day at most"),
        ("twice a day", "I post once a day at most"),
        ("every evening", "That needs a time; say daily 18:00."),
        ("Mondays in odd weeks", "I count weeks from the first post"),
        ("weekdays except bank holidays", "I don't know your holidays"),
        ("monthly", "I can't post on the same date every month; choose a weekday, such as first Monday."),
        (
            "next monday",
            "“next monday” is one day; use days that repeat, such as every Monday. For a first day, there's “start”.",
        ),
        (
            "tomorrow",
            "“tomorrow” is one day; use days that repeat, such as every Monday. For a first day, there's “start”.",
        ),
        ("every 91 days", "I can post every 1 to 90 days, not every 91."),
        ("every 14 weeks on friday", "I can post every 1 to 13 weeks, not every 14."),
        ("every other weekday", "I don't know the days “every other weekday”."),
        ("daily except daily", "I don't know the days “daily except daily”."),
        ("twice a week", "Name the days, such as Monday and Thursday."),
        ("three times a week", "Name the days, such as Monday and Thursday."),
    ],
)
def test_impossible_days_are_refused_with_a_reason(typed: str, sentence: str) -> None:
    with pytest.raises(Refusal) as caught:
        read_days(typed)
    assert sentence in caught.value.sentence
    for offer in caught.value.offers:
        read_days(offer.value)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("31 december", date(2026, 12, 31)),
        ("31st of Dec", date(2026, 12, 31)),
        ("Dec 31, 2027", date(2027, 12, 31)),
        ("3 march", date(2027, 3, 3)),
        ("4 march", date(2026, 3, 4)),
        ("29 feb", date(2028, 2, 29)),
        ("Wed 4 Mar 2026", date(2026, 3, 4)),
        ("2026/12/31", date(2026, 12, 31)),
        ("２０２６–12–31", date(2026, 12, 31)),
        ("31.12.2026", date(2026, 12, 31)),
        ("12/31/2026", date(2026, 12, 31)),
        ("5-5-2026", date(2026, 5, 5)),
        ("31.12.26", date(2026, 12, 31)),
        ("the end of the year", date(2026, 12, 31)),
        ("end of this month", date(2026, 3, 31)),
        ("end of February", date(2027, 2, 28)),
        ("end of Sept 2027", date(2027, 9, 30)),
        ("Tue 02.03.2027", date(2027, 3, 2)),
        ("Tue 02/03/2027", date(2027, 3, 2)),
        ("12.01.2027", date(2027, 1, 12)),
        ("12.1.27", date(2027, 1, 12)),
        ("12.31.2026", date(2026, 12, 31)),
        ("12.01.", date(2027, 1, 12)),
        ("12. 4.", date(2026, 4, 12)),
        ("Sun 12.4.", date(2026, 4, 12)),
        ("24.12", date(2026, 12, 24)),
        ("31/3", date(2026, 3, 31)),
        ("3/31", date(2026, 3, 31)),
        ("the 12th", date(2026, 3, 12)),
        ("on the 3rd", date(2026, 4, 3)),
        ("Thursday the 12th", date(2026, 3, 12)),
        ("31st", date(2026, 3, 31)),
        ("yesterday", date(2026, 3, 3)),
        ("a week today", date(2026, 3, 11)),
        ("a week on Monday", date(2026, 3, 16)),
        ("Monday week", date(2026, 3, 16)),
        ("a fortnight on Friday", date(2026, 3, 20)),
        ("tomorrow week", date(2026, 3, 12)),
        ("end of the quarter", date(2026, 3, 31)),
        ("end of next quarter", date(2026, 6, 30)),
        ("end of next month", date(2026, 4, 30)),
        ("end of next year", date(2027, 12, 31)),
        ("friday", date(2026, 3, 6)),
        ("wednesday", date(2026, 3, 11)),
        ("this friday", date(2026, 3, 6)),
        ("next monday", date(2026, 3, 9)),
        ("on tuesday", date(2026, 3, 10)),
        ("the day after tomorrow", date(2026, 3, 6)),
        ("in 3 days", date(2026, 3, 7)),
        ("2 weeks from now", date(2026, 3, 18)),
        ("a week from friday", date(2026, 3, 13)),
        ("in 2 months", date(2026, 5, 4)),
    ],
)
def test_dates_are_read(typed: str, expected: date) -> None:
    assert read_date(typed, WEDNESDAY.date()) == expected


@pytest.mark.parametrize(
    "typed",
    [
        "31 feb",
        "12.13.",
        "31.2.",
        "32.1.",
        "9.30.",
        "march",
        "5",
        "in 3 hours",
        "31.31.2026",
        "noon",
        "26-12-31",
        "end of may 0000",
    ],
)
def test_texts_that_are_not_dates_are_refused(typed: str) -> None:
    with pytest.raises(Refusal, match="I can't read the date"):
        read_date(typed, WEDNESDAY.date())


@pytest.mark.parametrize(
    ("typed", "sentence", "ways"),
    [
        ("Fri 4 Mar 2026", "4 Mar 2026 is a Wednesday, not a Friday; say", ["2026-03-04", "2026-03-06"]),
        ("Mon 13.3.", "13 Mar 2026 is a Friday, not a Monday", ["2026-03-13", "2026-03-16"]),
        ("Monday the 12th", "12 Mar 2026 is a Thursday, not a Monday", ["2026-03-09", "2026-03-12"]),
        ("next week", "“next week” leaves the day open", ["2026-03-09", "2026-03-13"]),
        ("end of the week", "“end of the week” leaves the day open", ["2026-03-06", "2026-03-08"]),
        ("next month", "“next month” leaves the day open", ["2026-04-01", "2026-04-30"]),
        ("next quarter", "“next quarter” leaves the day open", ["2026-04-01", "2026-06-30"]),
        ("3/4", "“3/4” could be two days", ["2026-03-04", "2026-04-03"]),
    ],
)
def test_a_date_that_is_not_clear_is_asked(typed: str, sentence: str, ways: list[str]) -> None:
    with pytest.raises(Refusal) as caught:
        read_date(typed, WEDNESDAY.date())
    assert caught.value.sentence.startswith(sentence)
    assert [offer.value for offer in caught.value.offers] == ways


@pytest.mark.parametrize(
    ("typed", "last"),
    [
        ("6 weeks", date(2026, 4, 19)),
        ("for a week", date(2026, 3, 15)),
        ("3 months", date(2026, 6, 8)),
        ("1 day", date(2026, 3, 9)),
        ("in 2 weeks", date(2026, 3, 18)),
        ("31 March", date(2026, 3, 31)),
    ],
)
def test_a_last_day_is_read_from_the_first(typed: str, last: date) -> None:
    assert read_last_day(typed, date(2026, 3, 9), WEDNESDAY.date()) == last


def test_a_day_that_may_be_this_week_or_next_is_asked() -> None:
    with pytest.raises(Refusal) as caught:
        read_date("next friday", WEDNESDAY.date())
    assert caught.value.sentence == "“next Friday” could be two days; say 2026-03-06 or 2026-03-13."
    assert [offer.value for offer in caught.value.offers] == ["2026-03-06", "2026-03-13"]


@pytest.mark.parametrize("typed", ["02/03/2027", "by 3/2/2027", "3-2-2027"])
def test_a_date_in_figures_that_could_be_two_is_asked(typed: str) -> None:
    with pytest.raises(Refusal) as caught:
        read_date(typed, WEDNESDAY.date())
    assert "could be two days; say 2027-02-03 or 2027-03-02." in caught.value.sentence
    assert [offer.value for offer in caught.value.offers] == ["2027-02-03", "2027-03-02"]


def test_a_date_in_figures_is_asked_even_if_both_days_are_the_weekday_that_it_names() -> None:
    with pytest.raises(Refusal) as caught:
        read_date("Thu 1/7/2027", WEDNESDAY.date())
    assert [offer.value for offer in caught.value.offers] == ["2027-01-07", "2027-07-01"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("friday 15:00", "2026-03-06 15:00"),
        ("15:00 friday", "2026-03-06 15:00"),
        ("Friday, 15:00", "2026-03-06 15:00"),
        ("3pm on friday", "2026-03-06 15:00"),
        ("on friday at half past three pm", "2026-03-06 15:30"),
        ("tomorrow noon", "2026-03-05 12:00"),
        ("noon tomorrow", "2026-03-05 12:00"),
        ("noon", "2026-03-04 12:00"),
        ("midnight", "2026-03-05 00:00"),
        ("today midnight", "2026-03-05 00:00"),
        ("at 9", "2026-03-05 09:00"),
        ("half past nine", "2026-03-05 09:30"),
        ("tonight at 8", "2026-03-04 20:00"),
        ("8 tonight", "2026-03-04 20:00"),
        ("this evening at 8", "2026-03-04 20:00"),
        ("tomorrow evening at 8", "2026-03-05 20:00"),
        ("tomorrow at 8 in the evening", "2026-03-05 20:00"),
        ("in 2 hours", "2026-03-04 13:00"),
        ("2 hours from now", "2026-03-04 13:00"),
        ("in an hour and a half", "2026-03-04 12:30"),
        ("in one and a half hours", "2026-03-04 12:30"),
        ("half an hour", "2026-03-04 11:30"),
        ("1h30", "2026-03-04 12:30"),
        ("2 days and 4 hours", "2026-03-06 15:00"),
        ("in 3 days at 17:00", "2026-03-07 17:00"),
        ("next monday", "2026-03-09 17:00"),
        ("next monday at 9", "2026-03-09 09:00"),
        ("2026-12-31T17:30", "2026-12-31 17:30"),
        ("17:30 31 dec", "2026-12-31 17:30"),
        ("31.12.2026 17:30", "2026-12-31 17:30"),
        ("5 march 9", "2026-03-05 09:00"),
        ("by friday", "2026-03-06 17:00"),
        ("in 3 months", "2026-06-04 11:00"),
        ("a fortnight", "2026-03-18 11:00"),
        ("“tomorrow noon”", "2026-03-05 12:00"),
    ],
)
def test_moments_are_read_in_either_order(typed: str, expected: str) -> None:
    found = read_moment(typed, WEDNESDAY, "Europe/Berlin", time(17))
    assert f"{found.astimezone(BERLIN):%Y-%m-%d %H:%M}" == expected


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("soon", "I don't know the time “soon”; use one such as 4h, Friday or tomorrow 17:00."),
        ("tonight", "That needs an hour; use one such as today 20:00."),
        ("friday afternoon", "That needs an hour; use one such as friday 15:00."),
        ("end of day", "That needs an hour; use one such as today 17:00."),
        ("yesterday", "“yesterday” is in the past"),
        ("next week", "“next week” leaves the day open; say 2026-03-09 or 2026-03-13."),
        ("31.31.2026", "I don't know the time “31.31.2026”"),
        (
            "friday midnight",
            "“friday midnight” could be the start or the end of that day; say friday 00:00 or friday 23:59.",
        ),
        ("today 9:00", "“today 9:00” is in the past; choose a later time, such as tomorrow 17:00."),
        ("99999 weeks", "“99999 weeks” is too far off; choose an earlier time, such as in 3 months."),
        ("9999-12-31", "“9999-12-31” is too far off"),
    ],
)
def test_texts_that_are_not_moments_are_refused(typed: str, sentence: str) -> None:
    with pytest.raises(Refusal) as caught:
        read_moment(typed, WEDNESDAY, "Europe/Berlin", time(17))
    assert caught.value.sentence.startswith(sentence)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("4h", timedelta(hours=4)),
        ("1d12h", timedelta(hours=36)),
        ("1 day, 12 hours", timedelta(hours=36)),
        ("a day and a half", timedelta(hours=36)),
        ("two and a half days", timedelta(hours=60)),
        ("half a day", timedelta(hours=12)),
        ("1.5 hours", timedelta(minutes=90)),
        ("1,5 hours", timedelta(minutes=90)),
        ("forty-five minutes", timedelta(minutes=45)),
        ("“2 days”", timedelta(days=2)),
    ],
)
def test_durations_are_read(typed: str, expected: timedelta) -> None:
    assert read_duration(typed) == expected
    assert DURATION.reads(said(typed))


@pytest.mark.parametrize("typed", ["2", "friday", "2 weeks and", "a couple of days", "½ hour", "half", "1h99"])
def test_other_texts_are_not_read_as_durations(typed: str) -> None:
    assert read_duration(typed) is None


@given(st.integers(1, 60 * 24 * 400).map(lambda minutes: timedelta(minutes=minutes)))
def test_a_duration_in_words_is_read_back(long: timedelta) -> None:
    assert read_duration(write_duration(long)) == long


@given(st.times())
def test_a_time_in_words_is_read_back(at: time) -> None:
    whole = at.replace(second=0, microsecond=0, fold=0)
    assert read_time(write_time(whole)) == (whole, "")


@given(st.dates(date(2020, 1, 1), date(2099, 12, 31)), st.dates(date(2020, 1, 1), date(2099, 12, 31)))
def test_a_date_in_words_is_read_back(day: date, today: date) -> None:
    assert read_date(write_date(day), today) == day


@given(st.integers(1, 60 * 24 * 20_000))
def test_a_moment_in_words_is_read_back_where_it_was_written(minutes: int) -> None:
    coming = WEDNESDAY + timedelta(minutes=minutes)
    written = moment(coming, "UTC").text.removesuffix(" (UTC)")
    assert read_moment(written, WEDNESDAY, "UTC", time(17)) == coming


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(typed: str) -> None:
    read_duration(typed)
    for read in (read_time, read_days, lambda text: read_date(text, WEDNESDAY.date())):
        try:
            read(typed)
        except Refusal as refused:
            assert refused.sentence
    try:
        assert read_moment(typed, WEDNESDAY, "Europe/Berlin", time(17)) >= WEDNESDAY
    except Refusal as refused:
        assert refused.sentence


@pytest.mark.parametrize(
    "typed", ["5", "9 friday", "friday 5", "data", "from friday", "until 1 may", "march", "models", "may"]
)
def test_a_moment_without_its_name_must_be_unmistakable(typed: str) -> None:
    assert not MOMENT.reads(said(typed))


@pytest.mark.parametrize("typed", ["friday", "tomorrow", "next monday", "in 3 days", "until 1 may", "2027"])
def test_a_date_without_its_name_must_be_written_out(typed: str) -> None:
    assert not DATE.reads(said(typed))
