"""A figure that stands alone, beside the words of an item."""

from bot.pictures.canvas import Canvas
from bot.pictures.figures.frame import FigureFrame
from bot.pictures.figures.model import DrawnFigure
from bot.pictures.figures.place import place
from bot.pictures.palette import Theme

_WIDTH = 1100
_MARGIN = 40
_GAP = 14


def draw_figure(figure: DrawnFigure, names: tuple[str, ...], theme: Theme) -> bytes:
    """Return a figure as a PNG, 1,100 pixels wide.

    Args:
        figure: what to draw.
        names: of the sides that it numbers.
        theme: light or dark.
    """
    canvas, height = lay_out(figure, names)
    return canvas.png(height, theme)


def lay_out(figure: DrawnFigure, names: tuple[str, ...]) -> tuple[Canvas, int]:
    """Return a figure with everything in its place, and its height in pixels.

    Args:
        figure: what to draw.
        names: of the sides that it numbers.
    """
    canvas = Canvas(_WIDTH)
    frame = FigureFrame(_MARGIN, _WIDTH - 2 * _MARGIN, names, _GAP, headed=False)
    return canvas, place(canvas, figure, frame, _MARGIN) + _MARGIN
