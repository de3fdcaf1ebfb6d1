"""A challenge's thread: if asked for, the nudge, results and talk go there, with one line in the channel."""

from collections.abc import AsyncIterator, Collection
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.features.privacy.actions import EraseEverything
from bot.language.actions import encode
from bot.language.message import Message
from bot.language.people import Place, Tenant
from bot.language.plain import buttons, plain
from bot.language.port import Destination, Extra, Reason, Rejected
from bot.language.refusals import Refusal
from bot.storage.database import Database
from bot.storage.tables import notice
from tests.fakes.platform import FakeClock, Posted
from tests.features.challenges.taken import Bot, is_question, labelled
from tests.rows import rows

GUILD = Tenant("discord:1", "Guild")
NAME = "Challenge: Daily care"


class NoThreads:
    """Lets the bot post, but not open threads."""

    async def obstacle(self, _to: Destination, also: Collection[Extra] = ()) -> str | None:
        return "No threads can be opened in #general." if Extra.THREAD in also else None


@pytest.fixture(params=[GUILD, Tenant("slack:T1", "Acme")], ids=["discord", "slack"])
async def bot(request: pytest.FixtureRequest, database: Database) -> AsyncIterator[Bot]:
    made = Bot(database, FakeClock(), tenant=request.param)
    yield made
    made.close()


@pytest.fixture
async def guild(database: Database) -> AsyncIterator[Bot]:
    made = Bot(database, FakeClock(), tenant=GUILD)
    yield made
    made.close()


async def settle(bot: Bot) -> list[Posted]:
    """Post until nothing is left to post, and return what was posted."""
    before = len(bot.port.log)
    for _ in range(3):
        await bot.post()
    return bot.port.log[before:]


async def opened(bot: Bot, typed: str = "/challenge care 2 30 closes:4h thread:yes") -> Posted:
    """Open a challenge by hand, and return its announcement."""
    told = await bot.say(typed)
    assert told.private
    assert "your challenge will be in #general in a moment, with a thread" in plain(told)
    announced, first = await settle(bot)
    assert not announced.to.under
    assert (first.to.under, first.to.thread) == (announced.ref, NAME)
    assert "keep your answers to yourself" in first.text
    return announced


async def take(bot: Bot, name: str, announced: Message, *, right: bool = True) -> None:
    page = await bot.begin(name, announced)
    while is_question(page):
        page = await bot.press(buttons(await bot.answer(name, page, right=right))[0], name)


async def test_the_results_come_in_the_thread_and_one_line_in_the_channel(bot: Bot) -> None:
    announced = await opened(bot)
    assert "Opened by: Ana" in announced.text
    await take(bot, "Ben", announced.said)
    bot.clock.go(hours=4)
    told = await settle(bot)
    line = next(each for each in told if not each.to.under)
    results = next(each for each in told if each.to.under)
    assert len(told) == 2
    assert line.text == "Challenge closed: only Ben took it. The results are in its thread."
    assert (results.to.under, results.to.thread) == (announced.ref, NAME)
    assert "Question by question" in results.text
    assert "2 of 2 right" in plain(await bot.press(labelled(results.said, "See my answers"), "Ben"))
    assert await settle(bot) == []


async def test_a_challenge_is_found_from_within_its_thread(guild: Bot) -> None:
    announced = await opened(guild)
    for place, finds in ((announced.ref, True), ("another", False)):
        ben = replace(guild.asker("Ben"), place=Place(place, "a thread"))
        assert ("Opened by: Ana" in plain(await guild.commands.say(ben, "/challenge"))) is finds


async def test_the_nudge_comes_in_the_thread_and_names_nobody(bot: Bot) -> None:
    announced = await opened(bot)
    await take(bot, "Ben", announced.said)
    bot.clock.go(hours=2, minutes=59)
    assert await settle(bot) == []
    bot.clock.go(minutes=1)
    (nudge,) = await settle(bot)
    assert (nudge.to.member, nudge.to.under, nudge.to.thread) == ("", announced.ref, NAME)
    assert "1 person has begun so far." in nudge.text
    assert "Ben" not in nudge.text
    assert "Ready?" in plain(await bot.press(labelled(nudge.said, "Take the challenge"), "Cleo"))


async def test_a_challenge_that_nobody_took_says_so(guild: Bot) -> None:
    await opened(guild)
    guild.clock.go(hours=4)
    told = await settle(guild)
    assert "Challenge closed: nobody took it." in [each.text for each in told]


