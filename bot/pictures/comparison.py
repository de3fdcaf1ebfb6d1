"""The comparison card: sides in columns, aspects in rows."""

from dataclasses import dataclass

from bot.pictures.canvas import INK, QUIET, SIDE_COLOURS, Canvas, Lettering, wrap

_WIDTH = 1100
_MARGIN = 48
_GAP = 28
_MOST_ROWS = 10
_MOST_COLUMNS = 3
"""Sides that stand side by side; more are listed below one another."""

_LONGEST_ALT = 1000

_TITLE = Lettering(46, 700)
_SUBTITLE = Lettering(27, 400, QUIET)
_SIDE = Lettering(29, 700, "#ffffff")
_ASPECT = Lettering(25, 600, QUIET)
_CELL = Lettering(30, 450, INK)
_FOOTER = Lettering(23, 400, QUIET)


@dataclass(frozen=True, slots=True)
class Row:
    """One aspect.

    Args:
        aspect: its name.
        cells: one text for each side.
    """

    aspect: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ComparisonCard:
    """What a comparison card shows.

    Args:
        title: the topic.
        subtitle: the pack.
        sides: two to five names; one where only one is wanted.
        rows: one to ten aspects, each with a cell for every side.
        footer: the source.
    """

    title: str
    subtitle: str
    sides: tuple[str, ...]
    rows: tuple[Row, ...]
    footer: str

    def __post_init__(self) -> None:
        if not 1 <= len(self.rows) <= _MOST_ROWS or not 1 <= len(self.sides) <= len(SIDE_COLOURS):
            raise ValueError("a comparison card has 1 to 10 rows and 1 to 5 sides")
        if any(len(row.cells) != len(self.sides) for row in self.rows):
            raise ValueError("every row of a comparison card needs one cell for each side")


def alt_text(card: ComparisonCard) -> str:
    """What the card shows, in at most 1,000 characters."""
    rows = (
        f"{row.aspect}: " + ", ".join(f"{side}: {cell}" for side, cell in zip(card.sides, row.cells, strict=True))
        for row in card.rows
    )
    whole = f"{card.title}, compared for {' and '.join(card.sides)}. " + "; ".join(rows)
    if len(whole) <= _LONGEST_ALT:
        return whole
    return whole[: _LONGEST_ALT - 1].rsplit(" ", 1)[0] + "…"


def draw_comparison(card: ComparisonCard) -> bytes:
    """The card as a PNG, 1,100 pixels wide and as high as its texts need."""
    canvas = Canvas(_WIDTH)
    inner = _WIDTH - 2 * _MARGIN
    top = canvas.text(wrap(card.title, _TITLE, inner), _TITLE, _MARGIN, _MARGIN - 8)
    top = canvas.text(wrap(card.subtitle, _SUBTITLE, inner), _SUBTITLE, _MARGIN, top)
    columns = len(card.sides) <= _MOST_COLUMNS
    top = _columns(canvas, card, top + 24) if columns else _stacked(canvas, card, top + 12)
    canvas.line(_MARGIN, top, _WIDTH - _MARGIN)
    top = canvas.text(wrap(card.footer, _FOOTER, inner), _FOOTER, _MARGIN, top + 16)
    return canvas.png(top + _MARGIN - 20)


def _columns(canvas: Canvas, card: ComparisonCard, top: int) -> int:
    """Each side a column below its coloured name."""
    count = len(card.sides)
    width = (_WIDTH - 2 * _MARGIN - (count - 1) * _GAP) // count
    lefts = [_MARGIN + number * (width + _GAP) for number in range(count)]
    headings = [wrap(side, _SIDE, width - 40) for side in card.sides]
    bottom = top + max(len(lines) for lines in headings) * _SIDE.line_height + 24
    for left, lines, colour in zip(lefts, headings, SIDE_COLOURS, strict=False):
        canvas.panel(left, top, left + width, bottom, colour)
        canvas.text(lines, _SIDE, left + 20, top + 11)
    top = bottom + 22
    for number, row in enumerate(card.rows):
        if number:
            canvas.line(_MARGIN, top, _WIDTH - _MARGIN)
            top += 16
        top = canvas.text(wrap(row.aspect, _ASPECT, _WIDTH - 2 * _MARGIN), _ASPECT, _MARGIN, top) + 2
        ends = [
            canvas.text(wrap(cell, _CELL, width), _CELL, left, top)
            for left, cell in zip(lefts, row.cells, strict=True)
        ]
        top = max(ends) + 18
    return top


def _stacked(canvas: Canvas, card: ComparisonCard, top: int) -> int:
    """Many sides: below each aspect, one line or more for each."""
    inner = _WIDTH - 2 * _MARGIN
    for row in card.rows:
        canvas.line(_MARGIN, top, _WIDTH - _MARGIN)
        top = canvas.text(wrap(row.aspect, _ASPECT, inner), _ASPECT, _MARGIN, top + 16) + 6
        for side, cell, colour in zip(card.sides, row.cells, SIDE_COLOURS, strict=False):
            name = Lettering(_CELL.size, 700, colour)
            end_of_name = canvas.text(wrap(side, name, inner // 3 - 20), name, _MARGIN, top)
            left = _MARGIN + inner // 3
            top = max(end_of_name, canvas.text(wrap(cell, _CELL, inner - inner // 3), _CELL, left, top)) + 8
        top += 10
    return top
