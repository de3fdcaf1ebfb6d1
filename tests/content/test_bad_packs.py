"""Every kind of bad pack gets a sentence that says where, what and what to do (research: bad input, packs)."""

import re
from pathlib import Path

import pytest

from bot.content.model import Cover, Sheet
from bot.content.reading.load import load
from bot.content.reading.sentences import PATTERNS
from tests.content.effort import effort
from tests.content.small_pack import COVER, OBJECTIVES, lines, problems_in, write

CARD = "cards:\n  - id: one\n    objectives: [cut]\n    front: What cuts?\n    back: "
QUESTION = "questions:\n  - id: q\n    objectives: [cut]\n"

NOT_YAML = {
    "python tag": (
        "cards: !!python/object/apply:os.system [ls]\n",
        "1:8: tags (!name) aren't allowed; delete it, or put text that starts with ! in quotes",
    ),
    "own tag": (
        CARD + "!secret x\n",
        "5:11: tags (!name) aren't allowed; delete it, or put text that starts with ! in quotes",
    ),
    "bare tag": (
        CARD + "! x\n",
        "5:11: tags (!name) aren't allowed; delete it, or put text that starts with ! in quotes",
    ),
    "tag of an unknown sort": (
        CARD + "!a!b x\n",
        "5:11: tags (!name) aren't allowed; delete it, or put text that starts with ! in quotes",
    ),
    "anchor": (
        CARD + "&back A saw.\n",
        "5:11: anchors (&name) aren't allowed; write the text out, or put text that starts with & in quotes",
    ),
    "alias": (
        CARD + "*back\n",
        "5:11: aliases (*name) aren't allowed; write the text out, or put text that starts with * in quotes",
    ),
    "star": (CARD + "* a saw\n", "5:11: a text can't start with this sign; put it in quotes"),
    "at sign": (CARD + "@home\n", "5:11: a text can't start with @; put it in quotes"),
    "backtick": (CARD + "`saw`\n", "5:11: a text can't start with `; put it in quotes"),
    "per cent sign": ("%saw\n", "1:1: a line can't start with %; put the text in quotes, or delete the line"),
    "special spaces": (
        "cards:\n  - id: one\n\u00a0\u00a0\u00a0 front: What cuts?\n    back: A saw.\n",
        "3:1: this line is indented by special spaces, as text copied from a web page or a document has; "
        "replace them "
        "with ordinary ones",
    ),
    "no space after the dash": (
        "cards:\n  -id: one\n    front: What cuts?\n",
        "2:3: a space is missing after the dash; write it like `- id: …`",
    ),
    "a conflict in Git": (
        CARD + "A saw.\n<<<<<<< HEAD\n    hint: a\n=======\n    hint: b\n>>>>>>> main\n",
        "6:1: Git couldn't merge this; keep one of the two versions, and delete the lines with <<<<<<<, ======= and "
        ">>>>>>>",
    ),
    "tab indent": ("cards:\n\t- id: one\n", "2:1: a tab indents this line; use spaces"),
    "tab between entries": ("cards:\n  - id: one\n\t- id: two\n", "3:1: a tab indents this line; use spaces"),
    "two documents": (
        "cards: []\n---\ntips: []\n",
        "2:1: a second document starts here; delete the line `---`, or make two files",
    ),
    "empty": ("", "1:1: the file is empty; delete it, or start it with a line such as `cards:`"),
    "only a comment": ("# later\n", "1:1: the file is empty; delete it, or start it with a line such as `cards:`"),
    "list at the top": (
        "- id: one\n",
        "1:1: the file is a list; start it with the name of what it holds, such as `cards:`",
    ),
    "text at the top": (
        "# cards\n\nA saw cuts.\n",
        "3:1: the file is a single text; start it with the name of what it holds, such as `cards:`",
    ),
    "NUL": (CARD + "A\0saw\n", "5:12: the invisible character U+0000 isn't allowed; delete it"),
    "escape character": (CARD + "A \x1b[31msaw\n", "5:13: the invisible character U+001B isn't allowed; delete it"),
    "lone surrogate": (CARD + "A saw \ud800\n", "5:17: this isn't UTF-8; save the file with the encoding UTF-8"),
    "surrogate escape": (
        CARD + '"\\ud800"\n',
        "5:14: this escape isn't a character; write the character itself",
    ),
    "half an escape": (
        CARD + '"\\x4"\n',
        "5:14: this escape is cut short; write the character itself, or \\\\ for a backslash",
    ),
    "unknown escape": (
        CARD + '"C:\\data"\n',
        "5:14: this escape is unknown; double the backslash (\\\\), or use single quotes",
    ),
    "colon in a text": (
        CARD + "A saw: it cuts.\n",
        "5:16: a colon within a text makes it a second field; put the whole text in quotes, or fix the indentation",
    ),
    "no colon": (
        "cards:\n  - id: one\n    objectives [cut]\n    front: What?\n",
        "3:5: this line isn't a `name: value`; add the colon and a space, or indent it to continue the text above",
    ),
    "open quote": (CARD + '"A saw.\n  - id: two\n', "5:11: a quote opens here and is never closed; close it"),
    "text after a quote": (
        CARD + '"Saw" it is.\n',
        "5:17: the text goes on after its closing quote; put all of it in quotes",
    ),
    "no name": (": x\n", "1:1: a name is missing before the colon; write one, or put the text in quotes"),
    "open list": (
        "cards:\n  - id: one\n    objectives: [cut\n    front: What?\n",
        "3:17: a list opens here and isn't closed; put commas between entries and ] at the end",
    ),
    "open brace": (
        "cards:\n  - {id: one\n  - {id: two}\n",
        "2:5: a brace opens here and isn't closed; put commas between fields and } at the end",
    ),
    "closing bracket": (
        CARD + "]\n",
        "5:11: a value is missing here; write it, or put a text that starts with a sign in quotes",
    ),
    "indented too little": (
        "cards:\n    - id: one\n  - id: two\n",
        "3:3: this line doesn't fit the lines above; indent it like its neighbours",
    ),
    "field among entries": (
        "cards:\n  - id: one\n  front: What?\n",
        "3:3: this line doesn't fit the list above; start it with `- `, or indent it",
    ),
    "list on the line": ("cards: - id: one\n", "1:8: a list can't start here; put its first `- ` on a new line"),
    "text after a bar": (CARD + "|A saw\n", "5:12: a text after | or > starts on the next line; move it there"),
    "after the end": (
        "cards: []\n...\ntips: []\n",
        "3:1: this line doesn't belong anywhere; check its indentation and quotes",
    ),
    "other YAML": (
        "%YAML 3.0\n---\ncards: []\n",
        "1:1: this version of YAML is unknown; delete the line that starts with %YAML",
    ),
    "thousands of brackets": (
        "[" * 2048,
        "1:1001: lists and fields are nested too deep; write this flatter, 20 levels at most",
    ),
    "a name that is a list": (
        "[a, b]: c\n",
        "1:1: a field's name can't be a list or a mapping; write a plain word before the colon",
    ),
}

