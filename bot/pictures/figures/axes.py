"""Axes: round tick values for a scale, and the positions of values on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from bot.pictures.canvas import Canvas
from bot.pictures.figures.frame import NOTE
from bot.pictures.figures.words import number
from bot.pictures.lettering import typeset
from bot.pictures.palette import GRID

_MOST_TICKS = 5
_NARROWEST = 1e-9
"""Minimum width of a range relative to its values, to be safe from floating-point errors."""

_ROUND = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class Axis:
    """Round tick values, and the positions of the first and the last of them.

    Args:
        ticks: the values, in order.
        start: the position of the first, in pixels.
        end: the position of the last, in pixels; less than `start` on a vertical axis.
    """

    ticks: tuple[float, ...]
    start: int
    end: int

    def at(self, value: float) -> int:
        """Return the position of a value, in pixels."""
        share = (value - self.ticks[0]) / (self.ticks[-1] - self.ticks[0])
        return self.start + round((self.end - self.start) * share)


def ticks(least: float, most: float, *, whole: bool = False) -> tuple[float, ...]:
    """Return a few round numbers that cover a range, in steps of 1, 2, 2.5 or 5 times a power of ten.

    Args:
        least: the smallest value.
        most: the largest value, which may be the same.
        whole: whether to use whole numbers only.
    """
    narrowest = max(abs(least), abs(most), 1) * _NARROWEST
    if most - least < narrowest:
        least, most = min(least, 0.0), max(most, 0.0)
    if most - least < narrowest:
        most = least + 1
    rough = max((most - least) / (_MOST_TICKS - 1), 1 if whole else 0)
    power = 10.0 ** floor(log10(rough))
    steps = (each * power for each in _ROUND if each * power >= rough * 0.999999)
    step = next(each for each in steps if not whole or each == round(each))
    first, last = floor(least / step + 1e-9), ceil(most / step - 1e-9)
    return tuple(round(each * step, 12) for each in range(first, max(last, first + 1) + 1))


def place_upward(canvas: Canvas, axis: Axis, left: int, right: int) -> None:
    """Place the grid lines and numbers of a vertical axis.

    Args:
        canvas: the canvas.
        axis: the axis; its numbers go to the left of the lines.
        left: the left end of the lines, in pixels.
        right: the right end of the lines, in pixels.
    """
    for value in axis.ticks:
        down = axis.at(value)
        canvas.stroke(((left, down), (right, down)), GRID, 3)
        label = typeset(number(value), NOTE, 400, 1)
        canvas.paragraph(label, left - 16 - round(label.width), down - NOTE.line_height // 2)


def widest(values: Sequence[float]) -> int:
    """Return the width of the widest number, in pixels."""
    return max(round(NOTE.width(number(value))) for value in values)


def place_names(canvas: Canvas, names: Sequence[tuple[int, str]], top: int, bounds: tuple[int, int]) -> int:
    """Place the labels below an axis, starting from the last one, and leave out those that would overlap.

    Args:
        canvas: the canvas.
        names: the labels in order, each with its centre in pixels from the left.
        top: their top edge, in pixels.
        bounds: the left and right limits of the labels, in pixels.

    Returns:
        The bottom edge, in pixels.
    """
    free = bounds[1] + 1
    for across, name in reversed(names):
        label = typeset(name, NOTE, 340, 1)
        width = round(label.width)
        left = max(bounds[0], min(across - width // 2, bounds[1] - width))
        if left + width < free:
            canvas.paragraph(label, left, top)
            free = left - 14
    return top + NOTE.line_height
