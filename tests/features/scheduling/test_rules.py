"""Rules as data: what is stored is read back, words are for people, and rules stored only in words keep working."""

import json
from importlib import import_module

import pytest
from hypothesis import given
from sqlalchemy import select, update

from bot.features.scheduling import rules
from bot.features.scheduling.calendar import rule_of
from bot.features.scheduling.model import WORKING_DAYS, Days, EveryNth, EveryNthWeek, OfMonth, UnknownDays, Weekdays
from bot.features.scheduling.store import schedules
from bot.features.scheduling.wording import read_days, write_days
from bot.language.refusals import Refusal
from bot.storage.database import Database
from bot.storage.tables import schedule
from tests.features.delivery.conftest import Desk
from tests.features.scheduling.test_calendar import DAYS
from tests.past import BEFORE_ROOMS, Past
from tests.rows import change, rows

MIGRATION = import_module("bot.storage.migrations.versions.0010_rules_of_schedules")


@given(DAYS)
def test_a_rule_is_the_same_after_it_was_kept(days: Days) -> None:
    assert rules.load(rules.dump(days)) == days


@given(DAYS)
def test_a_rule_is_the_same_after_it_was_put_into_words(days: Days) -> None:
    assert read_days(write_days(days)) == days


@given(DAYS.filter(lambda days: not isinstance(days, EveryNthWeek)))  # which nobody could choose at that time
def test_words_stored_before_become_the_same_rule(days: Days) -> None:
    assert MIGRATION._data(write_days(days)) == json.loads(rules.dump(days))


@pytest.mark.parametrize(
    ("days", "kept"),
    [
        (WORKING_DAYS, '{"weekdays":[0,1,2,3,4]}'),
        (EveryNth(3), '{"every":3}'),
        (EveryNthWeek(2, (1, 3)), '{"weeks":{"every":2,"weekdays":[1,3]}}'),
        (OfMonth(-1, 4), '{"month":{"ordinal":-1,"weekday":4}}'),
    ],
)
def test_stored_rules_are_readable_json(days: Days, kept: str) -> None:
    assert rules.dump(days) == kept


@pytest.mark.parametrize(
    "kept",
    [
        "weekdays",
        "[0]",
        "{}",
        '{"weekdays":[]}',
        '{"weekdays":[7]}',
        '{"weekdays":["0"]}',
        '{"every":0}',
        '{"weeks":{"every":1,"weekdays":[0]}}',
        '{"weeks":{"every":true,"weekdays":[0]}}',
        '{"weeks":{"every":2,"weekdays":[]}}',
        '{"weeks":{"every":2,"weekdays":[7]}}',
        '{"weeks":{"every":2}}',
        '{"every":true}',
        '{"every":"3"}',
        '{"month":{"ordinal":5,"weekday":0}}',
        '{"month":{"ordinal":1}}',
        '{"moons":["full"]}',
    ],
)
def test_invalid_rules_are_refused(kept: str) -> None:
    with pytest.raises(ValueError, match=r"^no days: "):
        rules.load(kept)


async def test_a_schedule_keeps_its_rule_as_data_and_as_words_for_the_previous_version(desk: Desk) -> None:
    made = await desk.add(days="Monday and Thursday")
    assert await rows(desk.database, select(schedule.c.rule, schedule.c.days, schedule.c.time)) == [
        ('{"weekdays":[0,3]}', "Monday and Thursday", "09:00")
    ]
    assert await desk.schedule() == made


async def test_a_schedule_made_by_the_previous_version_goes_on(desk: Desk) -> None:
    made = await desk.add(days="every 3 days")
    await change(desk.database, update(schedule).values(rule=None))
    assert await desk.schedule() == made


async def test_another_wording_changes_no_schedule(desk: Desk) -> None:
    made = await desk.add(days="every weekday")
    await change(desk.database, update(schedule).values(days="jeden Werktag"))
    assert await desk.schedule() == made


@pytest.mark.parametrize("rule", [None, '{"moons":["full"]}'])
async def test_days_that_cannot_be_read_are_shown_as_they_were_kept(desk: Desk, rule: str | None) -> None:
    await desk.add()
    await change(desk.database, update(schedule).values(days="at full moon", rule=rule))
    (found,) = await desk.database.read(lambda transaction: schedules.of_tenant(transaction, "slack:a"))
    assert found.days == UnknownDays("at full moon")
    assert write_days(found.days) == "at full moon"
    with pytest.raises(Refusal, match=r"I don't know the days “at full moon”\. Try weekdays"):
        rule_of(found)


@pytest.fixture(params=["sqlite_url", "empty_postgresql_url"])
def empty_url(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue(request.param)
    return url


async def test_older_schedules_get_their_rules(empty_url: str) -> None:
    past = Past.read(BEFORE_ROOMS)
    past.tables["schedule"][0]["days"] = "at full moon"
    await past.write(empty_url)
    database = await Database.open(empty_url)
    kept = await rows(database, select(schedule.c.days, schedule.c.rule))
    await database.close()
    assert [rule for words, rule in kept if words == "at full moon"] == [None]
    expected = {words: read_days(words) for words, _ in kept if words != "at full moon"}
    assert {words: rules.load(rule) for words, rule in kept if words in expected} == expected
    assert {type(days) for days in expected.values()} == {Weekdays, EveryNth, OfMonth}
