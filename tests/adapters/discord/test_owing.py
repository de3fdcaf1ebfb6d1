"""The next process answers what was deferred, once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.language.message import Message, message
from bot.language.refusals import Refusal
from bot.language.rich_text import text
from bot.storage.database import Database
from bot.storage.tables import owed
from tests.adapters.discord.conftest import connected
from tests.adapters.discord.desk import PRIVATE, PUBLIC, Desk
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord.world import Exchange
from tests.rows import rows

pytestmark = pytest.mark.usefixtures("defers")

LATER = message(text("After all"), private=True)


async def left_behind(
    discord: FakeDiscord, database: Database, monkeypatch: pytest.MonkeyPatch, said: Message | Refusal = PRIVATE
) -> Exchange:
    """A command that a process was still serving when it ended."""
    monkeypatch.setattr("adapters.discord.setup.platform._DRAIN_WITHIN", 0.0)
    desk = Desk(said)
    async with connected(discord, desk, database):
        used = await (await discord.use("compare")).answered()
        assert used.type == 5
        await discord.until(lambda: len(desk.calls) == 1)
        while not await rows(database, select(owed)):
            await discord.until(lambda: True)
    return used


async def test_the_next_process_answers(
    discord: FakeDiscord, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    used = await left_behind(discord, sqlite_database, monkeypatch)
    assert used.messages == []
    monkeypatch.setattr("adapters.pending_requests.LOOK_EVERY", 0.01)
    await age(sqlite_database)
    desk = Desk(LATER)
    assert desk.gate is not None
    desk.gate.set()
    async with connected(discord, desk, sqlite_database):
        assert (await used.shown()).text == "After all"
        while await rows(sqlite_database, select(owed)):
            await discord.until(lambda: True)
    assert len(used.messages) == 1
    assert [call.command for call in desk.calls] == ["compare"]


async def test_what_is_kept_is_sealed(
    discord: FakeDiscord, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    used = await left_behind(discord, sqlite_database, monkeypatch)
    kept = str(await rows(sqlite_database, select(owed)))
    assert used.token not in kept
    assert "compare" not in kept


async def test_what_is_answered_is_not_kept(discord: FakeDiscord, sqlite_database: Database) -> None:
    desk = Desk(PRIVATE)
    async with connected(discord, desk, sqlite_database):
        used = await (await discord.use("compare")).answered()
        assert desk.gate is not None
        desk.gate.set()
        await used.shown()
        while await rows(sqlite_database, select(owed)):
            await discord.until(lambda: True)


async def test_a_request_that_kills_processes_is_given_up_on(
    discord: FakeDiscord, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    used = await left_behind(discord, sqlite_database, monkeypatch)
    monkeypatch.setattr("adapters.pending_requests.LOOK_EVERY", 0.01)
    await age(sqlite_database, tries=2)
    desk = Desk(LATER)
    async with connected(discord, desk, sqlite_database):
        while await rows(sqlite_database, select(owed)):
            await discord.until(lambda: True)
    assert desk.calls == []
    assert used.messages == []


async def test_a_process_that_was_frozen_leaves_the_answer_to_another(
    discord: FakeDiscord, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    frozen, desk = Desk(PUBLIC), Desk(PUBLIC)
    assert frozen.gate is not None
    assert desk.gate is not None
    async with connected(discord, frozen, sqlite_database):
        with monkeypatch.context() as without:
            without.setattr("bot.storage.pending.LEASE", timedelta(0))
            await (await discord.use("compare")).answered()
            while not await rows(sqlite_database, select(owed)):
                await discord.until(lambda: True)
        monkeypatch.setattr("adapters.pending_requests.LOOK_EVERY", 0.01)
        desk.gate.set()
        async with connected(discord, desk, sqlite_database):
            await discord.posted(1)
            while await rows(sqlite_database, select(owed)):
                await discord.until(lambda: True)
        frozen.gate.set()
    assert [each.text for each in discord.messages[discord.channel] if not each.gone] == ["For all"]


async def age(database: Database, tries: int = 0) -> None:
    """Make all leases look long expired."""
    change = owed.update().values(lease_until=0, tries=tries)
    await database.transact(lambda transaction: transaction.change(change, {}))
