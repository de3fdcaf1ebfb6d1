"""An overlap: two or three circles, with what each side has alone and what they share (a Venn diagram)."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.pictures.canvas import Box, Canvas
from bot.pictures.figures.frame import FigureFrame, centred, colour_of
from bot.pictures.figures.model import Overlap
from bot.pictures.lettering import BrokenText, Lettering, typeset
from bot.pictures.palette import INK, ON_SIDE, Colour

OPACITY = 0.17
_NAME = Lettering(31, 700, ON_SIDE)
_ITEM = Lettering(31, 550, INK)
_SHARED = Lettering(31, 700, INK)
_SHARED_BY_SOME = Lettering(27, 700, INK)
_BETWEEN = 14
"""Pixels between items."""


@dataclass(frozen=True, slots=True)
class _Circles:
    """The geometry of the circles.

    Args:
        diameter: the diameter of each circle, in pixels.
        centres: the centre of each circle, in pixels from the middle of the frame and from the top.
        places: the centre and the text width of each region, by its sides.
    """

    diameter: int
    centres: tuple[tuple[int, int], ...]
    places: dict[tuple[int, ...], tuple[int, int, int]]

    @property
    def height(self) -> int:
        """Return the total height, in pixels."""
        return max(down for _, down in self.centres) + self.diameter // 2


_TWO = _Circles(
    640,
    ((-190, 320), (190, 320)),
    {(0,): (-318, 320, 300), (1,): (318, 320, 300), (0, 1): (0, 320, 236)},
)
_THREE = _Circles(
    620,
    ((-190, 310), (190, 310), (0, 640)),
    {
        (0,): (-320, 240, 270),
        (1,): (320, 240, 270),
        (2,): (0, 748, 330),
        (0, 1): (0, 180, 190),
        (0, 2): (-225, 530, 170),
        (1, 2): (225, 530, 170),
        (0, 1, 2): (0, 425, 210),
    },
)


def place_overlap(canvas: Canvas, figure: Overlap, frame: FigureFrame, top: int) -> int:
    """Place overlapping circles; return the bottom edge, in pixels.

    Args:
        canvas: the canvas.
        figure: the figure; all of its sides are on the card.
        frame: its position, and the sides.
        top: its top edge, in pixels.
    """
    sides = sorted({side for who, _ in figure.regions for side in who})
    circles = _TWO if len(sides) == 2 else _THREE
    middle = frame.left + frame.width // 2
    top += 48  # the names lie on the edges
    for number, side in enumerate(sides):
        across, down = circles.centres[number]
        canvas.disc((middle + across, top + down), circles.diameter, colour_of(side), OPACITY)
    for number, side in enumerate(sides):
        across, down = circles.centres[number]
        edge = circles.diameter // 2 if number > 1 else -circles.diameter // 2
        _name(canvas, frame.sides[side], colour_of(side), (middle + across, top + down + edge))
    for who, items in figure.regions:
        across, down, width = circles.places[tuple(sides.index(side) for side in sorted(who))]
        lettering = _ITEM if len(who) == 1 else _SHARED if len(sides) == 2 else _SHARED_BY_SOME
        _items(canvas, [typeset(item, lettering, width, 3) for item in items], (middle + across, top + down))
    return top + circles.height + (48 if len(sides) > 2 else 0)


def _name(canvas: Canvas, name: str, colour: Colour, centre: tuple[int, int]) -> None:
    """Place a side's name on the edge of its circle."""
    label = typeset(name, _NAME, 330, 2)
    width, height = round(label.width) + 52, label.height + 18
    left, top = centre[0] - width // 2, centre[1] - height // 2
    canvas.panel(Box(left, top, left + width, top + height), colour, height // 2)
    centred(canvas, label, centre[0], 0, top + 9)


def _items(canvas: Canvas, labels: Sequence[BrokenText], centre: tuple[int, int]) -> None:
    """Place a region's items, centred in the region."""
    top = centre[1] - (sum(each.height for each in labels) + _BETWEEN * (len(labels) - 1)) // 2
    for each in labels:
        top = centred(canvas, each, centre[0], 0, top) + _BETWEEN
