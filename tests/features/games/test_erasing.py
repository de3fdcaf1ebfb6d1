"""A player has everything about them erased: the game goes on and no longer knows them."""

from collections.abc import AsyncIterator
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select, update

from bot.features.games.actions import PlayChoice
from bot.features.games.events import Joined, Left, decode
from bot.features.games.game import replay
from bot.features.games.journal import Journal
from bot.features.games.model import SOMEONE, is_erased
from bot.features.games.standings import standings
from bot.features.games.store import log
from bot.language.people import MemberKey, Place, Tenant
from bot.language.plain import plain
from bot.personal_data import PERSONAL_DATA
from bot.storage.database import Database
from bot.storage.tables import answer, game_answer, game_event, game_result
from tests.erasures import erasure
from tests.fakes.boards import turned_until
from tests.features.games.hosted import GENERAL, HERE, Bot
from tests.rows import change, rows

BEN = MemberKey(HERE.key, "ben")
OWLS, NEST = Tenant("slack:T1", "Owls Ltd"), Place("C1", "#nest")


@pytest.fixture
async def bot(database: Database) -> AsyncIterator[Bot]:
    made = Bot(database)
    yield made
    await made.close()


async def erase(bot: Bot, *, told: bool = True) -> None:
    """Erase Ben. Unless it's told, this replica doesn't know, as if another one had done it."""
    await bot.database.transact(lambda transaction: PERSONAL_DATA.forget(transaction, BEN, {"Ben"}))
    if told:
        await bot.running_games.forget(BEN)


async def a_question_in(bot: Bot, **rules: Any) -> Journal:
    """Return a game whose first question everyone has answered, Ana and Ben correctly."""
    journal = await bot.start(2, **rules)
    for name, team in (("Ana", "blue"), ("Ben", "red"), ("Cleo", "red")):
        await bot.join(journal, name, team=team if rules["mode"] == "teams" else "")
    await bot.act(journal, "start")
    await bot.until_open(journal, 0)
    right = bot.right(journal.state, 0)
    for name, choice in (("Ana", right), ("Ben", right), ("Cleo", 1 - right if right < 2 else 0)):
        await bot.answer(journal, name, choice)
    await bot.until(journal, "The right ")
    return journal


@pytest.mark.parametrize("mode", ["teams", "everyone"])
async def test_a_game_goes_on_without_them(bot: Bot, mode: str) -> None:
    journal = await a_question_in(bot, mode=mode)
    before = standings(journal.state)
    await erase(bot)
    after = standings(journal.state)
    assert after.teams == before.teams
    others = [who for who in before.players if who != BEN]
    assert [after.players[who] for who in others] == [before.players[who] for who in others]
    (someone,) = [player for who, player in journal.state.players.items() if is_erased(who)]
    assert (someone.name, someone.playing) == (SOMEONE, False)
    await bot.until_open(journal, 1)
    for name in ("Ana", "Cleo"):
        await bot.answer(journal, name, 0)
    await bot.until_over(journal)
    assert "Ben" not in "".join(text for _, _, _, text, _ in bot.boards.history[-3:])
    for table in (game_answer, game_event, game_result, answer):
        found = await rows(bot.database, select(table))
        assert found
        assert not [row for row in found if '"ben"' in repr(row) or "'ben'" in repr(row) or "Ben" in repr(row)]
    assert {member for (member,) in await rows(bot.database, select(game_result.c.member))} == {"ana", "cleo"}
    assert await recomputed(bot, journal) == journal.state


async def recomputed(bot: Bot, journal: Journal) -> object:
    """Return the state that replaying the log now leads to."""
    events = await bot.database.read(partial(log.events, key=journal.key, since=0))
    answers = await bot.database.read(partial(log.answers, tenants=[HERE.key], game_id=journal.key.game))
    return replay(map(decode, events), answers)


@pytest.mark.parametrize(
    "event",
    ['{"event": "join", "who": ["web:playground", "ben"], "na', '["ben"]', '{"who": "ben", "venue": {"of": "ben"}}'],
)
async def test_an_event_that_cannot_be_read_keeps_nobody_from_being_erased(bot: Bot, event: str) -> None:
    journal = await a_question_in(bot, mode="everyone")
    await bot.until_over(journal)
    last = select(func.max(game_event.c.number)).scalar_subquery()
    await change(bot.database, update(game_event).where(game_event.c.number == last).values(event=event))
    held = await bot.database.read(lambda transaction: PERSONAL_DATA.held(transaction, BEN))
    assert held["game_event"][-1]["kind"] == "unreadable"
    await erase(bot, told=False)
    assert not [row for row in await rows(bot.database, select(game_event)) if "ben" in repr(row).lower()]