NOT_MEANT = {
    "duplicate field": (
        CARD + "A saw.\n    front: Which?\n",
        "6:5: `front` is given twice, on lines 4 and 6; keep one of them",
    ),
    "duplicate list": (
        "cards: []\ntips: []\ncards: []\n",
        "3:1: `cards` is given twice, on lines 1 and 3; keep one of them",
    ),
    "no": (
        QUESTION + "    type: true-false\n    statement: It cuts.\n    answer: no\n"
        "    explanation: {right: Yes it does., wrong: It does.}\n",
        "6:13: some programs read `no` as text, others as true or false; write true or false, or "
        "put it in quotes: "
        '"no"',
    ),
    "True": (
        CARD + "True\n",
        "5:11: some programs read `True` as text, others as true or false; write true or false, "
        "or put it in quotes: "
        '"True"',
    ),
    "time of day": (
        CARD + "10:30\n",
        '5:11: some programs read `10:30` as a number, others as text; put it in quotes: "10:30"',
    ),
    "octal": (
        CARD + "012\n",
        '5:11: some programs read `012` as a number, others as text; put it in quotes: "012"',
    ),
    "date": (
        CARD + "2026-11-24\n",
        '5:11: some programs read `2026-11-24` as a date, others as text; put it in quotes: "2026-11-24"',
    ),
    "bad date": (
        CARD + "2026-02-31\n",
        '5:11: some programs read `2026-02-31` as a date, others as text; put it in quotes: "2026-02-31"',
    ),
    "not a number": (
        CARD + ".nan\n",
        '5:11: `.nan` isn\'t a number I can teach; if you mean the text, put it in quotes: ".nan"',
    ),
    "infinity": (
        CARD + "-.inf\n",
        '5:11: `-.inf` isn\'t a number I can teach; if you mean the text, put it in quotes: "-.inf"',
    ),
    "5,000 digits": (
        CARD + "9" * 5000 + "\n",
        f'5:11: `{"9" * 27}…` is a number of 5,000 characters; use at most 18, or put it in quotes: "{"9" * 27}…"',
    ),
    "merge": (CARD + "A saw.\n    <<: {a: b}\n", "6:5: merging with `<<` isn't allowed; write the fields out"),
    "number as a name": (CARD + "A saw.\n    3: x\n", '6:5: `3` has to be text; put it in quotes: "3"'),
    "NUL by escape": (
        CARD + '"A\\0saw"\n',
        "5:11: the text holds an invisible control character; delete its escape, such as \\0",
    ),
    "blank": (CARD + '"  "\n', "5:11: the text is blank; write something, or delete the field"),
}

