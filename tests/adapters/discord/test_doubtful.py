"""Interactions that another process may have answered: Discord is asked before anything is done."""

import math
import time

import pytest
from sqlalchemy import select

from adapters.discord.setup.platform import Discord
from bot.language.forms import TYPED, Form, FormField
from bot.storage.database import Database
from bot.storage.tables import owed
from tests.adapters.discord.conftest import connected
from tests.adapters.discord.desk import PRIVATE, PUBLIC, Desk
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord.world import snowflake
from tests.rows import rows


def desk(form: Form | None = None) -> Desk:
    """A core that answers at once."""
    made = Desk(PRIVATE, form)
    assert made.gate is not None
    made.gate.set()
    return made


async def test_what_nobody_answered_is_answered(discord: FakeDiscord, sqlite_database: Database) -> None:
    core = desk()
    async with connected(discord, core, sqlite_database) as versed:
        used = await discord.use("compare", send=False)
        versed.on_interaction(used.payload, doubtful=True)
        assert (await used.shown()).text == "For you"
        assert used.type == 5, "Discord was told to wait before the core was asked"
        while await rows(sqlite_database, select(owed)):
            await discord.until(lambda: True)
    assert len(core.calls) == 1


async def test_what_was_answered_is_not_done_again(
    discord: FakeDiscord, sqlite_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    core = desk()
    async with connected(discord, core, sqlite_database) as versed:
        used = await discord.use("compare", send=False)
        used.callback = {"type": 4}
        versed.on_interaction(used.payload, doubtful=True)
        await discord.until(lambda: discord.sent("POST", "/callback"))
    assert core.calls == []
    assert await rows(sqlite_database, select(owed)) == []
    assert "didn't arrive" not in caplog.text


async def test_what_another_process_owes_is_left_to_it(discord: FakeDiscord, sqlite_database: Database) -> None:
    core = desk()
    async with connected(discord, core, sqlite_database) as versed:
        used = await discord.use("compare", send=False)
        used.callback = {"type": 5}
        await _keep(versed, used.payload["guild_id"], used.id)
        versed.on_interaction(used.payload, doubtful=True)
        await discord.until(lambda: discord.sent("POST", "/callback"))
    assert len(await rows(sqlite_database, select(owed))) == 1


async def test_a_form_is_opened_at_once(discord: FakeDiscord, sqlite_database: Database) -> None:
    core = desk(Form("Say it", (FormField(TYPED, "What is it?"),)))
    core.said = PUBLIC
    async with connected(discord, core, sqlite_database) as versed:
        shown = await (await discord.use("compare")).shown()
        pressed = await discord.press(shown, "Go on", send=False)
        versed.on_interaction(pressed.payload, doubtful=True)
        assert (await pressed.answered()).modal["title"] == "Say it"
    assert core.pressed == []


async def test_a_press_is_claimed_before_it_counts(discord: FakeDiscord, sqlite_database: Database) -> None:
    core = desk()
    core.said = PUBLIC
    async with connected(discord, core, sqlite_database) as versed:
        shown = await (await discord.use("compare")).shown()
        pressed = await discord.press(shown, "Go on", send=False)
        pressed.callback = {"type": 4}
        versed.on_interaction(pressed.payload, doubtful=True)
        await discord.until(lambda: len(discord.sent("POST", "/callback")) == 2)
    assert core.pressed == []


async def _keep(versed: Discord, guild: str, request: str) -> None:
    """Keep a request as a process does that deferred it and then died."""
    pending = versed._pending
    await pending.store(f"discord:{guild}", request, "1", {})
    pending._held.clear()


@pytest.mark.parametrize("expired", [True, False])
async def test_what_comes_late_only_takes_effect_if_discord_still_waits(
    discord: FakeDiscord, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch, *, expired: bool
) -> None:
    monkeypatch.setattr("adapters.discord.inbound.interactions._LATE", 5.0)
    core = desk()
    async with connected(discord, core, sqlite_database):
        used = await discord.use("compare", send=False)
        used.payload["id"] = snowflake(time.time() - 10)
        discord.answer_within = 0.0 if expired else math.inf
        await discord.send(used)
        await discord.until(lambda: discord.sent("POST", "/callback"))
        if not expired:
            assert (await used.shown()).text == "For you"
            assert used.type == 5, "Discord was asked before the core was"
    assert len(core.calls) == (not expired)