async def test_a_replica_that_has_read_the_log_reads_it_again(bot: Bot) -> None:
    """Another replica erases Ben; this one rereads the log before it adds to it."""
    journal = await a_question_in(bot, mode="everyone")
    await erase(bot, told=False)
    assert BEN in journal.state.players
    await bot.act(journal, "pause")
    assert "ben" not in repr(journal.state)
    assert journal.state.paused
    assert await recomputed(bot, journal) == journal.state


async def test_nobody_is_shown_beside_their_own_stand_in(bot: Bot) -> None:
    """Ben leaves, returns and is erased through another replica, so this one reads all of that at once."""
    journal = await bot.start(2, mode="everyone")
    await bot.join(journal, "Ben")
    ben = journal.state.players[BEN]
    shown: list[str] = []
    journal.subscribe(lambda effects: shown.append(repr(journal.state.players)) if effects else None)
    other, now = await Journal.open(bot.database, journal.key), bot.running_games.clock.now()
    await other.append(lambda _: Left(who=BEN, at=now))
    await other.append(lambda _: Joined(who=BEN, name="Ben", team="", place=ben.place, at=now))
    await erase(bot, told=False)
    await journal.catch_up()
    assert shown
    assert not any("'ben'" in each for each in shown)


async def test_results_are_not_saved_from_a_log_that_still_names_them(bot: Bot) -> None:
    """Ben is erased after the game's last state is read, but before its results are saved."""
    journal = await a_question_in(bot, mode="everyone")
    state, number = journal.state, journal.number
    finishing, now = bot.running_games._finishing, bot.running_games.clock.now()
    await erase(bot, told=False)
    assert not await finishing.keep_results(journal.key, state, number, now)
    assert await rows(bot.database, select(game_result)) == []
    await journal.catch_up()
    assert await finishing.keep_results(journal.key, journal.state, journal.number, now)
    assert {member for (member,) in await rows(bot.database, select(game_result.c.member))} == {"ana", "cleo"}


async def test_a_host_who_is_erased_hosts_no_more(bot: Bot) -> None:
    journal = await bot.start(2, mode="everyone")
    await bot.join(journal, "Cleo")
    ana = MemberKey(HERE.key, "ana")
    await bot.database.transact(lambda transaction: PERSONAL_DATA.forget(transaction, ana, {"Ana"}))
    await bot.running_games.forget(ana)
    await bot.until(journal, "Hosted by Cleo")
    assert "Ana" not in bot.boards.now()
    (first, *_) = await rows(bot.database, select(game_event.c.event).order_by(game_event.c.number))
    assert "Ana" not in first[0]


@pytest.mark.both_databases
async def test_an_answer_that_came_while_they_were_erased_goes_with_the_game(bot: Bot) -> None:
    journal = await a_question_in(bot, mode="everyone")
    await erase(bot, told=False)
    late = {"tenant": BEN.tenant, "game": journal.key.game, "position": 1, "member": "ben", "given": "0"}
    await bot.database.writer.insert(game_answer, late | {"correct": True, "at": 0, "credit": 100})
    await bot.running_games.forget(BEN)
    await bot.act(journal, "stop")
    await bot.until_over(journal)
    members = {member for (member,) in await rows(bot.database, select(game_answer.c.member))}
    assert "ben" not in members
    assert {"ana", "cleo"} < members


async def test_erasing_again_changes_nothing(bot: Bot) -> None:
    journal = await a_question_in(bot, mode="everyone")
    await erase(bot)
    before = await rows(bot.database, select(game_event)), await rows(bot.database, select(game_answer))
    await erase(bot)
    assert (await rows(bot.database, select(game_event)), await rows(bot.database, select(game_answer))) == before
    assert await recomputed(bot, journal) == journal.state


