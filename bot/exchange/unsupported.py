"""Recognise unsupported files that people keep questions in, and say what to use instead."""

import re
from pathlib import PurePosixPath

from bot.exchange import archive
from bot.exchange.source import Unreadable, is_link, is_mail

_AS_TABLE = "save it as Excel (.xlsx) or CSV, and use that"
_AS_WORD = "save it as Word (.docx), and use that"
_AS_TEXT = "save it as plain text (.txt), and use that"
_SLIDES = "This is a presentation; copy its questions into a text file, and use that."
_PACKED = "This is an archive; unpack it, and use the file with the questions."
_RECORDING = "This is a recording; type its questions into a table or a text, and use that."

_WITHIN = (
    (b"application/vnd.oasis.opendocument.spreadsheet", f"This is a LibreOffice spreadsheet; {_AS_TABLE}."),
    (
        b"application/vnd.oasis.opendocument.text",
        "This is a LibreOffice document; save it as Word (.docx), and use that.",
    ),
    (b"application/vnd.oasis.opendocument.presentation", _SLIDES),
    (b"application/epub+zip", "This is an e-book; copy what you'd like to teach into a text file, and use that."),
    (b"Index/Document.iwa", f"This is a Numbers, Pages or Keynote file; in Numbers, {_AS_TABLE}."),
    (b"ppt/presentation.xml", _SLIDES),
    (b"xl/workbook.bin", f"This is a binary Excel workbook; {_AS_TABLE}."),
)
"""Bytes inside an archive that identify its format, and what to say about it."""

_BEGINNING = (
    (b"%PDF-", "This is a PDF; use the file it was made from, or its questions as plain text (.txt)."),
    (b"\xd0\xcf\x11\xe0", "This is a file from an old Excel or Word; save it as .xlsx or .docx, and use that."),
    (b"{\\rtf", f"This is rich text; {_AS_TEXT}."),
    (b"SQLite format 3\0", "This is a database; in Anki, export your deck as .apkg, and use that."),
    *((begins, _PACKED) for begins in (b"7z\xbc\xaf", b"Rar!", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")),
)

_PAGE = re.compile(rb"\s*<(?:!doctype\s+html|html|head|body|div|p|table|h[1-6]|ul|ol|span|article)\b", re.IGNORECASE)
_PICTURE = re.compile(
    rb"\x89PNG|\xff\xd8\xff|GIF8|RIFF.{4}WEBP|.{4}ftyp(?:hei[cx]|mif1|avif)|BM.{4}\0{4}|II\*\0|MM\0\*"
    rb"|\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<svg\b",
    re.DOTALL,
)
"""Matches the beginning of PNG, JPEG, GIF, WebP, HEIC, AVIF, BMP, TIFF and SVG; phones make HEIC."""
_SOUND_OR_FILM = re.compile(rb"ID3|OggS|fLaC|RIFF.{4}(?:WAVE|AVI )|.{4}ftyp|\x1aE\xdf\xa3|\xff[\xfb\xf3]", re.DOTALL)

_EMPTY = "This archive is empty; choose another file."
_OWN = (
    "This is a whole pack of Versed; give it to the people who run Versed, or export it again with format:xlsx, and "
    "use that."
)
_SHOWN = 3


def explanation_for(raw: bytes) -> str:
    """Return what an unsupported file is and what to use instead; "" if that's unknown."""
    if _PAGE.match(raw.removeprefix(b"\xef\xbb\xbf")):
        return "This is a web page; copy its questions into a table or a text file, and use that."
    if is_mail(raw):
        return "This is an e-mail or a saved web page; copy its questions into a table or a text file, and use that."
    if is_link(raw):
        return "This is only a link; open it, download what it shows as Excel (.xlsx) or CSV, and use that."
    if _PICTURE.match(raw):
        return "This is a picture; type its questions into a table or a text, and use that."
    if _SOUND_OR_FILM.match(raw):
        return _RECORDING
    if not archive.is_archive(raw):
        return next((sentence for begins, sentence in _BEGINNING if raw.startswith(begins)), "")
    return _in_archive(raw)


def _in_archive(raw: bytes) -> str:
    """Return what an archive is and what to use instead."""
    for name, sentence in _WITHIN:
        if name in raw:
            return sentence
    try:
        files = archive.files(raw)
    except Unreadable as error:
        return str(error)
    if any(PurePosixPath(each).name == "pack.yaml" for each in files):
        return _OWN
    names = ", ".join(files[:_SHOWN]) + (" …" if len(files) > _SHOWN else "")
    return f"This is an archive ({names}); unpack it, and use the file with the questions." if files else _EMPTY