NOT_IN_SHAPE = {
    "unknown field": (
        QUESTION + "    type: free-text\n    prompt: What cuts?\n    anwsers: [saw]\n"
        "    explanation: {right: Yes., wrong: A saw.}\n",
        "6:5: there's no field `anwsers` (did you mean `answers`?); fix the name",
    ),
    "unknown list": ("card: []\n", "1:1: there's no field `card` (did you mean `cards`?); fix the name"),
    "field like no other": (
        CARD + "A saw.\n    zzz: x\n",
        "6:5: there's no field `zzz`; use id, was, objectives, case, level, figure, image, formula, code, checked, "
        "until, owner, front, back, reverse, typed, or delete it",
    ),
    "field of the cover": ("authors: [Ada]\n", "1:1: `authors` belongs in pack.yaml; move it there"),
    "missing field": (
        "cards:\n  - id: one\n    objectives: [cut]\n    front: What?\n",
        "2:5: `back` is missing; add `back: …`",
    ),
    "nothing after the colon": (CARD + "\n", "5:10: a text is missing here; write it, or delete the line"),
    "number": (CARD + "3\n", '5:11: this must be text; put it in quotes: "3"'),
    "decimal": (CARD + "1.50\n", "5:11: this must be text; put it in quotes"),
    "boolean": (CARD + "true\n", '5:11: this must be text; put it in quotes: "true"'),
    "list for a text": (
        CARD + "[saw]\n",
        "5:11: this must be one text, not a list; if it is a text with brackets or dashes, put it in quotes",
    ),
    "list for the only answer": (
        QUESTION + "    type: free-text\n    prompt: What cuts?\n    answers: [[saw]]\n"
        "    explanation: {right: Yes., wrong: A saw.}\n",
        "6:15: this must be one text, not a list; if it is a text with brackets or dashes, put it in quotes",
    ),
    "fields for a text": (
        "terms:\n  - id: saw\n    objectives: [cut]\n    term: Saw\n    definition: It cuts.\n"
        "    aliases:\n      - Also: blade\n",
        "7:9: this must be one text, not fields; if it is a text with a colon, put all of it in quotes",
    ),
    "text for a boolean": (
        QUESTION + '    type: true-false\n    statement: It cuts.\n    answer: "no"\n'
        "    explanation: {right: Yes., wrong: It does.}\n",
        "6:13: this is true or false, nothing else; write one of the two, without quotes",
    ),
    "text for a list": (
        "cards: none\n",
        "1:8: `cards` must be a list; write each entry on a line of its own, after `- `",
    ),
    "nothing for a list": ("cards:\n", "1:7: `cards` is empty; add an entry, or delete the line"),
    "text for an entry": (
        "cards:\n  - What cuts?\n",
        "2:5: this must be made of fields; write id, objectives, front and back, each as `name: "
        "value` on a line of its own",
    ),
    "text for a question": (
        "questions:\n  - What cuts?\n",
        "2:5: this must be made of fields; write id, type and objectives, each as `name: value` on a line of its own",
    ),
    "text for cells": (
        "comparisons:\n  - {id: a, objectives: [cut], aspect: Use, cells: both, takeaway: x}\n",
        "2:52: `cells` needs one line per side; write `side-id: text` on each",
    ),
    "empty text": (CARD + '""\n', "5:11: the text is blank; write something, or delete the field"),
    "long text": (CARD + "x" * 301 + "\n", "5:11: the text has 301 characters; shorten it to at most 300"),
    "empty list": (
        "cards:\n  - {id: one, objectives: [], front: What?, back: That.}\n",
        "2:27: the list has 0 entries; give at least 1",
    ),
    "too many options": (
        QUESTION
        + "    type: choice\n    prompt: What?\n    options:\n      - {text: x, why: y, correct: true}\n"
        + "".join(f"      - {{text: x{number}, why: y}}\n" for number in range(6)),
        "7:7: the list has 7 entries; give at most 6",
    ),
    "field by another name": (
        CARD.replace("front", "question") + "A saw.\n",
        "4:5: there's no field `question` (did you mean `front`?); fix the name",
    ),
    "topic of an item": (
        CARD + "A saw.\n    topic: saws\n",
        "6:5: there's no field `topic` here; an item belongs to the topic of its first objective, so delete "
        "this line",
    ),
    "options as plain texts": (
        QUESTION
        + "    type: choice\n    prompt: What?\n    options: [A saw, {text: A file, why: x, correct: true}]\n",
        "6:15: this must be made of fields; write `text: A saw`",
    ),
    "bad id": (
        "cards:\n  - {id: a saw, objectives: [cut], front: What?, back: That.}\n",
        "2:10: this isn't an id; write letters, digits and single hyphens: `a-saw`",
    ),
    "bad side in cells": (
        "comparisons:\n  - {id: a, objectives: [cut], aspect: Use, cells: {a saw: x, saw: y, file: "
        "z}, takeaway: x}\n",
        "2:53: this isn't an id; write letters, digits and single hyphens: `a-saw`",
    ),
    "title of two lines": (
        "tips:\n  - id: a\n    objectives: [cut]\n    title: |\n      One\n      two\n    text: x\n",
        "4:12: this isn't a title; write one line, with no space before or after it",
    ),
    "unknown question type": (
        QUESTION + "    type: chioce\n",
        "4:11: there's no question type `chioce` (did you mean `choice`?); use choice, several, "
        "true-false, which-side, free-text, number, estimate, match, cloze, mistake or order",
    ),
    "question type by another name": (
        QUESTION + "    type: Multiple choice\n",
        "4:11: there's no question type `Multiple choice` (did you mean `choice`?); use choice, several, "
        "true-false, which-side, free-text, number, estimate, match, cloze, mistake or order",
    ),
    "no date": (
        CARD + 'A saw.\n    checked: "2026-13-01"\n',
        '6:14: this isn\'t a date; write year, month and day in quotes, such as "2026-11-30"',
    ),
    "text for a level": (
        CARD + 'A saw.\n    level: "1"\n',
        "6:12: this must be a whole number; write it in figures, without quotes",
    ),
    "picture from elsewhere": (
        CARD + "A saw.\n    image: {file: ../saw.png, alt: A saw.}\n",
        "6:19: this isn't a picture in the pack; write its path in the folder, such as images/outlier.png",
    ),
    "no question type": (
        QUESTION + "    prompt: What?\n",
        "2:5: `type` is missing; add `type: …` with choice, several, true-false, which-side, free-text, number, "
        "estimate, match, cloze, mistake or order",
    ),
}

