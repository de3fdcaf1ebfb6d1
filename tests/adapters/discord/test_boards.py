"""Boards: messages in a channel that are edited in place."""

import pytest

from adapters.discord.setup.platform import Discord
from bot.language.message import CodeBlock, Image, Message, message
from bot.language.port import Destination, Postponed, Reason, Rejected, Uncertain
from bot.language.rich_text import text
from tests.fakes.commands import comparison, png
from tests.fakes.discord import FakeDiscord

QUESTION = message(text("12 of 17 have answered"))


@pytest.fixture
def to(discord: FakeDiscord) -> Destination:
    return Destination(f"discord:{discord.home['id']}", discord.channel)


@pytest.mark.parametrize("then", [QUESTION, comparison("Data"), message(Image(png(), "The podium", "x.png"))])
async def test_a_board_changes_in_place(
    discord: FakeDiscord, versed: Discord, to: Destination, then: Message
) -> None:
    ref = await versed.boards.show(to, comparison("Models"), "key")
    await versed.boards.change(to, ref, then)
    await versed.boards.change(to, ref, QUESTION)
    shown = discord.messages[discord.channel]
    assert [each.id for each in shown] == [ref]
    assert "12 of 17 have answered" in shown[0].text


async def test_a_board_appears_once_although_discords_answer_was_lost(
    discord: FakeDiscord, versed: Discord, to: Destination
) -> None:
    discord.fail("POST /channels/.*", drop=True, accept=True)
    with pytest.raises(Uncertain):
        await versed.boards.show(to, QUESTION, "game/lobby")
    ref = await versed.boards.show(to, QUESTION, "game/lobby")
    other = await versed.boards.show(to, QUESTION, "game/question-0")
    assert [each.id for each in discord.messages[discord.channel]] == [ref, other]


async def test_failures_are_told_apart(discord: FakeDiscord, versed: Discord, to: Destination) -> None:
    ref = await versed.boards.show(to, QUESTION, "key")
    discord.fail("PATCH /channels/.*", status=404, code=10008)
    with pytest.raises(Rejected):
        await versed.boards.change(to, ref, QUESTION)
    discord.fail("PATCH /channels/.*", status=429, retry_after=2.0)
    with pytest.raises(Postponed):
        await versed.boards.change(to, ref, QUESTION)
    old = await versed.boards.show(to, QUESTION, "an old board")
    discord.fail("PATCH /channels/.*", status=429, code=30046, retry_after=2.0)
    with pytest.raises(Rejected) as lost:
        await versed.boards.change(to, old, QUESTION)
    assert lost.value.reason is Reason.POST_LOST
    discord.fail("POST /channels/.*", drop=True, accept=True)
    with pytest.raises(Uncertain):
        await versed.boards.show(to, QUESTION, "another")
    discord.fail("POST /channels/.*", status=403, code=50013)
    with pytest.raises(Rejected) as refused:
        await versed.boards.show(to, QUESTION, "a third")
    assert refused.value.reason is Reason.NOT_ALLOWED


async def test_a_board_with_code_and_pictures_changes_in_place(
    discord: FakeDiscord, versed: Discord, to: Destination
) -> None:
    beside = (
        CodeBlock("print(1)", "python"),
        Image(png(), "A chart", "chart.png"),
        Image(png(9, 9), "A case", "case.png"),
    )
    ref = await versed.boards.show(to, message(text("Question 7"), *beside), "key")
    await versed.boards.change(to, ref, message(text("12 of 17 have answered"), *beside))
    (shown,) = discord.messages[discord.channel]
    assert "```python\nprint(1)\n```" in shown.text
    assert "12 of 17 have answered" in shown.text