async def a_game_with_another_tenant(bot: Bot) -> Journal:
    """Return a game that Ana hosts here and that Uma, Viv and Wim play from another tenant."""
    journal = await bot.start(2)
    await bot.join(journal, "Ana")
    invited = plain(await bot.invitations.invite(bot.asker("Ana", administrator=True), journal, "Foxes"))
    uma = bot.asker("Uma", tenant=OWLS, place=NEST, administrator=True)
    await bot.invitations.accept(uma, invited.split("side: ")[1].split()[0], "Night Owls")
    for name in ("Uma", "Viv", "Wim"):
        await bot.play.join(bot.asker(name, tenant=OWLS, place=NEST), journal, "")
    return journal


async def purge(bot: Bot, tenant: str) -> None:
    """Delete a tenant's data, as when it removes Versed."""
    await erasure(bot.database).end(tenant)


async def named_in_logs(bot: Bot) -> list[str]:
    """Return which players from the other tenant are still named in what's left of games."""
    found = repr([await rows(bot.database, select(table)) for table in (game_event, game_answer, game_result)])
    names = ("Uma", "Viv", "Wim", "uma", "viv", "wim")
    return [name for name in names if f'"{name}"' in found or f"'{name}'" in found]


@pytest.mark.parametrize("moment", ["lobby", "question", "over"])
async def test_a_tenant_that_removes_versed_leaves_nobody_in_games_of_others(bot: Bot, moment: str) -> None:
    journal = await a_game_with_another_tenant(bot)
    if moment != "lobby":
        await bot.act(journal, "start")
        await bot.until_open(journal, 0)
        right = bot.right(journal.state, 0)
        for name, tenant, place in (("Ana", HERE, GENERAL), ("Uma", OWLS, NEST), ("Viv", OWLS, NEST)):
            await bot.play.choose(bot.asker(name, tenant=tenant, place=place), PlayChoice(journal.key.game, 0, right))
        await bot.until(journal, "The right ")
    if moment == "over":
        await bot.act(journal, "stop")
        await bot.until_over(journal)
    mine = standings(journal.state).players.get(MemberKey(HERE.key, "ana"))
    assert await named_in_logs(bot)
    await purge(bot, OWLS.key)
    assert await named_in_logs(bot) == []
    await journal.catch_up()
    assert not [who for who in journal.state.players if who.tenant == OWLS.key and not is_erased(who)]
    assert standings(journal.state).players.get(MemberKey(HERE.key, "ana")) == mine
    assert await recomputed(bot, journal) == journal.state
    before = await rows(bot.database, select(game_event))
    await purge(bot, OWLS.key)
    assert await rows(bot.database, select(game_event)) == before


async def test_a_game_goes_on_when_a_tenant_in_it_removes_versed(bot: Bot) -> None:
    journal = await a_game_with_another_tenant(bot)
    await bot.act(journal, "start")
    await bot.until_open(journal, 0)
    await purge(bot, OWLS.key)
    await bot.answer(journal, "Ana", bot.right(journal.state, 0))
    await bot.until_over(journal)
    assert await named_in_logs(bot) == []
    assert {member for (member,) in await rows(bot.database, select(game_result.c.member))} == {"ana"}


async def test_a_tenant_that_removes_versed_takes_nobody_else_along(bot: Bot) -> None:
    journal = await a_game_with_another_tenant(bot)
    before = await rows(bot.database, select(game_event))
    await purge(bot, "slack:T")  # a prefix of the other tenant's key
    assert await rows(bot.database, select(game_event)) == before
    await purge(bot, OWLS.key)
    await journal.catch_up()
    (ana,) = [each for who, each in journal.state.players.items() if not is_erased(who)]
    assert (ana.who, ana.name, [*journal.state.hosts]) == (
        MemberKey(HERE.key, "ana"),
        "Ana",
        [MemberKey(HERE.key, "ana")],
    )


@pytest.mark.both_databases
async def test_a_replica_notices_within_a_minute_that_a_tenant_has_removed_versed(bot: Bot) -> None:
    journal = await a_game_with_another_tenant(bot)
    await purge(bot, OWLS.key)
    journal._read_at -= 61  # as if it had last looked at this quiet lobby a minute ago
    await turned_until(bot.clock, lambda: "uma" not in repr(journal.state))  # type: ignore[arg-type]
    assert await recomputed(bot, journal) == journal.state
