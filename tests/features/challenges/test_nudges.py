"""Nudges come once, in private, before a challenge closes, to people who took part before, until they opt out."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from bot.features.challenges.actions import StopNudges, TakeChallenge
from bot.features.challenges.model import nudges_at
from bot.features.challenges.nudges import NUDGES
from bot.features.privacy.actions import EraseEverything
from bot.language.actions import decode, encode
from bot.language.message import Message
from bot.language.people import Member, Place, Tenant
from bot.language.plain import buttons, plain
from bot.language.port import Reason, Rejected
from bot.language.requests import Asker, Pressed
from bot.personal_data import PERSONAL_DATA
from bot.storage.database import Database
from bot.storage.tables import challenge, notice, schedule, setting
from bot.storage.times import to_milliseconds
from tests.fakes.platform import FakeClock
from tests.features.challenges.taken import Bot, is_question, labelled
from tests.packs import PETS
from tests.rows import change, rows

T0 = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
async def bot(database: Database) -> AsyncIterator[Bot]:
    made = Bot(database, FakeClock())
    yield made
    made.close()


async def take(bot: Bot, name: str, announced: Message, most: int = 99) -> None:
    page = await bot.begin(name, announced)
    while is_question(page):
        locked = await bot.answer(name, page)
        most -= 1
        if not most:
            return
        page = await bot.press(buttons(locked)[0], name)


async def nudged(bot: Bot) -> dict[str, str]:
    """Return who has been told in private, and what they were told."""
    await bot.post()
    told = [each for each in bot.port.log if each.to.member]
    assert len({each.to.member for each in told}) == len(told)
    return {each.to.member: each.text for each in told}


async def one_before(bot: Bot) -> None:
    """Let Ana and Ben take a challenge, and close it."""
    announced = await bot.say("/challenge care 2 30 closes:30m", "Ada")
    for name in ("Ana", "Ben"):
        await take(bot, name, announced)
    bot.clock.go(minutes=30)
    await bot.post()


async def test_those_who_took_part_before_are_told_once(bot: Bot) -> None:
    await one_before(bot)
    announced = await bot.say("/challenge care 2 30 closes:4h", "Ada")
    await take(bot, "Cleo", announced, most=1)
    await take(bot, "Ben", announced)
    bot.clock.go(hours=2, minutes=59)
    assert await nudged(bot) == {}
    bot.clock.go(minutes=1)
    told = await nudged(bot)
    assert told.keys() == {"ana", "cleo"}
    assert "2 questions on Daily care, 30 seconds each, in #general. You haven't started yet." in told["ana"]
    assert "You've answered 1 of 2." in told["cleo"]
    bot.clock.go(minutes=30)
    assert (await nudged(bot)).keys() == {"ana", "cleo"}


async def test_questions_that_have_left_the_pack_do_not_count(database: Database, tmp_path: Path) -> None:
    bot = Bot(database, FakeClock(), pack=copytree(PETS, tmp_path / "pets"))
    await one_before(bot)
    announced = await bot.say("/challenge care 3 30 closes:4h", "Ada")
    await take(bot, "Cleo", announced, most=1)
    await take(bot, "Dan", announced, most=2)
    taking = decode(buttons(announced)[0].press)
    assert isinstance(taking, TakeChallenge)
    *_, last = (await bot.challenge(taking.challenge)).questions
    items = tmp_path / "pets" / "items.yaml"
    written = yaml.load(items.read_text(encoding="utf-8"), yaml.CSafeLoader)
    written["questions"] = [each for each in written["questions"] if each["id"] != last]
    items.write_text(json.dumps(written), encoding="utf-8")
    await bot.services.library.reload_if_changed()
    bot.clock.go(hours=3)
    told = await nudged(bot)
    bot.close()
    assert told.keys() == {"ana", "ben", "cleo"}
    assert "2 questions on Daily care" in told["ana"]
    assert "You've answered 1 of 2." in told["cleo"]


async def test_what_is_stored_stays_the_same_and_what_a_newer_version_stored_is_read(bot: Bot) -> None:
    await one_before(bot)
    await bot.say("/challenge care 2 30 closes:4h", "Ada")
    ((stored,),) = await rows(bot.database, select(schedule.c.options).where(schedule.c.kind == NUDGES))
    (found,) = await rows(
        bot.database, select(challenge.c.id).where(challenge.c.closes > to_milliseconds(bot.clock.now))
    )
    assert stored == f'{{"challenge": "{found[0]}"}}'
    newer = stored.replace("}", ', "twice": true}')
    await change(bot.database, update(schedule).where(schedule.c.kind == NUDGES).values(options=newer))
    bot.clock.go(hours=3)
    assert (await nudged(bot)).keys() == {"ana", "ben"}


async def test_it_leads_straight_to_the_challenge(bot: Bot) -> None:
    await one_before(bot)
    await bot.say("/challenge care 2 30 closes:4h", "Ada")
    bot.clock.go(hours=3)
    await bot.post()
    said = next(each.said for each in bot.port.log if each.to.member == "ana")
    assert "Ready?" in plain(await bot.press(labelled(said, "Take the challenge")))


async def test_one_press_ends_them(bot: Bot) -> None:
    await one_before(bot)
    await bot.say("/challenge care 2 30 closes:4h", "Ada")
    bot.clock.go(hours=3)
    await bot.post()
    said = next(each.said for each in bot.port.log if each.to.member == "ana")
    assert "I won't tell you" in plain(await bot.press(labelled(said, "No more of these")))
    bot.clock.go(hours=1)
    await bot.post()
    bot.port.log.clear()
    await bot.say("/challenge care 2 30 closes:4h", "Ada")
    bot.clock.go(hours=3)
    assert (await nudged(bot)).keys() == {"ben"}
    bot.clock.go(hours=1)
    await bot.post()
    bot.port.log.clear()
    await bot.say("/settings nudges:yes", "Ana", administrator=False)
    await bot.say("/challenge care 2 30 closes:4h", "Ada")
    bot.clock.go(hours=3)
    assert (await nudged(bot)).keys() == {"ana", "ben"}


async def test_nobody_is_told_of_what_was_closed_early(bot: Bot) -> None:
    await one_before(bot)
    await bot.say("/challenge care 2 30 closes:4h", "Ada")
    close = labelled(await bot.say("/challenge", "Ada"), "Close it now …")
    await bot.press(labelled(await bot.press(close, "Ada"), "Close it"), "Ada")
    bot.clock.go(hours=3, minutes=30)
    assert await nudged(bot) == {}


async def test_a_short_one_tells_nobody(bot: Bot) -> None:
    await one_before(bot)
    await bot.say("/challenge care 2 30 closes:59m", "Ada")
    bot.clock.go(minutes=58)
    assert await nudged(bot) == {}


async def test_after_an_outage_over_the_close_nobody_is_told(bot: Bot) -> None:
    await one_before(bot)
    await bot.say("/challenge care 2 30 closes:4h", "Ada")
    bot.clock.go(hours=5)
    assert await nudged(bot) == {}


async def test_a_nudge_is_not_sent_after_the_close(bot: Bot) -> None:
    await one_before(bot)
    await bot.say("/challenge care 2 30 closes:4h", "Ada")
    bot.clock.go(hours=3)
    await bot.planner.plan_due(["web"])
    bot.clock.go(hours=1, minutes=1)
    assert await nudged(bot) == {}


async def test_administrators_do_not_hear_who_takes_no_private_posts(bot: Bot) -> None:
    await one_before(bot)
    await bot.say("/challenge care 2 30 closes:4h", "Ada")
    bot.clock.go(hours=3)
    bot.port.coming.extend([Rejected("They take no messages from me.", Reason.CLOSED)] * 2)
    assert await nudged(bot) == {}
    assert await rows(bot.database, select(notice.c.sentence)) == []


async def test_other_channels_and_long_ago_do_not_count(bot: Bot) -> None:
    await one_before(bot)
    bot.clock.go(days=61)
    await bot.say("/challenge care 2 30 closes:4h", "Ada")
    bot.clock.go(hours=3)
    assert await nudged(bot) == {}


async def test_someone_who_let_three_in_a_row_pass_is_left_alone(bot: Bot) -> None:
    await one_before(bot)
    both, one, nobody = {"ana", "ben"}, {"ben"}, set[str]()
    for week, reminded in enumerate((both, both, both, one, one, nobody), 1):
        bot.clock.go(days=7)
        announced = await bot.say("/challenge care 2 30 closes:4h", "Ada")
        if week <= 2:
            await take(bot, "Ben", announced, most=1)
        bot.clock.go(hours=3)
        assert (await nudged(bot)).keys() == reminded
        bot.clock.go(hours=1)
        await bot.post()
        bot.port.log.clear()


@pytest.mark.both_databases
async def test_who_is_erased_is_told_nothing(bot: Bot) -> None:
    await one_before(bot)
    await bot.say("/challenge care 2 30 closes:4h", "Ada")
    bot.clock.go(hours=3)
    await bot.planner.plan_due(["web"])
    await bot.press(encode(EraseEverything()), "Ana")
    assert (await nudged(bot)).keys() == {"ben"}


async def test_its_schedule_goes_with_the_challenge(bot: Bot) -> None:
    await one_before(bot)
    await bot.say("/challenge care 2 30 closes:4h", "Ada")
    bot.clock.go(hours=5)
    await bot.post()
    later = bot.clock.now + timedelta(days=1)
    await bot.database.transact(lambda transaction: PERSONAL_DATA.prune(transaction, later))
    assert await rows(bot.database, select(schedule.c.kind)) == []


@pytest.mark.both_databases
async def test_on_discord_the_press_in_private_is_for_the_server(bot: Bot) -> None:
    """There, a private conversation is a tenant of its own; a press only counts for a server where they took part."""
    member = Member("7", "Ana")
    guild, direct = Tenant("discord:1", "Guild"), Tenant("discord:user-7", "Ana")
    here = Asker(guild, Place("general", "#general"), member, bot.clock.now)
    opened = await bot.commands.say(here, "/challenge care 2 30 closes:30m")
    page = await bot.commands.press(Pressed(here, buttons(opened)[0].press))
    await bot.commands.press(Pressed(here, buttons(page)[0].press))
    there = Asker(direct, Place("dm", "this conversation", direct=True), member, bot.clock.now)
    for where in ("1", "2"):
        await bot.commands.press(Pressed(there, encode(StopNudges(where))))
    kept = await rows(bot.database, select(setting.c.tenant).where(setting.c.name == "nudges"))
    assert {tenant for (tenant,) in kept} == {"discord:1", "discord:user-7"}


@given(st.timedeltas(min_value=timedelta(minutes=1), max_value=timedelta(days=30)))
def test_a_nudge_comes_while_there_is_time_and_not_too_early(lasts: timedelta) -> None:
    at = nudges_at(T0, T0 + lasts)
    if lasts < timedelta(hours=1):
        assert at is None
        return
    assert at is not None
    left = T0 + lasts - at
    assert timedelta(minutes=15) <= left <= timedelta(hours=2)
    assert left <= lasts / 4
