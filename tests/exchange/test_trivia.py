"""Trivia from elsewhere: the Open Trivia Database in all its encodings, and Red-DiscordBot's lists."""

import base64
import json
from urllib.parse import quote, quote_plus

import pytest

from bot.exchange.formats import read
from bot.exchange.source import Unreadable


def database(*texts: str) -> bytes:
    asked, right, wrong, category = texts
    entry = {"type": "multiple", "difficulty": "hard", "category": category, "question": asked}
    return json.dumps(
        {"response_code": 0, "results": [entry | {"correct_answer": right, "incorrect_answers": [wrong]}]}
    ).encode()


@pytest.mark.parametrize(
    "encoded",
    [
        lambda text: text.replace("&", "&amp;").replace('"', "&quot;"),
        lambda text: base64.b64encode(text.encode()).decode(),
        lambda text: quote(text, safe=""),
        quote_plus,
    ],
)
def test_questions_of_the_open_trivia_database(encoded: "object") -> None:
    asked = 'Who said "rock & roll" 100%?'
    assert callable(encoded)
    found = read(database(*map(encoded, (asked, "Alan", "Zoë", "Entertainment: Music & Sound"))))
    (taken,) = found.taken
    assert (found.format, taken.topic, taken.position) == ("OpenTDB", "Music & Sound", "question 1")
    assert taken.fields == {
        "type": "choice",
        "prompt": asked,
        "options": [{"text": "Alan", "correct": True}, {"text": "Zoë"}],
        "level": 3,
    }


def test_a_statement_of_the_open_trivia_database_and_what_is_left_out() -> None:
    statement = {"type": "boolean", "question": "Tea &gt; coffee.", "correct_answer": "False"}
    raw = json.dumps([statement | {"incorrect_answers": ["True"]}, {"question": "So?"}, 7]).encode()
    found = read(raw)
    assert [dict(each.fields) for each in found.taken] == [
        {"type": "true-false", "statement": "Tea > coffee.", "answer": False}
    ]
    assert [each.position for each in found.left] == ["question 2", "question 3"]


def test_a_trivia_list_for_red() -> None:
    found = read(
        b"AUTHOR: Ana\nCONFIG:\n  delay: 10\n"
        b"Which country has the code NO?:\n- Norway\n- no\nWhat is 2+2?:\n  # easy\n  - 4\n  - four\n"
        b"'Is it: wet?':\n- true\nWhich year?: [1_000, 2026-01-31]\nNothing?:\n-\nA dict?:\n- {a: b}\n"
    )
    assert found.notes == ("It's by Ana.",)
    assert [(each.position, dict(each.fields)) for each in found.taken] == [
        ("line 4", {"type": "free-text", "prompt": "Which country has the code NO?", "answers": ["Norway", "no"]}),
        ("line 7", {"type": "free-text", "prompt": "What is 2+2?", "answers": ["4", "four"]}),
        ("line 11", {"type": "true-false", "statement": "Is it: wet?", "answer": True}),
        ("line 13", {"type": "free-text", "prompt": "Which year?", "answers": ["1_000", "2026-01-31"]}),
    ]
    assert [each.position for each in found.left] == ["line 14", "line 16"]


@pytest.mark.parametrize("raw", [b'{"incorrect_answers": ', b"What?:\n- a\n- 'b\n", b'{"incorrect_answers": 1}'])
def test_broken_files_are_refused_in_a_sentence(raw: bytes) -> None:
    with pytest.raises(Unreadable, match=r"^(This JSON|The YAML|There are no).*\.$"):
        read(raw)


def test_lists_of_an_old_red() -> None:
    found = read(b"Who bakes?`Ana\nHow many eggs are in it?`8`eight\nTea is hot.`true\n`nobody\nWho eats?``\n")
    assert found.format == "old Red trivia list"
    assert [each.fields.get("answers", each.fields.get("answer")) for each in found.taken] == [
        ["Ana"],
        ["8", "eight"],
        True,
    ]
    assert [(each.position, each.why.partition(";")[0]) for each in found.left] == [
        ("line 4", "asks nothing"),
        ("line 5", "has no answer"),
    ]


def test_code_in_backticks_is_not_a_list_of_an_old_red() -> None:
    assert read(b"Q: What's `x`?\nA: `1`\n\nQ: And `y`?\nA: `2`\n").format == "Markdown"
    with pytest.raises(Unreadable):
        read(b"Use `git add`.\nThen `git push`.\n")
