"""Week by week: what was done in the past weeks, what comes back in the next ones, and how much is remembered."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from bot.pictures.canvas import Box, Canvas
from bot.pictures.figures.axes import Axis, place_names, place_upward, ticks, widest
from bot.pictures.figures.frame import NOTE, FigureFrame
from bot.pictures.figures.plots import place_key
from bot.pictures.lettering import Lettering, typeset
from bot.pictures.palette import GRID, INK, REVIEWED, RIGHT, WRONG, Colour

MOST_WEEKS = 26
"""Maximum number of past weeks, and of future weeks; more columns couldn't be told apart."""

_TALL, _LOW = 270, 190
"""Heights of the two plots in pixels."""

_LEAST = 4
"""Minimum height of a non-zero value, in pixels."""

_STRIPE = 6
_DASH = 16
_PART = Lettering(31, 700, INK)
_VALUE = Lettering(27, 700, INK)


@dataclass(frozen=True, slots=True)
class Done:
    """A past week.

    Args:
        begins: its first day, in a few letters.
        right: the number of questions answered right.
        wrong: the number of questions answered wrong.
        reviewed: the number of flashcards reviewed.
        remembered: the share (0…1) that was remembered; None if it's unknown.
    """

    begins: str
    right: int = 0
    wrong: int = 0
    reviewed: int = 0
    remembered: float | None = None


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns of the weeks, from left to right: past weeks, then future ones."""

    left: int
    right: int
    past: int
    coming: int

    def edge(self, number: int) -> int:
        """Return the left edge of a week, counted from the first one, in pixels."""
        return self.left + (self.right - self.left) * number // (self.past + self.coming)

    def middle(self, number: int) -> int:
        """Return the middle of a week, counted from the first one, in pixels."""
        return (self.edge(number) + self.edge(number + 1)) // 2


def place_weeks(canvas: Canvas, weeks: Sequence[Done], forecast: Sequence[int], frame: FigureFrame, top: int) -> int:
    """Place a column per week; return the bottom edge, in pixels.

    Args:
        canvas: the canvas.
        weeks: the past weeks, oldest first.
        forecast: the number of cards that come back in each of the next weeks.
        frame: its position.
        top: the top edge, in pixels.
    """
    top = canvas.paragraph(typeset("Week by week", _PART, frame.width, 1), frame.left, top) + 24
    most = max((*(week.right + week.wrong + week.reviewed for week in weeks), *forecast), default=0)
    upward = Axis(ticks(0, max(4, most), whole=True), top + _TALL, top)
    columns = _Columns(frame.left + widest(upward.ticks) + 16, frame.right, len(weeks), len(forecast))
    place_upward(canvas, upward, columns.left, columns.right)
    for number, week in enumerate(weeks):
        foot = upward.start
        for count, colour in ((week.right, RIGHT), (week.wrong, WRONG), (week.reviewed, REVIEWED)):
            if count:
                height = max(_LEAST, upward.start - upward.at(count))
                foot = _block(canvas, columns, number, (foot, height), colour)
    for number, count in enumerate(forecast, len(weeks)):
        _stripes(canvas, columns, number, (upward.start, upward.start - upward.at(count)))
    top = _below(canvas, weeks, columns, frame, upward.start + 12)
    return place_key(canvas, _key(weeks, forecast), frame, top + 8)


def place_remembered(
    canvas: Canvas, weeks: Sequence[Done], expected: Sequence[float], frame: FigureFrame, top: int
) -> int:
    """Place the share remembered as a line and the expected share as a dashed one; return the bottom edge in pixels.

    Args:
        canvas: the canvas.
        weeks: the past weeks, oldest first.
        expected: the share (0…1) remembered now, and after each of the next weeks.
        frame: its position.
        top: the top edge, in pixels.
    """
    title = "How much you remember" if expected else "Answered right"
    top = canvas.paragraph(typeset(title, _PART, frame.width, 1), frame.left, top) + 24
    upward = Axis((0, 25, 50, 75, 100), top + _LOW, top)
    columns = _Columns(frame.left + widest((100,)) + 40, frame.right, len(weeks), max(0, len(expected) - 1))
    for value in (0, 50, 100):
        down = upward.at(value)
        canvas.stroke(((columns.left, down), (columns.right, down)), GRID, 3)
        label = typeset(f"{value}%", NOTE, 120, 1)
        canvas.paragraph(label, columns.left - 14 - round(label.width), down - NOTE.line_height // 2)
    colour = REVIEWED if expected else RIGHT
    for points in _unbroken(weeks, columns, upward):
        if len(points) > 1:
            canvas.stroke(points, colour, 7)
        for point in points:
            canvas.disc(point, 20, colour)
    ahead = [(columns.edge(len(weeks) + number), upward.at(100 * each)) for number, each in enumerate(expected)]
    for start, end in pairwise(ahead):
        for dash in _dashes(start, end):
            canvas.stroke(dash, colour, 7)
    if len(ahead) > 1:
        _end(canvas, ahead[-1], f"{round(100 * expected[-1])}%", upward)
    top = _below(canvas, weeks, columns, frame, upward.start + 16)
    if not expected:
        return top
    note = "The broken line is what to expect if you stop reviewing."
    return canvas.paragraph(typeset(note, NOTE, frame.width, 2), frame.left, top + 4)


def _unbroken(weeks: Sequence[Done], columns: _Columns, upward: Axis) -> Iterator[list[tuple[int, int]]]:
    """Yield the points of each run of consecutive weeks with a known share."""
    for is_known, run in groupby(enumerate(weeks), key=lambda each: each[1].remembered is not None):
        if is_known:
            yield [(columns.middle(number), upward.at(100 * (week.remembered or 0))) for number, week in run]


def _key(weeks: Sequence[Done], forecast: Sequence[int]) -> list[tuple[str, Colour]]:
    named = [("answered right", RIGHT), ("answered wrong", WRONG)]
    if forecast or any(week.reviewed for week in weeks):
        named.append(("cards reviewed, and striped: coming back" if forecast else "cards reviewed", REVIEWED))
    return named


def _block(canvas: Canvas, columns: _Columns, number: int, place: tuple[int, int], colour: Colour) -> int:
    """Place a segment of a column, given its bottom edge and height; return its top edge."""
    foot, height = place
    left, right = _sides(columns, number)
    canvas.panel(Box(left, foot - height, right, foot), colour, min(5, height // 2))
    return foot - height


def _stripes(canvas: Canvas, columns: _Columns, number: int, place: tuple[int, int]) -> None:
    """Place a striped column for a future week, given its bottom edge and height."""
    foot, height = place
    left, right = _sides(columns, number)
    for down in range(foot - height, foot, 2 * _STRIPE):
        canvas.panel(Box(left, down, right, min(foot, down + _STRIPE)), REVIEWED, 2)


def _sides(columns: _Columns, number: int) -> tuple[int, int]:
    width = columns.edge(number + 1) - columns.edge(number)
    return columns.edge(number) + width // 6, columns.edge(number + 1) - width // 6


def _below(canvas: Canvas, weeks: Sequence[Done], columns: _Columns, frame: FigureFrame, top: int) -> int:
    """Place the labels of the weeks: the first day of past ones, and the distance of future ones."""
    names = [(columns.middle(number), week.begins) for number, week in enumerate(weeks[:-1])]
    if weeks:
        names.append((columns.middle(len(weeks) - 1), "now"))
    names += ((columns.middle(len(weeks) + number), f"+{number + 1} wk") for number in range(columns.coming))
    return place_names(canvas, names, top, (frame.left, frame.right))


def _dashes(start: tuple[int, int], end: tuple[int, int]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Yield the dashes of a dashed line."""
    across, down = end[0] - start[0], end[1] - start[1]
    pieces = max(2, round((across**2 + down**2) ** 0.5 / _DASH))
    for piece in range(0, pieces, 2):
        first, last = piece / pieces, min(1, (piece + 0.9) / pieces)
        yield (
            (start[0] + round(across * first), start[1] + round(down * first)),
            (start[0] + round(across * last), start[1] + round(down * last)),
        )


def _end(canvas: Canvas, place: tuple[int, int], text: str, upward: Axis) -> None:
    """Place a value above the end of a line, or below if there's no room."""
    words = typeset(text, _VALUE, 140, 1)
    above = place[1] - words.height - 12
    down = above if above >= upward.end - 10 else place[1] + 14
    canvas.paragraph(words, place[0] - round(words.width), down)
