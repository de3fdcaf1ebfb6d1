"""Packs in other programs' formats: items come back as they were, or the report says what was left out."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from bot.content.model import Pack
from bot.content.plain_objectives import plain_objective
from bot.content.question import NumberQuestion
from bot.exchange.assembling import assembled
from bot.exchange.formats import read
from bot.exchange.model import ImportedItem, ParsedFile
from bot.exchange.texts import tidied
from bot.exchange.writing.formats import WRITERS
from bot.exchange.writing.pieces import lines
from bot.language.text import as_seen
from tests.fakes.commands import png
from tests.packs import bundled

_TOPICS = ("Green tea", "Black/white")
_letters = st.text(alphabet="abé ßZ9.,;:?!='\"+-@#~{}\\|<>&*_`/()[]%$", min_size=1, max_size=24)
_text = _letters.map(lambda text: f"Tea {' '.join(text.split())} x").filter(lambda text: "->" not in text)
"""Texts with all the characters that some format treats as syntax."""

_start = st.sampled_from(["", "=", "+", "-", "@", "'=", "''", "＝"])
_words = st.builds(lambda start, text: f"{start}{text}", _start, _text)
_answer = st.text(alphabet="abcxyzé", min_size=2, max_size=12).filter(
    lambda text: as_seen(text) not in ("ja", "sant")
)


def several(of: st.SearchStrategy[str], least: int, most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(of, min_size=least, max_size=most, unique_by=as_seen)


def explained(text: str | None) -> dict[str, Any]:
    return {"explanation": {"right": text, "wrong": text}} if text else {}


_why = st.none() | _text
_choices = st.builds(
    lambda prompt, options, why: {
        "type": "choice",
        "prompt": prompt,
        "options": [{"text": options[0]}, {"text": options[1], "correct": True} | ({"why": why} if why else {})]
        + [{"text": each} for each in options[2:]],
    },
    *(_words, several(_words, 2, 5), _why),
)
_severals = st.builds(
    lambda prompt, options: {
        "type": "several",
        "prompt": prompt,
        "options": [{"text": each, "correct": True} for each in options[:2]]
        + [{"text": each} for each in options[2:]],
    },
    *(_words, several(_words, 3, 5)),
)
_judged = st.builds(
    lambda statement, answer, why: {"type": "true-false", "statement": statement, "answer": answer} | explained(why),
    *(_words, st.booleans(), _why),
)
_typed = st.builds(
    lambda prompt, answers, why: {"type": "free-text", "prompt": prompt, "answers": answers} | explained(why),
    *(_words, several(_answer, 1, 3), _why),
)
_numbers = st.builds(
    lambda prompt, value, off, why: (
        {"type": "number", "prompt": prompt, "value": value} | ({"tolerance": off} if off else {}) | explained(why)
    ),
    *(_words, st.sampled_from(["5", "-2.5"]), st.sampled_from(["", "0.1"]), _why),
)
_matches = st.builds(
    lambda prompt, left, right: {
        "type": "match",
        "prompt": prompt,
        "pairs": [{"left": one, "right": two} for one, two in zip(left, right, strict=False)],
        "decoys": right[3:],
    },
    *(_words, several(_text, 3, 3), several(_text, 4, 5)),
)
_orders = st.builds(
    lambda prompt, items: {"type": "order", "prompt": prompt, "items": items}, _words, several(_text, 3, 6)
)
_gaps = st.builds(
    lambda answers, choose: (
        {"type": "cloze", "text": f"Tea {{{{{'|'.join(answers)}}}}} is."}
        | ({"text": f"Tea {{{{{answers[0]}}}}} is.", "choose": True, "decoys": answers[1:]} if choose else {})
    ),
    *(several(_answer, 2, 3), st.booleans()),
)
_cards = st.builds(lambda front, back: {"front": front, "back": back}, _words, _words)
_terms = st.builds(
    lambda term, definition, aliases: {"term": term, "definition": definition, "aliases": aliases},
    *(_words, _words, several(_answer, 0, 3)),
)


def packed(cards: Sequence[Any], terms: Sequence[Any], questions: Sequence[Any]) -> Pack:
    topics = [{"id": f"topic-{place}", "title": title} for place, title in enumerate(_TOPICS)]
    lists = {
        kind: [
            {"id": f"{kind}-{place}", "objectives": [f"topic-{place % 2}"], **tidied(item)}
            for place, item in enumerate(items)
        ]
        for kind, items in (("cards", cards), ("terms", terms), ("questions", questions))
    }
    cover = Pack.model_validate({"id": "tea", "title": "Tea", "topics": topics, **lists})
    return cover.model_copy(update={"objectives": tuple(plain_objective(topic) for topic in cover.topics)})


def said(pack: Pack) -> dict[tuple[str, str], tuple[str, dict[str, Any]]]:
    """Return the topic and the contents of each item of a pack, by kind and id."""
    return {
        (kind, item.id): (pack.topic_of(item).title, item.model_dump(exclude_defaults=True, exclude={"objectives"}))
        for kind in ("cards", "terms", "questions")
        for item in getattr(pack, kind)
    }


def comes_back(name: str, pack: Pack) -> None:
    written = WRITERS[name].write(pack, {})
    assert not written.left
    assert not written.changed
    imported = assembled(read(written.data), "Tea")
    assert not imported.left
    assert said(imported.pack) == said(pack)


_tabled = _choices | _severals | _judged | _typed


@pytest.mark.parametrize("name", ["csv", "xlsx"])
@settings(max_examples=20)
@given(
    cards=st.lists(_cards, min_size=2, max_size=3, unique_by=lambda each: each["front"]),
    terms=st.lists(_terms, min_size=2, max_size=3, unique_by=lambda each: each["term"]),
    questions=st.lists(_tabled, min_size=2, max_size=4),
)
def test_tables_come_back(name: str, cards: list[Any], terms: list[Any], questions: list[Any]) -> None:
    comes_back(name, packed(cards, terms, questions))


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("gift", _choices | _severals | _judged | _typed | _numbers | _matches),
        ("moodle", _choices | _severals | _judged | _typed | _numbers | _matches | _orders | _gaps),
    ],
)
@given(data=st.data())
def test_questions_come_back(name: str, kinds: st.SearchStrategy[Any], data: st.DataObject) -> None:
    comes_back(name, packed([], [], data.draw(st.lists(kinds, min_size=1, max_size=5))))


_plain = st.builds(
    lambda start, text: f"{start}{text}", st.sampled_from(["", "- ", "# ", "Q: ", "1. ", ": ", "? "]), _text
)
_prompts = st.builds(lambda one, two: "\n".join((one, *two)), _plain, st.lists(_plain, max_size=1))
_fronts = st.builds(
    lambda front, back, both: {"front": front, "back": back} | ({"reverse": True} if both else {}),
    *(_plain, _plain, st.booleans()),
)
_pages = st.builds(lambda front, back: {"front": front, "back": back}, _prompts, _prompts)
_boxes = (_choices | _severals).map(
    lambda each: (
        each
        | {
            "options": [
                {**option, "why": option.get("why", "") * bool(option.get("correct"))} for option in each["options"]
            ]
        }
    )
)


@given(
    cards=st.lists(_fronts | _pages, min_size=1, max_size=3),
    terms=st.lists(_terms.map(lambda each: each | {"aliases": []}), max_size=3),
    questions=st.lists(_boxes | _typed, max_size=3),
    prompts=st.lists(_prompts, min_size=3, max_size=3),
)
@example(cards=[{"front": "Tea 9 x", "back": "Tea ;; x"}], terms=[], questions=[], prompts=[])
@example(cards=[{"front": "Tea <> x", "back": "Tea"}], terms=[], questions=[], prompts=[])
@example(
    cards=[{"front": "Tea", "back": "Tea ``` x"}],
    terms=[{"term": "Tea", "definition": "Tea ;; x", "aliases": []}],
    questions=[],
    prompts=[],
)
def test_markdown_comes_back(cards: list[Any], terms: list[Any], questions: list[Any], prompts: list[str]) -> None:
    asked = [each | {"prompt": prompt} for each, prompt in zip(questions, prompts, strict=False)]
    cards = [each | {"front": f"{each['front']} {place}"} for place, each in enumerate(cards)]
    terms = [each | {"term": f"{each['term']} {place}"} for place, each in enumerate(terms)]
    asked = [each | {"prompt": f"{each['prompt']} {place}"} for place, each in enumerate(asked)]
    pack = packed(cards, terms, asked)
    written = WRITERS["markdown"].write(pack, {})
    left = {each.position for each in written.left}
    imported = assembled(read(written.data), "Tea")
    kept = {key: each for key, each in said(pack).items() if f"{key[0].removesuffix('s')} {key[1]}" not in left}
    assert {each.why for each in written.left} <= {"has code with signs in it that mean something in Markdown"}
    assert nameless(said(imported.pack)) == nameless(kept)


def nameless(told: Mapping[tuple[str, str], tuple[str, dict[str, Any]]]) -> list[str]:
    """Return the contents of items without their ids, which Markdown doesn't have."""
    return sorted(f"{kind} {topic} {item | {'id': ''}}" for (kind, _), (topic, item) in told.items())


