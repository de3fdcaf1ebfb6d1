"""The frame of a figure: its position and width, and the sides that it's about."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.pictures.canvas import Box, Canvas
from bot.pictures.lettering import BrokenText, Lettering, typeset
from bot.pictures.palette import INK, ON_SIDE, QUIET, SIDE_COLOURS, Colour

MOST_COLUMNS = 3
"""Maximum number of sides to place side by side; more are listed one below another."""

PLAIN = SIDE_COLOURS[0]
"""The colour of elements that belong to no side."""

_HEAD = Lettering(31, 700, ON_SIDE)
_PADDING = 18

LABEL = Lettering(29, 550, INK)
NOTE = Lettering(26, 500, QUIET)


@dataclass(frozen=True, slots=True)
class FigureFrame:
    """The position of a figure on a card.

    Args:
        left: its left edge, in pixels.
        width: its width in pixels.
        sides: the names of the card's sides.
        gap: the gap between the columns of sides, in pixels.
        headed: whether the card already shows the sides' names above their columns.
    """

    left: int
    width: int
    sides: tuple[str, ...]
    gap: int
    headed: bool = True

    @property
    def right(self) -> int:
        """Return the right edge, in pixels."""
        return self.left + self.width

    def column(self, position: int, count: int) -> tuple[int, int]:
        """Return the left edge and the width of a column, in pixels; the full width if there are too many columns.

        Args:
            position: the index of the column.
            count: the number of columns.
        """
        if count > MOST_COLUMNS:
            return self.left, self.width
        width = (self.width - (count - 1) * self.gap) // count
        return self.left + position * (width + self.gap), width


def colour_of(side: int | None, number: int = 0) -> Colour:
    """Return the colour of an element: its side's, or without a side, the next one in turn.

    Args:
        side: the side's number, or None.
        number: the index of the element among several.
    """
    return SIDE_COLOURS[(number if side is None else side) % len(SIDE_COLOURS)]


def place_heads(canvas: Canvas, frame: FigureFrame, sides: Sequence[int], top: int) -> int:
    """Place the names of sides above their columns, unless the card has done so; return the columns' top edge.

    Args:
        canvas: the canvas.
        frame: its position, and the sides' names.
        sides: the numbers of the sides that have a column; if none has a name, there are no heads.
        top: the top edge, in pixels.
    """
    if frame.headed or len(sides) > MOST_COLUMNS or not any(frame.sides[side] for side in sides):
        return top
    boxes = [frame.column(place, len(sides)) for place in range(len(sides))]
    names = [
        typeset(frame.sides[side], _HEAD, width - 2 * _PADDING, 3)
        for side, (_, width) in zip(sides, boxes, strict=True)
    ]
    bottom = top + max(name.height for name in names) + _PADDING
    for side, name, (left, width) in zip(sides, names, boxes, strict=True):
        canvas.panel(Box(left, top, left + width, bottom), colour_of(side))
        centred(canvas, name, left, width, top + (bottom - top - name.height) // 2)
    return bottom + _PADDING


def centred(canvas: Canvas, paragraph: BrokenText, left: int, width: int, top: int) -> int:
    """Place the lines of a paragraph, each centred; return the bottom edge.

    Args:
        canvas: the canvas.
        paragraph: the paragraph.
        left: the left edge of the column to centre it in, in pixels.
        width: the width of that column, in pixels.
        top: its top edge, in pixels.
    """
    for line in paragraph.lines:
        alone = BrokenText((line,), paragraph.lettering, paragraph.from_the_right)
        top = canvas.paragraph(alone, left + (width - round(alone.width)) // 2, top)
    return top
