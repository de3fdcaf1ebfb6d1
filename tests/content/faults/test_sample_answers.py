"""An author's sample answers are judged as a learner's would be."""

from pathlib import Path

import pytest

from tests.content.faults.found import about

FREE = "    type: free-text\n    answers: [saw]\n    reject: [{answers: [file], reply: A file scrapes.}]\n"
NUMBER = '    type: number\n    value: "60"\n    tolerance: "5"\n'
ESTIMATE = '    type: estimate\n    value: "60"\n    within: "20"\n'


def tried(question: str, field: str, answer: str) -> str:
    """Return a question with a sample answer."""
    explained = "    prompt: What cuts?\n    explanation: {right: Yes., wrong: No.}\n"
    return f"questions:\n  - id: q\n    objectives: [cut]\n    {field}: ['{answer}']\n{explained}{question}"


@pytest.mark.parametrize(
    ("question", "field", "answer", "fault"),
    [
        (
            FREE,
            "accepts",
            "axe",
            "“axe” should count, but it's judged wrong; add it to `answers`, or delete it here",
        ),
        (
            FREE,
            "accepts",
            "file",
            "“file” should count, but it gets the reply “A file scrapes.”; add it to `answers`, or delete it here",
        ),
        (
            FREE,
            "rejects",
            "a Saw",
            "“a Saw” shouldn't count, but it counts as “saw”; add it to `reject`, or delete it here",
        ),
        (
            NUMBER,
            "accepts",
            "66",
            "“66” should count, but it's judged wrong; widen what's right, or delete it here",
        ),
        (
            NUMBER,
            "rejects",
            "fifty-five",
            "“fifty-five” shouldn't count, but it counts as “60”; add it to `reject`, or delete it here",
        ),
        (
            ESTIMATE,
            "accepts",
            "75",
            "“75” should count, but it scores 25%; widen what's right, or delete it here",
        ),
        (
            ESTIMATE,
            "accepts",
            "many",
            "“many” should count, but I can't read it as a number; widen what's right, or delete it here",
        ),
    ],
)
def test_an_answer_that_is_judged_differently(
    tmp_path: Path, question: str, field: str, answer: str, fault: str
) -> None:
    assert about(tmp_path, tried(question, field, answer), "count, but") == [f"4 warning: {fault}"]


@pytest.mark.parametrize(
    ("question", "field", "answer"),
    [
        (FREE, "accepts", "the saws"),
        (FREE, "rejects", "file"),
        (NUMBER, "accepts", "65.0"),
        (NUMBER, "rejects", "66"),
        (ESTIMATE, "accepts", "seventy"),
        (ESTIMATE, "rejects", "71"),
        (ESTIMATE, "rejects", "many"),
    ],
)
def test_an_answer_that_is_judged_as_it_should_be(tmp_path: Path, question: str, field: str, answer: str) -> None:
    assert about(tmp_path, tried(question, field, answer), "count, but") == []