@pytest.mark.parametrize("name", ["csv", "gift", "moodle", "markdown"])
def test_a_question_is_written_with_its_case_and_comes_back_with_it(name: str) -> None:
    situation = " ".join(["Ana's team keeps 40 kinds of tea."] * 10)
    options = [{"text": "Ana", "correct": True}, {"text": "Ben"}, {"text": "Cleo"}]
    fields = {"type": "choice", "prompt": f"{situation} Who drinks it?", "options": options}
    pack = assembled(ParsedFile("table", (ImportedItem("row 1", "questions", fields),)), "Tea").pack
    written = WRITERS[name].write(pack, {})
    assert not written.changed
    (back,) = assembled(read(written.data), "Tea").placed
    assert back.taken.case == situation
    assert back.fields["prompt"] == "Who drinks it?"


def test_no_cell_is_a_formula() -> None:
    pack = packed([{"front": "=1+1", "back": "@x"}, {"front": "'-1", "back": "+1"}], [], [])
    rows = list(csv.reader(io.StringIO(WRITERS["csv"].write(pack, {}).data.decode("utf-8-sig"))))
    assert [row[2:4] for row in rows[1:]] == [["'=1+1", "'@x"], ["''-1", "'+1"]]
    comes_back("csv", pack)
    (sheet,) = load_workbook(io.BytesIO(WRITERS["xlsx"].write(pack, {}).data)).worksheets
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}


