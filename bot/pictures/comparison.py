"""The comparison card: sides in columns, aspects in rows."""

from dataclasses import dataclass, replace

from bot.language.message import LONGEST_ALT
from bot.language.text import shortened
from bot.pictures.canvas import Box, Canvas
from bot.pictures.figures.frame import MOST_COLUMNS, FigureFrame
from bot.pictures.figures.model import DrawnFigure
from bot.pictures.figures.place import place
from bot.pictures.figures.words import in_words
from bot.pictures.lettering import BrokenText, Lettering, typeset
from bot.pictures.palette import (
    DEEP,
    INK,
    ON_DEEP,
    ON_SIDE,
    QUIET,
    QUIET_ON_DEEP,
    SIDE_COLOURS,
    Colour,
    Theme,
    tint,
)
from bot.pictures.style import FOOTER, INNER, MARGIN, SUBTITLE, TITLE, WIDTH

MOST_ROWS = 10
MOST_SIDES = len(SIDE_COLOURS)
_LONGEST_CELL = 300
_GAP = 14
_PADDING = 22
_SIDE = Lettering(33, 700, ON_SIDE)
_ASPECT = Lettering(29, 700, QUIET)
_CELL = Lettering(32, 450, INK)
_REMEMBER = Lettering(28, 650, QUIET_ON_DEEP)
_TAKEAWAY = Lettering(33, 550, ON_DEEP)


@dataclass(frozen=True, slots=True)
class AspectRow:
    """One aspect.

    Args:
        aspect: the aspect's name.
        cells: one text per side.
        figure: a figure to draw instead of the cells, or above them if this is the only row.
    """

    aspect: str
    cells: tuple[str, ...]
    figure: DrawnFigure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonCard:
    """The content of a comparison card.

    Args:
        title: the topic.
        subtitle: the pack.
        sides: the sides' names, up to five.
        rows: one to ten aspects, each with a cell per side.
        takeaway: what to remember, or None.
        part: which aspects of the topic these are; "" for all.
        footer: the source.
    """

    title: str
    subtitle: str
    sides: tuple[str, ...]
    rows: tuple[AspectRow, ...]
    takeaway: str | None = None
    part: str = ""
    footer: str

    def __post_init__(self) -> None:
        if not (1 <= len(self.rows) <= MOST_ROWS and 1 <= len(self.sides) <= MOST_SIDES):
            raise ValueError(f"a comparison card has 1 to {MOST_ROWS} rows and 1 to {MOST_SIDES} sides")
        if any(len(row.cells) != len(self.sides) for row in self.rows):
            raise ValueError("every row of a comparison card needs one cell for each side")


def draw_comparison(card: ComparisonCard, theme: Theme) -> bytes:
    """Return the card as a PNG, 1,100 pixels wide and as high as needed."""
    canvas, height = lay_out(card)
    return canvas.png(height, theme)


def lay_out(card: ComparisonCard) -> tuple[Canvas, int]:
    """Lay out the card; return the canvas and its height in pixels."""
    canvas = Canvas(WIDTH)
    top = canvas.paragraph(typeset(card.subtitle, SUBTITLE, INNER, 2), MARGIN, MARGIN - 4)
    top = canvas.paragraph(typeset(card.title, TITLE, INNER, 3), MARGIN, top)
    if card.part:
        top = canvas.paragraph(typeset(card.part, SUBTITLE, INNER, 2), MARGIN, top)
    top = (_columns if len(card.sides) <= MOST_COLUMNS else _stacks)(canvas, card, top + 22)
    if card.takeaway:
        top = _remember(canvas, card.takeaway, top + 30)
    top = canvas.paragraph(typeset(card.footer, FOOTER, INNER, 2), MARGIN, top + 26)
    return canvas, top + MARGIN - 10


