"""A game on Discord from its lobby to the next one: several topics, rules by a menu, a podium to play again from."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest

from adapters.discord.setup.platform import Discord
from bot.core import Core
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord.world import BEN, Shown


@pytest.fixture
async def hosted(versed: Discord, core: Core) -> AsyncIterator[Discord]:
    """Versed, connected to that Discord and running its games."""
    core.boards["discord"] = versed.boards
    running = asyncio.create_task(core.running_games.run())
    yield versed
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


async def board(discord: FakeDiscord, text: str) -> Shown:
    """The latest board that says something."""

    def found() -> Shown | None:
        shown = discord.messages.get(discord.channel, [])
        return next((each for each in reversed(shown) if text in each.text), None)

    await discord.until(lambda: found() is not None)
    known = found()
    assert known is not None
    return known


async def test_a_second_topic_is_suggested_after_the_first(discord: FakeDiscord, versed: Discord) -> None:
    asked = await discord.use("game start", typed="topic", topic="care, ")
    await discord.until(lambda: asked.callback is not None)
    assert asked.choices == ["Daily care, The home"]


@pytest.mark.usefixtures("hosted")
async def test_a_game_is_played_again_once_however_many_press(discord: FakeDiscord) -> None:
    opened = await (await discord.use("game start", topic="care, home", mode="everyone", questions=2, read=0)).shown()
    assert "The lobby's open" in opened.text
    lobby = await board(discord, "on Daily care and The home")
    await (await discord.press(lobby, "Join")).shown()
    controls = await (await discord.press(lobby, "Host controls …")).shown()
    ruled = await (await discord.press(controls, "Play to 2,000 points")).shown()
    assert "Host controls" in ruled.text
    await board(discord, "First to 2,000 points wins.")
    await (await discord.use("game stop")).shown()
    podium = await board(discord, "The game ended before a question counted")
    said = await (await discord.press(podium, "Play again")).shown()
    assert "The lobby's open again, and you're the host" in said.text
    assert "You're in" in (await (await discord.press(podium, "Play again", user=BEN)).shown()).text
    lobbies = [each for each in discord.messages[discord.channel] if "Players (2)" in each.text]
    await discord.until(lambda: any("Players (2)" in each.text for each in discord.messages[discord.channel]))
    assert len(lobbies) <= 1
    assert sum("First to 2,000" in each.text for each in discord.messages[discord.channel]) == 2
