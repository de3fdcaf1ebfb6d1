"""The page on judging: every example in its tables holds."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.judging.judge import judge
from bot.judging.model import Wanted
from bot.language.text import clean
from tests.content.test_shorter_answers import asking, counts
from tests.packs import changed

GUIDE = Path(__file__).parents[2] / "docs" / "judging.md"
COUNTS = {"also right": True, "a slip": True, "another word": False, "but not": False, "wrong, or only close": False}


def examples() -> Iterator[tuple[str, str, bool]]:
    columns: list[str] = []
    for line in GUIDE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")] if line.startswith("|") else []
        if cells[:1] in (["the answer"], ["the question"]):
            columns = cells
        if columns[:1] != ["the answer"]:
            continue
        for column, cell in zip(columns[1:], cells[1:], strict=False):
            for typed in re.findall("`([^`]+)`", cell):
                yield cells[0].strip("`"), typed, COUNTS[column]


def examples_with_questions() -> Iterator[tuple[str, str, str, bool]]:
    _, found, table = GUIDE.read_text(encoding="utf-8").partition(
        "| the question | the answer | also right | but not |\n"
    )
    assert found
    for line in table.splitlines()[1:]:
        if not line.startswith("|"):
            return
        question, answer, right, not_right = (re.findall("`([^`]+)`", cell) for cell in line.strip("|").split("|"))
        yield from ((question[0], answer[0], typed, True) for typed in right)
        yield from ((question[0], answer[0], typed, False) for typed in not_right)


def examples_in_other_languages() -> Iterator[tuple[str, str, str, str, bool]]:
    for line in GUIDE.read_text(encoding="utf-8").splitlines():
        cells = [re.findall("`([^`]+)`", cell) for cell in line.strip("|").split("|")]
        if len(cells) == 5 and cells[0] and cells[0][0] in {"de", "es", "fr"}:
            (language,), (question,), (answer,), right, not_right = cells
            yield from ((language, question, answer, typed, True) for typed in right)
            yield from ((language, question, answer, typed, False) for typed in not_right)


def test_there_are_examples_of_both_sorts() -> None:
    assert {right for _, _, right in examples()} == {True, False}


@pytest.mark.parametrize(("answer", "typed", "right"), list(examples()))
def test_examples(answer: str, typed: str, right: bool) -> None:
    assert judge(clean(typed), Wanted((answer,))).verdict.counts is right


@pytest.mark.parametrize(("question", "answer", "typed", "right"), list(examples_with_questions()))
def test_examples_with_questions(question: str, answer: str, typed: str, right: bool) -> None:
    assert counts(asking((question, answer)), typed) is right


@pytest.mark.parametrize(("language", "question", "answer", "typed", "right"), list(examples_in_other_languages()))
def test_examples_in_other_languages(language: str, question: str, answer: str, typed: str, right: bool) -> None:
    assert counts(changed(asking((question, answer)), language=language), typed) is right
