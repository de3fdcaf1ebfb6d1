"""Moodle XML: its kinds of questions, its texts with files, and what's reported about the rest."""

import base64
from html import escape

import pytest

from bot.exchange.assembling import assembled
from bot.exchange.formats import read
from bot.exchange.model import ImportedItem, ParsedFile
from bot.exchange.source import Unreadable
from tests.fakes.commands import png


def quiz(*questions: str) -> ParsedFile:
    return read(f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>{"".join(questions)}</quiz>'.encode())


def question(kind: str, inside: str, asked: str = "<p>Which &amp; <b>why</b>?</p>") -> str:
    return (
        f'<question type="{kind}"><name><text>Q</text></name>'
        f'<questiontext format="html"><text><![CDATA[{asked}]]></text></questiontext>{inside}</question>'
    )


def answer(fraction: str, text: str, more: str = "", why: str = "") -> str:
    feedback = f"<feedback format='html'><text>{escape(escape(why))}</text></feedback>" if why else ""
    return f'<answer fraction="{fraction}"><text>{escape(text)}</text>{feedback}{more}</answer>'


def only(kind: str, inside: str, asked: str = "<p>Which &amp; <b>why</b>?</p>") -> ImportedItem:
    found = quiz(question(kind, inside, asked))
    assert not found.left
    return found.taken[0]


@pytest.mark.parametrize(
    ("kind", "inside", "fields"),
    [
        (
            "multichoice",
            answer("100", "x < y", why="Yes & so.") + answer("0", "b"),
            {"type": "choice", "options": [{"text": "x < y", "correct": True, "why": "Yes & so."}, {"text": "b"}]},
        ),
        (
            "multichoice",
            answer("50", "a") + answer("50", "b") + answer("-100", "c"),
            {
                "type": "several",
                "options": [{"text": "a", "correct": True}, {"text": "b", "correct": True}, {"text": "c"}],
            },
        ),
        (
            "truefalse",
            answer("0", "true", why="No.") + answer("100", "false", why="Yes."),
            {"type": "true-false", "answer": False, "explanation": {"right": "Yes.", "wrong": "No."}},
        ),
        (
            "shortanswer",
            answer("100", "Grey") + answer("100", "Gray") + answer("50", "dark") + answer("0", "*"),
            {"type": "free-text", "answers": ["Grey", "Gray"]},
        ),
        (
            "shortanswer",
            answer("100", "*Ana*") + answer("50", "a lead"),
            {"type": "free-text", "answers": ["Ana"]},
        ),
        (
            "numerical",
            answer("100", "9.81", "<tolerance>0.1</tolerance>")
            + "<units><unit><multiplier>1</multiplier><unit_name>m</unit_name></unit></units>",
            {"type": "number", "value": "9.81", "tolerance": "0.1", "unit": "m"},
        ),
        (
            "matching",
            "".join(
                f"<subquestion format='html'><text>{left}</text><answer><text>{right}</text></answer></subquestion>"
                for left, right in (("a", "1"), ("b", "2"), ("c", "3"), ("", "4"))
            ),
            {
                "type": "match",
                "pairs": [{"left": each[0], "right": each[1]} for each in ("a1", "b2", "c3")],
                "decoys": ["4"],
            },
        ),
        ("ordering", answer("1", "a") + answer("2", "b") + answer("3", "c"), {"type": "order", "items": list("abc")}),
    ],
)
def test_each_kind(kind: str, inside: str, fields: dict[str, object]) -> None:
    told = dict(only(kind, inside).fields)
    assert (told.pop("prompt", None) or told.pop("statement")) == "Which & why?"
    assert told == fields


@pytest.mark.parametrize(
    ("asked", "fields"),
    [
        (
            r"A {1:SA:=dog#Yes~%100%hound~%50%cat} has {2:NUMERICAL:=4:0} legs.",
            {"type": "cloze", "text": "A {{dog|hound}} has {{4}} legs."},
        ),
        (
            "A {1:MC:=dog~cat} eats {1:MULTICHOICE_V:grass~%100%meat}.",
            {"type": "cloze", "text": "A {{dog}} eats {{meat}}.", "choose": True, "decoys": ["cat", "grass"]},
        ),
    ],
)
def test_answers_within_the_text(asked: str, fields: dict[str, object]) -> None:
    assert only("cloze", "", asked).fields == fields


def test_words_to_drag_into_places_and_a_hint() -> None:
    words = "".join(f"<dragbox><text>{word}</text><group>1</group></dragbox>" for word in ("dog", "cat"))
    taken = only("ddwtos", words + "<hint format='html'><text>It barks.</text></hint>", "A [[1]].")
    assert taken.fields == {
        "type": "cloze",
        "text": "A {{dog}}.",
        "choose": True,
        "decoys": ["cat"],
        "hint": "It barks.",
    }


def test_categories_keys_and_pictures_are_imported_and_the_rest_is_reported() -> None:
    raw = base64.b64encode(png()).decode()
    asked = f"""<questiontext format="html"><text>&lt;img src="@@PLUGINFILE@@/a%20b.png" alt="A leaf"&gt;Which?</text>
        <file name="a b.png" path="/" encoding="base64">{raw}</file></questiontext>"""
    found = quiz(
        '<question type="category"><category><text>$course$/top/Tea</text></category></question>',
        f'<question type="truefalse">{asked}{answer("100", "true")}<idnumber>q7</idnumber></question>',
        question("essay", ""),
        question("multichoice", answer("0", "a") + answer("0", "b")),
    )
    ((name, _),) = found.images.items()
    (taken,) = found.taken
    assert (taken.topic, taken.key, taken.fields["statement"]) == ("Tea", "q7", "Which?")
    assert taken.fields["image"] == {"file": name, "alt": "A leaf"}
    assert assembled(found, "T").pack.questions[0].image
    assert [(each.position, each.why.partition(";")[0]) for each in found.left] == [
        ("question 2 (“Q”)", "is an essay, which I can't judge"),
        ("question 3 (“Q”)", "doesn't say which option is right"),
    ]


@pytest.mark.parametrize(
    "raw",
    [
        b'<!DOCTYPE a [<!ENTITY b "ha">]><quiz>&b;</quiz>',
        b'<quiz><question type="essay"><a></question></quiz>',
        b"<quiz><question><questiontext><text>" + b"<a>" * 100_000,
    ],
)
def test_broken_and_malicious_files_are_refused_in_a_sentence(raw: bytes) -> None:
    with pytest.raises(Unreadable, match=r"\.$"):
        read(raw)


def test_a_half_right_answer_does_not_stand_in_for_one_with_stars() -> None:
    raw = f"<quiz>{question('shortanswer', answer('100', 'A*a') + answer('50', 'a lead'))}</quiz>"
    found = read(raw.encode())
    assert [each.why for each in found.left] == ["accepts only answers with *; write one without"]


def test_a_glossary_of_moodle() -> None:
    entry = (
        "<ENTRY><CONCEPT>PTO</CONCEPT><DEFINITION>&lt;p&gt;Paid &lt;b&gt;time&lt;/b&gt; off&lt;/p&gt;</DEFINITION>"
        "<ALIASES><ALIAS><NAME>holiday</NAME></ALIAS></ALIASES>"
        "<CATEGORIES><CATEGORY><NAME>HR</NAME></CATEGORY></CATEGORIES></ENTRY>"
    )
    bare = "<ENTRY><CONCEPT>NDA</CONCEPT><DEFINITION/></ENTRY>"
    inside = f"<INFO><NAME>Our words</NAME><ENTRIES>{entry}{bare}</ENTRIES></INFO>"
    found = read(f"<?xml version='1.0'?>\n<GLOSSARY>{inside}</GLOSSARY>".encode())
    assert (found.format, found.title) == ("Moodle glossary", "Our words")
    assert [(dict(each.fields), each.topic) for each in found.taken] == [
        ({"term": "PTO", "definition": "Paid time off", "aliases": ["holiday"]}, "HR")
    ]
    assert [each.position for each in found.left] == ["entry 2 (“NDA”)"]
    with pytest.raises(Unreadable, match="is broken"):
        read(b"<GLOSSARY><INFO>")
