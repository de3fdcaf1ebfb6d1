"""Hints: they may lead to an answer, but not say it."""

from pathlib import Path

import pytest

from bot.content.reading.load import load
from tests.content.small_pack import write
from tests.content.test_check import choice, faults, free


def hinted(question: str, hint: str) -> str:
    return question.rstrip("\n") + f"\n    hint: {hint}\n"


SIDE = """\
questions:
  - id: side
    objectives: [cut]
    type: which-side
    statement: It makes dust.
    answer: saw
    explanation: {right: Yes., wrong: No.}
"""


NUMBER = free("saw").replace("type: free-text", 'type: number\n    value: "24"').replace("    answers: [saw]\n", "")
CLOZE = (
    "questions:\n  - id: gaps\n    objectives: [cut]\n    type: cloze\n    text: 'A {{saw|blade}} cuts.'\n"
    "    choose: true\n    decoys: [rasp]\n    explanation: {right: Yes., wrong: No.}\n"
)


@pytest.mark.parametrize(
    ("question", "hint", "given"),
    [
        (free("a band saw", "bandsaw"), "Think of a loop with teeth.", ""),
        (free("a band saw", "bandsaw"), "It's called A Band-Saw, isn't it?", "a band saw"),
        (free("a band saw", "bandsaw"), "Bandsaw in one word.", "bandsaw"),
        (free("a band saw"), "Bands aren't what you saw.", ""),
        ("questions:\n" + choice(1, "A long saw", "A round file"), "Not short.", ""),
        ("questions:\n" + choice(1, "A long saw", "A round file"), "Take a long saw.", "A long saw"),
        ("questions:\n" + choice(1, "A long saw", "A round file"), "A long saw, or a round file?", ""),
        (NUMBER, "Two dozen.", ""),
        (NUMBER, "It's 24 teeth.", "24"),
        (NUMBER, "It's 240 teeth, by ten.", ""),
        (CLOZE, "It has teeth.", ""),
        (CLOZE, "A blade does.", "blade"),
        (CLOZE, "A rasp, or a blade?", ""),
        (SIDE, "Which one has teeth?", ""),
        (SIDE, "Everybody knows: the saw!", "Saw"),
        (SIDE, "A file makes powder, a saw makes chips.", ""),
        (SIDE.replace("answer: saw", "answer: both"), "A saw does.", ""),
    ],
)
def test_a_hint_does_not_say_the_answer(tmp_path: Path, question: str, hint: str, given: str) -> None:
    found = [each for each in faults(tmp_path / "pack", more=hinted(question, f'"{hint}"')) if "hint" in each]
    assert [f"“{given}”" in each for each in found] == ([True] if given else [])


def test_a_hint_says_more_than_the_question(tmp_path: Path) -> None:
    asked = SIDE.partition("statement: ")[2].partition("\n")[0].rstrip(".")
    found = [each for each in faults(tmp_path / "pack", more=hinted(SIDE, f"“{asked}”?")) if "hint" in each]
    assert ["the hint only repeats the question" in each for each in found] == [True]


def test_any_question_may_have_a_hint_and_none_must(tmp_path: Path) -> None:
    folder = tmp_path / "pack"
    (tmp_path / "pack").mkdir()
    write(folder, more=hinted(free("a saw"), "Teeth."))
    (question,) = load(folder).questions
    assert question.hint == "Teeth."
    write(folder, more=free("a saw"))
    (question,) = load(folder).questions
    assert question.hint is None
