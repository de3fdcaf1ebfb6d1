"""Convert HTML to plain text, keeping line breaks and lists. Pure."""

import re
from collections.abc import Collection
from html.parser import HTMLParser

from bot.exchange import maths

_BREAKS_AS_TEXT = """
address article blockquote br dd div dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre section table tr ul
"""
_BREAKS = frozenset(_BREAKS_AS_TEXT.split())
_SILENT = frozenset(["head", "script", "style", "template", "title"])
_FORMULAS = frozenset(["math", "sup", "sub"])
_BETWEEN = frozenset("=+-−×·÷<>≤≥≠≈±")
_SPACES = re.compile(r"[ \t\r\f\xa0]+")


def has_html(text: str) -> bool:
    """Return whether a text contains HTML markup rather than text that looks like it, such as `List<String>`."""
    if "<" not in text and "&" not in text:
        return False
    from bot.content.reading.markup import found  # imported late, as that takes long and few texts need it

    return bool(found(text))


def text_of(html: str, beside: Collection[str] = ()) -> str:
    """Return HTML as plain text, with pictures replaced by their alt texts.

    Args:
        html: the HTML to convert.
        beside: the src of pictures to leave out of the text, because they're shown beside it.
    """
    if "<" not in html and "&" not in html:
        return maths.readable(" ".join(html.split()))
    reader = _read(html, beside)
    lines = (_SPACES.sub(" ", line).strip() for line in "".join(reader.pieces).split("\n"))
    return maths.readable(re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip())


def pictures_in(html: str) -> list[tuple[str, str]]:
    """Return the src and alt of each picture in some HTML."""
    return _read(html).pictures if "<" in html else []


def _read(html: str, beside: Collection[str] = ()) -> "_Reader":
    reader = _Reader(beside)
    end = html.rfind(">") + 1  # no tag ends after this, and the parser would search for one from each <
    reader.feed(html[:end] + html[end:].replace("<", "&lt;"))
    reader.close()
    return reader


def _written(name: str, parts: list[str]) -> str:
    """Return an element of MathML, an exponent or an index as plain text.

    Args:
        name: the element's name.
        parts: its children's texts.
    """
    first, second = (*parts, "", "")[:2]
    match name:
        case "mfrac":
            return maths.fraction(first, second)
        case "msup":
            return first + maths.raised(second)
        case "msub":
            return first + maths.lowered(second)
        case "msqrt":
            return maths.root("".join(parts))
        case "sup":
            return maths.raised("".join(parts))
        case "sub":
            return maths.lowered("".join(parts))
        case "mo":
            return f" {first} " if first in _BETWEEN else first
        case "annotation" | "annotation-xml":
            return ""
    return "".join(parts)


class _Reader(HTMLParser):
    """Collects the text of HTML."""

    def __init__(self, beside: Collection[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.pictures: list[tuple[str, str]] = []
        self._beside = beside
        self._silent = 0
        self._formula: list[tuple[str, list[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _FORMULAS or self._formula:
            self._formula.append((tag, []))
        elif tag in _SILENT:
            self._silent += 1
        elif tag in _BREAKS:
            self._break()
            self.pieces += ["• "] if tag == "li" else []
        elif tag == "td" and self.pieces and self.pieces[-1] != "\n":
            self.pieces.append(" ")
        elif tag == "img":
            src, alt = (dict(attrs).get(name) or "" for name in ("src", "alt"))
            self.pictures.append((src, alt))
            self.pieces += [] if src in self._beside else [alt]

    def handle_endtag(self, tag: str) -> None:
        if self._formula:
            self._end_formula(tag)
        elif tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BREAKS and tag != "br":
            self._break()

    def handle_data(self, data: str) -> None:
        if self._formula:
            self._formula[-1][1].extend([" ".join(data.split())] if data.strip() else [])
        elif not self._silent:
            self.pieces.append(data.replace("\n", " "))

    def _end_formula(self, tag: str) -> None:
        """Close an element of a formula, adding its text to its parent."""
        while self._formula:
            name, parts = self._formula.pop()
            (self._formula[-1][1] if self._formula else self.pieces).append(_written(name, parts))
            if name == tag:
                return

    def _break(self) -> None:
        if self.pieces and self.pieces[-1] != "\n":
            self.pieces.append("\n")
