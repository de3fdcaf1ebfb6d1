"""The maps of large rooms are right: each module stands in its room's map, and nothing else does."""

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
"""What every room has, for the same thing."""


@pytest.mark.parametrize("room", MAPPED)
def test_a_map_names_each_module_of_its_room(room: str) -> None:
    there_are = {path.stem for path in (BOT / room).glob("*.py")} - {"__init__"} - EVERYWHERE
    said = ast.get_docstring(ast.parse((BOT / room / "__init__.py").read_text(encoding="utf-8"))) or ""
    map_of_it = said.partition("\n- ")[2]
    assert there_are - set(re.findall(r"\w+", map_of_it)) == set()
    assert set(re.findall(r"\w+_\w+", map_of_it)) - there_are == set()  # a name that's no word of a sentence
