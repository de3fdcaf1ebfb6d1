"""Malicious and broken files are refused in a sentence, and what's taken from them loads."""

import zipfile
from pathlib import Path

import pytest

from bot.content.reading.files import Files
from bot.content.reading.load import pack_of
from bot.content.writing.files import files_of
from bot.exchange.assembling import assembled
from bot.exchange.formats import read
from bot.exchange.import_summary import lines
from bot.exchange.source import Unreadable
from bot.exchange.tables.workbook import number_shown
from tests.exchange import hostile


def test_broken_files_never_crash_and_what_is_taken_loads() -> None:
    """`python -m benchmarks.importing` tries a thousand."""
    for raw in hostile.files(seed=18, count=60):
        try:
            imported = assembled(read(raw), "Broken")
        except Unreadable as error:
            assert str(error).endswith(".")
            continue
        assert len(lines(imported)) <= 40
        if imported.placed:
            written = {Path(name): contents for name, contents in files_of(imported.pack).items()}
            assert pack_of(Files(Path(), written)).id == imported.pack.id


@pytest.mark.parametrize(
    "head",
    [b'<!DOCTYPE a [<!ENTITY b "ha">]>', b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'],
)
def test_entities_are_refused(head: bytes) -> None:
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
        b'<c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>'
    )
    with pytest.raises(Unreadable, match="broken"):
        read(hostile.with_part("xl/worksheets/sheet1.xml", head + sheet))


def test_a_file_that_unpacks_to_much_more_is_refused_before_it_does() -> None:
    with pytest.raises(Unreadable, match="much larger inside"):
        read(hostile.with_part("xl/worksheets/sheet1.xml", b" " * 20_000_000))


def test_a_part_that_is_compressed_in_a_broken_way_is_refused() -> None:
    raw = bytearray(hostile.deck(hostile.database(), zipfile.ZIP_LZMA))
    start = raw.find(b"collection.anki2") + len(b"collection.anki2")
    raw[start + 4] = 255  # a byte of LZMA's properties
    with pytest.raises(Unreadable, match="broken"):
        read(bytes(raw))


def test_a_table_of_a_million_rows_is_refused() -> None:
    with pytest.raises(Unreadable, match="more than 50,000 rows"):
        read(b"Front,Back\n" + b"a,b\n" * 60_000)


@pytest.mark.parametrize("text", ["5:9e9999999", "1e9999999", "0e9999999", "=%1e9999%5"])
def test_an_enormous_number_costs_only_its_question(text: str) -> None:
    found = read(f"How many legs has a cat? {{#{text}}}\n\nHow many legs has a dog? {{#4}}\n".encode())
    assert [each.fields["prompt"] for each in found.taken] == ["How many legs has a dog?"]
    assert "where a number should be" in found.left[0].why


@pytest.mark.parametrize("form", ["General", "0", "0%", "#,##0.00", f"0.{'0' * 30}"])
@pytest.mark.parametrize("value", [1e300, float("inf"), float("nan"), 1e-300, 5.0])
def test_any_number_of_a_workbook_is_shown(value: float, form: str) -> None:
    assert number_shown(value, form)
