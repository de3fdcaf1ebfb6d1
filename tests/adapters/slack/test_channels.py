"""Application that need a channel: where the bot could not post there, an administrator is offered to let it join."""

from dataclasses import replace

import pytest

from bot.application import Application
from bot.catalogue import CATALOGUE
from tests.adapters.slack.conftest import Stage, presses, words
from tests.fakes.slack import Fault, payloads
from tests.fakes.slack.server import ADMIN, DIRECT, GENERAL, MEMBER, OLD, QUIET, SECRET


@pytest.fixture(autouse=True)
def tips_for_channels_only(commands: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    """A catalogue in which /tip is for channels."""
    changed = tuple(replace(each, needs_channel=each.name == "tip") for each in CATALOGUE)
    monkeypatch.setattr(commands, "catalogue", changed)
    monkeypatch.setattr(commands, "_by_name", {each.name: each for each in changed})


async def test_an_administrator_is_offered_to_let_the_bot_join(over_http: Stage) -> None:
    said = await over_http.answer(payloads.command(over_http.slack, "tip", channel=QUIET, user=ADMIN))
    assert "I am not in this channel yet" in words(said)
    joined = await over_http.answer(payloads.press(over_http.slack, presses(said)[-1], channel=QUIET, user=ADMIN))
    assert "I have joined" in words(joined)
    again = await over_http.answer(payloads.command(over_http.slack, "tip", channel=QUIET, user=ADMIN))
    assert "I am not in this channel" not in words(again)


@pytest.mark.parametrize(
    ("channel", "user"),
    [(GENERAL, ADMIN), (SECRET, ADMIN), (OLD, ADMIN), ("C0GONE", ADMIN), (GENERAL, MEMBER)],
)
async def test_elsewhere_nothing_is_said_of_it(over_http: Stage, channel: str, user: str) -> None:
    said = await over_http.answer(payloads.command(over_http.slack, "tip", channel=channel, user=user))
    assert "I am not in this channel" not in words(said)


async def test_who_may_not_let_it_join_is_told_to_invite_it(over_http: Stage) -> None:
    said = await over_http.answer(payloads.command(over_http.slack, "tip", channel=QUIET, user=MEMBER))
    assert "I am not in this channel yet, so I cannot post here; /invite me." in words(said)
    assert not any(press.startswith("join:") for press in presses(said))


async def test_where_slack_does_not_say_nothing_is_offered(over_http: Stage) -> None:
    over_http.slack.fail("conversations.info", Fault(error="missing_scope"))
    said = await over_http.answer(payloads.command(over_http.slack, "tip", channel=QUIET, user=ADMIN))
    assert "I am not in this channel" not in words(said)


async def test_a_command_for_channels_is_refused_elsewhere(over_http: Stage) -> None:
    said = await over_http.answer(payloads.command(over_http.slack, "tip", channel=DIRECT, user=ADMIN))
    assert "/versed tip is for a channel" in words(said)
