"""The maps of large rooms are right: each lists all modules of its room and nothing else."""

import ast
import re
from pathlib import Path

import pytest

BOT = Path(__file__).parents[1] / "bot"
MAPPED = (
    "features/games",
    "features/quizzes",
    "features/reviews",
    "features/asking",
    "features/lessons",
    "features/progress",
    "features/challenges",
    "features/scoring",
    "features/league",
    "features/learners",
    "features/authoring",
    "features/delivery",
    "features/scheduling",
    "content/finding",
    "content/reading",
    "exchange",
    "judging",
    "language",
    "meaning",
    "naming",
    "storage",
)
EVERYWHERE = {"actions"}
"""Modules that have the same purpose in every room."""


@pytest.mark.parametrize("room", MAPPED)
def test_a_map_names_each_module_of_its_room(room: str) -> None:
    there_are = {path.stem for path in (BOT / room).glob("*.py")} - {"__init__"} - EVERYWHERE
    said = ast.get_docstring(ast.parse((BOT / room / "__init__.py").read_text(encoding="utf-8"))) or ""
    map_of_it = said.partition("\n- ")[2]
    assert there_are - set(re.findall(r"\w+", map_of_it)) == set()
    assert set(re.findall(r"\w+_\w+", map_of_it)) - there_are == set()  # names, not words in a sentence