async def test_a_challenge_without_a_winner_says_so_in_sentences(guild: Bot) -> None:
    announced = await opened(guild)
    await take(guild, "Ben", announced.said, right=False)
    guild.clock.go(hours=4)
    told = [each.text for each in await settle(guild)]
    assert "Challenge closed: nobody scored this time. The results are in its thread." in told


async def test_a_schedule_gives_each_challenge_a_thread_of_its_own(bot: Bot) -> None:
    page = plain(await bot.say("/schedule challenge 09:00 daily zone:UTC topic:care closes:2h thread:yes"))
    assert "With each challenge: a thread for talk and the results" in page
    assert "In its thread:" in plain(await bot.say("/schedule preview 1"))
    seen = []
    for wait in (timedelta(hours=2), timedelta(hours=22)):
        bot.clock.go(seconds=wait.total_seconds())
        told = await settle(bot)
        announced = next(each for each in told if "Take it alone" in each.text)
        first = next(each for each in told if "keep your answers" in each.text)
        assert (first.to.under, first.to.thread) == (announced.ref, NAME)
        await take(bot, "Ben", announced.said)
        bot.clock.go(hours=2)
        results = next(each for each in await settle(bot) if each.to.under)
        assert results.to.under == announced.ref
        seen.append(announced.ref)
    assert len(set(seen)) == 2


@pytest.mark.both_databases
async def test_a_schedule_can_be_given_threads_later(guild: Bot) -> None:
    await guild.say("/schedule challenge 09:00 daily zone:UTC topic:care")
    assert "In its thread:" not in plain(await guild.say("/schedule preview 1"))
    await guild.say("/schedule edit schedule:1 thread:yes")
    assert "In its thread:" in plain(await guild.say("/schedule preview 1"))


@pytest.mark.parametrize("typed", ["/challenge care thread:yes", "/schedule challenge 09:00 daily thread:yes"])
async def test_rights_for_threads_are_checked_first(guild: Bot, typed: str) -> None:
    guild.services.access["discord"] = NoThreads()
    with pytest.raises(Refusal, match="No threads can be opened in #general"):
        await guild.say(typed)
    assert not (await guild.say(typed.replace(" thread:yes", ""))).private or "schedule" in typed


async def test_if_no_thread_can_be_opened_everything_comes_in_the_channel(guild: Bot) -> None:
    await guild.say("/challenge care 2 30 closes:4h thread:yes")
    await guild.post()
    (announced,) = guild.port.log
    guild.port.coming.append(Rejected("allow me “Create Public Threads” there.", Reason.NOT_ALLOWED))
    assert await settle(guild) == []
    told = await rows(guild.database, select(notice.c.sentence))
    assert [sentence for (sentence,) in told] == [
        "I couldn't write in the thread of a challenge: allow me “Create Public Threads” there."
    ]
    await take(guild, "Ben", announced.said)
    guild.clock.go(hours=4)
    (results,) = await settle(guild)
    assert results.to == Destination(GUILD.key, "general")
    assert "Question by question" in results.text


async def test_where_there_are_no_threads_nothing_changes(database: Database) -> None:
    bot = Bot(database, FakeClock())
    announced = await bot.say("/challenge care 2 30 closes:30m thread:yes")
    assert "Take it alone" in plain(announced)
    await take(bot, "Ben", announced)
    bot.clock.go(minutes=30)
    (results,) = await settle(bot)
    assert not results.to.under
    assert "Question by question" in results.text
    await bot.say("/schedule challenge 09:00 daily zone:UTC topic:care closes:2h thread:yes")
    bot.clock.go(hours=1, minutes=30)
    (scheduled,) = await settle(bot)
    assert "Take it alone" in scheduled.text
    bot.close()


@pytest.mark.both_databases
async def test_who_is_erased_before_it_is_posted_is_not_named(guild: Bot) -> None:
    await guild.say("/challenge care 2 30 closes:4h thread:yes")
    await guild.press(encode(EraseEverything()))
    announced, _ = await settle(guild)
    assert "Ana" not in announced.text


async def test_a_challenge_that_is_already_open_is_not_announced_again(guild: Bot) -> None:
    await opened(guild)
    assert "already open here" in plain(await guild.say("/challenge home thread:yes"))
    assert await settle(guild) == []
