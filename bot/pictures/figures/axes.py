"""Axes: round numbers for a scale, and where values are between them."""

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
"""The smallest range, as a share of its values, that floating-point numbers tell apart safely."""

_ROUND = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class Axis:
    """Round numbers, and the pixels at which the first and the last of them are.

    Args:
        ticks: the numbers, in order.
        start: where the first is, in pixels.
        end: where the last is, in pixels; smaller than the start on an axis that goes up.
    """

    ticks: tuple[float, ...]
    start: int
    end: int

    def at(self, value: float) -> int:
        """Return where a value is, in pixels."""
        share = (value - self.ticks[0]) / (self.ticks[-1] - self.ticks[0])
        return self.start + round((self.end - self.start) * share)


def ticks(least: float, most: float, *, whole: bool = False) -> tuple[float, ...]:
    """Return a few round numbers that hold a range: steps of 1, 2, 2.5 or 5 times a power of ten.

    Args:
        least: the smallest value.
        most: the largest; may be the same.
        whole: whether there's nothing between whole numbers.
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
    """Place the lines and numbers of an axis that goes up.

    Args:
        canvas: where.
        axis: what; its numbers stand to the left of the lines.
        left: where the lines begin, in pixels.
        right: where they end, in pixels.
    """
    for value in axis.ticks:
        down = axis.at(value)
        canvas.stroke(((left, down), (right, down)), GRID, 3)
        said = typeset(number(value), NOTE, 400, 1)
        canvas.words(said, left - 16 - round(said.width), down - NOTE.line_height // 2)


def widest(values: Sequence[float]) -> int:
    """Return how many pixels the widest of some numbers takes."""
    return max(round(NOTE.width(number(value))) for value in values)


def place_names(canvas: Canvas, names: Sequence[tuple[int, str]], top: int, bounds: tuple[int, int]) -> int:
    """Place what's below an axis; what would run into another is left out, except for the last.

    Args:
        canvas: where.
        names: each with the pixels from the left that it's centred on, in order.
        top: their top edge, in pixels.
        bounds: the left and the right edge that none goes beyond, in pixels.

    Returns:
        Where the next thing below may begin, in pixels.
    """
    free = bounds[1] + 1
    for across, name in reversed(names):
        said = typeset(name, NOTE, 340, 1)
        width = round(said.width)
        left = max(bounds[0], min(across - width // 2, bounds[1] - width))
        if left + width < free:
            canvas.words(said, left, top)
            free = left - 14
    return top + NOTE.line_height
