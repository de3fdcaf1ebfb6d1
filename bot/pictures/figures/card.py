"""A picture with a single figure, shown with an item."""

from bot.pictures.canvas import Canvas
from bot.pictures.figures.frame import FigureFrame
from bot.pictures.figures.model import DrawnFigure
from bot.pictures.figures.place import place
from bot.pictures.palette import Theme
from bot.pictures.style import INNER, MARGIN, WIDTH

_GAP = 14


def draw_figure(figure: DrawnFigure, names: tuple[str, ...], theme: Theme) -> bytes:
    """Return a figure as a PNG, 1,100 pixels wide.

    Args:
        figure: the figure.
        names: the names of the sides that it refers to by number.
        theme: light or dark.
    """
    canvas, height = lay_out(figure, names)
    return canvas.png(height, theme)


def lay_out(figure: DrawnFigure, names: tuple[str, ...]) -> tuple[Canvas, int]:
    """Lay out a figure; return the canvas and its height in pixels.

    Args:
        figure: the figure.
        names: the names of the sides that it refers to by number.
    """
    canvas = Canvas(WIDTH)
    frame = FigureFrame(MARGIN, INNER, names, _GAP, headed=False)
    return canvas, place(canvas, figure, frame, MARGIN) + MARGIN