NOT_TRUE = {
    "gap as Anki writes it": (
        "clozes:\n  - {id: a, objectives: [cut], text: 'A {{c1::saw}} cuts.'}\n",
        "2:38: `c1::saw` is how Anki writes a gap; write {{saw}}",
    ),
    "answer beside the options": (
        QUESTION + "    type: choice\n    prompt: What?\n    options:\n      - {text: A saw, why: x, correct: true}\n"
        "      - {text: A cup, why: x}\n    answer: A saw\n",
        "9:5: there's no field `answer` here; write `correct: true` below the text of the right option, and "
        "delete this "
        "line",
    ),
    "no right option": (
        QUESTION + "    type: choice\n    prompt: What?\n    options: [{text: a, why: b}, {text: c, why: d}]\n",
        "6:5: no option is right; add `correct: true` to one",
    ),
    "two right options": (
        QUESTION + "    type: choice\n    prompt: What?\n    options:\n      - {text: a, why: b, correct: true}\n"
        "      - {text: c, why: d, correct: true}\n",
        "8:9: a second option is right; leave `correct: true` on one only, or write `type: several`",
    ),
    "unknown objective": (
        "cards:\n  - {id: one, objectives: [cut, smoth], front: What?, back: That.}\n",
        "2:33: there's no objective `smoth` (did you mean `smooth`?); fix the id",
    ),
    "objective in other letters": (
        "cards:\n  - {id: one, objectives: [CUT], front: What?, back: That.}\n",
        "2:28: there's no objective `CUT` (did you mean `cut`?); fix the id",
    ),
    "objective like no other": (
        "cards:\n  - {id: one, objectives: [zzz], front: What?, back: That.}\n",
        "2:28: there's no objective `zzz`; add that objective, or fix the id",
    ),
    "objective twice": (
        "cards:\n  - {id: one, objectives: [cut, cut], front: What?, back: That.}\n",
        "2:33: `cut` is named twice; delete one of them",
    ),
    "unknown topic": (
        "objectives:\n  - {id: other, topic: usee, statement: x}\n",
        "2:24: there's no topic `usee` (did you mean `use`?); fix the id",
    ),
    "side left out": (
        "comparisons:\n  - {id: a, objectives: [cut], aspect: Use, cells: {saw: x}, takeaway: x}\n",
        "2:45: `cells` says nothing for the side `file`; add `file: …`",
    ),
    "side too many": (
        "comparisons:\n  - {id: a, objectives: [cut], aspect: Use, cells: {saw: x, file: y, fiel: z}, takeaway: x}\n",
        "2:70: there's no side `fiel` (did you mean `file`?); fix the id",
    ),
    "unknown side in an answer": (
        QUESTION + "    type: which-side\n    statement: It cuts.\n    answer: sew\n"
        "    explanation: {right: Yes., wrong: A saw.}\n",
        "6:13: there's no side `sew` (did you mean `saw`?); fix the id",
    ),
    "unknown role": (
        "examples:\n  - {id: a, objectives: [cut], title: A, task: B, role: bothh, why: C}\n",
        "2:57: there's no side `bothh` (did you mean `both`?); fix the id",
    ),
    "unknown term": (
        "terms:\n  - {id: saw, objectives: [cut], term: Saw, definition: Cuts., see_also: [sow]}\n",
        "2:75: there's no term `sow` (did you mean `saw`?); fix the id",
    ),
    "term of itself": (
        "terms:\n  - {id: saw, objectives: [cut], term: Saw, definition: Cuts., see_also: [saw]}\n",
        "2:75: a term can't point at itself; delete this",
    ),
    "id twice": (
        "cards:\n  - {id: one, objectives: [cut], front: What?, back: That.}\n"
        "  - {id: One, objectives: [cut], front: Why?, back: So.}\n",
        "3:10: the card id `One` is taken by extra.yaml:2; give one of the two another id",
    ),
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(*case, id=name)
        for cases in (NOT_YAML, NOT_MEANT, NOT_IN_SHAPE, NOT_TRUE)
        for name, case in cases.items()
    ],
)
def test_a_bad_sheet_is_refused_with_place_and_advice(tmp_path: Path, text: str, expected: str) -> None:
    folder = write(tmp_path / "pack", extra=text)

    assert lines(problems_in(folder), folder) == [f"extra.yaml:{expected}"]


