"""Questions answered by boxes, selects and several fields, in real modals."""

from collections.abc import AsyncIterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bot.content.reading.library import Library
from bot.core import Core, build
from bot.features.quizzes.actions import ShowQuestion
from bot.language.actions import decode
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from tests.adapters.slack.conftest import Stage, presses, words
from tests.fakes.slack import payloads
from tests.fakes.slack.rules import faults_of_view
from tests.packs import BAKERY

ASKED = 7


@pytest.fixture
async def core(sqlite_database: Database, tmp_path: Path) -> AsyncIterator[Core]:
    pictures = PictureCache()
    built = build(Library((BAKERY,), tmp_path / "cache"), sqlite_database, pictures, Random(1))
    yield built
    await built.host.close()
    pictures.close()


async def answered(stage: Stage, press: str, used: set[str]) -> dict[str, Any]:
    """What a press is answered with; a form is filled in with what comes first."""
    before = len(stage.slack.calls("response"))
    await stage.driver.deliver(payloads.press(stage.slack, press))
    if press.startswith("words"):
        await stage.slack.wait(lambda: stage.slack.views)
        view = stage.slack.views.popitem()[1]
        assert faults_of_view(view) == []
        elements = {each["block_id"]: each["element"] for each in view["blocks"] if each["type"] == "input"}
        used |= {each["type"] for each in elements.values()}
        given = {
            block: each["options"][0]["value"] if "options" in each else "150" for block, each in elements.items()
        }
        await stage.driver.deliver(payloads.submission(view, given))
    arguments: dict[str, Any] = (await stage.slack.wait_for("response", before + 1)).arguments
    return arguments


async def test_each_kind_is_answered_in_its_own_way(stage: Stage) -> None:
    said = await stage.answer(payloads.command(stage.slack, f"quiz {ASKED}"))
    used: set[str] = set()
    for number in range(ASKED):
        assert f"Question {number + 1} of {ASKED}" in words(said)
        said = await answered(stage, presses(said)[0], used)
        assert any(sign in words(said) for sign in "✓✗◐")
        onward = next(press for press in presses(said) if isinstance(decode(press), ShowQuestion))
        said = await answered(stage, onward, used)
    assert used == {"plain_text_input", "static_select", "checkboxes"}
    assert f"of {ASKED} right" in words(said)
