"""Players are told their results in private: once, soon, and only those who should be."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.features.games.actions import PlayChoice, PlayOrder
from bot.features.games.host_panel import number_of
from bot.features.games.journal import Journal
from bot.language.message import Message
from bot.language.people import MemberKey
from bot.language.port import PostError, Postponed, Reason, Rejected, Uncertain
from bot.storage.database import Database
from tests.fakes.boards import FakeBoards, FakeClock, turned_until
from tests.features.games.hosted import HERE, Bot
from tests.patience import FOREVER

SLOWLY = 0.01


@pytest.fixture
async def bot(sqlite_database: Database) -> AsyncIterator[Bot]:
    bot = Bot(sqlite_database)
    yield bot
    await bot.close()


async def opened(bot: Bot, *names: str, questions: int = 2) -> Journal:
    journal = await bot.start(questions, mode="everyone")
    await bot.join(journal, *names)
    await bot.act(journal, "start", names[0])
    await bot.until_open(journal, 0)
    return journal


async def answer(bot: Bot, journal: Journal, name: str, *, right: bool = True) -> str:
    """Answer the open question with a button; return the handle of the private reply."""
    position = len(journal.state.rounds) - 1
    choice = bot.right(journal.state, position) if right else 1 - min(1, bot.right(journal.state, position))
    reply = f"{name}-{position}"
    asker = replace(bot.asker(name), reply=reply)
    await bot.play.choose(asker, PlayChoice(journal.key.game, position, choice))
    return reply


async def told(bot: Bot, *replies: str) -> None:
    """Turn the clock until all of these have been told."""
    assert isinstance(bot.clock, FakeClock)
    await turned_until(bot.clock, lambda: all(reply in bot.boards.told for reply in replies))


async def test_each_hears_their_own_result_once_the_question_closes(bot: Bot) -> None:
    journal = await opened(bot, "Ana", "Ben", "Cleo")
    ana = await answer(bot, journal, "Ana")
    ben = await answer(bot, journal, "Ben", right=False)
    assert bot.boards.told == {}, "nobody hears anything before"
    await bot.until_open(journal, 1)
    await told(bot, ana, ben)
    assert "✓ Right! +1,000. You're 1st" in bot.boards.told[ana]
    assert "✗ Not quite." in bot.boards.told[ben]
    assert set(bot.boards.told) == {ana, ben}, "who was silent hears nothing"


async def test_the_last_to_answer_hears_too(bot: Bot) -> None:
    journal = await opened(bot, "Ana", "Ben", questions=1)
    replies = [await answer(bot, journal, name) for name in ("Ana", "Ben")]
    await bot.until_over(journal)
    await told(bot, *replies)


async def test_the_next_answer_takes_the_last_result_away(bot: Bot) -> None:
    journal = await opened(bot, "Ana", "Ben", questions=3)
    first = [await answer(bot, journal, name) for name in ("Ana", "Ben")]
    await told(bot, *first)
    await bot.until_open(journal, 1)
    assert bot.boards.taken_back == []
    await answer(bot, journal, "Ana")
    await turned_until(bot.clock, lambda: bot.boards.taken_back == first[:1], 0.01)  # type: ignore[arg-type]


async def test_a_result_that_comes_too_late_is_taken_away_instead(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    let_go = asyncio.Event()
    tell = FakeBoards.tell

    async def slow(self: FakeBoards, reply: str, said: Message) -> None:
        await let_go.wait()
        await tell(self, reply, said)

    monkeypatch.setattr(FakeBoards, "tell", slow)
    journal = await opened(bot, "Ana", "Ben", questions=3)
    first = [await answer(bot, journal, name) for name in ("Ana", "Ben")]
    await bot.until_open(journal, 1)  # telling slowly holds nothing up
    second = await answer(bot, journal, "Ana")
    let_go.set()
    await turned_until(bot.clock, lambda: first[0] in bot.boards.taken_back, 0.01)  # type: ignore[arg-type]
    assert first[1] not in bot.boards.taken_back
    await bot.until_open(journal, 2)
    await told(bot, second)


async def test_who_is_kicked_hears_nothing(bot: Bot) -> None:
    journal = await opened(bot, "Ana", "Ben", "Cleo")
    ana, ben = await answer(bot, journal, "Ana"), await answer(bot, journal, "Ben")
    await bot.act(journal, "remove", player=number_of(MemberKey(HERE.key, "ben")))
    assert MemberKey(HERE.key, "ben") in journal.state.kicked
    await bot.until_open(journal, 1)
    await told(bot, ana)
    assert ben not in bot.boards.told


async def test_who_is_erased_hears_nothing(bot: Bot) -> None:
    journal = await opened(bot, "Ana", "Ben", "Cleo")
    ana, ben = await answer(bot, journal, "Ana"), await answer(bot, journal, "Ben")
    await bot.running_games.forget(MemberKey(HERE.key, "ben"))
    await bot.until_open(journal, 1)
    await told(bot, ana)
    assert ben not in bot.boards.told


async def test_a_question_that_is_skipped_says_so(bot: Bot) -> None:
    journal = await opened(bot, "Ana", "Ben")
    ana = await answer(bot, journal, "Ana")
    await bot.act(journal, "skip")
    await told(bot, ana)
    assert "doesn't count" in bot.boards.told[ana]


async def test_a_game_that_is_stopped_tells_those_who_waited(bot: Bot) -> None:
    journal = await opened(bot, "Ana", "Ben")
    ana = await answer(bot, journal, "Ana")
    await bot.act(journal, "stop")
    await told(bot, ana)
    assert "doesn't count" in bot.boards.told[ana]


async def test_an_order_that_was_begun_closes_with_its_question(bot: Bot) -> None:
    journal = await bot.start(1, kinds={"order"}, mode="everyone")
    await bot.join(journal, "Ana", "Ben")
    await bot.act(journal, "start")
    await bot.until_open(journal, 0)
    for name, picked in (("Ben", ""), ("Zoe", "0")):
        asker = replace(bot.asker(name), reply=name)
        said = await bot.play.pick_next(asker, PlayOrder(journal.key.game, 0, picked))
        assert said.private
    await bot.until_over(journal)
    await told(bot, "Ben", "Zoe")
    assert "✗ Time's up." in bot.boards.told["Ben"]
    assert "The right " in bot.boards.told["Ben"]
    assert bot.boards.told["Zoe"].endswith("Time's up: this question has closed."), "she doesn't play"


async def test_without_a_handle_nobody_is_told(bot: Bot) -> None:
    journal = await opened(bot, "Ana", "Ben", questions=1)
    await bot.answer(journal, "Ana")
    await bot.answer(journal, "Ben")
    await bot.until_over(journal)
    assert bot.boards.told == {}


@pytest.mark.parametrize(
    ("trouble", "arrives"),
    [
        (Postponed("wait", 1.0), True),
        (Postponed("wait", 3600.0), False),
        (Rejected("gone", Reason.CLOSED), False),
        (Uncertain("who knows"), False),
    ],
)
async def test_trouble_with_one_holds_nobody_up(
    bot: Bot, monkeypatch: pytest.MonkeyPatch, trouble: PostError, *, arrives: bool
) -> None:
    troubles, tell = [trouble], FakeBoards.tell

    async def troubled(self: FakeBoards, reply: str, said: Message) -> None:
        if reply.startswith("Ana") and troubles:
            raise troubles.pop()
        await tell(self, reply, said)

    monkeypatch.setattr(FakeBoards, "tell", troubled)
    journal = await opened(bot, "Ana", "Ben")
    ana, ben = await answer(bot, journal, "Ana"), await answer(bot, journal, "Ben")
    await told(bot, ben)
    await bot.until_open(journal, 1)
    assert (ana in bot.boards.told) is arrives
    assert not troubles


async def test_nothing_is_left_once_a_game_is_over(bot: Bot) -> None:
    journal = await opened(bot, "Ana", "Ben", questions=1)
    for name in ("Ana", "Ben"):
        await answer(bot, journal, name)
    await bot.until_over(journal)
    async with asyncio.timeout(FOREVER):
        while bot.running_games.telling._games:
            await asyncio.sleep(0)


@pytest.fixture
async def pair(postgresql_url: str) -> AsyncIterator[tuple[Bot, Bot]]:
    """Two replicas on one database."""
    clock = FakeClock()
    databases = [await Database.open(postgresql_url) for _ in range(2)]
    one, other = (Bot(database, clock, seed=number) for number, database in enumerate(databases))
    yield one, other
    for bot in (one, other):
        await bot.close()
        await bot.database.close()


async def test_the_replica_that_took_an_answer_tells(pair: tuple[Bot, Bot]) -> None:
    one, other = pair
    ours = await opened(one, "Ana", "Ben", questions=1)
    ana = await answer(one, ours, "Ana")
    theirs = await other.running_games.finder.here(other.asker("Ben"))
    ben = await answer(other, theirs, "Ben")
    await turned_until(one.clock, lambda: ana in one.boards.told and ben in other.boards.told, SLOWLY)  # type: ignore[arg-type]
    assert set(one.boards.told) == {ana}
    assert set(other.boards.told) == {ben}
    assert "You're level with Ana" in other.boards.told[ben]


async def test_after_a_takeover_the_new_replica_tells_those_who_answered_there(pair: tuple[Bot, Bot]) -> None:
    one, other = pair
    ours = await opened(one, "Ana", "Ben", "Cleo", questions=1)
    await answer(one, ours, "Ana")
    await one.die()
    await one.lose()
    theirs = await other.running_games.finder.here(other.asker("Ben"))
    ben = await answer(other, theirs, "Ben")
    await turned_until(other.clock, lambda: ben in other.boards.told, SLOWLY)  # type: ignore[arg-type]
    assert set(other.boards.told) == {ben}
