"""The frame of a figure: how wide it is, and which sides it's about."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.pictures.canvas import Box, Canvas
from bot.pictures.lettering import BrokenText, Lettering, typeset
from bot.pictures.palette import INK, ON_SIDE, QUIET, SIDE_COLOURS, Colour

MOST_COLUMNS = 3
"""Sides that stand side by side; more are listed below one another."""

PLAIN = SIDE_COLOURS[0]
"""The colour of what belongs to no side."""

_HEAD = Lettering(31, 700, ON_SIDE)
_PADDING = 18

LABEL = Lettering(29, 550, INK)
NOTE = Lettering(26, 500, QUIET)


@dataclass(frozen=True, slots=True)
class FigureFrame:
    """Where a figure is placed.

    Args:
        left: its left edge, in pixels.
        width: in pixels.
        sides: the names of the card's sides.
        gap: between the columns of sides, in pixels.
        headed: whether the sides' names stand above their columns already.
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
        """Return the left edge and the width of a column, in pixels; all of it where there are too many for columns.

        Args:
            position: which column, from 0.
            count: how many there are.
        """
        if count > MOST_COLUMNS:
            return self.left, self.width
        width = (self.width - (count - 1) * self.gap) // count
        return self.left + position * (width + self.gap), width


def colour_of(side: int | None, number: int = 0) -> Colour:
    """Return the colour of what belongs to a side; of what doesn't, one after another.

    Args:
        side: its number, or None.
        number: which of several things it is, from 0.
    """
    return SIDE_COLOURS[(number if side is None else side) % len(SIDE_COLOURS)]


def place_heads(canvas: Canvas, frame: FigureFrame, sides: Sequence[int], top: int) -> int:
    """Place the names of sides above their columns, unless they stand there; return where columns begin, in pixels.

    Args:
        canvas: where.
        frame: how wide, and what the sides are called.
        sides: which have a column, by their numbers; one without a name has no head.
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


def centred(canvas: Canvas, said: BrokenText, left: int, width: int, top: int) -> int:
    """Place the lines of a paragraph, each in the middle; return where they end.

    Args:
        canvas: where.
        said: the paragraph.
        left: of what it's in the middle of, in pixels.
        width: of what it's in the middle of, in pixels.
        top: its top edge, in pixels.
    """
    for line in said.lines:
        alone = BrokenText((line,), said.lettering, said.from_the_right)
        top = canvas.words(alone, left + (width - round(alone.width)) // 2, top)
    return top
