"""Who a scheduled post may ping on Slack: the audience that an administrator chose, and nobody else."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.inbound import modals
from adapters.slack.outbound.texts import WordedBlock
from adapters.slack.workspace import groups
from bot.features.lessons.posted_tips import COMMAND as SCHEDULE_TIP
from bot.features.scheduling.store import schedules
from bot.language.message import Heading, Message, message
from bot.language.people import Audience, Reach
from bot.language.port import Destination
from bot.language.rich_text import text
from tests.adapters.slack.conftest import Stage, words
from tests.adapters.slack.test_render import RENDERER, WAY, blocks
from tests.fakes.slack import Fault, payloads
from tests.fakes.slack.rules import faults_of_message
from tests.fakes.slack.server import ADMIN, GENERAL

GROUP = Audience(Reach.ROLE, "S0DESIGN", "designers")
SNEAKY = message(text("<!channel> <!here> <!subteam^S0DESIGN> <@U1>"))


def mentions(said: dict[str, Any]) -> list[str]:
    """Return the texts in which Slack reads markup."""
    found = [block["text"] for block in said["blocks"] if block["type"] == "section"]
    return [each["text"] for each in found if each["type"] == "mrkdwn"]


@pytest.mark.parametrize(
    ("audience", "pinged"),
    [
        (None, []),
        (GROUP, ["<!subteam^S0DESIGN>"]),
        (Audience(Reach.EVERYONE), ["<!channel>"]),
        (Audience(Reach.HERE), ["<!here>"]),
        (replace(GROUP, id=""), []),
        (replace(GROUP, id="400000000000000001"), []),
    ],
)
async def test_only_the_chosen_audience_is_pinged(
    over_http: Stage, audience: Audience | None, pinged: list[str]
) -> None:
    to = Destination("slack:T0HOME", GENERAL, audience=audience)
    reference = await over_http.platform.port.post(to, SNEAKY, "key")
    (posted,) = over_http.slack.messages[GENERAL]
    assert mentions(posted) == pinged
    assert "<!" not in posted["text"]
    assert (audience is None) or audience.shown in posted["text"]
    assert posted["blocks"][0]["block_id"] == "versed_post:key"
    del posted["metadata"]
    found = await over_http.platform.port.look_up(to, "key", *_around(float(reference)))
    assert found == reference


async def test_a_simplified_post_still_pings(over_http: Stage) -> None:
    over_http.slack.fail("chat.postMessage", Fault(error="invalid_blocks"))
    await over_http.platform.port.post(Destination("slack:T0HOME", GENERAL, audience=GROUP), SNEAKY, "key")
    assert mentions(over_http.slack.messages[GENERAL][0]) == ["<!subteam^S0DESIGN>"]


@pytest.mark.parametrize("typed", ["@designers", "designers", "Designers", "<!subteam^S0DESIGN|@designers>"])
async def test_a_group_is_named_as_people_see_it(stage: Stage, typed: str) -> None:
    said = await stage.answer(
        payloads.command(stage.slack, f'schedule tip 09:00 notify:"{typed}" zone:UTC', user=ADMIN)
    )
    assert "Pings: @designers" in words(said).replace("\n", "")
    (kept,) = await stage.database.read(lambda transaction: schedules.of_tenant(transaction, "slack:T0HOME"))
    assert kept.notify == GROUP.text


@pytest.mark.parametrize("typed", ["no one", "gone", "S0OTHER", "role:S0OTHER:x", "<!subteam^S0OTHER>", "<!channel>"])
async def test_a_group_of_another_workspace_is_refused(stage: Stage, typed: str) -> None:
    said = await stage.answer(payloads.command(stage.slack, f'schedule tip 09:00 notify:"{typed}"', user=ADMIN))
    assert "I don't know the user group" in words(said)
    assert "there are @designers." in words(said)
    assert "<!" not in str(said)
    assert await stage.database.read(lambda transaction: schedules.of_tenant(transaction, "slack:T0HOME")) == []


@pytest.mark.parametrize("typed", ["@here", "<!here>", "<!here|here>"])
async def test_here_is_no_group_but_a_choice_of_its_own(over_http: Stage, typed: str) -> None:
    line = f'schedule tip 09:00 notify:"{typed}"'
    said = await over_http.answer(payloads.command(over_http.slack, line, user=ADMIN))
    assert "For @here, type everyone:here." in words(said)


async def test_nobody_means_no_ping(stage: Stage) -> None:
    said = await stage.answer(payloads.command(stage.slack, "schedule tip 09:00 notify:nobody zone:UTC", user=ADMIN))
    assert "Done: schedule 1" in words(said)
    assert "Pings" not in words(said)
    (kept,) = await stage.database.read(lambda transaction: schedules.of_tenant(transaction, "slack:T0HOME"))
    assert kept.notify == ""


async def test_a_member_who_may_not_schedule_learns_no_groups(stage: Stage) -> None:
    said = await stage.answer(payloads.command(stage.slack, "schedule tip 09:00 notify:designers"))
    assert "Only an administrator can schedule posts" in words(said)
    assert not stage.slack.calls("usergroups.list")


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        ("missing_scope", "The app lacks the scope usergroups:read; add it in the app's settings"),
        ("not_allowed", "Slack won't tell me which user groups there are (not_allowed)."),
    ],
)
async def test_if_slack_names_no_groups_a_sentence_says_what_to_do(stage: Stage, error: str, sentence: str) -> None:
    stage.slack.fail("usergroups.list", Fault(error=error))
    said = await stage.answer(payloads.command(stage.slack, "schedule tip 09:00 notify:designers", user=ADMIN))
    assert sentence in words(said)


async def test_groups_are_suggested_in_a_modal(stage: Stage) -> None:
    view = {**modals.options(SCHEDULE_TIP, {}, WAY, RENDERER.phrase), "id": "V1"}
    field = next(each for each in view["blocks"] if each.get("block_id") == "notify")
    assert field["element"]["type"] == "external_select"
    found = await stage.driver.deliver(payloads.suggestion(view, "notify", "desi", user=ADMIN))
    assert [each["value"] for each in found["options"]] == ["@designers"]
    await stage.driver.deliver(payloads.submission(view, {"time": "09:00", "notify": "@designers"}, user=ADMIN))
    await stage.slack.wait(lambda: stage.slack.calls("usergroups.list"))


FEW = st.builds(Message, st.lists(blocks, max_size=4).map(tuple), st.booleans(), st.booleans())
"""Messages of a few blocks: only the first page has a mention, and one block may already fill several pages."""


@given(FEW, st.sampled_from([GROUP, Audience(Reach.EVERYONE), Audience(Reach.HERE)]))
def test_any_message_keeps_the_limits_below_a_mention(said: Message, audience: Audience) -> None:
    block = groups.mention(audience)
    assert block is not None
    top = WordedBlock(block, audience.shown)
    for pages in (RENDERER.pages(said, top=top), RENDERER.simple_pages(said, top=top)):
        assert pages[0].blocks[0] == block
        assert all(faults_of_message({"text": page.text, "blocks": list(page.blocks)}) == [] for page in pages)
        shown = str([page.blocks for page in pages])
        assert shown.count("<!") - shown.count("<!date^") == 1  # a date pings nobody


def test_a_mention_counts_as_one_of_the_blocks() -> None:
    said = message(*[Heading("x")] * 50)
    assert [len(page.blocks) for page in RENDERER.pages(said)] == [50]
    block = groups.mention(GROUP)
    assert block is not None
    assert [len(page.blocks) for page in RENDERER.pages(said, top=WordedBlock(block, GROUP.shown))] == [50, 1]


def _around(at: float) -> tuple[datetime, datetime]:
    moment = datetime.fromtimestamp(at, UTC)
    return moment - timedelta(minutes=1), moment + timedelta(minutes=1)
