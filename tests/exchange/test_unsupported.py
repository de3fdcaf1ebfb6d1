"""Files of other programs that aren't supported: the refusal names the format and says what to use instead."""

import io
import zipfile

import pytest

from bot.exchange.formats import FORMATS, KNOWN, read
from bot.exchange.source import Unreadable


def packed(**parts: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), text)
    return made.getvalue()


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (
            packed(mimetype="application/vnd.oasis.opendocument.spreadsheet"),
            "LibreOffice spreadsheet; save it as Excel",
        ),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "picture; type its questions"),
        (b"\0\0\0\x18ftypheic" + bytes(40), "picture; type its questions"),
        (b"RIFF\x10\0\0\0WEBPVP8 " + bytes(40), "picture; type its questions"),
        (packed(Index__Document_iwa="x"), "Numbers, Pages or Keynote file"),
        (packed(word__document_xml="x"), "Word document is broken; open it in Word"),
        (packed(tea__quiz_csv="a,b", tea__more_csv="c,d"), r"archive \(tea/quiz.csv, tea/more.csv\); unpack it"),
        (packed(tea__pack_yaml="id: tea", tea__cards_yaml="cards: []"), "whole pack of Versed; give it"),
        (packed(), "archive is empty; choose another file"),
        (packed(mimetype="application/vnd.oasis.opendocument.presentation"), "presentation; copy its questions"),
        (b"Rar!\x1a\x07\0" + bytes(40), "archive; unpack it"),
        (b"BM\x46\0\0\0" + bytes(60), "picture; type its questions"),
        (b"<?xml version='1.0'?>\n<svg xmlns='http://www.w3.org/2000/svg'/>", "picture; type its questions"),
        (b"\0\0\0\x20ftypisom" + bytes(40), "recording; type its questions"),
        (b"<div><h1>Tea</h1><ul><li>Cup: for tea</li></ul></div>", "web page; copy its questions"),
        (b"From: <Saved by Blink>\nMIME-Version: 1.0\nSubject: Tea\n", "saved web page; copy its questions"),
        (b"[InternetShortcut]\r\nURL=https://docs.google.com/spreadsheets/d/abc\r\n", "only a link; open it"),
        (b'{"url": "https://docs.google.com/open?id=abc", "doc_id": "abc"}', "only a link; open it"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Excel or Word; save it as .xlsx or .docx"),
        (b"%PDF-1.7\n" + bytes(range(256)), "PDF; use the file it was made from"),
        (b"\x89PNG\r\n\x1a\n" + bytes(60), "picture; type its questions"),
        (b"<!DOCTYPE html>\n<html><body><p>Who; what?</p></body></html>", "web page; copy its questions"),
        (b"<?xml version='1.0'?>\n<a><b>x;y</b>\n<b>z;w</b></a>", "I don't know this sort of file"),
        (bytes(range(256)), "I don't know this sort of file"),
    ],
)
def test_an_unsupported_file_is_named(raw: bytes, says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        read(raw)


@pytest.mark.parametrize("name", sorted({each.name for each in FORMATS}))
def test_every_supported_format_is_named(name: str) -> None:
    assert any(word.rstrip("y") in KNOWN for word in name.split())


def test_a_file_alone_in_archives_is_read() -> None:
    table = "Front,Back\nChai,Tea\n"
    export = io.BytesIO()
    with zipfile.ZipFile(export, "w") as archive:
        archive.writestr("Part-1.zip", packed(Tea_csv=table))
    assert read(export.getvalue()).taken == read(table.encode()).taken
