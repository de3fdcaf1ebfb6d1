"""Word documents: headings, lists, tables and bold text are read as if typed in Markdown."""

import io
import zipfile

import pytest

from bot.exchange.formats import read
from bot.exchange.source import Unreadable

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_LISTS = f"""<w:numbering {_W}><w:abstractNum w:abstractNumId="4">
<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="upperLetter"/></w:lvl>
</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="4"/></w:num></w:numbering>"""


def document(body: str, lists: str = _LISTS) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {_W}><w:body>{body}</w:body></w:document>")
        archive.writestr("word/numbering.xml", lists)
    return made.getvalue()


def paragraph(text: str, properties: str = "", bold: bool = False) -> str:
    look = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r>{look}<w:t>{text}</w:t></w:r></w:p>"


def listed(text: str, level: int, bold: bool = False) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>', bold)


def table(*rows: tuple[str, ...]) -> str:
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def test_a_table_is_read_below_its_heading() -> None:
    found = read(
        document(
            paragraph("Our house", '<w:pStyle w:val="Title"/>')
            + paragraph("Office", '<w:pStyle w:val="Heading2"/>')
            + table(("Question", "Answer"), ("Where's the first-aid kit?", "In the kitchen"))
        )
    )

    assert found.format == "Word document"
    assert not found.left
    (item,) = found.taken
    assert item.topic == "Office"
    assert "In the kitchen" in str(item.fields)


def test_words_own_numbers_and_letters_make_questions() -> None:
    found = read(
        document(
            listed("Where do we meet in a fire?", 0)
            + listed("In the lobby", 1)
            + listed("In the car park", 1, bold=True)
            + listed("Whom do you call first?", 0)
            + listed("The fire brigade", 1, bold=True)
            + listed("Your manager", 1)
        )
    )

    assert [item.fields["prompt"] for item in found.taken] == [
        "Where do we meet in a fire?",
        "Whom do you call first?",
    ]
    assert [[option["text"] for option in item.fields["options"]] for item in found.taken] == [
        ["In the lobby", "In the car park"],
        ["The fire brigade", "Your manager"],
    ]


def test_text_that_was_deleted_isnt_read() -> None:
    deleted = "<w:del><w:r><w:delText>old </w:delText></w:r></w:del>"
    found = read(document(f"<w:p>{deleted}<w:r><w:t>Q: Who has the key?</w:t></w:r></w:p>" + paragraph("A: Mia")))

    assert "old" not in str(found.taken)
    assert "Mia" in str(found.taken)


def test_what_is_left_out_is_quoted_as_word_shows_no_line_numbers() -> None:
    found = read(
        document(
            paragraph("Please read this in your first week.")
            + table(("Question", "Answer"), ("Who has the key?", "Mia"), ("", "Nobody"))
            + paragraph("See you on Monday.")
        )
    )

    assert [each.position for each in found.left] == ["“Nobody”", "“See you on Monday.”"]
    assert found.taken[0].position == "“Who has the key? Mia”"


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (document(""), "no questions, cards or terms in this Word document; put them into a table"),
        (document("<w:p>"), "Word document is broken"),
        (document("", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "Word document is broken"),
    ],
)
def test_a_document_that_cant_be_used_says_what_to_do(raw: bytes, says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        read(raw)
