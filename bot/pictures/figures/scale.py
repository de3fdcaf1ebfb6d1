"""A logarithmic scale: a bar per side from its minimum to its maximum, over lines for marked amounts."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor, log10

from bot.pictures.canvas import Box, Canvas
from bot.pictures.figures.frame import NOTE, FigureFrame, colour_of
from bot.pictures.figures.model import Scale
from bot.pictures.lettering import BrokenText, Lettering, typeset
from bot.pictures.palette import GRID, INK, PAPER

_BAR = 44
_LABEL = Lettering(31, 600, INK)
_MOST_MARKS = 6
_SIDEWAYS = 50
"""Pixels kept free at both ends, for the labels below the outermost lines."""

_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


@dataclass(frozen=True, slots=True)
class _Axis:
    """The horizontal axis, with the exponents (base ten) of the smallest and the largest amount."""

    least: float
    most: float
    left: int
    width: int

    def at(self, amount: float) -> int:
        """Return the position of an amount, in pixels from the left."""
        return self.left + round(self.width * (log10(amount) - self.least) / (self.most - self.least))


def place_scale(canvas: Canvas, figure: Scale, frame: FigureFrame, top: int) -> int:
    """Place a scale; return its bottom edge, in pixels.

    Args:
        canvas: the canvas.
        figure: the figure.
        frame: its position, and the sides.
        top: its top edge, in pixels.
    """
    marks = figure.marks or tuple(_powers(figure))
    amounts = [amount for span in figure.spans for amount in (span.least, span.most)] + [at for at, _ in marks]
    least, most = log10(min(amounts)), log10(max(amounts))
    axis = _Axis(least, max(most, least + 1), frame.left + _SIDEWAYS, frame.width - 2 * _SIDEWAYS)
    rows = [
        (span, typeset(_said(frame, span.side, span.label), _LABEL, frame.width - 16, 3)) for span in figure.spans
    ]
    bottom = top + sum(label.height + _BAR + 30 for _, label in rows)
    for at, _ in marks:
        canvas.stroke(((axis.at(at), top), (axis.at(at), bottom + 6)), GRID, 3)
    for span, label in rows:
        left, right = axis.at(span.least), axis.at(span.most)
        end = max(right, left + _BAR)
        # The label starts where the bar does, or further left if it wouldn't fit into the frame.
        begins = max(frame.left + 8, min(left, frame.right - 8 - round(label.width)))
        top = _plate(canvas, label, begins, top + 6)
        canvas.panel(Box(left, top, end, top + _BAR), colour_of(span.side), _BAR // 2)
        top += _BAR + 24
    return _marks(canvas, marks, axis, frame, bottom + 12)


def powers_apart(marks: tuple[tuple[float, str], ...]) -> int | None:
    """Return the ratio of each mark to the one before, if it's the same for all and a whole number; else None."""
    ordered = sorted(at for at, _ in marks)
    ratios = {round(after / before, 6) for before, after in pairwise(ordered)}
    only = ratios.pop() if len(ratios) == 1 else 0
    return round(only) if only > 1 and only == round(only) else None


def _said(frame: FigureFrame, side: int, label: str) -> str:
    return label if len(frame.sides) == 1 else f"{frame.sides[side]}: {label}"


def _plate(canvas: Canvas, label: BrokenText, left: int, top: int) -> int:
    """Place words on a panel that hides the lines behind them; return the bottom edge."""
    canvas.panel(Box(left - 8, top, left + round(label.width) + 8, top + label.height), PAPER, 6)
    return canvas.paragraph(label, left, top)


def _powers(figure: Scale) -> Iterator[tuple[float, str]]:
    """Yield the powers of ten that enclose all ranges, no more than are readable."""
    first = floor(log10(min(span.least for span in figure.spans)) + 1e-9)
    last = ceil(log10(max(span.most for span in figure.spans)) - 1e-9)
    step = max(1, -(-(last - first) // (_MOST_MARKS - 1)))
    for power in range(first, max(last, first + 1) + step, step):
        yield 10.0**power, f"{10**power:,}" if 0 <= power < 5 else f"10{str(power).translate(_RAISED)}"


def _marks(canvas: Canvas, marks: tuple[tuple[float, str], ...], axis: _Axis, frame: FigureFrame, top: int) -> int:
    """Place the labels of the lines from left to right, skipping those that would overlap; return the bottom edge."""
    free = frame.left
    for at, label in sorted(marks):
        lettered = typeset(label, NOTE, 340, 1)
        width = round(lettered.width)
        left = max(frame.left, min(axis.at(at) - width // 2, frame.right - width))
        if left >= free:
            canvas.paragraph(lettered, left, top)
            free = left + width + 14
    top += NOTE.line_height
    times = powers_apart(marks)
    if times is None:
        return top
    note = typeset(f"Each line is {times:,} times the one before it.", NOTE, frame.width, 2)
    return canvas.paragraph(note, frame.left, top + 4)
