"""Questions without an explanation: the first are listed, and all the others share one line."""

from pathlib import Path

from tests.content.faults.found import EXPLAINED, about

CHOICE = """\
  - id: tool
    objectives: [cut]
    type: choice
    prompt: What cuts a board in two?
    options: [{text: A saw, correct: true, why: It has teeth.}, {text: A file}]
"""


def statements(count: int, more: str = "") -> str:
    return "".join(
        f"  - {{id: s{number}, objectives: [cut], type: true-false, statement: Cuts {number}., answer: true{more}}}\n"
        for number in range(count)
    )


def test_a_question_that_doesnt_say_why(tmp_path: Path) -> None:
    explained = statements(1, f", {EXPLAINED}")

    assert about(tmp_path / "some", f"questions:\n{CHOICE}{statements(1)}", "say why") == [
        "6 warning: an option has no `why`; say why it's right, or why it tempts and is wrong",
        "7 warning: this has no explanation; say why the answer's right",
    ]
    assert about(tmp_path / "none", f"questions:\n{explained}", "say why") == []


def test_the_rest_share_one_line(tmp_path: Path) -> None:
    text = f"questions:\n{statements(12)}"

    assert len(about(tmp_path / "named", text, "say why")) == 10
    assert about(tmp_path / "rest", text, "from here on") == [
        "12 warning: 2 more questions from here on without an explanation; add one to each"
    ]
