"""Remove the formatting within lines of Markdown, and set fenced code aside. Pure."""

import re
from collections.abc import Sequence

from bot.exchange.maths import readable_in_markdown

CODE = re.compile("\ue000(\\d+)\ue001")
"""The placeholder for a piece of code while the rest is parsed."""

REST = "\ue002"
"""The placeholder for each further line of code, so that line numbers stay the same."""

LONGEST = 4000
"""Longer texts aren't searched for marks: no text of a pack is that long, and the search would get slow."""

ITEM = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+")
"""The mark before a list entry."""

_STANDING = re.compile("[\ue000-\ue002]")
_IMAGE = re.compile(r"!\[([^\]\n]{0,300})\]\([^)\n]{0,2000}\)")
_LINK = re.compile(r"\[([^\]\n]{1,300})\]\([^)\n]{0,2000}\)")
_EMBEDDED = re.compile(r"!\[\[[^\[\]\n]{1,300}\]\] ?")
_WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|\n]{1,300}\|)?([^\[\]|\n]{1,300})\]\]")
"""A link to a page by its name, possibly with another text to show (https://help.obsidian.md/links)."""

_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_STRESSED = re.compile(
    r"(?<![\w*])\*(?=[^\s*])([^*\n]+?)(?<=[^\s*])\*(?![\w*])|(?<!\w)_(?=[^\s_])([^_\n]+?)(?<=[^\s_])_(?!\w)"
)
ESCAPED_OR_CODE = re.compile(r"\\.|(`[^`\n]*`)")
"""An escaped character, or code in backticks; an escaped backtick doesn't begin code."""

_TAGS = re.compile(r"^[ \t]*(?:#[^\W\d][\w/-]*[ \t]*)+$|[ \t]+#(?:flash)?cards?(?:[/-][\w/-]*)?[ \t]*$", re.MULTILINE)
"""Tags of no use to a reader: those on a line of their own, and those that mark a line as a flashcard."""

_BOLD_NUMBER = re.compile(r"^([ \t]*)(\*\*|__)(\d{1,4}[.)])[ \t]+(?=\S)", re.MULTILINE)
"""The number of a list entry that's bold as a whole: **1. What is it?**"""

_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|>:=?~$-])")
_HIDDEN = 0xE100
"""Added to the code of an escaped character, so that it isn't parsed as a mark."""

_STANDS_FOR = re.compile("[\ue121-\ue17e]")


def unfenced(text: str) -> tuple[str, list[str]]:
    """Replace fenced code by placeholders; return the text and the pieces of code. Line numbers stay the same.

    Args:
        text: the text in Markdown.
    """
    pieces: list[str] = []
    lines: list[str] = []
    fence, depth = "", 0
    for line in text.split("\n"):
        mark = line.strip()[:3]
        if not fence and mark in ("```", "~~~") and not line.strip()[3:].endswith("`"):
            fence, depth = mark, len(line) - len(line.lstrip())
            pieces.append(line.strip())
            lines.append(f"\ue000{len(pieces) - 1}\ue001")
        elif fence:
            pieces[-1] += f"\n{line[depth:] if not line[:depth].strip() else line}"
            lines.append(REST)
            fence = "" if line.strip().startswith(fence) else fence
        else:
            lines.append(_STANDING.sub("", line))
    return "\n".join(lines), pieces


def tidied(text: str) -> str:
    """Return a text without tags of no use to a reader, and with numbers before bold texts instead of within.

    Line numbers stay the same.
    """
    return _BOLD_NUMBER.sub(r"\1\3 \2", _TAGS.sub("", text))


def shows_picture(text: str) -> bool:
    """Return whether a line of Markdown contains a picture."""
    return bool(_IMAGE.search(text) or _EMBEDDED.search(text))


def plain(text: str) -> str:
    """Return a line of Markdown as plain text, without emphasis and links; code in backticks stays."""
    if len(text) > LONGEST:
        return text.strip()
    text, parts, end = text.strip(), [], 0
    for found in ESCAPED_OR_CODE.finditer(text):
        if found[1]:
            parts += [_plain(text[end : found.start()]), found[1]]
            end = found.end()
    return "".join((*parts, _plain(text[end:]))).strip()


def _plain(text: str) -> str:
    text = readable_in_markdown(text)
    text = _ESCAPED.sub(lambda found: chr(_HIDDEN + ord(found[1])), text)
    text = _WIKI_LINK.sub(lambda found: found[1].partition("#")[0] or found[1], _EMBEDDED.sub("", text))
    text = _LINK.sub(r"\1", _IMAGE.sub(r"\1", text))
    text = _STRESSED.sub(lambda found: found[1] or found[2], _STRONG.sub(r"\2", text))
    return _STANDS_FOR.sub(lambda found: chr(ord(found[0]) - _HIDDEN), text)


def joined(lines: Sequence[str]) -> str:
    """Join lines of Markdown to a plain text; the mark of a list with a single entry is removed."""
    if sum(bool(ITEM.match(line)) for line in lines) == 1:
        lines = [ITEM.sub("", line) for line in lines]
    return "\n".join(plain(line) for line in lines).strip()