def _columns(canvas: Canvas, card: ComparisonCard, top: int) -> int:
    """Place each side as a column below its coloured name; return the bottom edge."""
    count = len(card.sides)
    width = (INNER - (count - 1) * _GAP) // count
    lefts = [MARGIN + number * (width + _GAP) for number in range(count)]
    names = [typeset(side, _SIDE, width - 2 * _PADDING, 3) for side in card.sides]
    bottom = top + max(name.height for name in names) + 28
    for left, name, colour in zip(lefts, names, SIDE_COLOURS, strict=False):
        box = Box(left, top, left + width, bottom)
        _label(canvas, name, box, colour)
    for row in card.rows:
        top = canvas.paragraph(typeset(row.aspect, _ASPECT, INNER, 2), MARGIN, bottom + 24) + 8
        if row.figure:
            bottom = place(canvas, row.figure, _frame(card), top)
            if len(card.rows) > 1:
                continue
            top = bottom + 20
        cells = [typeset(cell, _CELL, width - 2 * _PADDING, 20) for cell in row.cells]
        bottom = top + max(cell.height for cell in cells) + 32
        for left, cell, colour in zip(lefts, cells, SIDE_COLOURS, strict=False):
            canvas.panel(Box(left, top, left + width, bottom), tint(colour))
            canvas.paragraph(cell, left + _PADDING, top + 16)
    return bottom


def _stacks(canvas: Canvas, card: ComparisonCard, top: int) -> int:
    """Place the sides in rows below each aspect: the coloured name, and the cell beside it."""
    middle = MARGIN + 290
    right = WIDTH - MARGIN
    small = replace(_SIDE, size=29)
    names = [typeset(side, small, middle - MARGIN - 2 * _PADDING, 3) for side in card.sides]
    for row in card.rows:
        top = canvas.paragraph(typeset(row.aspect, _ASPECT, INNER, 2), MARGIN, top + 4) + 8
        if row.figure:
            top = place(canvas, row.figure, _frame(card), top) + 20
            if len(card.rows) > 1:
                continue
        for name, text, colour in zip(names, row.cells, SIDE_COLOURS, strict=False):
            cell = typeset(text, _CELL, right - middle - 2 * _PADDING, 10)
            bottom = top + max(name.height, cell.height) + 24
            canvas.panel(Box(MARGIN, top, right, bottom), tint(colour))
            _label(canvas, name, Box(MARGIN, top, middle, bottom), colour)
            canvas.paragraph(cell, middle + _PADDING, (top + bottom - cell.height) // 2)
            top = bottom + 8
        top += 20
    return top - 28


def _frame(card: ComparisonCard) -> FigureFrame:
    return FigureFrame(MARGIN, INNER, card.sides, _GAP)


def _label(canvas: Canvas, name: BrokenText, box: Box, colour: Colour) -> None:
    """Place a side's name on a panel of its colour."""
    canvas.panel(box, colour)
    canvas.paragraph(name, box.left + _PADDING, box.top + (box.size[1] - name.height) // 2)


def _remember(canvas: Canvas, takeaway: str, top: int) -> int:
    text = typeset(takeaway, _TAKEAWAY, INNER - 2 * _PADDING, 10)
    heading = typeset("Remember", _REMEMBER, INNER, 1)
    bottom = top + heading.height + text.height + 42
    canvas.panel(Box(MARGIN, top, WIDTH - MARGIN, bottom), DEEP)
    canvas.paragraph(text, MARGIN + _PADDING, canvas.paragraph(heading, MARGIN + _PADDING, top + 20))
    return bottom


def alt_text(card: ComparisonCard) -> str:
    """Return a description of the card, in at most 1,000 characters: long cells are shortened to fit every row in."""
    for longest in range(_LONGEST_CELL, 0, -10):
        whole = _description(card, longest)
        if len(whole) <= LONGEST_ALT:
            return whole
    return shortened(whole, LONGEST_ALT)


def _description(card: ComparisonCard, longest: int) -> str:
    """Return the card in words, with each cell cut to the given number of characters."""
    sides = [shortened(side, _LONGEST_CELL) for side in card.sides]
    part = f" ({shortened(card.part, _LONGEST_CELL)})" if card.part else ""
    parts = [f"{shortened(card.title, _LONGEST_CELL)}{part}, compared: {', '.join(sides)}."]
    for row in card.rows:
        if row.figure:
            drawn = shortened(in_words(row.figure, sides), 2 * longest)
            parts.append(f"{shortened(row.aspect, _LONGEST_CELL)} – {drawn}")
            if len(card.rows) > 1:
                continue
        cells = (f"{side}: {shortened(cell, longest)}" for side, cell in zip(sides, row.cells, strict=True))
        parts.append(f"{shortened(row.aspect, _LONGEST_CELL)} – {' | '.join(cells)}")
    if card.takeaway:
        parts.append(f"Remember: {shortened(card.takeaway, _LONGEST_CELL)}")
    return "\n".join(parts)
