"""Icons for kinds of things, drawn on a disc of a side's colour."""

from collections.abc import Callable

from bot.pictures.canvas import Box, Canvas
from bot.pictures.palette import Colour

DrawIcon = Callable[["_Pen"], None]

_UNITS = 24
"""Size of the square grid on which icons are drawn."""


class _Pen:
    """Draws on a square grid of 24 by 24 units.

    Args:
        canvas: the canvas to draw on.
        centre: the centre of the square, in pixels.
        size: the size of the square, in pixels.
        colour: the colour to draw in.
        ground: the background colour.
    """

    def __init__(self, canvas: Canvas, centre: tuple[int, int], size: int, colour: Colour, ground: Colour) -> None:
        self._canvas, self._size, self._colour, self._ground = canvas, size, colour, ground
        self._left, self._top = centre[0] - size // 2, centre[1] - size // 2

    def _at(self, across: float, down: float) -> tuple[int, int]:
        unit = self._size / _UNITS
        return self._left + round(across * unit), self._top + round(down * unit)

    def line(self, *points: tuple[float, float], width: float = 2) -> None:
        """Draw a line through a list of points."""
        pixels = max(2, round(width * self._size / _UNITS))
        self._canvas.stroke([self._at(*point) for point in points], self._colour, pixels)

    def block(self, left: float, top: float, right: float, bottom: float, *, cut: bool = False) -> None:
        """Fill a rectangle, or cut it out.

        Args:
            left: its left edge.
            top: its top edge.
            right: its right edge.
            bottom: its bottom edge.
            cut: whether to fill it with the background colour.
        """
        box = Box(*self._at(left, top), *self._at(right, bottom))
        radius = max(1, min(box.size) // 6)
        self._canvas.panel(box, self._ground if cut else self._colour, radius)

    def dot(self, across: float, down: float, diameter: float, *, cut: bool = False) -> None:
        """Fill a disc, or cut it out.

        Args:
            across: its centre, from the left.
            down: its centre, from the top.
            diameter: its diameter.
            cut: whether to fill it with the background colour.
        """
        colour = self._ground if cut else self._colour
        self._canvas.disc(self._at(across, down), max(2, round(diameter * self._size / _UNITS)), colour)


def _table(pen: _Pen) -> None:
    pen.block(3, 4, 21, 8)
    for top in (10, 14.5, 19):
        for left in (3, 9.3, 15.6):
            pen.block(left, top - 0.5, left + 5.4, top + 2.5)


def _text(pen: _Pen) -> None:
    for down, right in ((5, 20), (10, 20), (15, 20), (20, 13)):
        pen.line((4, down), (right, down), width=2.4)


def _image(pen: _Pen) -> None:
    pen.block(2, 3, 22, 21)
    pen.block(4, 5, 20, 19, cut=True)
    pen.dot(15.5, 9, 4)
    pen.line((5, 17), (9.5, 11), (13, 15.5), (15, 13.5), (19, 17.5), width=2.2)


def _video(pen: _Pen) -> None:
    pen.block(2, 4, 22, 20)
    for step in range(7):  # a triangle, made of shorter and shorter lines
        pen.block(9 + step, 8 + step * 0.6, 10.2 + step, 16 - step * 0.6, cut=True)


def _audio(pen: _Pen) -> None:
    for across, reach in ((3, 3), (7.5, 7), (12, 10), (16.5, 5.5), (21, 2.5)):
        pen.line((across, 12 - reach), (across, 12 + reach), width=2.6)


def _code(pen: _Pen) -> None:
    pen.line((8, 6), (2.5, 12), (8, 18), width=2.4)
    pen.line((16, 6), (21.5, 12), (16, 18), width=2.4)
    pen.line((13.5, 4), (10.5, 20), width=2.4)


def _chat(pen: _Pen) -> None:
    pen.block(2, 4, 22, 17)
    pen.line((7, 16), (7, 20.5), (12, 16), width=2)
    for across in (7.5, 12, 16.5):
        pen.dot(across, 10.5, 2.6, cut=True)


def _person(pen: _Pen) -> None:
    pen.dot(12, 7, 8)
    pen.dot(12, 19, 15)
    pen.block(3, 20.5, 21, 28, cut=True)


def _number(pen: _Pen) -> None:
    for down in (9, 15):
        pen.line((4, down), (20, down), width=2.4)
    pen.line((10, 4), (8, 20), width=2.4)
    pen.line((16, 4), (14, 20), width=2.4)


def _chart(pen: _Pen) -> None:
    for left, top in ((3, 13), (9.5, 8), (16, 3)):
        pen.block(left, top, left + 5, 21)


def _dot(pen: _Pen) -> None:
    pen.dot(12, 12, 9)


ICONS: dict[str, DrawIcon] = {
    "table": _table,
    "text": _text,
    "image": _image,
    "video": _video,
    "audio": _audio,
    "code": _code,
    "chat": _chat,
    "person": _person,
    "number": _number,
    "chart": _chart,
}


def place_icon(canvas: Canvas, icon: str | None, box: Box, colour: Colour, ground: Colour) -> None:
    """Place an icon on a disc.

    Args:
        canvas: the canvas.
        icon: the icon's name; None for a dot.
        box: the square around the disc.
        colour: the icon's colour.
        ground: the disc's colour.
    """
    size = box.size[0]
    centre = (box.left + size // 2, box.top + size // 2)
    canvas.disc(centre, size, ground)
    (_dot if icon is None else ICONS[icon])(_Pen(canvas, centre, round(size * 0.54), colour, ground))
