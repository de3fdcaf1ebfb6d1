"""Slash commands, as typed after /versed and under the core's own names."""

from tests.fakes.slack import payloads
from tests.slack.conftest import Stage


async def test_a_command_is_answered_in_the_channel(stage: Stage) -> None:
    said = await stage.answer(payloads.command(stage.slack, "compare"))
    assert said["response_type"] == "in_channel"
    assert said["blocks"][0]["type"] == "header"
