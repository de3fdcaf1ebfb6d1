"""First sentences that don't stand alone are found."""

from pathlib import Path

import pytest

from tests.content.faults.found import about, found


def tip(text: str) -> str:
    """A tip."""
    return f'tips:\n  - id: t\n    objectives: [cut]\n    title: Sawing\n    text: "{text}"\n'


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            "Often helps. Try a saw on it.",
            "warning: “Often helps.” says too little to stand alone; begin with the point",
        ),
        ("What cuts? A saw.", "warning: “What cuts?” says too little to stand alone; begin with the point"),
        (
            "They cut wood, every day. Saws do it well.",
            "warning: “They cut wood, every day.” leans on the title and may be shown without it; name the thing",
        ),
        (
            "It's used for cutting wood. You need one.",
            "warning: “It's used for cutting wood.” leans on the title and may be shown without it; name the thing",
        ),
        (
            "Put oil on it. A saw likes that.",
            "note: “Put oil on it.” may be shown without its title; name the thing",
        ),
        (
            "Try them in this order. Saw first.",
            "note: “Try them in this order.” may be shown without its title; name the thing",
        ),
        (
            "Does the saw get stuck? Put oil on the blade.",
            "note: “Does the saw get stuck?” may be all that anyone sees; begin with the answer",
        ),
    ],
)
def test_a_first_sentence_that_does_not_stand_alone(tmp_path: Path, text: str, fault: str) -> None:
    assert found(tmp_path, tip(text)) == [f"5 {fault}"]


@pytest.mark.parametrize(
    "text",
    [
        "Put oil on your saw. It likes that.",
        "Put oil on it.",
        "It's tempting to push. Let the saw do the work.",
        "This saw cuts wood. That one doesn't.",
        "Mia oils her saw before she puts it away. Do you?",
        "“Push!” says Ben, and the blade breaks.",
    ],
)
def test_a_first_sentence_that_stands_alone(tmp_path: Path, text: str) -> None:
    assert about(tmp_path, tip(text), "“") == []


def test_a_definition_that_only_names(tmp_path: Path) -> None:
    term = "terms:\n  - {id: x, objectives: [cut], term: Cross saw, definition: %s}\n"

    says = "says what it's called; begin with what it is, and put the other name in brackets"
    assert about(tmp_path / "a", term % "CS for short. It cuts across.", "called") == [
        f"2 warning: “CS for short.” {says}"
    ]
    assert about(tmp_path / "b", term % "Known as CS. It cuts across.", "called") == [
        f"2 warning: “Known as CS.” {says}"
    ]
    assert about(tmp_path / "c", term % '"CS for short: a saw that cuts across."', "called") == []


def test_a_task_may_begin_with_a_question(tmp_path: Path) -> None:
    task = "{id: x, objectives: [cut], title: Wood, task: Who saws it? It's old., role: saw, why: It cuts.}\n"

    assert about(tmp_path, f"examples:\n  - {task}", "leans") == []
