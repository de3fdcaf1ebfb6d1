"""Pictures that Slack hasn't processed yet when their message is sent."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.slack.outbound import late_pictures
from adapters.slack.outbound.api import Limited
from bot.language.message import Countdown, Heading, Image, Message, message
from bot.language.port import Destination
from bot.language.rich_text import text
from tests.adapters.slack.conftest import Stage, words
from tests.fakes.commands import png
from tests.fakes.slack import Fault, payloads
from tests.fakes.slack.server import GENERAL
from tests.patience import FOREVER

HERE = Destination("slack:T0HOME", GENERAL)
NOT_YET = Fault(error="invalid_blocks")


def said(about: str = "The podium") -> Message:
    return message(Heading(about), Image(png(), "Three names", "x.png"))


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.slack.outbound.late_pictures.WAITS", (0.0,) * len(late_pictures.WAITS))
    monkeypatch.setattr("adapters.slack.inbound.replies._FILE_READY", (0.0, 0.0, 0.0))


@pytest.fixture
def stage(over_http: Stage) -> Stage:
    return over_http


def kinds(shown: dict[str, Any]) -> list[str]:
    return [block["type"] for block in shown["blocks"]]


async def pictured(stage: Stage) -> dict[str, Any]:
    """Wait until the channel's only message has its picture, and return it."""
    async with asyncio.timeout(FOREVER):
        while "image" not in kinds(stage.slack.messages[GENERAL][0]):
            await asyncio.sleep(0)
    (shown,) = stage.slack.messages[GENERAL]
    return shown


@pytest.mark.parametrize("refusals", [1, 3])
async def test_a_post_gets_its_picture_a_little_later(stage: Stage, refusals: int) -> None:
    stage.slack.fail("chat.postMessage", NOT_YET)
    stage.slack.fail("chat.update", *[NOT_YET] * (refusals - 1))
    reference = await stage.platform.port.post(HERE, said(), "key")
    shown = await pictured(stage)
    assert shown["ts"] == reference
    assert shown["blocks"][0]["block_id"] == "versed_post:key"
    assert len(stage.slack.calls("chat.update")) == refusals
    assert len(stage.slack.calls("upload")) == 1


async def test_a_picture_waits_while_slack_limits_edits() -> None:
    late, shown = late_pictures.LatePictures(), asyncio.Event()
    limits = [Limited("chat.update", 30.0)]

    async def edit() -> None:
        if limits:
            raise limits.pop()
        shown.set()

    late.show("board", edit)
    await asyncio.wait_for(shown.wait(), FOREVER)
    await late.close()


@pytest.mark.parametrize("change", [False, True])
async def test_a_timed_board_does_not_wait_for_its_picture(stage: Stage, change: bool) -> None:
    at = datetime(2026, 3, 2, tzinfo=UTC)
    open_ = replace(said("Question 7"), blocks=(*said("Question 7").blocks, Countdown(at, at)))
    if change:
        ref = await stage.platform.boards.show(HERE, message(text("Read it first")), "key")
        await stage.platform.boards.change(HERE, ref, open_)
    else:
        await stage.platform.boards.show(HERE, open_, "key")
    (first,) = stage.slack.messages[GENERAL]
    assert "Picture: Three names" in words(first)


async def test_a_timed_board_gets_its_picture_by_an_edit(stage: Stage) -> None:
    at = datetime(2026, 3, 2, tzinfo=UTC)
    open_ = replace(said("Question 7"), blocks=(*said("Question 7").blocks, Countdown(at, at)))
    ref = await stage.platform.boards.show(HERE, open_, "key")
    assert "Question 7" in words(await pictured(stage))
    await stage.platform.boards.change(HERE, ref, open_)
    assert "image" in kinds(stage.slack.messages[GENERAL][0])  # it's been processed, so it's included
    assert len(stage.slack.calls("upload")) == 1


@pytest.mark.parametrize("change", [False, True])
async def test_a_board_gets_its_picture_a_little_later(stage: Stage, change: bool) -> None:
    if change:
        ref = await stage.platform.boards.show(HERE, message(text("Question 7")), "key")
        stage.slack.fail("chat.update", NOT_YET)
        await stage.platform.boards.change(HERE, ref, said())
    else:
        stage.slack.fail("chat.postMessage", NOT_YET)
        await stage.platform.boards.show(HERE, said(), "key")
    assert "The podium" in words(await pictured(stage))


async def test_a_board_that_has_changed_since_keeps_what_it_says(stage: Stage) -> None:
    stage.slack.fail("chat.postMessage", NOT_YET)
    ref = await stage.platform.boards.show(HERE, said("Where the race stands"), "key")
    await stage.platform.boards.change(HERE, ref, message(text("Question 8")))
    for _ in range(50):
        await asyncio.sleep(0)
    assert len(stage.slack.calls("chat.update")) == 1
    assert "Question 8" in words(stage.slack.messages[GENERAL][0])


async def test_a_picture_that_never_comes_stays_described(stage: Stage) -> None:
    stage.slack.fail("chat.postMessage", NOT_YET)
    stage.slack.fail("chat.update", *[NOT_YET] * 9)
    await stage.platform.port.post(HERE, said(), "key")
    await stage.slack.wait_for("chat.update", len(late_pictures.WAITS))
    await stage.platform.close()
    assert len(stage.slack.calls("chat.update")) == len(late_pictures.WAITS)
    assert "Picture: Three names" in words(stage.slack.messages[GENERAL][0])


async def test_a_message_that_has_been_deleted_is_left_alone(stage: Stage) -> None:
    stage.slack.fail("chat.postMessage", NOT_YET)
    stage.slack.fail("chat.update", Fault(error="message_not_found"))
    await stage.platform.port.post(HERE, said(), "key")
    await stage.slack.wait_for("chat.update")
    await stage.platform.close()
    assert len(stage.slack.calls("chat.update")) == 1


@pytest.mark.parametrize("refusals", [1, 2, 3])
async def test_an_answer_waits_for_its_picture(stage: Stage, refusals: int) -> None:
    stage.slack.fail("response", *[NOT_YET] * refusals)
    await stage.driver.deliver(payloads.command(stage.slack, "compare care show:picture"))
    answer = (await stage.slack.wait_for("response", refusals + 1)).arguments
    assert "image" in kinds(answer)


async def test_an_answer_whose_picture_never_comes_is_given_in_words(stage: Stage) -> None:
    stage.slack.fail("response", *[NOT_YET] * 4)
    await stage.driver.deliver(payloads.command(stage.slack, "compare care show:picture"))
    answer = (await stage.slack.wait_for("response", 5)).arguments
    assert "image" not in kinds(answer)
    assert "Daily care" in words(answer)