SIDES = "sides:\n  - {id: saw, name: Saw}\n  - {id: file, name: File}\n"
BAD_COVERS = {
    "script as address": (
        COVER.replace("A workshop\n", "A workshop\n  url: javascript:alert(1)\n"),
        "10:8: only addresses that start with https:// are allowed; write one like that, or delete the field",
    ),
    "version as number": (COVER.replace('"1.0.0"', "1.0"), "3:10: this must be text; put it in quotes"),
    "version of two parts": (
        COVER.replace('"1.0.0"', '"1.0"'),
        '3:10: a version is three numbers in quotes; write it like "1.0.0"',
    ),
    "language by name": (
        COVER.replace("language: en", "language: English"),
        "4:11: this isn't a language; write two or three small letters, such as `en`, or `en-GB`",
    ),
    "command of two words": (
        COVER + "commands: {de: {compare: {name: Zwei Worte}}}\n",
        "19:33: this isn't a command's name; write one word in small letters, without the slash",
    ),
    "language of commands by name": (
        COVER + "commands:\n  german: {}\n",
        "20:3: this isn't one of Discord's languages; write it like `de`, `pt-BR` or `es-419`",
    ),
    "misspelt word of a command": (
        COVER + "commands: {de: {compare: {nam: zwei}}}\n",
        "19:27: there's no field `nam` (did you mean `name`?); fix the name",
    ),
    "commands without a language": (
        COVER + "commands: none\n",
        "19:11: `commands` must be made of fields; write `de:`, below it `compare:`, below that `name: …`",
    ),
    "Norwegian": (
        COVER.replace("language: en", "language: no"),
        "4:11: some programs read `no` as text, others as true or false; write true or false, or "
        "put it in quotes: "
        '"no"',
    ),
    "one side": (
        COVER.replace("  - {id: file, name: File}\n", "").replace(", file: Smooths.", ""),
        "12:3: the list has 1 entry; give at least 2",
    ),
    "side called both": (
        COVER.replace("id: file", "id: both").replace("file: Smooths", "both: Smooths"),
        "13:10: `both` means all sides at once; give this side another id",
    ),
    "side without summary": (
        COVER.replace(", file: Smooths.", ""),
        "18:5: `in_short` says nothing for the side `file`; add `file: …`",
    ),
    "something said of sides that there aren't": (
        COVER.replace(SIDES, ""),
        "15:5: the pack has no sides to say this of; delete `in_short`, or add `sides` to pack.yaml",
    ),
    "items": (
        COVER + "cards: []\n",
        "19:1: `cards` doesn't belong in pack.yaml; move it to a file of its own, such as cards.yaml",
    ),
}


