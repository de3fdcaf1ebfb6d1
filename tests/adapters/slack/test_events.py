"""Events: mentions, direct messages, App Home, and the app's removal."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from adapters.slack.outbound.queue import PACE
from bot.features.learners.chosen import Chosen
from bot.language.port import Destination, Reason, Rejected
from bot.storage.tables import removal, seen, setting
from bot.storage.times import from_milliseconds
from tests.adapters.slack.conftest import Stage, presses, words
from tests.adapters.slack.test_render import SHORT
from tests.fakes.slack import Fault, payloads
from tests.fakes.slack.server import ADMIN, DIRECT, GENERAL, MEMBER, QUIET
from tests.rows import rows


async def test_a_mention_is_asked_and_answered_under_it(stage: Stage) -> None:
    mention = payloads.mention("<@U0BOT> what is a &lt;litter box&gt;?")
    said = await stage.answer(mention, "chat.postMessage")
    assert (said["channel"], said["thread_ts"]) == (GENERAL, mention["event"]["ts"])
    assert "A tray of sand" in words(said)
    assert (said["unfurl_links"], said["unfurl_media"]) == (False, False)


async def test_only_the_asker_is_told_that_there_is_no_answer(stage: Stage) -> None:
    said = await stage.answer(payloads.mention("<@U0BOT> what is a blockchain?"), "chat.postEphemeral")
    assert (said["channel"], said["user"]) == (GENERAL, MEMBER)
    assert "doesn't cover that" in words(said)
    assert not said.keys() & {"unfurl_links", "unfurl_media"}, "chat.postEphemeral has no such arguments"
    assert "thread_ts" not in said


async def test_a_mention_in_a_thread_is_answered_there(stage: Stage) -> None:
    mention = payloads.mention("<@U0BOT> aquarium?", thread_ts="1700000000.000100")
    assert (await stage.answer(mention, "chat.postMessage"))["thread_ts"] == "1700000000.000100"
    bare = payloads.mention("<@U0BOT>", thread_ts="1700000000.000100")
    assert (await stage.answer(bare, "chat.postEphemeral"))["thread_ts"] == "1700000000.000100"


async def test_a_follow_up_is_understood_however_it_arrives(stage: Stage) -> None:
    mention = payloads.mention("<@U0BOT> aquarium vs litter box")
    assert "A tray of sand" in words(await stage.answer(mention, "chat.postMessage"))
    in_thread = payloads.mention("<@U0BOT> the first one?", thread_ts=mention["event"]["ts"])
    said = words(await stage.answer(in_thread, "chat.postMessage"))
    assert "A glass container" in said
    assert "A tray of sand" not in said
    corrected = payloads.mention("no, I meant a litter box <@U0BOT>")
    assert "A tray of sand" in words(await stage.answer(corrected, "chat.postMessage"))


async def test_a_bare_mention_gets_help(stage: Stage) -> None:
    assert "What I can do" in words(await stage.answer(payloads.mention("<@U0BOT|versed>  "), "chat.postEphemeral"))


@pytest.mark.parametrize("more", [{}, {"subtype": "file_share"}, {"subtype": "me_message"}])
async def test_a_direct_message_is_asked_and_answered(stage: Stage, more: dict[str, str]) -> None:
    said = await stage.answer(payloads.direct("what is an aquarium?", **more), "chat.postMessage")
    assert said["channel"] == DIRECT
    assert "A glass container" in words(said)


@pytest.mark.parametrize(
    "event",
    [
        payloads.direct("hello", user="U0BOT"),
        payloads.direct("hello", bot_id="B0OTHER"),
        payloads.direct("Reminder: quiz.", user="USLACKBOT"),
        payloads.mention("<@U0BOT> tip", user="USLACKBOT"),
        payloads.direct("hello", subtype="message_changed"),
        payloads.event("message", channel=GENERAL, channel_type="channel", user=MEMBER, text="hello"),
        payloads.event("app_home_opened", channel=DIRECT, user=MEMBER, tab="messages"),
        payloads.event("tokens_revoked", tokens={"oauth": [MEMBER], "bot": []}),
        payloads.event("member_joined_channel", channel=GENERAL, user="U0BOT"),
        payloads.event("something_new"),
    ],
    ids=lambda event: json.dumps(event["event"])[:40],
)
async def test_other_events_are_ignored(stage: Stage, event: dict[str, object]) -> None:
    await stage.driver.deliver(event)
    await stage.answer(payloads.command(stage.slack, "compare"))
    assert not stage.slack.calls("chat.postMessage", "chat.postEphemeral", "views.publish")


async def test_schedules_pause_as_soon_as_their_channel_is_deleted(stage: Stage) -> None:
    await stage.answer(payloads.command(stage.slack, "schedule tip 09:00", user=ADMIN))
    await stage.driver.deliver(payloads.event("channel_deleted", channel=QUIET))
    listed = payloads.command(stage.slack, "schedule list", user=ADMIN, channel=QUIET)
    assert "The channel is gone" not in words(await stage.answer(listed))
    await stage.driver.deliver(payloads.event("channel_deleted", channel=GENERAL))
    listed = payloads.command(stage.slack, "schedule list", user=ADMIN, channel=QUIET)
    assert "Paused. The channel is gone; choose another one" in words(await stage.answer(listed))


async def test_an_event_delivered_again_has_one_effect(stage: Stage) -> None:
    mention = payloads.mention("<@U0BOT>")
    await stage.answer(mention, "chat.postEphemeral")
    for _ in range(3):
        await stage.driver.deliver(mention, again=True)
    await stage.answer(payloads.mention("<@U0BOT>"), "chat.postEphemeral")
    assert len(stage.slack.calls("chat.postEphemeral")) == 2


async def test_an_event_whose_first_delivery_was_lost_is_served(over_http: Stage) -> None:
    from tests.fakes.slack.driver import ByHttp, encode, signed

    driver = over_http.driver
    assert isinstance(driver, ByHttp)
    body, kind = encode(payloads.mention("<@U0BOT>"))
    headers = {"Content-Type": kind, "X-Slack-Retry-Num": "2", "X-Slack-Retry-Reason": "http_timeout", **signed(body)}
    assert (await driver.post(body, headers)).status == 200
    await over_http.slack.wait_for("chat.postEphemeral")


@pytest.mark.real_pace
async def test_messages_to_a_channel_keep_slacks_pace(stage: Stage) -> None:
    began = asyncio.get_running_loop().time()
    for _ in range(2):
        await stage.driver.deliver(payloads.direct("aquarium?"))
    second = await stage.slack.wait_for("chat.postMessage", 2)
    assert second.at - began >= PACE


async def test_home_shows_todays_tip_and_progress(stage: Stage) -> None:
    opened = payloads.event("app_home_opened", channel=DIRECT, user=MEMBER, tab="home")
    home = (await stage.answer(opened, "views.publish"))["view"]
    assert home["type"] == "home"
    assert "Today's tip" in words(home)
    assert "Answer three questions" in words(home)
    assert any(press.startswith("quiz.") for press in presses(home))
    again = (await stage.answer({**opened, "event_id": "Ev-again"}, "views.publish"))["view"]
    assert again["blocks"][0] == home["blocks"][0]


async def test_home_is_published_anew_after_learning_anywhere(stage: Stage) -> None:
    opened = payloads.event("app_home_opened", channel=DIRECT, user=MEMBER, tab="home")
    home = (await stage.answer(opened, "views.publish"))["view"]
    assert "flashcards are due" not in words(home)
    await stage.answer(payloads.command(stage.slack, "define aquarium"))
    anew = await stage.slack.wait_for("views.publish", 2)
    assert "flashcards are due" in words(anew.arguments["view"])
    assert anew.arguments["user_id"] == MEMBER
    await stage.answer(payloads.command(stage.slack, "help"))
    await stage.answer(payloads.command(stage.slack, "define aquarium", user="U0OTHER"))
    assert len(stage.slack.calls("views.publish")) == 2, "what hasn't changed stays"


async def test_home_leads_to_settings_help_and_for_administrators_to_schedules(stage: Stage) -> None:
    opened = payloads.event("app_home_opened", channel=DIRECT, user=MEMBER, tab="home")
    home = (await stage.answer(opened, "views.publish"))["view"]
    labels = [
        each["text"]["text"] for block in home["blocks"] for each in block.get("elements", []) if "value" in each
    ]
    assert {"Settings", "Leaderboard", "Help", "My progress"} <= set(labels)
    assert labels[0] == "Three questions"
    assert "Schedules" not in labels


async def count_settings(stage: Stage) -> int:
    return len(await rows(stage.database, select(setting)))


@pytest.mark.parametrize("kinds", [("app_uninstalled", "tokens_revoked"), ("tokens_revoked", "app_uninstalled")])
async def test_a_removed_app_serves_nobody_and_keeps_the_settings_for_a_while(
    stage: Stage, kinds: tuple[str, str]
) -> None:
    """See test_grace for when they're deleted."""
    await stage.answer(payloads.command(stage.slack, "settings questions:7"))
    await Chosen(stage.database).put("slack:T0OTHER", "", "kept", "yes")
    stage.slack.fail("auth.test", *[Fault(error="account_inactive")] * 4)
    for kind in kinds:
        more: dict[str, Any] = {"tokens": {"bot": ["U0BOT"], "oauth": []}} if kind == "tokens_revoked" else {}
        await stage.driver.deliver(payloads.event(kind, **more))
        await stage.driver.deliver(payloads.event(kind, **more), again=True)
        assert await count_settings(stage) == 2
    ((tenant, until),) = await rows(stage.database, select(removal))
    assert tenant == "slack:T0HOME"
    assert timedelta(hours=23) < from_milliseconds(until) - datetime.now(UTC) < timedelta(hours=25)
    said = await stage.answer(payloads.command(stage.slack, "settings questions:8"))
    assert "isn't installed in this workspace" in words(said)
    with pytest.raises(Rejected) as refused:
        await stage.platform.port.post(Destination("slack:T0HOME", GENERAL), SHORT, "key")
    assert refused.value.reason is Reason.TENANT_LOST
    await stage.platform.close()
    assert {value for (value,) in await rows(stage.database, select(setting.c.value))} == {"7", "yes"}


