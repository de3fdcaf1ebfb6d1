"""Turn a Word document (.docx) into the Markdown that its author would have typed: ECMA-376, part 1, section 17."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from bot.exchange import archive
from bot.exchange.markdown_text import plain
from bot.exchange.model import ImportedItem, ParsedFile
from bot.exchange.source import Unreadable
from bot.language.text import shortened

_MAIN = "word/document.xml"
_LISTS = "word/numbering.xml"
_LARGEST_PART = 20 * 1024 * 1024
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BROKEN = "This Word document is broken; open it in Word, save it again as .docx, and use that."
_OFF = ("0", "false", "off", "none")
_HEADING = re.compile(r"(?:heading|berschrift|titre|ttulo|titolo|kop)(\d)$", re.IGNORECASE)
_TITLES = ("Title", "Titel", "Titre", "Ttulo", "Titolo")
_LINE = re.compile(r"\blines? (\d+)(?: to \d+)?\b")
_MARKS = re.compile(r"^\s*(?:#+|-|\d+\.)\s|(?<!\\)\|")
"""What's in Markdown but not on Word's page: the marks before headings and lists, and the bars of tables."""

_LONGEST_QUOTE = 40
_BREAKS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


def is_document(raw: bytes) -> bool:
    """Return whether a file is a Word document."""
    return archive.is_archive(raw) and _MAIN.encode() in raw


def as_markdown(raw: bytes) -> str:
    """Return a document's headings, paragraphs, lists and tables; deleted text and pictures are left out.

    Raises:
        Unreadable: the document is broken or too large.
    """
    with archive.opened(raw) as parts:
        main = _parsed(archive.entry(parts, _MAIN, _LARGEST_PART))
        has_lists = _LISTS in parts.namelist()
        lists = _formats_in(archive.entry(parts, _LISTS, _LARGEST_PART)) if has_lists else {}
    body = main.find(f"{_W}body")
    if body is None:
        raise Unreadable(_BROKEN)
    return _Writer(lists).written(body)


def with_quotes(found: ParsedFile, markdown: str) -> ParsedFile:
    """Return what was found in a document, with quotes instead of lines, which Word doesn't number.

    Args:
        found: what was read from the Markdown.
        markdown: the document in Markdown.
    """
    bare = (" ".join(_MARKS.sub(" ", line).split()) for line in markdown.split("\n"))
    lines = [shortened(plain(line), _LONGEST_QUOTE) for line in bare]

    def quote(position: re.Match[str]) -> str:
        said = lines[int(position[1]) - 1] if int(position[1]) <= len(lines) else ""
        return f"“{said}”" if said else position[0]

    def changes(item: ImportedItem) -> ImportedItem:
        changed = tuple(_LINE.sub(quote, each) for each in item.changed)
        return replace(item, position=_LINE.sub(quote, item.position), changed=changed)

    left = tuple(replace(each, position=_LINE.sub(quote, each.position)) for each in found.left)
    return replace(found, taken=tuple(map(changes, found.taken)), left=left)


def _parsed(raw: bytes) -> Element:
    try:
        root: Element = fromstring(raw, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise Unreadable(_BROKEN) from error
    return root


def _formats_in(raw: bytes) -> Mapping[tuple[str, str], str]:
    """Return how lists are numbered: a list's id and level → decimal, upperLetter or bullet."""
    root = _parsed(raw)
    levels = {
        (each.get(f"{_W}abstractNumId", ""), level.get(f"{_W}ilvl", "0")): _value(level, "numFmt")
        for each in root.iter(f"{_W}abstractNum")
        for level in each.iter(f"{_W}lvl")
    }
    return {
        (each.get(f"{_W}numId", ""), level): numbered
        for each in root.iter(f"{_W}num")
        for (abstract, level), numbered in levels.items()
        if abstract == _value(each, "abstractNumId")
    }


