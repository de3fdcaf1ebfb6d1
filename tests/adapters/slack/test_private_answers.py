"""Private answers with a later result: below a board, or in place of the card that was pressed."""

import pytest

from bot.dispatch.application import Application
from bot.features.lessons.actions import ShowTopics
from bot.language.actions import encode
from bot.language.message import Message, message
from bot.language.port import Postponed, Rejected, Uncertain
from bot.language.requests import DecodedPress
from bot.language.rich_text import text
from tests.adapters.slack.conftest import Stage, words
from tests.fakes.slack import Fault, payloads
from tests.fakes.slack.server import MEMBER

RESULT = message(text("Right! +850"), private=True, replaces=True)
LOCKED = message(text("Locked"), private=True, replaces=True)


@pytest.fixture
def stage(over_http: Stage) -> Stage:
    return over_http


@pytest.fixture
def replies(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The reply handles of all presses, each of which is answered with “Locked”."""
    seen: list[str] = []

    async def serve_press(self: Application, decoded: DecodedPress, **_: bool) -> Message:
        seen.append(decoded.pressed.asker.reply)
        return LOCKED if decoded.action != ShowTopics("pets") else message(text("For all"))

    monkeypatch.setattr(Application, "serve_press", serve_press)
    return seen


PRESS = encode(ShowTopics("other"))


@pytest.mark.parametrize("on_a_card", [False, True])
async def test_a_result_comes_where_the_answer_came(stage: Stage, replies: list[str], *, on_a_card: bool) -> None:
    await stage.answer(payloads.press(stage.slack, PRESS, ephemeral=on_a_card))
    await stage.platform.boards.tell(replies[0], RESULT)
    locked, result = (call.arguments for call in stage.slack.calls("response"))
    assert "Right! +850" in words(result)
    assert result["response_type"] == "ephemeral"
    assert (locked["replace_original"], result["replace_original"]) == (on_a_card, on_a_card), "a board stays"
    urls = {call.context["url"] for call in stage.slack.calls("response")}
    assert len(urls) == 1


async def test_it_stays_in_its_thread(stage: Stage, replies: list[str]) -> None:
    press = payloads.press(stage.slack, PRESS, ephemeral=False)
    press["message"]["thread_ts"] = "1700000000.000100"
    await stage.answer(press)
    await stage.platform.boards.tell(replies[0], RESULT)
    assert stage.slack.calls("response")[1].arguments["thread_ts"] == "1700000000.000100"


async def test_only_a_card_is_taken_back(stage: Stage, replies: list[str]) -> None:
    for on_a_card in (False, True):
        await stage.answer(payloads.press(stage.slack, PRESS, ephemeral=on_a_card))
    before = len(stage.slack.calls("response"))
    for reply in replies:
        await stage.platform.boards.take_back(reply)
    (deleted,) = stage.slack.calls("response")[before:]
    assert deleted.arguments == {"delete_original": True}
    with pytest.raises(Rejected):
        await stage.platform.boards.tell(replies[1], RESULT)


async def test_a_public_answer_takes_no_result(stage: Stage, replies: list[str]) -> None:
    await stage.answer(payloads.press(stage.slack, encode(ShowTopics("pets")), ephemeral=False))
    with pytest.raises(Rejected):
        await stage.platform.boards.tell(replies[0], RESULT)


@pytest.mark.parametrize(
    ("fault", "expected"),
    [(Fault(retry_after=3), Postponed), (Fault(accept=True, drop=True), Uncertain)],
)
async def test_failures_are_told_apart(
    stage: Stage, replies: list[str], fault: Fault, expected: type[Exception]
) -> None:
    await stage.answer(payloads.press(stage.slack, PRESS))
    stage.slack.fail("response", fault)
    with pytest.raises(expected):
        await stage.platform.boards.tell(replies[0], RESULT)


async def test_a_used_up_response_url_is_reported(stage: Stage, replies: list[str]) -> None:
    await stage.answer(payloads.press(stage.slack, PRESS))
    for _ in range(4):
        await stage.platform.boards.tell(replies[0], RESULT)
    with pytest.raises(Rejected):
        await stage.platform.boards.tell(replies[0], RESULT)


async def test_in_the_conversation_with_the_bot_the_result_is_not_ephemeral(stage: Stage, replies: list[str]) -> None:
    """Slack forgets ephemeral messages, and nobody else reads this conversation."""
    await stage.answer(payloads.press(stage.slack, PRESS, ephemeral=False, channel=f"D-{MEMBER}"))
    await stage.platform.boards.tell(replies[0], RESULT)
    assert [call.arguments["response_type"] for call in stage.slack.calls("response")] == ["in_channel"] * 2