@pytest.mark.parametrize(("cover", "expected"), BAD_COVERS.values(), ids=BAD_COVERS.keys())
def test_a_bad_cover_is_refused_with_place_and_advice(tmp_path: Path, cover: str, expected: str) -> None:
    folder = write(tmp_path / "pack", pack=cover)

    assert lines(problems_in(folder), folder) == [f"pack.yaml:{expected}"]


def test_a_question_about_sides_needs_sides(tmp_path: Path) -> None:
    cover = COVER.replace(SIDES, "").replace("    in_short: {saw: Cuts., file: Smooths.}\n", "")
    which = "questions:\n  - {id: q, type: which-side, objectives: [cut], statement: It cuts., answer: saw}\n"
    folder = write(tmp_path / "pack", pack=cover, extra=which)

    assert lines(problems_in(folder), folder) == [
        "extra.yaml:2:5: this needs sides, and the pack has none; add `sides` to pack.yaml, or delete this"
    ]


def test_the_pack_that_the_cases_break_is_sound(tmp_path: Path) -> None:
    assert load(write(tmp_path / "pack", extra=CARD + "A saw.\n")).cards[0].back == "A saw."


def test_all_problems_of_all_files_come_at_once_in_order(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "pack",
        pack=COVER.replace("title: Tools", "titel: Tools"),
        cards=CARD + "3\n    bakc: x\n  - {id: ONE, objectives: [cutt], front: a, back: b}\n",
        tips="tips:\n  - {id: a, objectives: [cut], title: x, text: no}\n",
    )

    assert lines(problems_in(folder), folder) == [
        'cards.yaml:5:11: this must be text; put it in quotes: "3"',
        "cards.yaml:6:5: there's no field `bakc` (did you mean `back`?); fix the name",
        "cards.yaml:7:10: the card id `ONE` is taken by cards.yaml:2; give one of the two another id",
        "cards.yaml:7:28: there's no objective `cutt` (did you mean `cut`?); fix the id",
        "pack.yaml:2:1: there's no field `titel` (did you mean `title`?); fix the name",
        "tips.yaml:2:48: some programs read `no` as text, others as true or false; write true or "
        "false, or put it in "
        'quotes: "no"',
    ]


