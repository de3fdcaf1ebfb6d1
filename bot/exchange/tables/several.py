"""Find several tables on one sheet: beside each other with the same headers, or below each other. Pure."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.exchange.tables.header_rows import ANSWERS, SheetRow, headers_in
from bot.exchange.tables.headers import field_of, fields_of, folded, is_name, with_languages

_SAYING = frozenset((*ANSWERS.values(), "correct", "option", "options", "wrong"))
_LONGEST = 80


def tables_in(rows: Sequence[SheetRow]) -> Iterator[Sequence[SheetRow]]:
    """Yield the tables of a sheet, each with its headers and with empty rows in place of the others.

    Args:
        rows: all rows, as texts.
    """
    for part in _below(rows):
        yield from _beside(part)


def _below(rows: Sequence[SheetRow]) -> Iterator[Sequence[SheetRow]]:
    """Yield the tables below each other; the first may have rows above its headers."""
    starts = [place for place, row in enumerate(rows) if _is_header(row)]
    for place, (start, end) in enumerate(pairwise((*starts, len(rows)))):
        first = start if place else 0
        last = end - 1 if end < len(rows) and _is_title(rows[end - 1]) else end
        yield [*([()] * first), *rows[first:last]]
    if not starts:
        yield rows


def _beside(rows: Sequence[SheetRow]) -> Iterator[Sequence[SheetRow]]:
    """Yield the tables beside each other, if the headers repeat."""
    width = max(map(len, rows), default=0)
    headers, start = headers_in(rows, {}, width)
    headers = headers if start else next(iter(rows), ())
    named = [(spot, folded(header.strip())) for spot, header in enumerate(headers) if header.strip()]
    names = [name for _, name in named]
    size = names.index(names[0], 1) if names and names[0] in names[1:] else 0
    if size < 2 or len(names) % size or names != names[:size] * (len(names) // size):
        yield rows
        return
    if not _asks_and_answers([headers[spot] for spot, _ in named[:size]]):
        yield rows
        return
    for place in range(0, len(names), size):
        left, right = named[place][0], named[place + size][0] if place + size < len(names) else width
        yield [row[left:right] for row in rows]


def _is_header(row: SheetRow) -> bool:
    """Return whether all cells of a row are known headers, for what's asked and for what's answered."""
    first = next(filter(None, row), "")
    if not is_name(first.strip()):
        return False
    cells = [cell.strip() for cell in row if cell.strip()]
    return (
        len(cells) > 1
        and all(len(cell) <= _LONGEST and field_of(cell) is not None for cell in cells)
        and _asks_and_answers(cells)
    )


def _asks_and_answers(headers: Sequence[str]) -> bool:
    fields = {each for each in with_languages(fields_of(headers), headers) if each}
    return not ANSWERS.keys().isdisjoint(fields) and not _SAYING.isdisjoint(fields)


def _is_title(row: SheetRow) -> bool:
    return sum(bool(cell.strip()) for cell in row) == 1
