"""Malicious and broken files, generated from a seed."""

import io
import sqlite3
import struct
import zipfile
from collections.abc import Iterator
from random import Random

_SEEDS = (
    "Question;A;B;C;Correct;Why\nWhat is it?;x;y;z;B;so\nAnd that?;x;y;z;A, C;\n",
    'Front,Back,Topic\n"a ""quoted"" word",b,c\n\'=1+1,d,e\n',
    "a\tb\nc\td\n",
    "$CATEGORY: $course$/x\n\n::T:: What \\{is\\} it?{=a#yes ~%50%b#no ####all}\n\nn?{#1..5}\n\n"
    "m?{=a->b =c->d =e->f}\n",
    "What is it?\nA. x\nB) y\nANSWER: B\n",
    "# T\n\nQ: what?\nA: that\n\nf :: b\n\n- [x] a\n- [ ] b\n\n"
    "```\ncode\n```\n\n| Front | Back |\n|---|---|\n| a | b |\n",
    "API – a way\nKPI: a number\n",
    '{"results": [{"question": "a &amp; b?", "correct_answer": "x", "incorrect_answers": ["y"]}]}',
    "AUTHOR: a\nWhat is it?:\n- x\n- 'y'\nAnd that?: [z, no]\n",
    '<?xml version="1.0"?><quiz><question type="category"><category><text>top/a</text></category></question>'
    '<question type="multichoice"><questiontext format="html"><text><![CDATA[<p>a?</p>]]></text></questiontext>'
    '<answer fraction="100"><text>b</text></answer><answer fraction="0"><text>c</text></answer></question>'
    '<question type="cloze"><questiontext><text>a {1:SA:=b~%50%c#d} e</text></questiontext></question></quiz>',
    '<assessmentItem identifier="a"><responseDeclaration identifier="R"><correctResponse><value>a</value>'
    "</correctResponse></responseDeclaration><itemBody><choiceInteraction responseIdentifier='R'><prompt>a?</prompt>"
    '<simpleChoice identifier="a">b</simpleChoice><simpleChoice identifier="b">c</simpleChoice></choiceInteraction>'
    "</itemBody></assessmentItem>",
)
_PIECES = (
    *("\x00", "\u202e", "\ufeff", "\x85", "\u2028", "\ue0000\ue001", "\ue002", "\r", "\n\n", "\t", "9" * 400, "😀"),
    *(
        '"',
        '""""',
        "{",
        "}",
        "{{",
        "}}",
        "~",
        "=",
        "\\",
        "::",
        "#",
        "%",
        "->",
        "..",
        ";",
        "|",
        "?",
        "```",
        "~~~",
        "**",
    ),
    *("[x]", "[", "](", "e999999999", "<b>", "&amp;", "<" * 50, "=cmd|' /C calc'!A0"),
    *("$CATEGORY:", "Q:", "A:", "ANSWER:"),
)


def files(seed: int, count: int) -> Iterator[bytes]:
    """Yield broken files: texts of every format, workbooks and decks.

    Args:
        seed: the seed of the random numbers.
        count: how many files to yield.
    """
    random = Random(seed)
    book, notes = workbook(), database()
    for number in range(count):
        if number % 8 == 0:
            yield _broken_bytes(book, random)
        else:
            yield deck(_broken_bytes(notes, random)) if number % 8 == 4 else _broken_text(random)


def workbook() -> bytes:
    """Return a small workbook."""
    import openpyxl

    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (("Front", "Back"), ("a", 1.5), ("b", "=1+1"), (None, None), ("c", True)):
        book.active.append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def database() -> bytes:
    """Return the database of a small deck from Anki."""
    connection = sqlite3.connect(":memory:")
    connection.executescript(
        "CREATE TABLE col (models, decks); CREATE TABLE cards (nid, did, odid, ord);"
        "CREATE TABLE notes (id INTEGER PRIMARY KEY, guid, mid, tags, flds);"
        "INSERT INTO cards VALUES (1, 1, 0, 0);"
        "INSERT INTO notes VALUES (1, 'g', 1, 't', 'a' || char(31) || '<b>c</b>');"
    )
    templates = '[{"qfmt": "{{A}}", "afmt": "{{FrontSide}}<hr id=answer>{{#B}}{{B}}{{/B}}"}]'
    models = f'{{"1": {{"type": 0, "flds": [{{"name": "A"}}, {{"name": "B"}}], "tmpls": {templates}}}}}'
    connection.execute("INSERT INTO col VALUES (?, ?)", (models, '{"1": {"name": "D"}}'))
    connection.commit()
    return connection.serialize()


