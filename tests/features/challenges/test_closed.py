"""A challenge that has closed is described as closed, whichever old button is pressed."""

from collections.abc import AsyncIterator

import pytest

from bot.features.challenges.actions import CloseChallenge, ReviewChallenge
from bot.language.actions import encode
from bot.language.controls import Button
from bot.language.message import Message
from bot.language.plain import buttons, plain
from bot.language.port import Reason, Rejected
from bot.language.refusals import Refusal
from bot.language.requests import Pressed
from bot.storage.database import Database
from tests.fakes.platform import FakeClock
from tests.features.challenges.taken import Bot, is_question

AS_IF_OPEN = (
    "when the challenge closes",
    "still open",
    "Next question",
    "Close it now",
    "See how far I am",
    "to continue",
    "Closes:",
    "any more, and I'll post the results",
    "clock runs",
    "Time's up",
)


@pytest.fixture
async def bot(database: Database) -> AsyncIterator[Bot]:
    made = Bot(database, FakeClock())
    yield made
    made.close()


async def said(bot: Bot, press: Button | str, name: str, typed: str = "") -> str:
    """Press as an administrator; return the answer, or why it's refused."""
    encoded = press.press if isinstance(press, Button) else press
    try:
        return plain(await bot.commands.press(Pressed(bot.asker(name, administrator=True), encoded, typed)))
    except Refusal as refusal:
        return str(refusal)


async def old_buttons(bot: Bot) -> list[tuple[str, Button]]:
    """Return every button shown to Ana, who answers all but one question, Ben, who begins, and Cem, who doesn't."""
    announced = await bot.say("/challenge questions:10 seconds:30 closes:1h")
    pages: list[tuple[str, Message]] = [("Ana", announced), ("Ben", announced), ("Cem", announced)]
    page = await bot.begin("Ana", announced)
    for _ in range(9):
        assert is_question(page)
        pages.append(("Ana", page))
        locked = await bot.answer("Ana", page)
        pages.append(("Ana", locked))
        page = await bot.press(buttons(locked)[0], "Ana")
    pages += [("Ana", page), ("Ben", await bot.begin("Ben", announced)), ("Ana", await bot.say("/challenge"))]
    made = (await bot.posed(page)).quiz
    found = [(name, button) for name, each in pages for button in buttons(each)]
    found.append(("Ana", Button("Close it", encode(CloseChallenge(made)))))
    return [*found, ("Ana", Button("See my answers", encode(ReviewChallenge(made))))]


@pytest.mark.parametrize("is_told", [False, True], ids=["before its results", "after its results"])
async def test_no_old_button_speaks_of_a_closed_challenge_as_open(bot: Bot, is_told: bool) -> None:
    pressed = await old_buttons(bot)
    bot.clock.go(hours=1)
    if is_told:
        await bot.post()

    for name, button in pressed:
        answer = await said(bot, button, name, "x")
        assert not [part for part in AS_IF_OPEN if part in answer], (button.label, answer)
        assert "closed" in answer or "Your answers" in answer or "of 10" in answer, (button.label, answer)
    assert "This challenge has closed" not in plain(await bot.say("/challenge"))  # there's room for the next one


async def test_pressing_an_answer_again_leads_to_all_answers_once_they_are_counted(bot: Bot) -> None:
    announced = await bot.say("/challenge care 2 30 closes:1h")
    page = await bot.begin("Ana", announced)
    locked = await bot.answer("Ana", page)
    assert "You'll see what's right when the challenge closes." in plain(locked)
    bot.clock.go(hours=1)
    soon = await bot.answer("Ana", page, right=False)
    assert "This challenge has closed; its results are in the channel, or will be in a moment." in plain(soon)
    assert buttons(soon) == []
    await bot.post()
    later = await bot.answer("Ana", page, right=False)
    assert "Your answer was " in plain(later)
    assert [button.label for button in buttons(later)] == ["See my answers"]


async def test_results_that_couldnt_be_posted_arent_said_to_be_in_the_channel(bot: Bot) -> None:
    pressed = await old_buttons(bot)
    bot.clock.go(hours=1)
    bot.port.coming.append(Rejected("That channel is archived.", Reason.PLACE_LOST))
    await bot.post()
    answers = [await said(bot, button, name, "x") for name, button in pressed]
    lost = "I couldn't post its results in the channel, and I've told the administrators why."
    assert {answer for answer in answers if "results" in answer.lower()} == {
        answer for answer in answers if lost in answer
    }
    assert len([answer for answer in answers if lost in answer]) > 3
    take = pressed[0][1].press
    for administers in (True, False):
        page = await bot.commands.press(Pressed(bot.asker("Dee", administrator=administers), take))
        assert [each.label for each in buttons(page)] == ["Results as a file"] * administers


async def test_whoever_did_not_take_it_has_no_answers_to_look_back_on(bot: Bot) -> None:
    announced = await bot.say("/challenge care 2 30 closes:1h")
    bot.clock.go(hours=1)
    await bot.post()
    late = await bot.press(buttons(announced)[0], "Cem")
    assert "This challenge has closed; its results are in the channel" in plain(late)
    assert buttons(late) == []
    assert "You've answered" not in plain(late)
