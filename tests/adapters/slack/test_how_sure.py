"""A quiz that asks how sure you are, from the setting to the mark."""

from typing import Any

from adapters.slack.inbound import modals
from bot.features.quizzes.actions import SaySure, ShowQuestion
from bot.language.actions import Action, decode
from tests.adapters.slack.conftest import Stage, presses, words
from tests.fakes.slack import payloads


async def answered(stage: Stage, press: str) -> dict[str, Any]:
    """Press a button and return the answer; if a form opens, type “aquarium”."""
    before = len(stage.slack.calls("response"))
    await stage.driver.deliver(payloads.press(stage.slack, press))
    if press.startswith("words"):
        await stage.slack.wait(lambda: stage.slack.views)
        view = stage.slack.views.popitem()[1]
        await stage.driver.deliver(payloads.submission(view, {modals.FIELD: "aquarium"}))
    arguments: dict[str, Any] = (await stage.slack.wait_for("response", before + 1)).arguments
    return arguments


def of_kind(said: dict[str, Any], kind: type[Action]) -> list[str]:
    return [press for press in presses(said) if isinstance(decode(press), kind)]


async def test_a_quiz_asks_how_sure_you_are(stage: Stage) -> None:
    await stage.answer(payloads.command(stage.slack, "settings confidence:on"))
    said = await stage.answer(payloads.command(stage.slack, "quiz home 3"))
    for _ in range(3):
        assert "how sure are you" in words(said)
        said = await answered(stage, of_kind(said, SaySure)[-1])
        assert "✓ Certain (+3 or −6)" in words(said)
        while sure := of_kind(said, SaySure):
            said = await answered(stage, next(press for press in presses(said) if press not in sure))
        assert "Certain: +3" in words(said) or "Certain: −6" in words(said)
        said = await answered(stage, of_kind(said, ShowQuestion)[0])
    assert "Your mark:" in words(said)
