"""Rewrite what wikis store, such as MediaWiki and Jira, as Markdown: tables, headings, definitions, bold. Pure."""

import re
from collections.abc import Iterator, Sequence

_SIGNS = re.compile(r"^(?:\{\||\|\|.+\|\|[ \t]*$|;[ \t]*\S.*?[ \t]:[ \t]|[*#;][ \t]*''')", re.MULTILINE)
"""Matches what's only found in the text of a wiki: a table, a row of headers, a definition, an entry in bold."""

_LONGEST = 20_000
_HEADING = re.compile(r"^(={1,6})[ \t]*([^=].*?)[ \t]*\1[ \t]*$")
_DEFINITION = re.compile(r"^;[ \t]*(\S.*?)[ \t]+:[ \t]+(\S.*)$")
_MARKS = re.compile(r"('{2,3})(?=\S)([^'\n]+)\1")
_LINK = re.compile(r"\[\[(?:[^\[\]|\n]*\|)?([^\[\]|\n]+)\]\]")
_ATTRIBUTES = re.compile(r"^[ \t]*[\w-]+[ \t]*=[^|\[\]]*\|(?!\|)")
"""How a cell is laid out, before its text."""


def as_markdown(text: str) -> str:
    """Return a wiki's text as Markdown; return any other text unchanged.

    Args:
        text: the text, with line feeds at the ends of lines.
    """
    if not _SIGNS.search(text[:_LONGEST]):
        return text
    return "\n".join(_lines(text.split("\n")))


def _lines(lines: Sequence[str]) -> Iterator[str]:
    rows: list[list[str]] | None = None
    for line in lines:
        if line.startswith("{|"):
            rows = [[]]
        elif rows is None:
            yield from _line(line)
        elif line.startswith("|}"):
            yield from _table(rows)
            rows = None
        elif line.startswith("|-"):
            rows.append([])
        elif line.startswith(("|", "!")) and not line.startswith("|+"):
            cells = re.split(r"\|\||!!" if line[0] == "!" else r"\|\|", line[1:])
            rows[-1] += [_ATTRIBUTES.sub("", cell).strip() for cell in cells]
        elif rows[-1] and line.strip():
            rows[-1][-1] += f" {line.strip()}"
    yield from _table(rows or [])


def _line(line: str) -> Iterator[str]:
    """Yield the lines of Markdown for a line outside MediaWiki's tables."""
    if line.startswith("||") and line.rstrip().endswith("||"):
        yield from _table([[cell.strip() for cell in line.strip().strip("|").split("||")]])
    elif heading := _HEADING.match(line):
        yield f"{'#' * len(heading[1])} {_inline(heading[2])}"
    elif found := _DEFINITION.match(line):
        yield f"- **{_inline(found[1]).strip('*')}**: {_inline(found[2])}"
    else:
        yield _inline(line)


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield a table, the first row of which has its headers."""
    for place, row in enumerate([each for each in rows if each]):
        yield f"| {' | '.join(_inline(cell).replace('|', chr(92) + '|') for cell in row)} |"
        if place == 0:
            yield f"|{'---|' * len(row)}"


def _inline(text: str) -> str:
    bold = _MARKS.sub(lambda found: f"{'*' * (len(found[1]) - 1)}{found[2]}{'*' * (len(found[1]) - 1)}", text)
    return _LINK.sub(r"\1", bold)
