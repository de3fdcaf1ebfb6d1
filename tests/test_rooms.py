"""The maps of large rooms are right: each lists all modules of its room and nothing else."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MAPPED = (
    "adapters/discord/inbound",
    "adapters/discord/outbound",
    "adapters/slack/outbound",
    "adapters/slack/workspace",
    "adapters/web",
    "bot/cli",
    "bot/content",
    "bot/content/faults",
    "bot/content/finding",
    "bot/content/reading",
    "bot/exchange",
    "bot/exchange/tables",
    "bot/features/asking",
    "bot/features/authoring",
    "bot/features/challenges",
    "bot/features/delivery",
    "bot/features/games",
    "bot/features/league",
    "bot/features/learners",
    "bot/features/lessons",
    "bot/features/packs",
    "bot/features/progress",
    "bot/features/quizzes",
    "bot/features/reviews",
    "bot/features/scheduling",
    "bot/features/scoring",
    "bot/features/talk",
    "bot/judging",
    "bot/language",
    "bot/meaning",
    "bot/naming",
    "bot/pictures",
    "bot/runtime",
    "bot/storage",
)
LARGE = 15
"""With this many modules, a room needs a map."""
WITHOUT_MAP = {"bot/storage/tables", "bot/storage/migrations/versions"}
"""Large rooms with one kind of module each."""
EVERYWHERE = {"actions"}
"""Modules that have the same purpose in every room."""


def test_every_large_room_has_a_map() -> None:
    rooms = {path.parent for top in ("bot", "adapters") for path in (ROOT / top).rglob("*.py")}
    large = {room.relative_to(ROOT).as_posix() for room in rooms if len([*room.glob("[!_]*.py")]) >= LARGE}
    assert large - WITHOUT_MAP - {*MAPPED} == set()


@pytest.mark.parametrize("room", MAPPED)
def test_a_map_names_each_module_of_its_room(room: str) -> None:
    there_are = {path.stem for path in (ROOT / room).glob("*.py")} - {"__init__"} - EVERYWHERE
    said = ast.get_docstring(ast.parse((ROOT / room / "__init__.py").read_text(encoding="utf-8"))) or ""
    map_of_it = said.partition("\n- ")[2]
    assert there_are - set(re.findall(r"\w+", map_of_it)) == set()
    assert set(re.findall(r"\w+_\w+", map_of_it)) - there_are == set()  # names, not words in a sentence
