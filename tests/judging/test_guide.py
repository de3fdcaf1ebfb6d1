"""The page on judging: every example in its tables holds."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.judging.judge import judge
from bot.judging.model import Wanted
from bot.language.text import clean

GUIDE = Path(__file__).parents[2] / "docs" / "judging.md"
COUNTS = {"also right": True, "a slip": True, "another word": False, "but not": False, "wrong, or only close": False}


def examples() -> Iterator[tuple[str, str, bool]]:
    columns: list[str] = []
    for line in GUIDE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")] if line.startswith("|") else []
        if cells[:1] == ["the answer"]:
            columns = cells
        for column, cell in zip(columns[1:], cells[1:], strict=False):
            for typed in re.findall("`([^`]+)`", cell):
                yield cells[0].strip("`"), typed, COUNTS[column]


def test_there_are_examples_of_both_sorts() -> None:
    assert {counts for _, _, counts in examples()} == {True, False}


@pytest.mark.parametrize(("answer", "typed", "counts"), list(examples()))
def test_examples(answer: str, typed: str, counts: bool) -> None:
    assert judge(clean(typed), Wanted((answer,))).verdict.counts is counts
