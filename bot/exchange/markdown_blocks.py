"""Markdown in blocks: lines that belong together, under their heading. Pure."""

import re
from dataclasses import dataclass, field

from bot.exchange.markdown_text import CODE, REST, plain

HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
ASK = re.compile(
    r"^\s*(?:[-*+]\s+)?(?:\*\*|__)?(?:q|question|frage|f|pregunta)\s*\d*\s*[:.)](?:\*\*|__)?\s*(.*)$", re.IGNORECASE
)
BOX = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s*\[([ xX✓✔])\]\s+(.*)$")
RULE = re.compile(r"^\s*(?:[-*_]\s*){3,}$|^\s*\|?[\s:|-]+\|[\s:|-]*$")


@dataclass(slots=True)
class Block:
    """Lines that belong together, under a heading.

    Args:
        line: of the first one, from 1.
        topic: the heading above.
        lines: they, with code as one line each.
    """

    line: int
    topic: str
    lines: list[str] = field(default_factory=list)


def blocks_of(text: str) -> tuple[list[Block], str]:
    """Return the blocks of a file, and its title: the only heading of the first level, if it comes first."""
    lines = text.split("\n")
    start = 0
    if lines[0].strip() == "---" and "---" in (line.strip() for line in lines[1:60]):  # what tools keep at the top
        start = next(place for place, line in enumerate(lines[1:60], start=1) if line.strip() == "---") + 1
    tops = [found[2] for line in lines[start:] if (found := HEADING.match(line)) and len(found[1]) == 1]
    title = plain(tops[0]) if len(tops) == 1 else ""
    blocks: list[Block] = []
    topic, block = "", None
    for number, line in enumerate(lines[start:], start=start + 1):
        heading = HEADING.match(line)
        if heading and not plain(heading[2]).endswith("?"):
            topic, block = plain(heading[2]), None
            topic = "" if topic == title else topic
        elif line == REST:
            continue
        elif not line.strip() or (RULE.match(line) and "|" not in line):
            block = None
        else:
            if block is None or heading:
                block = Block(number, topic)
                blocks.append(block)
            block.lines.append(heading[2] if heading else line)
    return _with_boxes(blocks), title


def _with_boxes(blocks: list[Block]) -> list[Block]:
    """Return blocks in which boxes stand with the question above them, and with the code that it's about."""
    joined: list[Block] = []
    for block in blocks:
        if BOX.match(block.lines[0]):
            code = joined.pop() if len(joined) > 1 and all(map(CODE.fullmatch, joined[-1].lines)) else None
            if joined and joined[-1].topic == block.topic and _asks(joined[-1]):
                block = Block(
                    joined[-1].line, block.topic, [*joined.pop().lines, *(code.lines if code else ()), *block.lines]
                )
            elif code:
                joined.append(code)
        joined.append(block)
    return joined


def _asks(block: Block) -> bool:
    """Return whether a block is a question without anything below it."""
    is_whole = any(map(BOX.match, block.lines))
    return not is_whole and bool(ASK.match(block.lines[0]) or block.lines[-1].rstrip(" *_").endswith("?"))