def test_kahoot_gets_what_it_can_show() -> None:
    options = [{"text": "a" * 20, "correct": True, "why": "So."}, {"text": "b"}]
    asked = [
        {"type": "choice", "prompt": "Which?", "options": options},
        {"type": "true-false", "statement": "Hot.", "answer": False},
        {"type": "choice", "prompt": "Which? " * 20, "options": options},
        {"type": "free-text", "prompt": "What?", "answers": ["x"]},
    ]
    written = WRITERS["kahoot"].write(packed([{"front": "f", "back": "b"}], [], asked), {})
    found = read(written.data)
    assert (found.format, len(found.taken), written.count) == ("Kahoot spreadsheet", 2, 2)
    assert [each.position for each in written.left] == ["1 card", "question questions-2", "question questions-3"]
    assert [(each.position, each.why) for each in written.changed] == [
        ("question questions-0", "why options are right or wrong")
    ]


def test_moodle_shows_pictures() -> None:
    picture = {"file": "images/leaf.png", "alt": 'A "leaf"'}
    pack = packed([], [], [{"type": "true-false", "statement": "a < b\n& c", "answer": True, "image": picture}])
    written = WRITERS["moodle"].write(pack, {"images/leaf.png": png()})
    (taken,) = read(written.data).taken
    assert (taken.fields["statement"], taken.fields["image"]["alt"]) == ("a < b\n& c", 'A "leaf"')
    assert [each.why for each in WRITERS["moodle"].write(pack, {}).changed] == ["image"]


@pytest.mark.parametrize("name", list(WRITERS))
def test_every_item_of_the_first_pack_is_written_or_reported(name: str) -> None:
    pack = bundled()
    written = WRITERS[name].write(pack, {})
    items = (*pack.cards, *pack.clozes, *pack.terms, *pack.questions, *pack.tips, *pack.comparisons, *pack.examples)
    one_by_one = [each for each in written.left if each.why.partition(" can't hold")[1] == ""]
    whole = sum(int(each.position.split()[0]) for each in written.left if each not in one_by_one)
    assert written.count + len(one_by_one) + whole == len(items) + len(pack.worked)
    found = read(written.data)
    assert len(found.taken) == written.count
    assert not found.left
    assert len(list(lines(written, WRITERS[name].name))) <= 40


def test_an_explanation_keeps_its_lines_for_those_who_were_right_as_for_the_others() -> None:
    two_lines = "Green tea is steamed.\nBlack tea isn't."
    question = {"type": "number", "prompt": "How hot?", "value": "80"} | explained(two_lines)
    (found,) = packed([], [], [question]).questions
    assert isinstance(found, NumberQuestion)
    assert found.explanation is not None
    assert found.explanation.right == found.explanation.wrong == two_lines
