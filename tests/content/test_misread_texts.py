"""Texts that YAML reads differently from how they look are refused; safe ones are accepted."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.model import Cover, Sheet
from bot.content.reading.load import load
from bot.content.reading.misreadings import TEXTS
from bot.content.reading.reader import Document, Unread, parse
from bot.language.text import as_seen, disguise
from tests.content.small_pack import COVER, lines, problems_in, write

TIP = "tips:\n  - id: one\n    objectives: [cut]\n    title: Cutting\n    text: "
TERM = "terms:\n  - id: saw\n    objectives: [cut]\n    term: Saw\n    definition: It cuts.\n    aliases: "
STOPS = (
    "because a # after a space starts a comment; put the whole text in quotes, or the comment on a line of its own"
)
NO_TEXT = "a # here starts a comment, so no text is left; put the text in quotes, with its #, or write one"
CUT = "a # after a space starts a comment here and cuts the text off; put the whole text in quotes"
JOINED = (
    "this list is joined to the text above, all in one line; put | after the colon and the text on the lines below, "
    "or all of it in quotes on one line"
)
INSTEAD = "the lines of this list into one; put | after the colon instead, and the text on the lines below"
OTHERWISE = "for a backslash use single quotes or write \\\\, and for several lines put | after the colon"
NEXT_LINE = "a text after > starts on the next line; move it there, or put it in quotes if the > is a part of it"

REFUSED = {
    "issue": (TIP + "Use issue #12 for C #.\n", f"5:21: the text stops before `#12 for C #.`, {STOPS}"),
    "long": (TIP + f"Use issue #12 {'x' * 20}\n", f"5:21: the text stops before `#12 {'x' * 15}…`, {STOPS}"),
    "note after a text": (TIP + "A saw cuts. # really\n", f"5:23: the text stops before `# really`, {STOPS}"),
    "several spaces": (TIP + "A saw   #1\n", f"5:19: the text stops before `#1`, {STOPS}"),
    "a tab before it": (TIP + "A saw\t#1\n", f"5:17: the text stops before `#1`, {STOPS}"),
    "in a list": (TERM + "\n      - F # sharp\n", f"7:11: the text stops before `# sharp`, {STOPS}"),
    "in brackets on two lines": (TERM + "[F # x\n      , G]\n", f"6:17: the text stops before `# x`, {STOPS}"),
    "the last line of a text": (TIP + "A saw\n      cuts #1\n", f"6:12: the text stops before `#1`, {STOPS}"),
    "the first line of a text": (TIP + "A saw #1\n      cuts\n", f"5:17: {CUT}"),
    "the first line of an entry": (TERM + "\n      - A saw #1\n        cuts\n", f"7:15: {CUT}"),
    "the end of a list": (TERM + "[C, C #, F #]\n", f"6:20: {CUT}"),
    "a comment between lines": (TIP + "A saw\n      # really\n      cuts\n", f"6:7: {CUT}"),
    "the middle of a list": (TERM + "[C, #hash, F]\n", f"6:18: {CUT}"),
    "first of all": (TIP + "#1 among tools\n", f"5:10: {NO_TEXT}"),
    "an entry's first": (TERM + "\n      - #saw\n", f"7:8: {NO_TEXT}"),
    "list": (TIP + "It means\n      - too hot\n      - too cold\n", f"6:7: {JOINED}"),
    "list of one": (TIP + "It means\n      - too hot\n", f"6:7: {JOINED}"),
    "list after a gap": (TIP + "It means\n\n      - too hot\n      - too cold\n", f"7:7: {JOINED}"),
    "stars": (TIP + "It means\n      * too hot\n", f"6:7: {JOINED}"),
    "bullets": (TIP + "It means\n      • too hot\n", f"6:7: {JOINED}"),
    "numbers": (TIP + "It means\n      1. too hot\n      2. too cold\n", f"6:7: {JOINED}"),
    "folded list": (TIP + ">\n      It means\n      - too hot\n      - too cold\n", f"7:7: > joins {INSTEAD}"),
    "folded list, stripped": (TIP + ">-\n      - too hot\n      - too cold\n", f"6:7: > joins {INSTEAD}"),
    "quoted list": (TIP + '"It means\n      - too hot\n      - too cold"\n', f"6:7: quotes join {INSTEAD}"),
    "path": (TIP + '"C:\\new"\n', f"5:11: in double quotes, `\\n` is a line break; {OTHERWISE}"),
    "Greek letter": (TIP + '"$\\theta$"\n', f"5:11: in double quotes, `\\t` is a tab; {OTHERWISE}"),
    "border of a word": (TIP + '"\\bsaw\\b"\n', f"5:11: in double quotes, `\\b` is an escape; {OTHERWISE}"),
    "fraction": (TIP + '"\\frac12"\n', f"5:11: in double quotes, `\\f` is an escape; {OTHERWISE}"),
    "capital letter": (TIP + '"\\Pi"\n', f"5:11: in double quotes, `\\P` is a line break; {OTHERWISE}"),
    "subscript": (TIP + '"x\\_1"\n', f"5:11: in double quotes, `\\_` is an escape; {OTHERWISE}"),
    "slash": (TIP + '"and\\/or"\n', f"5:11: in double quotes, `\\/` is an escape; {OTHERWISE}"),
    "space": (TIP + '"a\\ b"\n', f"5:11: in double quotes, `\\ ` is an escape; {OTHERWISE}"),
    "after a backslash": (TIP + '"a\\\\\\nb"\n', f"5:11: in double quotes, `\\n` is a line break; {OTHERWISE}"),
    "title of two lines": (
        'tips:\n  - {id: a, objectives: [cut], title: "One\\ntwo", text: x}\n',
        f"2:39: in double quotes, `\\n` is a line break; {OTHERWISE}",
    ),
    "digit": (TIP + '"\\d+"\n', "5:12: this escape is unknown; double the backslash (\\\\), or use single quotes"),
    "users": (
        TIP + '"C:\\users"\n',
        "5:16: this escape is cut short; write the character itself, or \\\\ for a backslash",
    ),
    "last backslash": (
        TIP + '"C:\\"\n',
        "5:11: the backslash before the last quote keeps this text open; double it (\\\\), or use single quotes",
    ),
    "merge": (TIP + "<<\n", '5:11: some programs read `<<` as a merge, others as text; put it in quotes: "<<"'),
    "line separator": (TIP + "a\u2028#1\n", "5:12: the invisible character U+2028 isn't allowed; delete it"),
    "next line": (TIP + '"a\x85b"\n', "5:13: the invisible character U+0085 isn't allowed; delete it"),
    "greater": (TIP + "> 5 is too much\n", f"5:13: {NEXT_LINE}"),
    "at least": (TIP + ">= 5\n", f"5:12: {NEXT_LINE}"),
    "more than five": (
        TIP + ">5\n",
        "5:11: `>5` starts a text on the lines below, and there is none; put the text in quotes",
    ),
    "question mark": (TIP + "? is it\n", "5:11: a text can't start with ?; put it in quotes"),
    "per cent": (TIP + "%d\n", "5:11: a text can't start with %; put it in quotes"),
    "bracket": (TIP + "[A] saw\n", "5:15: the text goes on after its closing bracket; put all of it in quotes"),
    "brace": (TIP + "{x} A saw\n", "5:15: the text goes on after its closing bracket; put all of it in quotes"),
    "apostrophe": (
        TIP + "'It doesn't cut'\n",
        "5:21: a ' within single quotes closes them; write two of them, or put the text in double quotes",
    ),
    "word for nothing": (
        TIP + "null\n",
        '5:11: `null` means no value at all; if you mean the word, put it in quotes: "null"',
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), REFUSED.values(), ids=REFUSED.keys())
def test_a_text_that_yaml_reads_differently_is_refused(tmp_path: Path, text: str, expected: str) -> None:
    folder = write(tmp_path / "pack", extra=text)

    assert lines(problems_in(folder), folder) == [f"extra.yaml:{expected}"]


TAKEN = {
    "sharp": ("C# and F#", "C# and F#"),
    "quotes": ('"Use issue #12"  # a note', "Use issue #12"),
    "single quotes": ("'C:\\new' # a note", "C:\\new"),
    "block": ("|  # a note\n      Use issue #12\n      - and more", "Use issue #12\n- and more"),
    "folded block": (">\n      Use issue #12,\n      C:\\new", "Use issue #12, C:\\new"),
    "one line like an entry": (">\n      Minus five\n      - five below nought", "Minus five - five below nought"),
    "entry after a gap": ("It means\n\n      - hot", "It means\n- hot"),
    "list in a folded block": (">\n      It means\n\n        - hot\n        - cold", "It means\n\n  - hot\n  - cold"),
    "dashes on a line": ("Saw - or file - first\n      and then look", "Saw - or file - first and then look"),
    "minus": ("It is\n      -5 °C", "It is -5 °C"),
    "year": ("Made in\n      2. Bundesliga", "Made in 2. Bundesliga"),
    "escapes": ('"\\\\d \\"x\\" \\u00e9\\x41"', '\\d "x" éA'),
    "long line": ('"one \\\n      \\ two"', "one  two"),
    "signs within": ("a @ b `c` %d & *e* !f", "a @ b `c` %d & *e* !f"),
}  # fmt: skip


@pytest.mark.parametrize(("written", "text"), TAKEN.values(), ids=TAKEN.keys())
def test_a_text_that_yaml_reads_as_it_looks_is_accepted(tmp_path: Path, written: str, text: str) -> None:
    assert load(write(tmp_path / "pack", extra=f"{TIP}{written}\n")).tips[0].text == text


def test_a_comment_may_follow_anything_but_a_text(tmp_path: Path) -> None:
    sheet = """\
