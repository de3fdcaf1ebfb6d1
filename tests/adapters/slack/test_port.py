"""Posts that the core sends on its own: what Slack does with them, and whether they arrived."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

import pytest

from adapters.remote_clock import RemoteClock
from adapters.slack.outbound.api import Refused
from adapters.slack.outbound.port import SlackPort
from adapters.slack.outbound.post_errors import as_post_error
from bot.language.message import Heading, Image, Message, Table, message
from bot.language.port import Destination, Postponed, Queued, Reason, Rejected, Uncertain, UnreadableHistory
from bot.language.rich_text import text
from tests.adapters.slack.conftest import Stage, words
from tests.adapters.slack.test_render import SHORT
from tests.fakes.commands import png
from tests.fakes.slack import Fault
from tests.fakes.slack.server import ADMIN, GENERAL, MEMBER, OLD, QUIET, SECRET

HERE = Destination("slack:T0HOME", GENERAL)


@pytest.fixture
def stage(over_http: Stage) -> Stage:
    return over_http


def window() -> tuple[datetime, datetime]:
    now = datetime.now(UTC)
    return now - timedelta(minutes=5), now + timedelta(minutes=5)


async def test_a_post_arrives_with_its_key(stage: Stage) -> None:
    reference = await stage.platform.port.post(HERE, SHORT, "key-1")
    (posted,) = stage.slack.messages[GENERAL]
    assert posted["ts"] == reference
    assert posted["metadata"] == {"event_type": "versed_post", "event_payload": {"key": "key-1"}}
    assert words(posted).startswith("Hello")
    assert await stage.platform.port.look_up(HERE, "key-1", *window()) == reference
    assert await stage.platform.port.look_up(HERE, "key-2", *window()) is None


async def test_the_key_is_found_without_metadata(stage: Stage) -> None:
    reference = await stage.platform.port.post(HERE, SHORT, "key-1")
    del stage.slack.messages[GENERAL][0]["metadata"]
    assert await stage.platform.port.look_up(HERE, "key-1", *window()) == reference


async def test_a_long_post_goes_on_in_its_thread(stage: Stage) -> None:
    rows = tuple((f"Row {number}", "x" * 150) for number in range(60))
    reference = await stage.platform.port.post(HERE, message(Table(("A", "B"), rows)), "key")
    first, *rest = stage.slack.messages[GENERAL]
    assert rest
    assert all(each["thread_ts"] == reference for each in rest)
    assert "metadata" not in rest[0]
    assert "thread_ts" not in first


@pytest.mark.parametrize(
    ("place", "reason", "sentence"),
    [
        (QUIET, Reason.PLACE_LOST, "/invite @Versed there.$"),
        (OLD, Reason.PLACE_LOST, "archived; someone has to restore it"),
        (SECRET, Reason.PLACE_LOST, "I'm not in it; type /invite"),
        ("C0GONE", Reason.PLACE_LOST, "gone"),
    ],
)
async def test_a_place_that_is_lost_is_named(stage: Stage, place: str, reason: Reason, sentence: str) -> None:
    with pytest.raises(Rejected, match=sentence) as refused:
        await stage.platform.port.post(Destination("slack:T0HOME", place), SHORT, "key")
    assert refused.value.reason is reason
    assert len(stage.slack.calls("chat.postMessage")) == 1


@pytest.mark.parametrize(
    ("error", "reason", "sentence"),
    [
        ("missing_scope", Reason.NOT_ALLOWED, "lacks the scope chat:write"),
        ("restricted_action_read_only_channel", Reason.NOT_ALLOWED, "not allowed to post"),
        ("accesslimited", Reason.NOT_ALLOWED, "from the network I run on"),
        ("account_inactive", Reason.TENANT_LOST, "add Versed again"),
        ("token_revoked", Reason.TENANT_LOST, "add Versed again"),
        ("invalid_auth", Reason.TENANT_LOST, "add Versed again"),
        ("something_new", Reason.INVALID, "something_new"),
    ],
)
async def test_a_refusal_is_explained(stage: Stage, error: str, reason: Reason, sentence: str) -> None:
    stage.slack.fail("chat.postMessage", Fault(error=error, more=(("needed", "chat:write"),)))
    with pytest.raises(Rejected, match=sentence) as refused:
        await stage.platform.port.post(HERE, SHORT, "key")
    assert refused.value.reason is reason


@pytest.mark.parametrize(
    "code", ["external_channel_migrating", "org_login_required", "team_added_to_org", "message_limit_exceeded"]
)
def test_what_passes_by_itself_is_tried_again_later(code: str) -> None:
    assert isinstance(as_post_error(Refused("chat.postMessage", code)), Postponed)


@pytest.mark.parametrize(
    ("fault", "seconds"),
    [
        (Fault(retry_after=7), 7),
        (Fault(retry_after=82_721), 82_721),
        (Fault(retry_after=0), 30),
        (Fault(status=429), 30),
    ],
)
async def test_slack_asks_to_wait(stage: Stage, fault: Fault, seconds: float) -> None:
    stage.slack.fail("chat.postMessage", fault)
    with pytest.raises(Postponed) as asked:
        await stage.platform.port.post(HERE, SHORT, "key")
    assert asked.value.seconds == seconds
    assert not isinstance(asked.value, Queued)
    with pytest.raises(Queued):
        await stage.platform.port.post(HERE, SHORT, "key")
    assert len(stage.slack.calls("chat.postMessage")) == 1


@pytest.mark.parametrize(
    "fault",
    [
        Fault(drop=True, accept=True),
        Fault(drop=True),
        Fault(status=500, accept=True),
        Fault(status=503),
        Fault(error="internal_error", accept=True),
        Fault(error="fatal_error"),
        Fault(status=200),
    ],
)
async def test_what_may_have_arrived_is_uncertain_and_sent_once(stage: Stage, fault: Fault) -> None:
    stage.slack.fail("chat.postMessage", fault)
    with pytest.raises(Uncertain):
        await stage.platform.port.post(HERE, SHORT, "key")
    assert len(stage.slack.calls("chat.postMessage")) == 1
    found = await stage.platform.port.look_up(HERE, "key", *window())
    assert (found is not None) == fault.accept


async def test_an_unreachable_slack_has_taken_nothing(stage: Stage) -> None:
    await stage.slack.close()
    with pytest.raises((Postponed, Uncertain)):  # the connection that was open may have taken it
        await stage.platform.port.post(HERE, SHORT, "key")
    with pytest.raises(Postponed):
        await stage.platform.port.post(HERE, SHORT, "key")


async def test_refused_blocks_are_posted_more_simply(stage: Stage) -> None:
    stage.slack.fail("chat.postMessage", Fault(error="invalid_blocks"))
    assert await stage.platform.port.post(HERE, message(Table(("A", "B"), (("x", "y"),))), "key")
    (posted,) = stage.slack.messages[GENERAL]
    assert posted["blocks"][0]["type"] == "rich_text"
    assert posted["metadata"]["event_payload"] == {"key": "key"}


async def test_a_picture_is_posted(stage: Stage) -> None:
    said: Message = message(Heading("A card"), Image(png(), "Two columns", "card.png"))
    await stage.platform.port.post(HERE, said, "key")
    assert stage.slack.messages[GENERAL][0]["blocks"][1]["slack_file"]["id"] in stage.slack.files


async def test_every_page_of_the_history_is_read(stage: Stage) -> None:
    stage.slack.page = 7
    reference = await stage.platform.port.post(HERE, SHORT, "key")
    for number in range(50):
        stage.slack.say(GENERAL, user="U1", text=f"{number}", ts=f"{time.time() + number:.6f}")
    assert await stage.platform.port.look_up(HERE, "key", *window()) == reference
    assert len(stage.slack.calls("conversations.history")) == 8


async def test_only_the_given_period_is_searched(stage: Stage) -> None:
    await stage.platform.port.post(HERE, SHORT, "key")
    now = datetime.now(UTC)
    assert await stage.platform.port.look_up(HERE, "key", now - timedelta(hours=2), now - timedelta(hours=1)) is None


@pytest.mark.parametrize("error", ["missing_scope", "not_in_channel", "channel_not_found", "anything_else"])
async def test_an_unreadable_history_is_reported(stage: Stage, error: str) -> None:
    stage.slack.fail("conversations.history", Fault(error=error, more=(("needed", "channels:history"),)))
    with pytest.raises(UnreadableHistory):
        await stage.platform.port.look_up(HERE, "key", *window())


async def test_a_history_that_says_nothing_is_unreadable(stage: Stage) -> None:
    stage.slack.bare = True
    with pytest.raises(UnreadableHistory):
        await stage.platform.port.look_up(HERE, "key", *window())


@pytest.mark.parametrize("fault", [Fault(retry_after=60), Fault(status=500), Fault(drop=True)])
async def test_a_history_may_be_read_later(stage: Stage, fault: Fault) -> None:
    stage.slack.fail("conversations.history", fault)
    with pytest.raises(Postponed):
        await stage.platform.port.look_up(HERE, "key", *window())


async def test_another_workspace_is_not_posted_to_by_that_token(stage: Stage) -> None:
    said = message(text("x"))
    await stage.platform.port.post(HERE, said, "key")
    assert {call.token for call in stage.slack.calls("chat.postMessage")} == {"xoxb-1-2-bot"}


PRIVATE = Destination("slack:T0HOME", "", MEMBER)
CONVERSATION = f"D-{MEMBER}"


async def test_a_private_post_arrives_with_one_member(stage: Stage) -> None:
    port, slack = stage.platform.port, stage.slack
    reference = await port.post(PRIVATE, SHORT, "key-1")
    (posted,) = slack.messages[CONVERSATION]
    assert posted["ts"] == reference
    assert posted["metadata"]["event_payload"] == {"key": "key-1"}
    assert await port.look_up(PRIVATE, "key-1", *window()) == reference
    assert await port.look_up(PRIVATE, "key-2", *window()) is None
    assert await port.look_up(Destination("slack:T0HOME", "", ADMIN), "key-1", *window()) is None
    assert [call.arguments for call in slack.calls("conversations.open")] == [{"users": MEMBER}, {"users": ADMIN}]


@pytest.mark.parametrize("error", ["user_disabled", "user_not_visible", "cannot_dm_bot", "user_not_found"])
async def test_a_member_who_takes_no_messages_is_reported(stage: Stage, error: str) -> None:
    stage.slack.unreachable[MEMBER] = error
    with pytest.raises(Rejected, match=error) as refused:
        await stage.platform.port.post(PRIVATE, SHORT, "key")
    assert refused.value.reason is Reason.CLOSED
    assert stage.slack.calls("chat.postMessage") == []
    with pytest.raises(UnreadableHistory):
        await stage.platform.port.look_up(PRIVATE, "key", *window())


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        ("messages_tab_disabled", Reason.CLOSED),
        ("channel_not_found", Reason.CLOSED),
        ("is_archived", Reason.CLOSED),
        ("token_revoked", Reason.TENANT_LOST),
        ("msg_too_long", Reason.INVALID),
    ],
)
async def test_a_refusal_in_private_is_explained(stage: Stage, error: str, reason: Reason) -> None:
    stage.slack.fail("chat.postMessage", Fault(error=error))
    with pytest.raises(Rejected) as refused:
        await stage.platform.port.post(PRIVATE, SHORT, "key")
    assert refused.value.reason is reason


async def test_a_missing_scope_is_named(stage: Stage) -> None:
    stage.slack.fail("conversations.open", Fault(error="missing_scope"))
    with pytest.raises(Rejected, match="im:write"):
        await stage.platform.port.post(PRIVATE, SHORT, "key")
    stage.slack.fail("conversations.history", Fault(error="missing_scope"))
    with pytest.raises(UnreadableHistory, match="im:history"):
        await stage.platform.port.look_up(PRIVATE, "key", *window())


@pytest.mark.parametrize(
    "fault", [Fault(retry_after=7), Fault(drop=True), Fault(status=500, accept=True), Fault(error="internal_error")]
)
async def test_a_conversation_that_does_not_open_costs_no_post(stage: Stage, fault: Fault) -> None:
    stage.slack.fail("conversations.open", fault)
    with pytest.raises(Postponed):
        await stage.platform.port.post(PRIVATE, SHORT, "key")
    assert stage.slack.calls("chat.postMessage") == []


async def test_a_private_post_whose_answer_is_lost_is_found(stage: Stage) -> None:
    stage.slack.fail("chat.postMessage", Fault(drop=True, accept=True))
    with pytest.raises(Uncertain):
        await stage.platform.port.post(PRIVATE, SHORT, "key")
    assert await stage.platform.port.look_up(PRIVATE, "key", *window()) is not None


async def test_slacks_clock_is_read_from_its_answers(stage: Stage) -> None:
    await stage.platform.port.post(HERE, SHORT, "key")
    before = datetime.now(UTC) - timedelta(seconds=1)  # Slack's clock gives whole seconds
    told = await stage.platform.port.now()
    assert told is not None
    assert before <= told <= datetime.now(UTC)
    assert stage.slack.calls("api.test") == []


@pytest.mark.parametrize(
    "fault", [None, Fault(error="fatal_error"), Fault(error="anything_else"), Fault(retry_after=60)]
)
async def test_slack_is_asked_for_its_time_before_anything_is_sent(stage: Stage, fault: Fault | None) -> None:
    forget_time(stage)
    if fault is not None:
        stage.slack.fail("api.test", fault)
    assert await asyncio.gather(*(stage.platform.port.now() for _ in range(10))) != [None] * 10
    assert len(stage.slack.calls("api.test")) == 1


@pytest.mark.parametrize("fault", [Fault(drop=True), Fault(status=500), Fault(status=503)])
async def test_a_slack_that_does_not_answer_is_asked_again_later(stage: Stage, fault: Fault) -> None:
    forget_time(stage)
    stage.slack.fail("api.test", fault)
    for _ in range(2):
        with pytest.raises(Postponed):
            await stage.platform.port.now()
    assert len(stage.slack.calls("api.test")) == 1


def forget_time(stage: Stage) -> None:
    """Forget what's known about Slack's clock, as in a process that has just started."""
    port = stage.platform.port
    assert isinstance(port, SlackPort)
    port._installations._api.clock = RemoteClock()
