"""Split Markdown into blocks of lines that belong together, each with its heading. Pure."""

import re
from dataclasses import dataclass, field

from bot.exchange.markdown_text import CODE, REST, plain
from bot.exchange.questions import QUESTION_MARKS

HEADING = re.compile(r"^(?:\d+[.)]\s+)?(#{1,6})\s+(.*?)\s*#*$")
ASK = re.compile(
    r"^\s*(?:[-*+]\s+)?(?:\*\*|__)?(?:(?:q|question|frage|f|pregunta|domanda|pergunta|vraag|вопрос|问题?|問)\s*\d*\s*"
    r"[:：.)]|[pd]\s*\d*\s*[:：])(?:\*\*|__)?\s*(.*)$",
    re.IGNORECASE,
)
REPLY = re.compile(
    r"^\s*(?:[-*+]\s+)?(?:\*\*|__)?(?:(?:a|ans|answer|antwort|réponse|respuesta|risposta|resposta|antwoord|ответ|答案?)"
    r"\s*\d*\s*[:：.]|r\s*\d*\s*[:：])(?:\*\*|__)?\s*(.*)$",
    re.IGNORECASE,
)
INITIAL = re.compile(r"^\s*(?:[-*+]\s+)?(?:\*\*|__)?[pdr]\s*\d*\s*[:：]", re.IGNORECASE)
"""A label that's only one where it's repeated (Spanish P and R, Italian D and R): R: may also be a term."""

_BOLD_WHOLE = re.compile(r"^(\s*(?:[-*+]\s+)?)(\*\*|__)(?=\S)(.*\S)\2\s*$")
"""A line that's bold as a whole, perhaps as an entry of a list."""

BOX = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s*\[([ xX✓✔])\]\s+(.*)$")
REMARK = re.compile(
    r"^[\s>*_-]*(?:explanation|feedback|rationale|reason|why|erklärung|explication)[\s*_]*:[\s*_]*(\S.*)$",
    re.IGNORECASE,
)
"""A remark on the answer."""

_LINK_ALONE = re.compile(r"^[\s>*_-]*\[[^\]\n]{1,300}\]\([^)\n]{0,2000}\)[\s*_.]*$")
"""A link for further reading on a line of its own."""

_NUMBERED = re.compile(
    r"(?:(?:flash)?\s?cards?|questions?|q|terms?|karte|frage|tarjeta|pregunta|carte)\s*#?\d{1,4}\W*", re.IGNORECASE
)
"""A heading that only counts what's below it: “Flashcard 3”."""

RULE = re.compile(r"^\s*(?:[-*_]\s*){3,}$|^\s*\|?[\s:|-]+\|[\s:|-]*$")


_ANCHOR = re.compile(r"^(#{1,6}\s.*?)[ \t]*\{#[^{}\n]{1,200}\}[ \t]*$", re.MULTILINE)
"""A heading with a name for links to it, as Google Docs writes it: `# Holidays {#holidays}`."""


def without_anchors(text: str) -> str:
    """Return Markdown without the names of headings that links refer to."""
    return _ANCHOR.sub(r"\1", text)


@dataclass(slots=True)
class MarkdownBlock:
    """Lines that belong together, under a heading.

    Args:
        line: the number of the first line, from 1.
        topic: the heading above.
        lines: the lines, with each piece of code as one placeholder line.
        is_heading: whether the first line is a heading that's a question.
    """

    line: int
    topic: str
    lines: list[str] = field(default_factory=list)
    is_heading: bool = False


def blocks_of(text: str) -> tuple[list[MarkdownBlock], str]:
    """Return the blocks of a file, and its title: the first-level heading, if there's only one."""
    lines = text.split("\n")
    start = 0
    if lines[0].strip() == "---" and "---" in (line.strip() for line in lines[1:60]):  # front matter
        start = next(place for place, line in enumerate(lines[1:60], start=1) if line.strip() == "---") + 1
    tops = [found[2] for line in lines[start:] if (found := HEADING.match(line)) and len(found[1]) == 1]
    title = plain(tops[0]) if len(tops) == 1 else ""
    blocks: list[MarkdownBlock] = []
    topic, block = "", None
    for number, line in enumerate(lines[start:], start=start + 1):
        heading = HEADING.match(line)
        if heading and not plain(heading[2]).endswith(QUESTION_MARKS):
            block = None
            if not _NUMBERED.fullmatch(plain(heading[2])):
                topic = "" if plain(heading[2]) == title else plain(heading[2])
        elif line == REST:
            continue
        elif not line.strip() or (RULE.match(line) and "|" not in line) or _counts(line):
            block = None
        else:
            if block is None or heading:
                block = MarkdownBlock(number, topic, is_heading=bool(heading))
                blocks.append(block)
            block.lines.append(heading[2] if heading else _labelled(line))
    return _with_boxes(blocks), title


def _labelled(line: str) -> str:
    """Return a line that starts with Q: or A: without bold around all of it, as in **Q: What's tea?**."""
    bold = _BOLD_WHOLE.match(line) if ASK.match(line) or REPLY.match(line) else None
    return bold[1] + bold[3] if bold and bold[2] not in bold[3] else line


def _counts(line: str) -> bool:
    """Return whether a line only counts what's below it, in bold instead of as a heading: **Flashcard 3**."""
    return line.strip().startswith(("**", "__")) and bool(_NUMBERED.fullmatch(plain(line)))


def _with_boxes(blocks: list[MarkdownBlock]) -> list[MarkdownBlock]:
    """Join boxes with the question above them, the code between them, and the remarks below them."""
    joined: list[MarkdownBlock] = []
    for place, block in enumerate(blocks):
        before = joined[-1] if joined and joined[-1].topic == block.topic else None
        following = next((blocks[at] for at in range(place + 1, len(blocks)) if not _is_code(blocks[at])), None)
        has_boxes = before is not None and any(map(BOX.match, before.lines))
        goes_on = following is not None and bool(BOX.match(following.lines[0]))
        is_option = bool(BOX.match(block.lines[0])) or (_is_code(block) and goes_on)
        is_remark = bool(REMARK.match(block.lines[0])) or all(map(_LINK_ALONE.match, block.lines))
        if before and ((is_option and (_asks(before) or has_boxes)) or (is_remark and has_boxes)):
            before.lines += block.lines
        else:
            joined.append(block)
    return joined


def _is_code(block: MarkdownBlock) -> bool:
    return all(map(CODE.fullmatch, block.lines))


def _asks(block: MarkdownBlock) -> bool:
    """Return whether a block is just a question, without an answer below it."""
    lines = [line for line in block.lines if not CODE.fullmatch(line)]
    return bool(lines) and bool(ASK.match(lines[0]) or lines[-1].rstrip(" *_").endswith(QUESTION_MARKS))
