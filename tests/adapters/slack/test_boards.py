"""Boards: messages in a channel that are updated in place."""

import pytest

from bot.language.controls import Button, Buttons
from bot.language.message import CodeBlock, Image, Table, message
from bot.language.port import Destination, Postponed, Queued, Reason, Rejected, Uncertain
from bot.language.rich_text import text
from tests.adapters.slack.conftest import Stage, presses, words
from tests.adapters.slack.test_render import SHORT
from tests.fakes.commands import png
from tests.fakes.slack import Fault
from tests.fakes.slack.server import GENERAL

HERE = Destination("slack:T0HOME", GENERAL)


@pytest.fixture
def stage(over_http: Stage) -> Stage:
    return over_http


async def test_a_board_changes_in_place(stage: Stage) -> None:
    ref = await stage.platform.boards.show(HERE, SHORT, "key")
    await stage.platform.boards.change(HERE, ref, message(text("12 of 17 have answered")))
    await stage.platform.boards.change(HERE, ref, message(text("The podium"), Image(png(), "Three names", "x.png")))
    (board,) = stage.slack.messages[GENERAL]
    assert board["ts"] == ref
    assert "The podium" in words(board)


async def test_a_board_with_two_tables_says_everything(stage: Stage) -> None:
    """A team game ends with two tables, but Slack accepts only one in a message."""
    teams, players = (Table(("Name", "Points"), tuple((f"{name} {n}", "900") for n in range(10))) for name in "TP")
    button = Buttons((Button("Review what I missed", "r"),))
    await stage.platform.boards.show(
        HERE, message(teams, Image(png(), "The podium", "x.png"), players, button), "key"
    )
    (board,) = stage.slack.messages[GENERAL]
    assert all(each in words(board) for each in ("T 9", "P 9", "Review what I missed"))
    assert [each["type"] for each in board["blocks"]].count("image") == 1


async def test_edits_that_people_wait_for_come_before_others(stage: Stage) -> None:
    """Slack limits the edits in a workspace, so a busy channel mustn't keep another one's answers from opening."""
    button = Buttons((Button("A", "a"),))
    question = await stage.platform.boards.show(HERE, message(text("Read it first")), "key")
    lobby = await stage.platform.boards.show(HERE, message(text("The lobby"), button), "other")
    with pytest.raises(Queued):
        for number in range(20):
            await stage.platform.boards.change(HERE, lobby, message(text(f"{number} players"), button))
    await stage.platform.boards.change(HERE, question, message(text("Read it first"), button))
    assert presses(stage.slack.messages[GENERAL][0]) == ["a"]


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (Fault(error="message_not_found"), Rejected),
        (Fault(retry_after=3), Postponed),
        (Fault(accept=True, drop=True), Uncertain),
    ],
)
async def test_failures_are_told_apart(stage: Stage, fault: Fault, expected: type[Exception]) -> None:
    ref = await stage.platform.boards.show(HERE, SHORT, "key")
    stage.slack.fail("chat.update", fault)
    with pytest.raises(expected):
        await stage.platform.boards.change(HERE, ref, SHORT)


async def test_a_channel_without_versed_or_an_archived_one_has_no_board(stage: Stage) -> None:
    ref = await stage.platform.boards.show(HERE, SHORT, "key")
    stage.slack.fail("chat.postMessage", Fault(error="not_in_channel"))
    with pytest.raises(Rejected) as refused:
        await stage.platform.boards.show(HERE, SHORT, "key")
    assert refused.value.reason is Reason.PLACE_LOST
    stage.slack.channels[GENERAL]["is_archived"] = True
    with pytest.raises(Rejected, match="archived") as closed:
        await stage.platform.boards.change(HERE, ref, SHORT)
    assert closed.value.reason is Reason.PLACE_LOST


async def test_a_board_with_code_and_pictures_changes_in_place(stage: Stage) -> None:
    beside = (
        CodeBlock("print(1)", "python"),
        Image(png(), "A chart", "chart.png"),
        Image(png(9, 9), "A case", "case.png"),
    )
    ref = await stage.platform.boards.show(HERE, message(text("Question 7"), *beside), "key")
    await stage.platform.boards.change(HERE, ref, message(text("12 of 17 have answered"), *beside))
    (board,) = stage.slack.messages[GENERAL]
    assert [block["type"] for block in board["blocks"]] == ["section", "rich_text", "image", "image"]
    assert board["blocks"][1]["elements"][0]["type"] == "rich_text_preformatted"
    assert len(stage.slack.calls("upload")) == 2  # one for each picture
