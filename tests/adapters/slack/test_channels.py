"""Commands and buttons that start something in a channel: if the bot can't post there, it says what to do instead."""

import pytest
from sqlalchemy import func, select

from bot.core import Core
from bot.features.scheduling.actions import BeginTips
from bot.language.actions import encode
from bot.storage.tables import challenge, game, schedule, season
from tests.adapters.slack.conftest import Stage, words
from tests.adapters.slack.test_windows import buttons, opened
from tests.fakes.slack import Fault, payloads
from tests.fakes.slack.server import ADMIN, DIRECT, GENERAL, MEMBER, OLD, QUIET, SECRET
from tests.rows import rows

BEGINNINGS = (
    "game start care 1",
    "challenge care 1",
    "season start Spring 90d",
    "schedule tip 09:00",
    "schedule challenge",
    "schedule report",
    "schedule game",
    "schedule course",
)
JOIN = "Join this channel"


@pytest.fixture(autouse=True)
def games(core: Core, over_http: Stage) -> None:
    """Connect the boards that games are shown on."""
    core.boards["slack"] = over_http.platform.boards


async def begun(stage: Stage) -> int:
    """Return how many games, challenges, seasons and schedules there are."""
    counts = [
        await rows(stage.database, select(func.count()).select_from(table))
        for table in (game, challenge, season, schedule)
    ]
    return sum(found[0][0] for found in counts)


@pytest.mark.parametrize("typed", BEGINNINGS)
async def test_joining_does_what_was_asked_for(over_http: Stage, typed: str) -> None:
    said = await over_http.answer(payloads.command(over_http.slack, typed, channel=QUIET, user=ADMIN))
    assert "yet, so I can't post there; type /invite @Versed there first." in words(said)
    assert await begun(over_http) == 0
    press = payloads.press(over_http.slack, buttons(said)[JOIN], channel=QUIET, user=ADMIN, ephemeral=True)
    await over_http.answer(press)
    assert over_http.slack.channels[QUIET]["is_member"]
    assert await begun(over_http) > 0


@pytest.mark.parametrize("typed", BEGINNINGS)
@pytest.mark.parametrize(
    ("channel", "why"),
    [
        (SECRET, "I'm not in the private channel"),
        (OLD, ", as it's archived; choose another channel."),
        ("C0GONE", "I'm not in the private channel"),
    ],
)
async def test_where_it_cannot_join_it_says_why(over_http: Stage, typed: str, channel: str, why: str) -> None:
    said = await over_http.answer(payloads.command(over_http.slack, typed, channel=channel, user=ADMIN))
    assert why in words(said)
    assert JOIN not in buttons(said)
    assert await begun(over_http) == 0


async def test_once_the_bot_is_invited_the_command_works(over_http: Stage) -> None:
    await over_http.answer(payloads.command(over_http.slack, BEGINNINGS[0], channel=SECRET, user=MEMBER))
    over_http.slack.channels[SECRET]["is_member"] = True
    said = await over_http.answer(payloads.command(over_http.slack, BEGINNINGS[0], channel=SECRET, user=MEMBER))
    assert "The lobby's open" in words(said)


async def test_a_private_channel_that_slack_does_not_describe_may_have_the_bot_in_it(over_http: Stage) -> None:
    over_http.slack.channels[SECRET]["is_member"] = True
    over_http.slack.fail("conversations.info", Fault(error="channel_not_found"))
    said = await over_http.answer(payloads.command(over_http.slack, BEGINNINGS[0], channel=SECRET, user=MEMBER))
    assert "The lobby's open" in words(said)


@pytest.mark.parametrize("error", ["missing_scope", "internal_error", "fatal_error", "ratelimited"])
async def test_if_slack_cannot_say_the_bot_tries_anyway(over_http: Stage, error: str) -> None:
    over_http.slack.fail("conversations.info", Fault(error=error))
    said = await over_http.answer(payloads.command(over_http.slack, "challenge care 1", channel=GENERAL, user=ADMIN))
    assert "Take the challenge" in buttons(said)


async def test_members_are_told_to_invite_the_bot(over_http: Stage) -> None:
    said = await over_http.answer(payloads.command(over_http.slack, BEGINNINGS[0], channel=QUIET, user=MEMBER))
    assert "type /invite @Versed there first" in words(said)
    assert JOIN not in buttons(said)


async def test_other_commands_are_answered_there(over_http: Stage) -> None:
    said = await over_http.answer(payloads.command(over_http.slack, "compare", channel=QUIET, user=ADMIN))
    assert "I can't post there" not in words(said)


async def test_a_button_that_begins_something_says_the_same(over_http: Stage) -> None:
    said = await over_http.answer(payloads.press(over_http.slack, encode(BeginTips()), channel=QUIET, user=ADMIN))
    assert "yet, so I can't post there" in words(said)
    assert JOIN in buttons(said)
    assert await begun(over_http) == 0


