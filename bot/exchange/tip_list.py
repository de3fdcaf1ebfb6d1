"""Read lists of tips: one per bullet or number below a title such as “Tips for better meetings”."""

import re

from bot.exchange.markdown_text import plain
from bot.exchange.model import ImportedItem, LeftOut, ParsedFile
from bot.exchange.questions import QUESTION_MARKS
from bot.exchange.source import SourceFile

_TITLE = re.compile(
    r"^(?=.{1,80}$).*?\b(?:tips?|tipps?|advice|best practices|conseils|consejos)\b",
    re.IGNORECASE,
)
_ENTRY = re.compile(r"^\s{0,3}(?:[-*+•·–]|\d{1,3}[.)])\s+(?!\[[ xX]?\])(\S.*)$")
_TITLED = re.compile(
    r"^(?:(?P<marks>\*\*|__)(?P<bold>.{1,80}?)(?P=marks)|(?P<bare>[^:.!?]{1,60}):(?=\s))[\s:–—-]*(?=\S)"
)
_CODE = re.compile(r"[`/\\_=<>{}$~|]|\s--?\w")
"""What commands and paths have, whose first letter stays small."""

_SENTENCE = re.compile(r"^(.{1,70}?)[.!]\s+(?=\S)")
_FEWEST = 2
_FITTING = 0.8


class TipList:
    """Reads lists that call themselves tips."""

    name = "list of tips"

    def confidence(self, source: SourceFile) -> float:
        """Return how likely it is that a file is a list of tips: a title says so, and there's hardly anything else.

        Without such a title, it may be a glossary or any other list.
        """
        lines = [line for line in (source.text or "")[:100_000].split("\n") if line.strip()]
        if not lines or not _TITLE.match(lines[0]):
            return 0.0
        below = [line for line in lines[1:] if not line.startswith("#")]
        entries = [found[1] for line in below if (found := _ENTRY.match(line))]
        asking = sum(plain(each).endswith(QUESTION_MARKS) for each in entries)
        fits = len(entries) >= _FEWEST and len(entries) >= _FITTING * len(below) and asking * 2 < len(entries)
        return 0.96 if fits else 0.0

    def read(self, source: SourceFile) -> ParsedFile:
        """Read a list of tips."""
        taken: list[ImportedItem] = []
        left: list[LeftOut] = []
        title = topic = ""
        for number, line in enumerate((source.text or "").split("\n"), start=1):
            if found := _ENTRY.match(line):
                taken.append(ImportedItem(f"line {number}", "tips", _tip(found[1], topic or title), topic=topic))
            elif not title and line.strip():
                title = re.sub(r"^\d+\s+", "", plain(line.strip("#*_: ")))
                title = title[:1].upper() + title[1:]
            elif line.startswith("#"):
                topic = plain(line.strip("#*_: "))
            elif line.strip():
                left.append(LeftOut(f"line {number}", "isn't part of the list; put a bullet (-) before it"))
        return ParsedFile(self.name, tuple(taken), tuple(left), title=title, notes=source.notes)


def _tip(entry: str, under: str) -> dict[str, str]:
    """Return a tip's title and text; without a title, it's the first sentence or, if that's all, the list's."""
    if titled := _TITLED.match(entry):
        text = entry[titled.end() :]
        said = plain(text) if _CODE.search(text) else _begun(plain(text))
        return {"title": plain(titled["bold"] or titled["bare"]).rstrip(".:!"), "text": said}
    text = plain(entry)
    if first := _SENTENCE.match(text):
        return {"title": first[1], "text": text[first.end() :]}
    return {"title": under, "text": text}


def _begun(text: str) -> str:
    """Return a text that begins with a capital, unless its first word has others, such as “iPhone”."""
    first = text.split(maxsplit=1)[0] if text else ""
    return text[:1].upper() + text[1:] if first.islower() and not any(map(str.isdigit, first)) else text
