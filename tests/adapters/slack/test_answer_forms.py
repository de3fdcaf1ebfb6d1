"""Questions answered with checkboxes, menus and text fields in modals: in a quiz, a challenge and a game."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bot.content.reading.library import Library
from bot.core import Core, build
from bot.features.challenges.actions import TryWords
from bot.features.games.actions import PlayWords
from bot.features.quizzes.actions import ShowQuestion, TypeAnswer
from bot.language.actions import decode
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from tests.adapters.slack.conftest import Stage, presses, words
from tests.fakes.slack import payloads
from tests.fakes.slack.rules import faults_of_view
from tests.fakes.slack.server import ADMIN, GENERAL, MEMBER
from tests.packs import BAKERY

ASKED = 7
KINDS = {"plain_text_input", "static_select", "checkboxes"}
"""The fields for answers that buttons can't give."""

AT_ONCE = timedelta(milliseconds=1)


@pytest.fixture
async def core(sqlite_database: Database, tmp_path: Path) -> AsyncIterator[Core]:
    pictures = PictureCache()
    built = build(Library((BAKERY,), tmp_path / "cache"), sqlite_database, pictures, Random(1))
    yield built
    await built.running_games.close()
    pictures.close()


@pytest.fixture
async def hosted(over_socket: Stage, core: Core, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    """Versed over Socket Mode, running games without pauses between questions."""
    for name in ("host_events.COUNTDOWN", "timing.LEAD", "timing.REVEAL"):
        monkeypatch.setattr(f"bot.features.games.{name}", AT_ONCE)
    core.boards["slack"] = over_socket.platform.boards
    running = asyncio.create_task(core.running_games.run())
    yield over_socket
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


async def answered(
    stage: Stage, press: str, used: set[str], user: str = MEMBER, *, private: bool = True
) -> dict[str, Any]:
    """Press a button and return the answer; if a form opens, fill in the first options, or 150 as text."""
    before = len(stage.slack.calls("response"))
    await stage.driver.deliver(payloads.press(stage.slack, press, user=user, ephemeral=private))
    if isinstance(decode(press), TypeAnswer | TryWords | PlayWords):
        await stage.slack.wait(lambda: stage.slack.views)
        view = stage.slack.views.popitem()[1]
        assert faults_of_view(view) == []
        elements = {each["block_id"]: each["element"] for each in view["blocks"] if each["type"] == "input"}
        used |= {each["type"] for each in elements.values()}
        given = {
            block: each["options"][0]["value"] if "options" in each else "150" for block, each in elements.items()
        }
        await stage.driver.deliver(payloads.submission(view, given, user=user))
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
    assert used == KINDS
    assert f"of {ASKED} right" in words(said)


async def test_each_kind_in_a_challenge(over_socket: Stage) -> None:
    stage, used = over_socket, set[str]()
    opened = await stage.answer(payloads.command(stage.slack, f"challenge questions:{ASKED} seconds:120", user=ADMIN))
    said = await answered(stage, presses(opened)[0], used)
    for number in range(ASKED):
        said = await answered(stage, presses(said)[0], used)
        assert f"question {number + 1} of {ASKED}" in words(said)
        said = await answered(stage, presses(said)[0], used)
        assert "Locked: " in words(said)
    assert used == KINDS


async def test_each_kind_in_a_game(hosted: Stage) -> None:
    stage, used = hosted, set[str]()

    async def until(text: str) -> dict[str, Any]:
        def found() -> dict[str, Any] | None:
            boards: list[dict[str, Any]] = list(reversed(stage.slack.messages[GENERAL]))
            return next((each for each in boards if text in words(each)), None)

        await stage.slack.wait(lambda: found() is not None)
        board = found()
        assert board is not None
        return board

    await stage.answer(
        payloads.command(stage.slack, f"game start mode:everyone questions:{ASKED} seconds:120 read:0", user=ADMIN)
    )
    lobby = presses(await until("Players (0)"))
    await answered(stage, lobby[0], used, ADMIN, private=False)
    await answered(stage, next(each for each in lobby if "start" in each), used, ADMIN, private=False)
    for number in range(ASKED):
        question = await until(f"Question {number + 1} of {ASKED}")
        said = await answered(stage, presses(question)[0], used, ADMIN, private=False)
        assert "Locked" in words(said)
    assert used == KINDS
    await until("Play again")
