"""Versed says hello in the channels it's invited to, but not in fifty at once."""

from tests.adapters.slack.conftest import Stage, words
from tests.fakes.slack import payloads
from tests.fakes.slack.server import ADMIN, BOT, GENERAL, QUIET


def invited(channel: str = GENERAL, user: str = BOT, inviter: str = ADMIN) -> dict[str, object]:
    return payloads.event("member_joined_channel", channel=channel, user=user, channel_type="C", inviter=inviter)


async def test_a_channel_is_greeted_once(stage: Stage) -> None:
    await stage.driver.deliver(invited())
    said = (await stage.slack.wait_for("chat.postMessage")).arguments
    assert said["channel"] == GENERAL
    assert "Hello, I'm Versed" in words(said)
    labels = [
        each["text"]["text"] for block in said["blocks"] if block["type"] == "actions" for each in block["elements"]
    ]
    assert labels == ["Set up daily tips", "Try a question", "Start a game"]
    await stage.driver.deliver(invited())
    await stage.answer(payloads.command(stage.slack, "help"))
    assert len(stage.slack.calls("chat.postMessage")) == 1


async def test_only_an_invitation_of_the_bot_gets_a_greeting(stage: Stage) -> None:
    await stage.driver.deliver(invited(user=ADMIN))
    await stage.driver.deliver(invited(QUIET, inviter=""))
    await stage.answer(payloads.command(stage.slack, "help"))
    assert stage.slack.calls("chat.postMessage") == []


async def test_many_invitations_get_only_three_greetings(stage: Stage) -> None:
    for number in range(10):
        stage.slack.channels[f"C0MANY{number}"] = {**stage.slack.channels[GENERAL], "name": f"many-{number}"}
        await stage.driver.deliver(invited(f"C0MANY{number}"))
    await stage.slack.wait_for("chat.postMessage", 3)
    await stage.answer(payloads.command(stage.slack, "help"))
    assert len(stage.slack.calls("chat.postMessage")) == 3
