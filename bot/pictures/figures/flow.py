"""A flow: the steps of each side from top to bottom; initial steps shared by all sides are drawn once."""

from collections.abc import Sequence

from bot.pictures.canvas import Box, Canvas
from bot.pictures.figures.frame import MOST_COLUMNS, FigureFrame, centred, colour_of, place_heads
from bot.pictures.figures.model import Flow
from bot.pictures.lettering import Lettering, typeset
from bot.pictures.palette import INK, ON_SIDE, SHARED, Colour, tint

_ARROW = 34
"""Pixels between steps, filled by an arrow."""

_PADDING = 18
_STEP = Lettering(31, 550, INK)
_LAST = Lettering(31, 700, ON_SIDE)
_NAME = Lettering(29, 700, ON_SIDE)
_NAMES = 290


def place_flow(canvas: Canvas, figure: Flow, frame: FigureFrame, top: int) -> int:
    """Place a flow; return its bottom edge, in pixels.

    Args:
        canvas: the canvas.
        figure: the figure.
        frame: its position, and the sides.
        top: its top edge, in pixels.
    """
    ways = [steps for _, steps in figure.ways]
    count = len(ways)
    if count > MOST_COLUMNS:
        return _listed(canvas, figure, frame, top)
    top = place_heads(canvas, frame, [side for side, _ in figure.ways], top)
    together = shared(ways)
    for step in ways[0][:together]:
        label = typeset(step, _STEP, frame.width - 2 * _PADDING, 2)
        bottom = top + label.height + 2 * _PADDING
        canvas.panel(Box(frame.left, top, frame.right, bottom), SHARED)
        centred(canvas, label, frame.left, frame.width, top + _PADDING)
        for place, (side, _) in enumerate(figure.ways):
            left, width = frame.column(place, count)
            _arrow(canvas, left + width // 2, bottom, colour_of(side))
        top = bottom + _ARROW
    return max(
        _way(canvas, steps[together:], side, frame.column(place, count), top)
        for place, (side, steps) in enumerate(figure.ways)
    )


def shared(ways: Sequence[Sequence[str]]) -> int:
    """Return the number of initial steps that all paths share; 0 for a single path. The last step is never shared."""
    if len(ways) < 2:
        return 0
    count = 0
    for steps in zip(*(way[:-1] for way in ways), strict=False):
        if len(set(steps)) > 1:
            break
        count += 1
    return count


def _way(canvas: Canvas, steps: Sequence[str], side: int, column: tuple[int, int], top: int) -> int:
    """Place the steps of a side, the last one in its full colour; return the bottom edge.

    Args:
        canvas: the canvas.
        steps: the steps, in order.
        side: the side's number.
        column: the left edge and the width of its column, in pixels.
        top: its top edge, in pixels.
    """
    left, width = column
    for number, step in enumerate(steps):
        is_last = number + 1 == len(steps)
        label = typeset(step, _LAST if is_last else _STEP, width - 2 * _PADDING, 4)
        bottom = top + label.height + 2 * _PADDING
        canvas.panel(Box(left, top, left + width, bottom), colour_of(side) if is_last else tint(colour_of(side)))
        centred(canvas, label, left, width, top + _PADDING)
        if not is_last:
            _arrow(canvas, left + width // 2, bottom, colour_of(side))
            top = bottom + _ARROW
    return bottom


def _arrow(canvas: Canvas, across: int, top: int, colour: Colour) -> None:
    tip = top + _ARROW - 5
    canvas.stroke(((across, top + 5), (across, tip)), colour, 5)
    canvas.stroke(((across - 11, tip - 11), (across, tip), (across + 11, tip - 11)), colour, 5)


def _listed(canvas: Canvas, figure: Flow, frame: FigureFrame, top: int) -> int:
    """Place the sides one below another, each with its name and its numbered steps beside it."""
    for side, steps in figure.ways:
        name = typeset(frame.sides[side], _NAME, _NAMES - 2 * _PADDING, 3)
        labels = [
            typeset(f"{number}. {step}", _STEP, frame.width - _NAMES - 2 * _PADDING, 2)
            for number, step in enumerate(steps, 1)
        ]
        bottom = top + max(name.height, sum(each.height for each in labels)) + 2 * _PADDING
        canvas.panel(Box(frame.left, top, frame.right, bottom), tint(colour_of(side)))
        canvas.panel(Box(frame.left, top, frame.left + _NAMES, bottom), colour_of(side))
        canvas.paragraph(name, frame.left + _PADDING, (top + bottom - name.height) // 2)
        line = top + _PADDING
        for each in labels:
            line = canvas.paragraph(each, frame.left + _NAMES + _PADDING, line)
        top = bottom + 8
    return top - 8
