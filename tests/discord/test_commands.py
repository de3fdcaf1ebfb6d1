"""Commands, from the gateway to the answer."""

from adapters.discord.platform import Discord
from tests.fakes.discord import FakeDiscord


async def test_a_command_is_answered_at_once(discord: FakeDiscord, versed: Discord) -> None:
    used = await discord.use("compare", topic="care")
    shown = await used.shown()
    assert used.type == 4
    assert "Daily care" in shown.text
    assert "**Exercise**" in shown.text
    assert not shown.private
    assert shown.body["allowed_mentions"] == {"parse": []}