def _value(element: Element, *names: str) -> str:
    """Return the value of an element's descendant, found by its path; "" if there's none."""
    found = element.find("/".join(f"{_W}{name}" for name in names))
    return "" if found is None else found.get(f"{_W}val", "")


class _Writer:
    """Writes Markdown, counting the entries of lists as Word does."""

    def __init__(self, lists: Mapping[tuple[str, str], str]) -> None:
        self._lists = lists
        self._counted: Counter[tuple[str, str]] = Counter()

    def written(self, body: Element) -> str:
        """Return what a document says."""
        lines: list[str] = []
        for each in _blocks(body):
            if each.tag == f"{_W}tbl":
                lines += ["", *self._table(each), ""]
            elif (level := _level(each)) and (heading := _text(each, bold=False)):
                lines += ["", f"{'#' * level} {heading}", ""]
            else:
                lines.append(self._marker(each) + _text(each))
        return "\n".join(lines)

    def _marker(self, paragraph: Element) -> str:
        """Return what Word shows before a paragraph: “A) ”, “3. ”, a bullet or nothing."""
        level = _value(paragraph, "pPr", "numPr", "ilvl") or "0"
        entry = (_value(paragraph, "pPr", "numPr", "numId"), level)
        style = _value(paragraph, "pPr", "pStyle")
        shown = self._lists.get(entry, "")
        if not shown and style.startswith(("ListBullet", "ListNumber")):
            shown = "bullet" if style.startswith("ListBullet") else "decimal"
        if not shown or shown == "none":
            return ""
        self._counted[entry] += 1
        for below in [each for each in self._counted if each[0] == entry[0] and each[1] > level]:
            del self._counted[below]
        number = self._counted[entry]
        if shown.endswith("Letter") and number <= 26:
            return f"{chr(64 + number)}) "
        return "- " if shown == "bullet" else f"{number}. "

    def _table(self, table: Element) -> Iterator[str]:
        rows = [[_cell(each) for each in row.iter(f"{_W}tc")] for row in table.findall(f"{_W}tr")]
        for place, row in enumerate(rows):
            yield "| " + " | ".join(row) + " |"
            if not place:
                yield "|" + "---|" * len(row)


def _level(paragraph: Element) -> int:
    """Return the level of a heading, at most 6 as in Markdown; 0 for any other paragraph."""
    style = _value(paragraph, "pPr", "pStyle")
    found = _HEADING.search(style)
    return min(6, int(found[1])) if found else int(style in _TITLES)


def _cell(cell: Element) -> str:
    """Return a cell's text on one line, as Markdown's tables need it."""
    said = " ".join(_text(each, bold=False) for each in cell.iter(f"{_W}p"))
    return " ".join(said.split()).replace("|", r"\|")


def _blocks(parent: Element) -> Iterator[Element]:
    """Yield the paragraphs and tables, also those in content controls."""
    for each in parent:
        if each.tag in (f"{_W}p", f"{_W}tbl"):
            yield each
        elif each.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins"):
            yield from _blocks(each)


def _text(paragraph: Element, bold: bool = True) -> str:
    """Return a paragraph's text.

    Args:
        paragraph: the paragraph.
        bold: whether to mark bold text, which may be the right answer.
    """
    runs = [(bold and _is_bold(run), _run_text(run)) for run in paragraph.iter(f"{_W}r")]
    joined = ((marked, "".join(text for _, text in group)) for marked, group in groupby(runs, lambda each: each[0]))
    return "".join(_in_bold(text) if marked else text for marked, text in joined).strip()


def _run_text(run: Element) -> str:
    return "".join((each.text or "") if each.tag == f"{_W}t" else _BREAKS.get(each.tag, "") for each in run)


def _is_bold(run: Element) -> bool:
    found = run.find(f"{_W}rPr/{_W}b")
    return found is not None and found.get(f"{_W}val", "1") not in _OFF


def _in_bold(text: str) -> str:
    """Return a text in bold, without the spaces around it."""
    bare = text.strip()
    if not bare or "\n" in bare:
        return text
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}**{bare}**{after}"