async def test_another_channel_is_the_one_to_join(over_http: Stage) -> None:
    name = over_http.slack.channels[QUIET]["name"]
    typed = f"pack suggestions channel:<#{QUIET}|{name}>"
    said = await over_http.answer(payloads.command(over_http.slack, typed, channel=GENERAL, user=ADMIN))
    assert "yet, so I can't post there" in words(said)
    assert JOIN not in buttons(said)
    join = buttons(said)[f"Join #{name}"]
    done = await over_http.answer(payloads.press(over_http.slack, join, channel=GENERAL, user=ADMIN, ephemeral=True))
    assert over_http.slack.channels[QUIET]["is_member"]
    assert "I'll post suggestions and reports in" in words(done)


@pytest.mark.parametrize(
    ("slacks", "ours"), [("privategroup", "a private channel"), ("mpdm-ada--ben-1", "a group message")]
)
async def test_a_channel_without_a_name_is_described(over_http: Stage, slacks: str, ours: str) -> None:
    for typed in ("schedule tip 09:00", "schedule list"):
        said = await over_http.answer(payloads.command(over_http.slack, typed, user=ADMIN, channel_name=slacks))
    assert f"1: Tip every weekday at 09:00 in {ours}" in words(said)


@pytest.mark.parametrize(
    ("channel", "error", "needed", "name"),
    [
        (GENERAL, "", "", "#general"),
        (SECRET, "channel_not_found", "", "a private channel"),
        (SECRET, "missing_scope", "groups:read", "a private channel"),
        (SECRET, "missing_scope", "mpim:read", "a group message"),
    ],
)
async def test_a_mention_comes_from_a_channel_with_a_name(
    over_http: Stage, channel: str, error: str, needed: str, name: str
) -> None:
    over_http.slack.channels[channel]["is_member"] = True
    if error:
        over_http.slack.fail("conversations.info", *[Fault(error=error, more=(("needed", needed),))] * 3)
    for typed in ("<@U0BOT> schedule tip 09:00", "<@U0BOT> schedule list"):
        mention = payloads.mention(typed, user=ADMIN, channel=channel)
        said = await over_http.answer(mention, "chat.postEphemeral")
    assert f"1: Tip every weekday at 09:00 in {name}" in words(said)


async def test_a_private_channel_that_slack_does_not_describe_can_be_chosen(over_http: Stage) -> None:
    slack, typed = over_http.slack, f"pack suggestions channel:<#{SECRET}|>"
    slack.fail("conversations.info", *[Fault(error="missing_scope")] * 4)
    refused = await over_http.answer(payloads.command(slack, typed, user=ADMIN))
    assert "I can't see that channel; type /invite @Versed there first." in words(refused)
    slack.channels[SECRET]["is_member"] = True
    said = await over_http.answer(payloads.command(slack, typed, user=ADMIN))
    assert "I'll post suggestions and reports in" in words(said)


@pytest.mark.parametrize("named", [f"<#{GENERAL}|general>", f"channel <#{GENERAL}>", "#general"])
async def test_a_channel_needs_no_name_of_its_option(over_http: Stage, named: str) -> None:
    said = await over_http.answer(payloads.command(over_http.slack, f"pack suggestions {named}", user=ADMIN))
    assert "I'll post suggestions and reports in" in words(said)


async def test_a_number_is_no_channel(over_http: Stage) -> None:
    await over_http.answer(payloads.command(over_http.slack, "schedule tip 09:00", user=ADMIN))
    said = await over_http.answer(payloads.command(over_http.slack, "schedule edit #1 10:00", user=ADMIN))
    assert "every weekday at 10:00" in words(said)


async def test_a_command_for_channels_is_refused_elsewhere(over_http: Stage) -> None:
    said = await over_http.answer(payloads.command(over_http.slack, "game start", channel=DIRECT, user=ADMIN))
    assert "/versed game start works in a channel" in words(said)


@pytest.mark.parametrize("fault", [Fault(error="internal_error"), Fault(error="fatal_error"), Fault(status=500)])
async def test_if_slack_cannot_say_who_administers_the_answer_says_so(over_http: Stage, fault: Fault) -> None:
    over_http.slack.fail("users.info", fault)
    said = await over_http.answer(payloads.command(over_http.slack, "schedule tip 09:00", user=ADMIN))
    assert "I can't find out right now whether you're an administrator; try again in a minute." in words(said)
    assert "versed doctor" in words(said)  # what's missing may be a scope
    said = await over_http.answer(payloads.command(over_http.slack, "schedule tip 09:00", user=MEMBER))
    assert "Only an administrator can schedule posts" in words(said)


async def test_the_channel_of_editors_is_picked_in_a_window(over_http: Stage) -> None:
    page = await over_http.answer(payloads.command(over_http.slack, "pack suggestions", user=ADMIN))
    press = payloads.press(over_http.slack, buttons(page)["Post new ones …"], user=ADMIN)
    window = await opened(over_http, press, ADMIN)
    assert {block: each["element"]["type"] for block, each in window.blocks.items()} == {
        "channel": "conversations_select"
    }
    await window.send(channel=GENERAL)
    await over_http.slack.wait_for("response")
    page = await over_http.answer(payloads.command(over_http.slack, "pack suggestions", user=ADMIN))
    assert "New ones are posted in" in words(page)
    assert list(buttons(page))[-2:] == ["Post in another channel …", "Stop posting"]
