"""The editors' channel on Slack: its posts ping nobody, and only editors can use their buttons."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from bot.core import Core
from bot.features.authoring.actions import Suggest
from bot.features.delivery.delivery import Delivery
from bot.features.scheduling.outcomes import ScheduleOutcomes
from bot.features.scheduling.planner import Planner
from bot.language.actions import encode
from tests.adapters.slack.conftest import Stage, presses, words
from tests.adapters.slack.test_windows import opened
from tests.fakes.platform import FakeClock
from tests.fakes.slack import payloads
from tests.fakes.slack.server import ADMIN, GENERAL, MEMBER


@pytest.fixture
def stage(over_http: Stage) -> Stage:
    return over_http


async def test_a_suggestion_is_posted_and_only_editors_decide(stage: Stage, core: Core) -> None:
    typed = f"pack suggestions channel:<#{GENERAL}|general>"
    chosen = await stage.answer(payloads.command(stage.slack, typed, user=ADMIN))
    assert "from now on" in words(chosen)
    window = await opened(stage, payloads.press(stage.slack, encode(Suggest("idea"))))
    (block,) = window.blocks
    await window.send(**{block: f"<!channel> <@{ADMIN}> *loud*"})
    await stage.slack.wait_for("response", 2)
    clock = FakeClock(datetime.now(UTC) + timedelta(seconds=5))
    await Planner(stage.database, core.composers, clock, Random(1)).plan_due(["slack"])
    outbox = Delivery(stage.database, {"slack": stage.platform.port}, clock, ScheduleOutcomes(core.composers))
    for post in await outbox.claim("slack", 5):
        await outbox.deliver(post)
    (posted,) = stage.slack.messages[GENERAL]
    assert "<!channel>" not in str(posted)
    assert f"<@{ADMIN}>" not in str(posted)
    assert MEMBER not in words(posted)
    accept = presses(posted)[0]
    refused = await stage.answer(payloads.press(stage.slack, accept, channel=GENERAL, ephemeral=False))
    assert "Only administrators and the editors they name" in words(refused)
    assert refused.get("response_type") != "in_channel"
    done = await stage.answer(payloads.press(stage.slack, accept, user=ADMIN, channel=GENERAL, ephemeral=False))
    assert "Accepted: " in words(done)
    assert done.get("response_type") != "in_channel"
