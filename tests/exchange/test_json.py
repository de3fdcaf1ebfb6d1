"""Lists in JSON, as quiz and flashcard programs store them."""

import json

import pytest

from bot.exchange.formats import read
from bot.exchange.model import ParsedFile
from bot.exchange.source import Unreadable


def listed(data: object) -> ParsedFile:
    return read(json.dumps(data).encode())


def right(found: ParsedFile) -> list[list[str]]:
    return [[each["text"] for each in item.fields["options"] if each.get("correct")] for item in found.taken]


@pytest.mark.parametrize(
    "entry",
    [
        {"options": ["Ana", "Ben"], "answer": "Ben"},
        {"options": ["Ana", "Ben"], "correctAnswer": 1},
        {"choices": {"a": "Ana", "b": "Ben"}, "answer": "b"},
        {"answers": ["Ana", "Ben"], "correctIndex": 1},
        {"answers": [{"text": "Ana", "correct": False}, {"text": "Ben", "correct": True}]},
    ],
)
def test_the_right_answer_is_found_however_a_program_marks_it(entry: dict[str, object]) -> None:
    found = listed([{"question": "Who opens?", "explanation": "Ben has the key.", **entry}])
    assert (right(found), found.taken[0].position) == ([["Ben"]], "entry 1")
    assert found.taken[0].fields["options"][1]["why"] == "Ben has the key."


def test_nested_lists_and_entries_that_name_the_same_thing_differently() -> None:
    clean = {"text": "Who cleans up?", "answers": [{"text": "Ana", "correct": True}, {"text": "Ben"}]}
    found = listed(
        {"sections": [{"title": "Kitchen", "questions": [clean]}, {"title": "Office", "questions": [clean]}]}
    )
    assert [(each.topic, each.position) for each in found.taken] == [
        ("Kitchen", "Kitchen, entry 1"),
        ("Office", "Office, entry 1"),
    ]
    two = [
        {"question": "One?", "choices": ["a", "b"], "answer": "b"},
        {"question": "Two?", "options": ["c", "d"], "answer": "c"},
    ]
    assert right(listed({"questions": two})) == [["b"], ["c"]]


def test_cards_and_terms_with_lists_of_names() -> None:
    assert listed([{"front": "Port of DNS", "back": 53}]).taken[0].fields == {"front": "Port of DNS", "back": "53"}
    (term,) = listed([{"term": "SLA", "definition": "A promise", "aliases": ["service level", "agreement"]}]).taken
    assert term.fields["aliases"] == ["service level", "agreement"]


@pytest.mark.parametrize(
    "raw", [b'{"name": "x", "scripts": {"a": "b"}}', b'[{"question": "x", "answer": }]', b'[["a"]]']
)
def test_other_json_is_not_read_as_a_table(raw: bytes) -> None:
    with pytest.raises(Unreadable, match="JSON"):
        read(raw)
