"""GIFT: every kind of question that it has, and what's reported about the rest."""

import pytest

from bot.exchange.formats import read
from bot.exchange.model import ImportedItem, ParsedFile


def read_gift(text: str) -> ParsedFile:
    return read(text.encode())


def only(text: str) -> ImportedItem:
    (taken,) = read(text.encode()).taken
    return taken


def test_options_with_feedback_and_a_missing_word() -> None:
    taken = only("::Q1:: Grant is {~buried#No! =entombed#Yes. ####He is.} in Grant's tomb\\: his own.")
    assert taken.fields == {
        "type": "choice",
        "prompt": "Grant is ____ in Grant's tomb: his own.",
        "options": [
            {"text": "buried", "why": "No!"},
            {"text": "entombed", "correct": True, "why": "Yes. He is."},
        ],
    }


@pytest.mark.parametrize(
    ("answers", "fields"),
    [
        ("T#no#yes", {"type": "true-false", "answer": True, "explanation": {"right": "yes", "wrong": "no"}}),
        ("FALSE", {"type": "true-false", "answer": False}),
        ("=four =4", {"type": "free-text", "answers": ["four", "4"]}),
        ("four", {"type": "free-text", "answers": ["four"]}),
        ("#1822:5", {"type": "number", "value": "1822", "tolerance": "5"}),
        ("#3.1..3.2", {"type": "number", "value": "3.15", "range": {"least": "3.1", "most": "3.2"}}),
        ("#=1822:0 =%50%1822:2", {"type": "number", "value": "1822"}),
        (
            "=a -> 1 =b -> 2\n=c -> 3 = -> 4",
            {"type": "match", "pairs": [{"left": x, "right": y} for x, y in ("a1", "b2", "c3")], "decoys": ["4"]},
        ),
        (
            "~%50%a ~%50%b ~%-100%c \\{d\\}",
            {
                "type": "several",
                "options": [{"text": "a", "correct": True}, {"text": "b", "correct": True}, {"text": "c {d}"}],
            },
        ),
    ],
)
def test_each_kind_of_answer(answers: str, fields: dict[str, object]) -> None:
    told = dict(only(f"::t:: Say? {{{answers}}}").fields)
    assert (told.pop("prompt", None) or told.pop("statement")) == "Say?"
    assert told == fields


def test_a_missing_word_to_type_is_a_gap() -> None:
    assert only("::t:: Two plus two is {=four =4}.").fields == {
        "type": "cloze",
        "text": "Two plus two is {{four|4}}.",
    }


def test_html_is_read_and_what_only_looks_like_it_stays() -> None:
    taken = only("[html]<p>What&\\#39;s <b>bold</b>?</p>{=<i>yes</i> ~no}")
    assert taken.fields["prompt"] == "What's bold?"
    assert taken.fields["options"][0]["text"] == "yes"
    assert only("[plain] x <b> y? {=List<String> ~b}").fields["options"][0]["text"] == "List<String>"


def test_categories_are_topics_ids_are_keys_and_the_rest_is_reported() -> None:
    found = read(
        b"$CATEGORY: $course$/top/Tea\n\n// [id:q7]\nHot?{T}\n\n$CATEGORY: Default for Cake//Pie\n\nCold?{F}\n\n"
        b"Just so.\n\nWrite!{}\n\nWhich?{~a ~b}\n\nOpen {=a\n"
    )
    assert [(each.topic, each.key) for each in found.taken] == [("Tea", "q7"), ("Cake/Pie", "")]
    assert [(each.position, each.why.partition(";")[0]) for each in found.left] == [
        ("line 10", "is a description without answers"),
        ("line 12", "is an essay without an answer, so I couldn't judge it"),
        ("line 14", "doesn't say which option is right"),
        ("line 16", "has a { without its }"),
    ]


def test_true_or_false_says_its_own_feedback_and_then_the_general_one() -> None:
    assert only("Tea grows. {T#It does.#Yes.####On bushes.}").fields["explanation"] == {
        "right": "Yes. On bushes.",
        "wrong": "It does. On bushes.",
    }


def test_questions_without_blank_lines_between_them() -> None:
    found = read_gift(
        "What's 2+2? {=4 ~5}\nTea is hot.{T}\nTea comes {=from\n~to} China.\n::Q::Which\none? {=this ~that}\n"
    )
    assert [each.fields.get("prompt") or each.fields["statement"] for each in found.taken] == [
        "What's 2+2?",
        "Tea is hot.",
        "Tea comes ____ China.",
        "Which\none?",
    ]
    assert [each.position for each in found.taken] == ["line 1", "line 2", "line 3", "line 5"]


def test_an_open_brace_costs_one_question_only() -> None:
    found = read_gift("What's 2+2? {=4 ~5\n\nWhat's 3+3? {=6 ~7}\n")
    assert [each.fields["prompt"] for each in found.taken] == ["What's 3+3?"]
    assert [(each.position, each.why) for each in found.left] == [("line 1", "has a { without its }; add it")]
    assert read_gift("What's 2+2? {=4 ~5\nWhat's 3+3? {=6 ~7}\n").left[0].why == "has a { without its }; add it"
