"""A game or board that fails stops no others, on both databases."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.features.games.ailing import ASIDE
from bot.features.games.journal import Journal
from bot.features.games.model import Key
from bot.features.games.rules import Rules, rules_of
from bot.features.games.runner import Runner
from bot.features.games.store import games, log
from bot.language.message import Message
from bot.language.people import Place
from bot.language.port import Destination
from bot.language.refusals import Refusal
from bot.storage.database import Database
from bot.storage.errors import HeldUpError, StoreError
from bot.storage.tables import game, game_event
from bot.storage.transaction import Transaction, Values
from tests.fakes.boards import FakeBoards, FakeClock, turned_until
from tests.features.games.hosted import GENERAL, HERE, Bot
from tests.notices import take

NEWER = '{"event": "of a newer version"}'
PLACES = tuple(Place(name, f"#{name}") for name in ("a", "b", "c"))


@pytest.fixture
async def bot(database: Database) -> AsyncIterator[Bot]:
    bot = Bot(database)
    yield bot
    await bot.close()


async def three_games(bot: Bot) -> list[Key]:
    """Start games in three places on a replica that then dies."""
    keys = []
    for place in PLACES:
        asker = bot.asker("Ana", place=place)
        pack = bot.library.default
        await bot.hosting.start(asker, pack, (), 1, hosting_rules(), None)
        keys.append((await bot.running_games.finder.here(asker)).key)
    await bot.die()
    return keys


def hosting_rules() -> Rules:
    return rules_of("everyone", 20, "mean", "no")


async def poison_log(database: Database, key: Key) -> str:
    """Make the first event of a game's log unreadable; return what it was."""
    first = (game_event.c.tenant == key.tenant) & (game_event.c.game == key.game) & (game_event.c.number == 0)

    def poison(transaction: Transaction) -> str:
        ((was,),) = transaction.rows(select(game_event.c.event).where(first), {})
        transaction.change(update(game_event).where(first).values(event=NEWER), {})
        return str(was)

    return await database.transact(poison)


async def orphan(database: Database, **values: object) -> None:
    """Let the leases of all games run out."""
    over = update(game).values(lease_until=0, **values)
    await database.transact(lambda transaction: transaction.change(over, {}))


async def lease_of(database: Database, key: Key) -> tuple[int, int, int]:
    wanted = select(game.c.lease_until, game.c.epoch, game.c.beat).where(game.c.id == key.game)
    ((until, epoch, beat),) = await database.read(lambda transaction: transaction.rows(wanted, {}))
    return until, epoch, beat


