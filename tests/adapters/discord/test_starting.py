"""Who may start games on Discord: administrators, and members whose interactions tell the chosen role."""

import pytest

from adapters.discord.setup.platform import Discord
from tests.adapters.discord.test_talk import written_alone
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord.world import BEN, MANAGE_GUILD, person, role

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


async def test_a_message_cannot_name_a_role(discord: FakeDiscord, versed: Discord) -> None:
    await discord.write("<@600000000000000001> settings starter_role:<@&5>")
    told = await written_alone(discord)
    assert "I can't look up a role in a message; use /settings for that." in told.text