def test_a_pack_without_objectives_says_so_once(tmp_path: Path) -> None:
    folder = write(tmp_path / "pack", cards=CARD + "A saw.\n", more=CARD.replace("one", "two") + "A file.\n")
    (folder / "objectives.yaml").unlink()
    (said,) = lines(problems_in(folder), folder)
    assert said.endswith("the pack has no objectives; write some first, in a file objectives.yaml")


def test_a_file_that_was_added_to_another_keeps_its_mark(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "pack", cards=CARD + "A saw.\n\ufeff" + CARD.replace("one", "two").partition("\n")[2] + "A file.\n"
    )
    assert not [each for each in lines(problems_in(folder), folder) if each.startswith("cards.yaml")]


def test_an_id_taken_in_another_file_names_both_places(tmp_path: Path) -> None:
    folder = write(tmp_path / "pack", extra="objectives:\n  - {id: cut, topic: use, statement: x}\n")

    assert lines(problems_in(folder), folder) == [
        "objectives.yaml:2:10: the objective id `cut` is taken by extra.yaml:2; give one of the two another id"
    ]


def test_nesting_ends_at_twenty(tmp_path: Path) -> None:
    deepest = "cards:\n  - " + "[" * 18 + "]" * 18 + "\n"
    too_deep = "5:28: lists and fields are nested more than 20 deep; write this flatter"
    folder = write(tmp_path / "pack", fits=deepest, deep=CARD + "[" * 18 + "]" * 18 + "\n")

    found = lines(problems_in(folder), folder)

    assert f"deep.yaml:{too_deep}" in found
    assert not any(line.startswith("fits.yaml") and "nested" in line for line in found)


def test_ids_in_a_file_that_is_not_yaml_are_not_called_unknown(tmp_path: Path) -> None:
    folder = write(tmp_path / "pack", objectives="\t" + OBJECTIVES, cards=CARD + "A saw.\n")

    assert lines(problems_in(folder), folder) == ["objectives.yaml:1:1: a tab indents this line; use spaces"]


def test_a_file_full_of_one_mistake_lists_the_first_two_hundred(tmp_path: Path) -> None:
    cards = "".join(f"  - {{id: c{number}, objectives: [cut], front: 1, back: x}}\n" for number in range(1000))
    folder = write(tmp_path / "pack", cards="cards:\n" + cards)

    found = lines(problems_in(folder), folder)

    assert len(found) == 201
    assert "cards.yaml:1:1: there are more than 200 problems of this sort; fix those listed first" in found


@pytest.mark.parametrize(
    "text",
    [
        "cards: []\n" + "".join(f"k{number}: x\n" for number in range(20_000)) * 2,
        COVER + "".join(f"titl{number}: x\n" for number in range(30_000)),
        "cards: [" + "{}, " * 20_000 + "]",
        "cards:\n" + "".join(f"  - {{id: c, objectives: [x{number}], front: x}}\n" for number in range(5_000)),
        "questions:\n" + "  - {type: choice, options: [{}, {}]}\n" * 5_000,
    ],
    ids=["names twice", "unknown fields", "empty entries", "unknown ids", "hollow questions"],
)
def test_a_file_of_nothing_but_mistakes_is_answered_soon(tmp_path: Path, text: str) -> None:
    folder = write(tmp_path / "pack", extra=text)

    problems, took = effort(lambda: problems_in(folder))

    assert 200 < len(problems) < 1000
    assert took < 80


def test_every_pattern_of_the_model_has_a_sentence() -> None:
    schema = str([Cover.model_json_schema(), Sheet.model_json_schema()])
    parts = re.split("'pattern': '|'patternProperties': {'", schema)[1:]
    asked = {part.split("'")[0].replace("\\\\", "\\") for part in parts}

    assert asked == set(PATTERNS)


def test_a_large_file_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path / "pack", extra=CARD + "A saw.\n" + "# more\n" * 700_000)

    assert lines(problems_in(folder), folder) == [
        "extra.yaml:1:1: the file is larger than 4 MiB; split it into several files"
    ]


def test_a_file_of_half_a_million_values_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path / "pack", extra="cards: [" + "a," * 500_000 + "]")

    assert lines(problems_in(folder), folder) == [
        "extra.yaml:1:1: the file holds more than 400,000 values; split it into several files"
    ]
