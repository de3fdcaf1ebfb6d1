"""Who may start games on Discord: administrators, and members whose interactions tell the chosen role."""

import pytest

from adapters.discord.setup.platform import Discord
from tests.adapters.discord.test_talk import written_alone
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord.world import BEN, MANAGE_GUILD, Json, person, role, snowflake

CLEO = person(1003, "cleo")
HOSTS = role("400000000000000005", "Quiz hosts")


@pytest.mark.usefixtures("versed")
async def test_only_members_with_the_role_start_challenges(discord: FakeDiscord) -> None:
    """The role needn't be one that the bot may ping."""
    discord.home["roles"].append(HOSTS)
    chosen = await discord.use("settings", starter_role=HOSTS, permissions=MANAGE_GUILD)
    assert "Quiz hosts and administrators can start them" in (await chosen.shown()).text
    refused = await discord.use("challenge", topic="care", questions=2, user=BEN)
    assert "Quiz hosts and administrators can start games" in (await refused.shown()).text
    opened = await discord.use("challenge", topic="care", questions=2, user=CLEO, roles=(HOSTS["id"],))
    assert "Take the challenge" in (await opened.shown()).buttons


def thread_of(discord: FakeDiscord) -> Json:
    """A thread in the first channel."""
    metadata = {"archived": False, "locked": False, "auto_archive_duration": 60, "archive_timestamp": "2026-03-02"}
    where = {"id": snowflake(), "type": 11, "parent_id": discord.channel, "guild_id": discord.home["id"]}
    counts = {"message_count": 1, "member_count": 1, "rate_limit_per_user": 0, "flags": 0}
    return {
        **where,
        **counts,
        "name": "Chat",
        "owner_id": BEN["id"],
        "last_message_id": None,
        "thread_metadata": metadata,
    }


async def test_a_thread_counts_as_its_channel(discord: FakeDiscord, versed: Discord) -> None:
    """It does in a command and in a message, and when a private answer to a message leads there."""
    await (await discord.use("settings", start_in="not-here", permissions=MANAGE_GUILD)).shown()
    thread = thread_of(discord)
    discord.channels.add(thread["id"])
    await discord.gateway.dispatch("THREAD_CREATE", thread, discord.home["id"])
    there = {**discord.home, "channels": [thread]}
    refused = await (await discord.use("game start", user=BEN, server=there)).shown()
    assert "can't start in this channel" in refused.text
    await discord.write("<@600000000000000001> start a game", user=BEN, server=there)
    told = await written_alone(discord, user=BEN)
    assert "can't start in this channel" in told.text


async def test_a_message_cannot_name_a_role(discord: FakeDiscord, versed: Discord) -> None:
    await discord.write("<@600000000000000001> settings starter_role:<@&5>")
    told = await written_alone(discord)
    assert "I can't look up a role in a message; use /settings for that." in told.text
