"""Reminders on Slack, from the command to a press in the direct message."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from bot.core import Core
from bot.features.delivery.delivery import Delivery
from bot.features.reviews import actions
from bot.features.reviews.deck import Deck
from bot.features.scheduling.outcomes import ScheduleOutcomes
from bot.features.scheduling.planner import Planner
from bot.language.actions import encode
from tests.adapters.slack.conftest import Stage, presses, words
from tests.fakes.platform import FakeClock
from tests.fakes.slack import payloads
from tests.fakes.slack.server import DIRECT, MEMBER
from tests.packs import pets

CONVERSATION = f"D-{MEMBER}"


@pytest.fixture
def stage(over_http: Stage) -> Stage:
    return over_http


async def post_tomorrow(stage: Stage, core: Core) -> None:
    """Learn a card, ask for reminders, and send what's due two days later."""
    card = Deck(pets()).cards[0].code
    await stage.answer(payloads.command(stage.slack, "review"))
    await stage.answer(payloads.press(stage.slack, encode(actions.RateCard("pets", card, 0, 3))))
    assert "I'll remind you" in words(await stage.answer(payloads.command(stage.slack, "remind 9:00")))
    clock = FakeClock((datetime.now(UTC) + timedelta(days=2)).replace(hour=9, minute=0, second=1))
    await Planner(stage.database, core.composers, clock, Random(1)).plan_due(["slack"])
    outbox = Delivery(stage.database, {"slack": stage.platform.port}, clock, ScheduleOutcomes(core.composers))
    for post in await outbox.claim("slack", 5):
        await outbox.deliver(post)


async def test_a_reminder_comes_as_a_direct_message_and_leads_on(stage: Stage, core: Core) -> None:
    await post_tomorrow(stage, core)
    (note,) = stage.slack.messages[CONVERSATION]
    assert "1 flashcard is due" in words(note)
    assert list(stage.slack.messages) == [CONVERSATION]  # and nothing in any channel
    begin, stop = presses(note)
    begun = await stage.answer(payloads.press(stage.slack, begin, channel=CONVERSATION, ephemeral=False))
    assert not begun.get("replace_original")  # a look-up may still have to find the note
    stopped = await stage.answer(payloads.press(stage.slack, stop, channel=CONVERSATION, ephemeral=False))
    assert "I won't remind you any more" in words(stopped)


async def test_an_unreachable_member_is_told_at_their_next_command(
    stage: Stage, core: Core, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.features.learners.notices._LOOK_EVERY", 0.0)
    stage.slack.unreachable[MEMBER] = "user_disabled"
    await post_tomorrow(stage, core)
    assert stage.slack.messages[CONVERSATION] == []
    before = len(stage.slack.calls("response"))
    await stage.driver.deliver(payloads.command(stage.slack, "help"))
    await stage.slack.wait_for("response", before + 2)
    told = stage.slack.calls("response")[-1].arguments
    assert "user_disabled" in words(told)
    assert told.get("response_type") != "in_channel"


async def test_home_starts_reminders(stage: Stage) -> None:
    opened = payloads.event("app_home_opened", channel=DIRECT, user=MEMBER, tab="home")
    home = (await stage.answer(opened, "views.publish"))["view"]
    remind = next(each for each in presses(home) if each.startswith("remind."))
    said = await stage.answer(payloads.press_in_view(remind, home), "views.open")
    assert "I'll remind you" in words(said["view"])
    home = (await stage.answer({**opened, "event_id": "Ev-again"}, "views.publish"))["view"]
    assert not any(each.startswith("remind.") for each in presses(home))
