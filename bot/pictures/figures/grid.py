"""A small table."""

from bot.pictures.canvas import Box, Canvas
from bot.pictures.figures.frame import LABEL, PLAIN, FigureFrame
from bot.pictures.figures.model import Grid
from bot.pictures.lettering import Lettering, typeset
from bot.pictures.palette import INK, ON_SIDE, tint

_HEAD = Lettering(29, 700, ON_SIDE)
_FIRST = Lettering(29, 700, INK)
_PADDING = 16


def place_grid(canvas: Canvas, figure: Grid, frame: FigureFrame, top: int) -> int:
    """Place a table; return its bottom edge, in pixels.

    Args:
        canvas: the canvas.
        figure: the table.
        frame: its position.
        top: its top edge, in pixels.
    """
    width = frame.width // len(figure.columns)
    for row, cells in enumerate((figure.columns, *figure.rows)):
        letterings = [_HEAD if row == 0 else LABEL if column else _FIRST for column in range(len(cells))]
        labels = [
            typeset(cell, lettering, width - 2 * _PADDING, 4)
            for cell, lettering in zip(cells, letterings, strict=True)
        ]
        bottom = top + max(each.height for each in labels) + 2 * _PADDING
        if row % 2 == 0:
            canvas.panel(Box(frame.left, top, frame.right, bottom), PLAIN if row == 0 else tint(PLAIN), 12)
        for column, each in enumerate(labels):
            canvas.paragraph(each, frame.left + column * width + _PADDING, top + _PADDING)
        top = bottom
    return top