# of saws
questions:        # one
  # the first
  - id: q         # never changes
    objectives:   # all of them
      - cut       # first
      - smooth    # second
    type: free-text # typed
    prompt: "What?" # quoted
    answers: [saw]  # in brackets
    match: words    # of several
    explanation: {right: Yes., wrong: No.} # in braces
  - id: t
    objectives: [cut,  # one
      smooth]
    type: true-false
    statement: >  # folded
      It cuts.
    answer: true # a flag
    explanation:
      right: Yes.
      # by itself
      wrong: No.
"""
    cover = COVER.replace("language: en", "language: en # English").replace("id: tools", "id: tools # stays")

    assert [question.id for question in load(write(tmp_path / "pack", pack=cover, extra=sheet)).questions] == [
        "q",
        "t",
    ]


def test_all_faults_of_a_file_are_reported_at_once(tmp_path: Path) -> None:
    slips = ["@home", "`x`", "%d", "* a", "& b", "*c", "&d e", "!f", "a: b", "? x", "[a] b", '"a" b', '"\\d"', "#1"]
    slips += [
        "a #1",
        '"\\n"',
        "no",
        "10:30",
        "'it's'",
        "> 5",
        "a\n      - b",
        "@home: x",
        "!!python/name:os.system x",
    ]
    cards = "".join(
        f"  - id: c{number}\n    objectives: [cut]\n    front: What is {number}?\n    back: {slip}\n"
        for number, slip in enumerate(slips)
    )
    folder = write(tmp_path / "pack", cards=f"cards:\n{cards}")
    text = (folder / "cards.yaml").read_text()
    expected = [number for number, line in enumerate(text.splitlines(), 1) if line.startswith("    back:")]
    expected[slips.index("a\n      - b")] += 1

    found = [problem.line for problem in problems_in(folder)]

    assert set(expected) <= set(found)
    assert set(found) <= {*expected, *(line + 1 for line in expected)}


@pytest.mark.parametrize(
    ("entries", "columns"),
    [
        ("[@home, b, `c`, %d]", {15, 25, 30}),
        ("[*a, b, &c d, !e, f]", {15, 22, 28}),
        ("[!a, @b, &c, *d]", {15, 19, 23, 27}),
        ('["\\d", "\\w"]', {16, 22}),
    ],
)
def test_all_faults_of_a_line_are_reported_at_once(tmp_path: Path, entries: str, columns: set[int]) -> None:
    folder = write(tmp_path / "pack", extra=f"{TERM}{entries}\n")

    assert {(problem.line, problem.column) for problem in problems_in(folder)} == {(6, each) for each in columns}


def test_a_list_below_a_text_where_a_list_belongs_gets_both_faults(tmp_path: Path) -> None:
    folder = write(tmp_path / "pack", extra=f"{TERM}saw\n      - blade\n")

    assert lines(problems_in(folder), folder) == [
        "extra.yaml:6:14: `aliases` must be a list; write each entry on a line of its own, after `- `",
        f"extra.yaml:7:7: {JOINED}",
    ]


def test_a_consequence_of_a_fault_is_not_reported_as_another(tmp_path: Path) -> None:
    folder = write(tmp_path / "pack", cards="cards: - id: one\n    back: *x\ntips:\n  - id: a\n    text: @b: c\n")

    assert {problem.line for problem in problems_in(folder)} <= {1, 2, 5}


def test_all_fields_with_texts_are_known() -> None:
    found: set[str] = set()
    lines_only = "^\\S(.*\\S)?$", "^[^\\n\\r]+$"

    def holds_text(schema: dict[str, Any]) -> bool:
        if schema.get("type") == "string":
            return (
                not {"enum", "const", "format"} & schema.keys() and schema.get("pattern", lines_only[0]) in lines_only
            )
        inner = [schema.get("items"), schema.get("additionalProperties"), *schema.get("anyOf", ())]
        inner += schema.get("patternProperties", {}).values()
        return any(holds_text(each) for each in inner if isinstance(each, dict))

    for model in (Cover, Sheet):
        schema = model.model_json_schema()
        for part in [schema, *schema["$defs"].values()]:
            found |= {name for name, field in part["properties"].items() if holds_text(field)}

    assert found - {"unit"} == TEXTS


PRINTED = st.characters(
    codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufeff\ufffe\uffff"
)
LINE = st.text(PRINTED, min_size=1, max_size=30).filter(lambda text: as_seen(text) and not disguise(text))
PROSE = st.text(st.sampled_from("ab :#-*&!@%`'\"\\,.?[]{}<>|~=1ä"), min_size=1, max_size=20).filter(str.strip)


def value_of(text: str) -> object:
    document = parse(f"tips:\n  - text: {text}\n    id: a\n".encode(), Path("file.yaml"))
    assert document.problems == ()
    assert isinstance(document, Document)
    tips = document.data["tips"]
    assert isinstance(tips, list)
    assert isinstance(tips[0], dict)
    return tips[0]["text"]


@given(LINE | PROSE)
def test_any_text_in_quotes_is_read_as_written(text: str) -> None:
    doubled, escaped = text.replace("'", "''"), text.replace("\\", "\\\\").replace('"', '\\"')

    assert value_of(f"'{doubled}'") == text
    assert value_of(f'"{escaped}"') == text


@given(st.lists(LINE | PROSE, min_size=1, max_size=4))
def test_any_lines_in_a_block_are_read_as_written(texts: list[str]) -> None:
    block = "".join(f"\n      {line}" for line in texts)

    assert value_of(f"|2{block}") == "\n".join(texts)


@given(PROSE)
def test_any_text_without_quotes_is_read_as_written_or_refused(text: str) -> None:
    document = parse(f"tips:\n  - text: {text}\n    id: a\n".encode(), Path("file.yaml"))

    if isinstance(document, Unread) or document.problems:
        return
    tips = document.data["tips"]
    assert isinstance(tips, list)
    assert isinstance(tips[0], dict)
    value = tips[0]["text"]
    if isinstance(value, str) and not text.strip().startswith(("'", '"')):
        assert value == text.strip()


@given(st.lists(PROSE, min_size=2, max_size=4))
def test_lines_without_quotes_are_joined_as_written_or_refused(texts: list[str]) -> None:
    lines_of_it = [f"saw {texts[0]}", *(text for text in texts[1:] if not text.lstrip().startswith("#"))]
    whole = "\n      ".join(lines_of_it).rstrip()
    document = parse(f"tips:\n  - text: {whole}\n    id: a\n".encode(), Path("file.yaml"))

    if isinstance(document, Document) and not document.problems:
        tips = document.data["tips"]
        assert isinstance(tips, list)
        assert isinstance(tips[0], dict)
        assert tips[0]["text"] == " ".join(line.strip() for line in whole.split("\n"))