@pytest.mark.both_databases
async def test_a_game_that_cannot_be_read_keeps_no_other_from_being_taken_over(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    dead = Bot(database)
    first, bad, last = await three_games(dead)
    event = await poison_log(database, bad)
    await orphan(database)
    _, _, beat = await lease_of(database, bad)
    clock = dead.clock
    assert isinstance(clock, FakeClock)
    began = clock.now()
    bot = Bot(database, clock)
    bot.boards.forgetful = True
    await turned_until(
        clock, lambda: len(bot.running_games._held) == 2 and "set aside: game, reference " in caplog.text
    )
    assert set(bot.running_games._held) == {first, last}
    while (await lease_of(database, bad))[0] != 0:
        await asyncio.sleep(0.01)
    until, epoch, kept = await lease_of(database, bad)
    assert (until, kept) == (0, beat)  # a newer replica can have it at once, and knows since when it hasn't run
    while clock.now() < began + ASIDE - timedelta(seconds=5):
        clock.turn(2.5)
        await asyncio.sleep(0.01)
    assert (await lease_of(database, bad))[1] == epoch  # and is left alone
    heal = update(game_event).where(game_event.c.event == NEWER).values(event=event)
    await database.transact(lambda transaction: transaction.change(heal, {}))
    await turned_until(clock, lambda: bad in bot.running_games._held, 1)
    await bot.close()


async def test_a_game_that_nobody_can_read_is_ended_and_reported(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    dead = Bot(database)
    _, bad, _ = await three_games(dead)
    await poison_log(database, bad)
    await orphan(database)
    clock = dead.clock
    assert isinstance(clock, FakeClock)
    bot = Bot(database, clock)
    bot.boards.forgetful = True
    await turned_until(clock, lambda: len(bot.running_games._held) == 2)
    await bot.pass_time(timedelta(minutes=20), 15)
    (notice,) = await take(database, HERE.key, clock.now())
    assert notice.startswith(
        "I can't read a game of yours any more, so I ended it; tell the person who runs Versed ("
    )
    told = [each for each in caplog.records if each.getMessage().startswith("set aside: game, reference ")]
    assert [each.getMessage()[-6:] in notice for each in told] == [True]
    with pytest.raises(Refusal, match="There's no game on in this channel"):
        await bot.running_games.finder.here(bot.asker("Ana", place=PLACES[1]))
    await bot.close()


async def test_a_tenant_with_very_many_games_lets_others_be_taken_over(database: Database) -> None:
    dead = Bot(database)
    keys = await three_games(dead)
    await orphan(database)
    row: Values = {"owner": "", "epoch": 1, "lease_until": -1, "beat": 0, "invitation": None, "at": 0, "ended": None}
    bad: list[Values] = [{**row, "tenant": "web:bad", "id": f"bad{number}"} for number in range(200)]
    await database.transact(lambda transaction: transaction.add_missing(game, bad))
    bot = Bot(database, dead.clock)
    assert isinstance(bot.clock, FakeClock)
    await turned_until(bot.clock, lambda: set(bot.running_games._held) == set(keys), 0.1)
    assert len(bot.running_games._ailing.left_alone(bot.clock.now())) <= 40
    await bot.close()


async def test_a_lease_that_is_held_up_costs_no_other_game_its_own(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = []
    for place in PLACES:
        asker = bot.asker("Ana", place=place)
        await bot.hosting.start(asker, bot.library.default, (), 1, hosting_rules(), None)
        keys.append((await bot.running_games.finder.here(asker)).key)
    renewed: list[Key] = []
    transact = bot.database.transact

    async def hold_up(work: partial[bool]) -> bool:
        key = work.keywords["held"].key
        if key == keys[0]:
            raise HeldUpError("The database took too long.")
        renewed.append(key)
        return await transact(work)

    monkeypatch.setattr(bot.database, "transact_briefly", hold_up)
    assert isinstance(bot.clock, FakeClock)
    await turned_until(bot.clock, lambda: {*renewed} == {*keys[1:]}, 0.5)
    assert set(bot.running_games._held) == set(keys)


async def test_a_row_of_a_game_that_cannot_be_read_keeps_no_other_from_being_taken_over(database: Database) -> None:
    dead = Bot(database)
    keys = await three_games(dead)
    await orphan(database)
    poison = update(game).where(game.c.id == keys[1].game).values(beat=10**18)
    await database.transact(lambda transaction: transaction.change(poison, {}))
    bot = Bot(database, dead.clock)
    assert isinstance(bot.clock, FakeClock)
    await turned_until(bot.clock, lambda: len(bot.running_games._held) == 3, 1)
    await bot.close()


async def test_a_game_whose_epoch_cannot_grow_is_taken_over_with_the_others(database: Database) -> None:
    dead = Bot(database)
    keys = await three_games(dead)
    await orphan(database)
    poison = update(game).where(game.c.id == keys[1].game).values(epoch=2**31 - 1)
    await database.transact(lambda transaction: transaction.change(poison, {}))
    bot = Bot(database, dead.clock)
    assert isinstance(bot.clock, FakeClock)
    await turned_until(bot.clock, lambda: set(bot.running_games._held) == set(keys), 1)
    await bot.close()


async def test_a_game_that_keeps_dying_disturbs_no_other(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    bot = Bot(database)
    clock = bot.clock
    assert isinstance(clock, FakeClock)
    keys = []
    for place in PLACES:
        await bot.hosting.start(bot.asker("Ana", place=place), bot.library.default, (), 1, hosting_rules(), None)
        keys.append((await bot.running_games.finder.here(bot.asker("Ana", place=place))).key)
    deaths: list[Key] = []
    advance = Runner._advance

    async def dying(self: Runner) -> bool:
        if self._journal.key == keys[1]:
            deaths.append(self._journal.key)
            raise KeyError("a bug")
        return await advance(self)

    monkeypatch.setattr(Runner, "_advance", dying)
    for held in bot.running_games._held.values():
        held.runner.hear(())
    await turned_until(clock, lambda: len(deaths) == 2, 0.5)  # the first death may have been an accident
    for _ in range(16):
        clock.turn(2.5)
        await asyncio.sleep(0.01)
    assert len(deaths) == 2
    assert {keys[0], keys[2]} <= set(bot.running_games._held)
    monkeypatch.setattr(Runner, "_advance", advance)
    await turned_until(clock, lambda: keys[1] in bot.running_games._held, 1)
    await bot.close()


async def test_a_game_that_keeps_dying_is_tried_and_logged_less_and_less_and_ended(
    database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    dead = Bot(database)
    first, bad, last = await three_games(dead)
    await orphan(database)
    clock = dead.clock
    assert isinstance(clock, FakeClock)
    advance = Runner._advance

    async def dying(self: Runner) -> bool:
        if self._journal.key == bad:
            raise KeyError("a bug")
        return await advance(self)

    monkeypatch.setattr(Runner, "_advance", dying)
    bot = Bot(database, clock)
    bot.boards.forgetful = True
    await turned_until(clock, lambda: {first, last} <= set(bot.running_games._held))
    await bot.pass_time(timedelta(minutes=20), 2.5)
    told = [each for each in caplog.records if each.getMessage().startswith("set aside: game, reference ")]
    assert len(told) == 6
    (notice,) = await take(database, HERE.key, clock.now())
    assert notice.startswith(
        "I can't run a game of yours any more, so I ended it; tell the person who runs Versed (reference "
    )
    assert told[-1].getMessage()[-6:] in notice
    with pytest.raises(Refusal, match="There's no game on in this channel"):
        await bot.running_games.finder.here(bot.asker("Ana", place=PLACES[1]))
    await bot.close()


async def test_an_event_that_cannot_be_read_is_never_passed_over(bot: Bot) -> None:
    journal = await bot.start(1)
    other = await Journal.open(bot.database, journal.key)
    await bot.join(journal, "Ana")
    last = (game_event.c.game == journal.key.game) & (game_event.c.number > 0)
    poison = update(game_event).where(last).values(event=NEWER)
    await bot.database.transact(lambda transaction: transaction.change(poison, {}))
    for _ in range(2):
        with pytest.raises(ValueError, match="newer"):
            await other.catch_up()


async def test_while_the_database_is_away_no_game_is_set_aside(
    database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    dead = Bot(database)
    keys = await three_games(dead)
    await orphan(database)
    clock = dead.clock
    assert isinstance(clock, FakeClock)
    away, loop = asyncio.Event(), asyncio.get_running_loop()

    def fail(*_: object, **__: object) -> None:
        loop.call_soon_threadsafe(away.set)
        raise StoreError("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(log, "events", fail)
        bot = Bot(database, clock)
        await turned_until(clock, away.is_set, 0.1)
    assert "set aside" not in caplog.text
    await orphan(database)
    clock.turn(2.5)
    await turned_until(clock, lambda: set(bot.running_games._held) == set(keys), 0.5)
    assert "games can't be looked after: The disk is full." in caplog.text
    await bot.close()


@pytest.mark.parametrize("error", [StoreError("Away for a moment."), KeyError("a bug")], ids=str)
async def test_a_read_that_fails_at_the_start_costs_no_place_its_boards(
    bot: Bot, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = games.boards
    failed: list[dict[str, str]] = []

    def fail_once(transaction: Transaction, **which: str) -> dict[str, str]:
        if not failed:
            failed.append(which)
            raise error
        return read(transaction, **which)

    monkeypatch.setattr(games, "boards", fail_once)
    journal = await bot.start(1)
    await bot.until(journal, "Waiting for a host")
    assert failed


async def test_a_board_that_cannot_be_shown_stops_no_other(
    bot: Bot, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    show: Callable[..., Any] = FakeBoards.show

    async def fail(self: FakeBoards, to: Destination, said: Message, key: str) -> str:
        if "/lobby/" in key:
            raise KeyError("a bug")
        return str(await show(self, to, said, key))

    monkeypatch.setattr(FakeBoards, "show", fail)
    journal = await bot.start(1)
    await bot.join(journal, "Ana")
    await bot.act(journal, "start")
    await bot.until(journal, "Question 1 of 1", step=0.5)
    traced = [each for each in caplog.records if each.getMessage().startswith("set aside: board, reference ")]
    assert traced
    assert all(each.exc_info for each in traced)


async def test_what_ends_the_boards_of_a_place_is_logged(
    bot: Bot, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    journal = await bot.start(1)
    await bot.until(journal, "Waiting for a host")
    publisher = bot.running_games._held[journal.key].runner._publisher
    place = publisher._places[HERE.key, GENERAL.id]

    def fail() -> None:
        raise KeyError("a bug")

    monkeypatch.setattr(place, "_next", fail)
    place.draw("lobby")
    assert isinstance(bot.clock, FakeClock)
    await turned_until(bot.clock, place.task.done)
    await asyncio.sleep(0)
    assert "set aside: place of a game, reference " in caplog.text


async def test_results_that_are_lost_with_their_pack_are_logged(
    sqlite_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    bot = Bot(sqlite_database)
    journal = await bot.start(1)
    state = replace(journal.state, rules=replace(journal.state.rules, pack="gone"))
    finishing, now = bot.running_games._finishing, bot.clock.now()
    assert await finishing.keep_results(journal.key, state, journal.number, now)
    assert "set aside: results of a game, reference " in caplog.text
    await bot.close()
