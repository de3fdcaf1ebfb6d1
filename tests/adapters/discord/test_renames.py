"""Channels and roles that are renamed or deleted: what's stored about them follows, however Versed learns of it."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from adapters.discord.setup.platform import Discord
from bot.dispatch.application import Application
from bot.storage.database import Database
from tests.adapters.discord.conftest import connected
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord.changes import (
    add_role,
    delete_channel,
    delete_role,
    delete_thread,
    rename_channel,
    rename_role,
)
from tests.fakes.discord.world import BEN, MANAGE_GUILD, Shown, role

HOSTS = role("400000000000000005", "Quiz hosts", mentionable=True)


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch, patient: None) -> None:
    """Versed looks at a change without waiting for others."""
    monkeypatch.setattr("adapters.discord.setup.renames._PAUSE", 0.0)


async def ask(discord: FakeDiscord, command: str, **options: Any) -> Shown:
    """Use a command as an administrator."""
    return await (await discord.use(command, permissions=MANAGE_GUILD, **options)).shown()


async def suggests(discord: FakeDiscord, channel: str) -> bool:
    """Whether the schedules that are suggested are those of a channel."""
    used = await discord.use("schedule edit", typed="schedule", schedule="", permissions=MANAGE_GUILD)
    callback = (await used.answered()).callback
    assert callback is not None
    return all(each["name"].endswith(f"in {channel}") for each in callback["data"]["choices"])


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    while not await holds():
        pass


async def test_a_renamed_channel_is_called_by_its_new_name(discord: FakeDiscord, versed: Discord) -> None:
    await ask(discord, "schedule tip", time="09:00")
    assert await suggests(discord, "#general")
    await rename_channel(discord, "daily-data")
    await until(lambda: suggests(discord, "#daily-data"))


async def test_a_channel_renamed_while_versed_was_off_is_too(
    discord: FakeDiscord, commands: Application, sqlite_database: Database
) -> None:
    async with connected(discord, commands, sqlite_database):
        await ask(discord, "schedule tip", time="09:00")
    await rename_channel(discord, "daily-data")
    async with connected(discord, commands, sqlite_database):
        await until(lambda: suggests(discord, "#daily-data"))


async def test_a_renamed_role_keeps_its_rights_under_its_new_name(discord: FakeDiscord, versed: Discord) -> None:
    await add_role(discord, HOSTS)
    await ask(discord, "settings", starter_role=HOSTS)
    await ask(discord, "schedule tip", time="09:00", notify=HOSTS)
    await rename_role(discord, HOSTS, "Quizmasters")

    async def is_renamed() -> bool:
        scheduled = (await ask(discord, "schedule edit", schedule="1")).text
        return "Quizmasters" in scheduled and "Quizmasters" in (await ask(discord, "settings")).text

    await until(is_renamed)
    refused = await (await discord.use("challenge", topic="care", user=BEN)).shown()
    assert "Quizmasters and administrators can start games" in refused.text
    opened = await discord.use("challenge", topic="care", user=BEN, roles=(HOSTS["id"],))
    assert "Take the challenge" in (await opened.shown()).buttons


async def test_nobody_needs_a_deleted_role_and_administrators_are_told(discord: FakeDiscord, versed: Discord) -> None:
    await add_role(discord, HOSTS)
    await ask(discord, "settings", starter_role=HOSTS)
    await ask(discord, "schedule tip", time="09:00", notify=HOSTS)
    await delete_role(discord, HOSTS)

    async def is_gone() -> bool:
        return "Quiz hosts" not in (await ask(discord, "settings")).text

    await until(is_gone)
    refused = await (await discord.use("challenge", topic="care", user=BEN)).shown()
    assert "Only an administrator can start games" in refused.text
    scheduled = await discord.use("schedule edit", schedule="1", permissions=MANAGE_GUILD)
    assert "Pings" not in (await scheduled.shown()).text
    await versed.close()
    told = "".join(shown.text for each in discord.exchanges.values() for shown in each.messages)
    assert told.count("Quiz hosts is gone, so only administrators can start games and challenges now") == 1
    assert told.count("Quiz hosts is gone, so the scheduled posts that pinged it ping nobody now") == 1


async def test_schedules_pause_as_soon_as_their_channel_is_deleted(
    discord: FakeDiscord, commands: Application, sqlite_database: Database
) -> None:
    channels, threads = discord.home["channels"], discord.home["threads"]
    channels.append({**channels[0], "id": "500000000000000020", "name": "side", "position": 2})
    for number, parent in enumerate((channels[0], channels[0], channels[1])):
        state = {"archived": False, "auto_archive_duration": 1440, "archive_timestamp": "2027-01-01T00:00:00Z"}
        about = {"id": f"50000000000000003{number}", "name": f"Ideas {number}", "type": 11, "parent_id": parent["id"]}
        counts = {"owner_id": BEN["id"], "message_count": 1, "member_count": 1}
        threads.append({**about, **counts, "thread_metadata": state})
    discord.channels |= {each["id"] for each in (*channels, *threads)}

    async def paused(*names: str) -> bool:
        listed = (await ask(discord, "schedule list")).text
        return listed.count("The channel is gone") == len(names) and all(each in listed for each in names)

    async with connected(discord, commands, sqlite_database):
        for each in (*channels, *threads):
            await ask(discord, "schedule tip", time="09:00", server={**discord.home, "channels": [each]})
        await delete_thread(discord, threads[0])
        await until(lambda: paused("Ideas 0"))
        await delete_channel(discord, channels[1])
        await until(lambda: paused("Ideas 0", "#side", "Ideas 2"))
    told = "".join(shown.text for each in discord.exchanges.values() for shown in each.messages)
    assert told.count("I paused schedule 2, because #side was deleted.") == 1
    assert told.count("I paused schedule 3, because #Ideas 0 was deleted.") == 1
