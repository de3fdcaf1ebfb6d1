"""What follows a tip on Slack: a question in its thread, and a pin."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.language.message import Message, Table, message
from bot.language.port import Destination, Extra, PostError, Postponed, Reason, Rejected, Uncertain, UnreadableHistory
from bot.language.rich_text import in_words, text
from tests.adapters.slack.conftest import Stage, words
from tests.fakes.slack import Fault
from tests.fakes.slack.server import GENERAL, QUIET

HERE = Destination("slack:T0HOME", GENERAL)
TIP, QUESTION = message(text("A tip")), message(text("Where have you seen that?"))
LONG = message(Table(("A", "B"), tuple((f"Row {number}", "x" * 150) for number in range(60))))


@pytest.fixture
def stage(over_http: Stage) -> Stage:
    return over_http


def window() -> tuple[datetime, datetime]:
    now = datetime.now(UTC)
    return now - timedelta(minutes=5), now + timedelta(minutes=5)


@pytest.mark.parametrize("thread", ["", "A tip"])
async def test_a_question_is_in_its_tip_s_thread_and_found_there(stage: Stage, thread: str) -> None:
    tip = await stage.platform.port.post(HERE, TIP, "k")
    under = replace(HERE, under=tip, thread=thread)
    assert await stage.platform.port.look_up(under, "k/reply", *window()) is None
    reply = await stage.platform.port.post(under, QUESTION, "k/reply")
    _, said = stage.slack.messages[GENERAL]
    assert (said["ts"], said["thread_ts"]) == (reply, tip)
    assert words(said) == "Where have you seen that?"
    assert await stage.platform.port.look_up(under, "k/reply", *window()) == reply
    assert await stage.platform.port.look_up(HERE, "k/reply", *window()) is None


async def test_a_long_thread_is_read_to_its_end(stage: Stage) -> None:
    tip = await stage.platform.port.post(HERE, TIP, "k")
    for number in range(7):
        stage.slack.say(GENERAL, user="U1", text=f"{number}", thread_ts=tip)
    under = replace(HERE, under=tip)
    reply = await stage.platform.port.post(under, QUESTION, "k/reply")
    stage.slack.page = 2
    assert await stage.platform.port.look_up(under, "k/reply", *window()) == reply
    assert len(stage.slack.calls("conversations.replies")) > 3


async def test_a_long_reply_continues_in_the_same_thread(stage: Stage) -> None:
    tip = await stage.platform.port.post(HERE, TIP, "k")
    await stage.platform.port.post(replace(HERE, under=tip), LONG, "k/reply")
    _, *rest = stage.slack.messages[GENERAL]
    assert len(rest) > 1
    assert {each["thread_ts"] for each in rest} == {tip}


@pytest.mark.parametrize("said", [TIP, QUESTION])
async def test_a_deleted_tip_is_reported_as_lost(stage: Stage, said: Message) -> None:
    stage.slack.fail("chat.postMessage", Fault(error="thread_not_found"))
    with pytest.raises(Rejected) as refused:
        await stage.platform.port.post(replace(HERE, under="1.000001"), said, "k/reply")
    assert refused.value.reason is Reason.POST_LOST
    with pytest.raises(UnreadableHistory):
        await stage.platform.port.look_up(replace(HERE, under="1.000001"), "k/reply", *window())
    with pytest.raises(Rejected) as refused:
        await stage.platform.port.pin(HERE, "1.000001")
    assert refused.value.reason is Reason.POST_LOST
    await stage.platform.port.unpin(HERE, "1.000001")


async def test_pinning_or_unpinning_twice_is_harmless(stage: Stage) -> None:
    tip = await stage.platform.port.post(HERE, TIP, "k")
    for _ in range(2):
        await stage.platform.port.pin(HERE, tip)
        assert stage.slack.pins[GENERAL] == [tip]
    for _ in range(2):
        await stage.platform.port.unpin(HERE, tip)
        assert stage.slack.pins[GENERAL] == []


@pytest.mark.parametrize("method", ["pins.add", "pins.remove"])
@pytest.mark.parametrize(
    ("fault", "error", "reason", "said"),
    [
        (
            Fault(error="missing_scope", more=(("needed", "pins:write"),)),
            Rejected,
            Reason.NOT_GRANTED,
            "The app lacks the scope pins:write; add it in the app's settings, and install it again.",
        ),
        (Fault(error="missing_scope"), Rejected, Reason.NOT_GRANTED, "lacks the scope pins:write"),
        (Fault(error="restricted_action"), Rejected, Reason.NOT_ALLOWED, "I'm not allowed to pin anything there"),
        (Fault(error="permission_denied"), Rejected, Reason.NOT_ALLOWED, "I'm not allowed to pin anything there"),
        (Fault(error="not_pinnable"), Rejected, Reason.INVALID, "not_pinnable"),
        (Fault(error="not_in_channel"), Rejected, Reason.PLACE_LOST, "I'm not in that channel"),
        (Fault(error="token_revoked"), Rejected, Reason.TENANT_LOST, "add Versed again"),
        (Fault(retry_after=7), Postponed, None, "wait"),
        (Fault(status=500), Uncertain, None, "Slack"),
        (Fault(drop=True), Uncertain, None, "Slack"),
    ],
    ids=str,
)
async def test_a_pin_that_fails_says_why(
    stage: Stage, method: str, fault: Fault, error: type[PostError], reason: Reason | None, said: str
) -> None:
    tip = await stage.platform.port.post(HERE, TIP, "k")
    port = stage.platform.port
    stage.slack.fail(method, fault)
    with pytest.raises(error, match=said) as caught:
        await (port.pin(HERE, tip) if method == "pins.add" else port.unpin(HERE, tip))
    if isinstance(caught.value, Rejected):
        assert caught.value.reason is reason


async def test_threads_and_pins_need_the_bot_in_the_channel(stage: Stage) -> None:
    assert await stage.platform.access.obstacle(HERE, list(Extra)) is None
    not_there = await stage.platform.access.obstacle(replace(HERE, place=QUIET), list(Extra))
    assert not_there is not None
    assert "/invite" in in_words(not_there)