async def test_an_old_event_about_a_removal_deletes_nothing(stage: Stage) -> None:
    """Slack may redeliver one after the app has been added again."""
    await stage.answer(payloads.command(stage.slack, "settings questions:7"))
    await stage.driver.deliver(payloads.event("app_uninstalled"))
    assert await count_settings(stage) == 1
    assert words(await stage.answer(payloads.command(stage.slack, "compare")))


async def test_a_revoked_token_is_not_tried_again_for_an_hour(stage: Stage) -> None:
    stage.slack.fail("chat.postMessage", Fault(error="token_revoked"))
    to = Destination("slack:T0HOME", GENERAL)
    for _ in range(3):
        with pytest.raises(Rejected) as refused:
            await stage.platform.port.post(to, SHORT, "key")
        assert refused.value.reason is Reason.TENANT_LOST
    assert len(stage.slack.calls("chat.postMessage")) == 1


async def test_without_a_token_that_slack_accepts_it_is_not_ready(stage: Stage) -> None:
    assert stage.platform.is_ready()
    stage.slack.fail("chat.postMessage", Fault(error="token_revoked"))
    with pytest.raises(Rejected):
        await stage.platform.port.post(Destination("slack:T0HOME", GENERAL), SHORT, "key")
    assert not stage.platform.is_ready()  # so /healthz tells, and posts wait instead of being rejected


async def test_an_event_is_timed_by_slack(stage: Stage) -> None:
    mention = payloads.mention("<@U0BOT> aquarium?")
    mention["event"]["event_ts"] = "1700000000.250000"
    await stage.answer(mention, "chat.postMessage")
    await stage.database.writer.close()
    ((at,),) = await rows(stage.database, select(seen.c.at).limit(1))
    assert from_milliseconds(at) == datetime(2023, 11, 14, 22, 13, 20, 250_000, tzinfo=UTC)
