"""The frame of a figure: how wide it is, and which sides it's about."""

from dataclasses import dataclass

from bot.pictures.canvas import INK, QUIET, SIDE_COLOURS, Canvas
from bot.pictures.lettering import Lettering, Paragraph

MOST_COLUMNS = 3
"""Sides that stand side by side; more are listed below one another."""

GRID = "#d5dbe8"
"""The colour of axes and their lines."""

PLAIN = SIDE_COLOURS[0]
"""The colour of what belongs to no side."""

LABEL = Lettering(29, 550, INK)
NOTE = Lettering(26, 500, QUIET)


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a figure is placed.

    Args:
        left: its left edge, in pixels.
        width: in pixels.
        sides: the names of the card's sides.
        gap: between the columns of sides, in pixels.
    """

    left: int
    width: int
    sides: tuple[str, ...]
    gap: int

    @property
    def right(self) -> int:
        """Return the right edge, in pixels."""
        return self.left + self.width

    @property
    def in_columns(self) -> bool:
        """Return whether sides stand side by side."""
        return len(self.sides) <= MOST_COLUMNS

    def column(self, side: int) -> tuple[int, int]:
        """Return the left edge and the width of a side's column, in pixels; all of it where they're listed."""
        if not self.in_columns:
            return self.left, self.width
        width = (self.width - (len(self.sides) - 1) * self.gap) // len(self.sides)
        return self.left + side * (width + self.gap), width


def colour_of(side: int | None, number: int = 0) -> str:
    """Return the colour of what belongs to a side; of what doesn't, one after another.

    Args:
        side: its number, or None.
        number: which of several things it is, from 0.
    """
    return SIDE_COLOURS[(number if side is None else side) % len(SIDE_COLOURS)]


def centred(canvas: Canvas, said: Paragraph, left: int, width: int, top: int) -> int:
    """Place the lines of a paragraph, each in the middle; return where they end.

    Args:
        canvas: where.
        said: the paragraph.
        left: of what it's in the middle of, in pixels.
        width: of what it's in the middle of, in pixels.
        top: its top edge, in pixels.
    """
    for line in said.lines:
        alone = Paragraph((line,), said.lettering, said.from_the_right)
        top = canvas.words(alone, left + (width - round(alone.width)) // 2, top)
    return top
