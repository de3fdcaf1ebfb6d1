"""H5P: packages and their JSON, with questions at any depth."""

import io
import json
import zipfile
from typing import Any

import pytest

from bot.exchange.formats import read
from bot.exchange.source import Unreadable


def part(kind: str, **params: Any) -> dict[str, Any]:
    return {"library": f"H5P.{kind} 1.1", "params": params}


CHOICE = {
    "question": "<p>Who &amp; <b>why</b>?</p>",
    "answers": [
        {"text": "<div>Ana</div>", "correct": False, "tipsAndFeedback": {"chosenFeedback": "<p>She sings.</p>"}},
        {"text": "<div>Ben</div>", "correct": True},
    ],
}
CHOSEN = {
    "type": "choice",
    "prompt": "Who & why?",
    "options": [{"text": "Ana", "why": "She sings."}, {"text": "Ben", "correct": True}],
}


@pytest.mark.parametrize(
    ("content", "kind", "fields"),
    [
        (part("MultiChoice", **CHOICE), "questions", CHOSEN),
        (
            part("TrueFalse", question="Tea is hot.", correct="true", behaviour={"feedbackOnCorrect": "Yes."}),
            "questions",
            {"type": "true-false", "statement": "Tea is hot.", "answer": True}
            | {"explanation": {"right": "Yes.", "wrong": "Yes."}},
        ),
        (
            part("SingleChoiceSet", choices=[{"question": "Who?", "answers": ["<p>Ana</p>", "Ben"]}]),
            "questions",
            {"type": "choice", "prompt": "Who?", "options": [{"text": "Ana", "correct": True}, {"text": "Ben"}]},
        ),
        (
            part("Blanks", questions=["<p>Tea is *hot/warm:not cold*, ice isn't.</p>"]),
            "questions",
            {"type": "cloze", "text": "Tea is {{hot|warm}}, ice isn't."},
        ),
        (
            part("DragText", textField="Tea is *hot*.", distractors="*cold*"),
            "questions",
            {"type": "cloze", "text": "Tea is {{hot}}.", "choose": True, "decoys": ["cold"]},
        ),
        (part("Dialogcards", dialogs=[{"text": "Tea", "answer": "hot"}]), "cards", {"front": "Tea", "back": "hot"}),
        (
            part("Crossword", words=[{"clue": "Hot drink", "answer": "TEA"}]),
            "questions",
            {"type": "free-text", "prompt": "Hot drink", "answers": ["TEA"]},
        ),
    ],
)
def test_each_kind(content: dict[str, Any], kind: str, fields: dict[str, Any]) -> None:
    (taken,) = read(json.dumps({"questions": [content]}).encode()).taken
    assert (taken.kind, taken.fields) == (kind, fields)


def test_a_package_with_a_deeply_nested_question() -> None:
    slides = {"presentation": {"slides": [{"elements": [{"action": part("MultiChoice", **CHOICE)}]}]}}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("h5p.json", json.dumps({"title": "Tea", "mainLibrary": "H5P.CoursePresentation"}))
        package.writestr("content/content.json", json.dumps(slides))
    found = read(made.getvalue())
    assert (found.format, found.title) == ("H5P", "Tea")
    assert [each.fields for each in found.taken] == [CHOSEN]


def test_what_is_left_out_is_reported() -> None:
    parts = [part("Essay", keywords=[]), part("DragQuestion", question={}), part("MultiChoice", answers=7)]
    parts += [part("Image", file={}), part("Blanks", questions=["No gap."])]
    found = read(json.dumps({"questions": parts}).encode())
    assert not found.taken
    assert [(each.position, each.why) for each in found.left] == [
        ("content 1 (Essay)", "is an essay, which I can't judge"),
        ("content 2 (DragQuestion)", "is a kind of question I don't know (DragQuestion)"),
        ("content 3 (MultiChoice)", "isn't valid H5P"),
        ("content 4 (Blanks)", "has no gaps; put a word between stars"),
    ]


def test_a_broken_package_is_refused() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("h5p.json", "{")
        package.writestr("content/content.json", "[" * 100_000)
    with pytest.raises(Unreadable, match="This H5P file is broken; download it again"):
        read(made.getvalue())
