"""Coming into a server, and leaving it."""

import logging

import pytest
from sqlalchemy import select

from adapters.discord.setup.platform import Discord
from bot.application import Commands
from bot.storage.database import Database
from bot.storage.tables import quiz
from tests.adapters.discord.conftest import connected
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord.world import USUAL, guild
from tests.rows import rows


async def quizzes_of(database: Database, tenant: str) -> int:
    return len(await rows(database, select(quiz).where(quiz.c.tenant == tenant)))


async def test_a_new_server_is_greeted_once(discord: FakeDiscord, versed: Discord) -> None:
    assert discord.messages == {}
    other = guild(2)
    channel = other["channels"][0]["id"]
    await discord.join(other)
    greeting = await discord.posted(channel=channel)
    assert "Hello, I am Versed" in greeting.text
    assert "Try a comparison" in greeting.buttons
    await discord.remove(other, unavailable=True)
    await discord.gateway.dispatch("GUILD_CREATE", {**other, "unavailable": False}, other["id"])
    await discord.gateway.drop()
    await discord.until(lambda: discord.gateway.resumed == 1)
    pressed = await discord.press(greeting, "Take a quiz", server=other)
    assert "Question 1" in (await pressed.shown()).text
    await versed.close()
    assert len(discord.messages[channel]) == 1


async def test_a_second_process_does_not_greet_again(
    discord: FakeDiscord, commands: Commands, sqlite_database: Database
) -> None:
    other = guild(2)
    for _ in range(2):
        async with connected(discord, commands, sqlite_database):
            await discord.join(other)
            await discord.posted(channel=other["channels"][0]["id"])
            await (await discord.use("help", server=other)).answered()
        discord.gateway.guilds.remove(other)
    assert len(discord.sent("POST", "/messages")) == 1


async def test_a_server_that_comes_back_is_greeted_again(discord: FakeDiscord, versed: Discord) -> None:
    other = guild(2)
    channel = other["channels"][0]["id"]
    await discord.join(other)
    await discord.posted(channel=channel)
    await discord.remove(other)
    again = {**other, "joined_at": "2026-04-01T09:00:00.000000+00:00"}
    await discord.join(again)
    await discord.posted(2, channel=channel)


async def test_nobody_is_greeted_where_it_is_not_wanted(discord: FakeDiscord, versed: Discord) -> None:
    silent = guild(2, permissions=str(int(USUAL) & ~(1 << 11)))
    nowhere = guild(3, system_channel=False)
    denied = guild(4)
    denied["channels"][0]["permission_overwrites"] = [
        {"id": denied["id"], "type": 0, "allow": "0", "deny": str(1 << 11)}
    ]
    for each in (silent, nowhere, denied):
        await discord.join(each)
    await discord.join(guild(5))
    await discord.posted(channel=guild(5)["channels"][0]["id"])
    await versed.close()
    assert len(discord.sent("POST", "/messages")) == 1


@pytest.mark.parametrize("role", [None, {"permissions": USUAL}, {"permissions": "0"}], ids=str)
async def test_a_server_of_which_little_is_told(
    discord: FakeDiscord, versed: Discord, role: dict[str, str] | None
) -> None:
    bare = {"id": "8000", "system_channel_id": "9000", "channels": [{"id": "9000"}]}
    if role is not None:
        bare["roles"] = [{"id": "8000", **role}]
    await discord.join(bare)
    await discord.join(guild(5))
    await discord.posted(channel=guild(5)["channels"][0]["id"])
    may = role is None or role["permissions"] != "0"
    assert ("9000" in discord.messages) is may


async def test_a_server_that_leaves_is_forgotten(
    discord: FakeDiscord, versed: Discord, sqlite_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    tenant = f"discord:{discord.home['id']}"
    await (await discord.use("quiz", questions=1)).shown()
    assert await quizzes_of(sqlite_database, tenant) == 1
    await discord.remove(discord.home, unavailable=True)
    await (await discord.use("help")).shown()
    assert await quizzes_of(sqlite_database, tenant) == 1
    await discord.remove(discord.home)
    await discord.until(lambda: "forgot a server" in caplog.text)
    assert await quizzes_of(sqlite_database, tenant) == 0
    assert caplog.text.count("forgot a server") == 1
