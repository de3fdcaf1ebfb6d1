"""Read LaTeX glossaries: entries and acronyms of the package glossaries, and description lists.

https://ctan.org/pkg/glossaries
"""

import re
from collections.abc import Iterator

from bot.exchange.maths import readable_in_markdown
from bot.exchange.model import ImportedItem, LeftOut, ParsedFile
from bot.exchange.source import SourceFile

_BRACED = r"\{((?:[^{}]|\{(?:[^{}]|\{[^{}]{0,500}\}){0,500}\}){0,2000})\}"
"""Text in braces, which may contain two more levels of braces."""

_ENTRY = re.compile(r"\\(?:long)?newglossaryentry\s{0,9}\{[^{}]{0,200}\}\s{0,9}" + _BRACED)
_ACRONYM = re.compile(
    r"\\newacronym\s{0,9}(?:\[[^\]]{0,200}\])?\s{0,9}\{[^{}]{0,200}\}\s{0,9}\{([^{}]{0,200})\}\s{0,9}" + _BRACED
)
_FIELD = re.compile(r"\b(name|description)\s{0,9}=\s{0,9}(?:" + _BRACED + r"|([^{},]{1,200}))")
_ITEM = re.compile(r"\\item\s{0,9}\[([^\]\n]{1,200})\]\s*((?:(?!\\item|\\end\{)[\s\S]){1,2000})")
_STARTS = re.compile(r"\\(?:(?:long)?newglossaryentry|newacronym|begin\{description\}|item\s{0,9}\[)")
_STYLED = re.compile(r"\\[a-zA-Z]{1,20}\*?\{([^{}]{0,500})\}")
_ESCAPED = re.compile(r"\\([%&_#$ ])")
_COMMENT = re.compile(r"(?<!\\)%[^\n]*")


class Latex:
    """Reads LaTeX glossaries."""

    name = "LaTeX glossary"

    def confidence(self, source: SourceFile) -> float:
        """Return how likely it is that a file is a LaTeX glossary: it has entries, acronyms or described items."""
        return 0.98 if _STARTS.search((source.text or "")[:100_000]) else 0.0

    def read(self, source: SourceFile) -> ParsedFile:
        """Read a glossary."""
        text = _COMMENT.sub("", source.text or "")
        taken: list[ImportedItem] = []
        left: list[LeftOut] = []
        for place, term, meaning in sorted(_entries(text)):
            where = f"line {text.count(chr(10), 0, place) + 1}"
            if term and meaning:
                taken.append(ImportedItem(where, "terms", {"term": term, "definition": meaning}))
            else:
                left.append(LeftOut(where, f"has no {'meaning' if term else 'name'}; add one"))
        return ParsedFile(self.name, tuple(taken), tuple(left), notes=source.notes)


def _entries(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield the position, the term and the meaning of each entry."""
    for found in _ENTRY.finditer(text):
        fields = {each[1]: each[2] or each[3] or "" for each in _FIELD.finditer(found[1])}
        yield found.start(), _plain(fields.get("name", "")), _plain(fields.get("description", ""))
    for found in (*_ACRONYM.finditer(text), *_ITEM.finditer(text)):
        yield found.start(), _plain(found[1]), _plain(found[2])


def _plain(text: str) -> str:
    """Return a text without LaTeX commands, as far as possible."""
    text = readable_in_markdown(text)
    for _ in range(3):
        text = _STYLED.sub(r"\1", text)
    text = _ESCAPED.sub(r"\1", text).replace("~", " ").replace("---", "—").replace("--", "–")
    return " ".join(text.replace("``", "“").replace("''", "”").split())
