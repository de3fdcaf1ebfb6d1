"""HTML as plain text: lines and lists stay, everything else that marks it up goes. Pure."""

import re
from html.parser import HTMLParser

_BREAKS_AS_TEXT = """
address article blockquote br dd div dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre section table tr ul
"""
_BREAKS = frozenset(_BREAKS_AS_TEXT.split())
_SILENT = frozenset(["head", "script", "style", "template", "title"])
_SPACES = re.compile(r"[ \t\r\f\xa0]+")


def has_html(text: str) -> bool:
    """Return whether a text has tags or entities that it doesn't mean to show; `List<String>` has none."""
    if "<" not in text and "&" not in text:
        return False
    from bot.content.reading.markup import found  # late, as it takes long to load and few texts need it

    return bool(found(text))


def text_of(html: str) -> str:
    """Return what HTML shows, as plain text; a picture is what its alt attribute says."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (_SPACES.sub(" ", line).strip() for line in "".join(reader.pieces).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    """Collects the text of HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag in _BREAKS:
            self._break()
            self.pieces += ["• "] if tag == "li" else []
        elif tag == "td" and self.pieces and self.pieces[-1] != "\n":
            self.pieces.append(" ")
        elif tag == "img":
            self.pieces.append(dict(attrs).get("alt") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BREAKS and tag != "br":
            self._break()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(data.replace("\n", " "))

    def _break(self) -> None:
        if self.pieces and self.pieces[-1] != "\n":
            self.pieces.append("\n")
