"""The marks within a line of Markdown, and code between fences, which is kept whole. Pure."""

import re
from collections.abc import Sequence

from bot.exchange.maths import readable_in_markdown

CODE = re.compile("\ue000(\\d+)\ue001")
"""What stands for a piece of code meanwhile."""

REST = "\ue002"
"""What stands for each of its other lines, so that all that follows stays on its line."""

LONGEST = 4000
"""Characters up to which marks are looked for; nothing of a pack is longer, and looking would take ever longer."""

ITEM = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+")
"""What's before an entry of a list."""

_STANDING = re.compile("[\ue000-\ue002]")
_IMAGE = re.compile(r"!\[([^\]\n]{0,300})\]\([^)\n]{0,2000}\)")
_LINK = re.compile(r"\[([^\]\n]{1,300})\]\([^)\n]{0,2000}\)")
_EMBEDDED = re.compile(r"!\[\[[^\[\]\n]{1,300}\]\] ?")
_WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|\n]{1,300}\|)?([^\[\]|\n]{1,300})\]\]")
"""A page that's linked by its name, or by what it's called here (https://help.obsidian.md/links)."""

_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_STRESSED = re.compile(
    r"(?<![\w*])\*(?=[^\s*])([^*\n]+?)(?<=[^\s*])\*(?![\w*])|(?<!\w)_(?=[^\s_])([^_\n]+?)(?<=[^\s_])_(?!\w)"
)
ESCAPED_OR_CODE = re.compile(r"\\.|(`[^`\n]*`)")
"""An escaped sign, or what's in backticks: an escaped one begins none."""

_TAGS = re.compile(r"^[ \t]*(?:#[^\W\d][\w/-]*[ \t]*)+$|[ \t]+#(?:flash)?cards?(?:[/-][\w/-]*)?[ \t]*$", re.MULTILINE)
"""Tags that say nothing to a reader: those on a line of their own, and what marks a line as a flashcard."""

_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|>:=?~$-])")
_HIDDEN = 0xE100
"""What's added to the number of a character that's escaped, so that it means nothing meanwhile."""

_STANDS_FOR = re.compile("[\ue121-\ue17e]")


def unfenced(text: str) -> tuple[str, list[str]]:
    """Return a text in which marks stand for code, and the pieces of code; each line stays where it is.

    Args:
        text: in Markdown.
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


def untagged(text: str) -> str:
    """Return a text without tags that nobody reads; each line stays where it is."""
    return _TAGS.sub("", text)


def shows_picture(text: str) -> bool:
    """Return whether a line of Markdown has a picture in it."""
    return bool(_IMAGE.search(text) or _EMBEDDED.search(text))


def plain(text: str) -> str:
    """Return a line of Markdown as it's read: without marks for bold and links; what's in backticks stays."""
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
    """Return lines as a text; the marks of a list go where there's one entry only."""
    if sum(bool(ITEM.match(line)) for line in lines) == 1:
        lines = [ITEM.sub("", line) for line in lines]
    return "\n".join(plain(line) for line in lines).strip()