def deck(notes: bytes, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a deck from Anki.

    Args:
        notes: the deck's database.
        compression: how the archive's parts are compressed.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compression) as archive:
        archive.writestr("collection.anki2", notes)
        archive.writestr("media", "{}")
    return made.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    """Return the small workbook with one part replaced, or added.

    Args:
        name: the part's name.
        content: the part's contents.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.namelist():
            if each != name:
                new.writestr(each, old.read(each))
        new.writestr(name, content)
    return made.getvalue()


def bombs() -> dict[str, bytes]:
    """Return files that are designed to exhaust memory or time: what they do → the file."""
    sheet = "xl/worksheets/sheet1.xml"
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    laughs = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>' + head
    outside = b'<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + head
    cell = b'<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>'
    sized = bytearray(workbook())
    place = sized.find(b"PK\x01\x02")
    sized[place + 24 : place + 28] = struct.pack("<I", 2**31)
    return {
        "unpacks to 300 MB": with_part(sheet, head + b" " * 300_000_000),
        "has entities within entities": with_part(sheet, laughs + cell),
        "points at a file outside": with_part(sheet, outside + cell.replace(b"&b;", b"&a;")),
        "says a false size": bytes(sized),
        "has a million rows": with_part(
            sheet,
            head + b'<row><c t="inlineStr"><is><t>a</t></is></c></row>' * 1_000_000 + b"</sheetData></worksheet>",
        ),
        "has a cell of 20 MB": b"Front,Back\n" + b"a" * 20_000_000 + b",b\n",
        "has a million lines": b"Front,Back\n" + b"a,b\n" * 1_000_000,
        "is all quotes": b'"' * 2_000_000,
        "is all braces": b"a?{=b}\n\n" + b"{" * 1_000_000,
        "is all bars": b"| a | b |\n|---|---|\n" + b"|" * 500_000,
        "is all stars": b"# a\n\nQ: x\nA: " + b"*a " * 300_000,
        "is all tildes": b"::a:: a?{=b" + b"~" * 500_000 + b"}",
        "is all brackets": b"Q: a\nA: " + b"[" * 300_000,
        "is all colons": b"Q: a\nA: b\n\n" + b":: " * 300_000,
        "is all gaps": b"# a\n\nb :: c\n\n" + b"{{c1::" * 100_000,
        "is a database of nothing": deck(b"SQLite format 3\0" + bytes(20_000_000)),
        "is XML that's never over": b"<quiz>" + b"<question type='essay'>" * 1_000_000,
        "is a million questions": b"<quiz>" + b"<question type='essay'/>" * 1_000_000 + b"</quiz>",
        "is a million aliases": b"a?: &a [x]\n" + b"b?: *a\n" * 1_000_000,
        "is all lists": b"a?:\n- " + b"[" * 100_000,
        "is JSON without an end": b'{"incorrect_answers": ' + b"[" * 1_000_000,
        "has tags without ends": b"<quiz><question type='shortanswer'><questiontext><text><![CDATA["
        + b"<a " * 300_000
        + b"]]></text></questiontext></question></quiz>",
        "has attributes without ends": b"Front,Back\n" + b"<a x= " * 300_000 + b",b\n",
        "has a million columns": b"," * 1_000_000 + b"\nFront,Back\na,b\n",
    }


def _broken_text(random: Random) -> bytes:
    text = random.choice(_SEEDS) * random.randint(1, 4)
    for _ in range(random.randint(1, 12)):
        place = random.randrange(len(text) + 1)
        cut = random.choice((0, 0, 1, 5, 40))
        text = text[:place] + random.choice(_PIECES) * random.choice((1, 1, 3)) + text[place + cut :]
    raw = text.encode(random.choice(("utf-8", "utf-8", "utf-16", "cp1252")), "replace")
    return _broken_bytes(raw, random) if random.random() < 0.2 else raw


def _broken_bytes(raw: bytes, random: Random) -> bytes:
    broken = bytearray(raw)
    for _ in range(random.randint(1, 20)):
        broken[random.randrange(len(broken))] = random.randrange(256)
    return bytes(broken[: random.randint(1, len(broken))] if random.random() < 0.3 else broken)
