"""Weeks: what was done in the last ones, what comes back in the next ones, and how much of it is remembered."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from bot.pictures.canvas import Box, Canvas
from bot.pictures.figures.axes import Axis, place_names, place_upward, ticks, widest
from bot.pictures.figures.frame import NOTE, FigureFrame
from bot.pictures.figures.plots import place_key
from bot.pictures.lettering import Lettering, typeset
from bot.pictures.palette import GRID, INK, RIGHT, SIDE_COLOURS, WRONG, Colour

CARDS = SIDE_COLOURS[0]
MOST_WEEKS = 26
"""Of each kind: more columns can't be told apart."""

_TALL, _LOW = 270, 190
"""Pixels of the two plots."""

_LEAST = 4
"""Pixels of what is there at all."""

_STRIPE = 6
_DASH = 16
_PART = Lettering(31, 700, INK)
_VALUE = Lettering(27, 700, INK)


@dataclass(frozen=True, slots=True)
class Done:
    """A week that has been.

    Args:
        begins: its first day, in a few letters.
        right: questions answered right.
        wrong: questions answered wrong.
        reviewed: flashcards reviewed.
        remembered: the share (0…1) that was remembered; None if nothing is known.
    """

    begins: str
    right: int = 0
    wrong: int = 0
    reviewed: int = 0
    remembered: float | None = None


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the weeks are, from left to right: those that have been, and those to come."""

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
    """Place a column for each week; return where the next thing below may begin, in pixels.

    Args:
        canvas: where.
        weeks: that have been, the oldest first.
        forecast: cards that come back in each of the next weeks.
        frame: how wide.
        top: the top edge, in pixels.
    """
    top = canvas.words(typeset("Week by week", _PART, frame.width, 1), frame.left, top) + 24
    most = max((*(week.right + week.wrong + week.reviewed for week in weeks), *forecast), default=0)
    upward = Axis(ticks(0, max(4, most), whole=True), top + _TALL, top)
    columns = _Columns(frame.left + widest(upward.ticks) + 16, frame.right, len(weeks), len(forecast))
    place_upward(canvas, upward, columns.left, columns.right)
    for number, week in enumerate(weeks):
        foot = upward.start
        for count, colour in ((week.right, RIGHT), (week.wrong, WRONG), (week.reviewed, CARDS)):
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
    """Place what was remembered as a line, and what's expected as a broken one; return where they end, in pixels.

    Args:
        canvas: where.
        weeks: that have been, the oldest first.
        expected: the share (0…1) that would be remembered now, and after each of the next weeks.
        frame: how wide.
        top: the top edge, in pixels.
    """
    title = "How much you remember" if expected else "Answered right"
    top = canvas.words(typeset(title, _PART, frame.width, 1), frame.left, top) + 24
    upward = Axis((0, 25, 50, 75, 100), top + _LOW, top)
    columns = _Columns(frame.left + widest((100,)) + 40, frame.right, len(weeks), max(0, len(expected) - 1))
    for value in (0, 50, 100):
        down = upward.at(value)
        canvas.stroke(((columns.left, down), (columns.right, down)), GRID, 3)
        said = typeset(f"{value}%", NOTE, 120, 1)
        canvas.words(said, columns.left - 14 - round(said.width), down - NOTE.line_height // 2)
    colour = CARDS if expected else RIGHT
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
    return canvas.words(typeset(note, NOTE, frame.width, 2), frame.left, top + 4)


def _unbroken(weeks: Sequence[Done], columns: _Columns, upward: Axis) -> Iterator[list[tuple[int, int]]]:
    """Yield the points of each run of weeks of which something is known."""
    for is_known, run in groupby(enumerate(weeks), key=lambda each: each[1].remembered is not None):
        if is_known:
            yield [(columns.middle(number), upward.at(100 * (week.remembered or 0))) for number, week in run]


def _key(weeks: Sequence[Done], forecast: Sequence[int]) -> list[tuple[str, Colour]]:
    named = [("answered right", RIGHT), ("answered wrong", WRONG)]
    if forecast or any(week.reviewed for week in weeks):
        named.append(("cards reviewed, and striped: coming back" if forecast else "cards reviewed", CARDS))
    return named


def _block(canvas: Canvas, columns: _Columns, number: int, place: tuple[int, int], colour: Colour) -> int:
    """Place a part of a column by its foot and its height; return its top."""
    foot, height = place
    left, right = _sides(columns, number)
    canvas.panel(Box(left, foot - height, right, foot), colour, min(5, height // 2))
    return foot - height


def _stripes(canvas: Canvas, columns: _Columns, number: int, place: tuple[int, int]) -> None:
    """Place a striped column by its foot and its height: what hasn't been yet."""
    foot, height = place
    left, right = _sides(columns, number)
    for down in range(foot - height, foot, 2 * _STRIPE):
        canvas.panel(Box(left, down, right, min(foot, down + _STRIPE)), CARDS, 2)


def _sides(columns: _Columns, number: int) -> tuple[int, int]:
    width = columns.edge(number + 1) - columns.edge(number)
    return columns.edge(number) + width // 6, columns.edge(number + 1) - width // 6


def _below(canvas: Canvas, weeks: Sequence[Done], columns: _Columns, frame: FigureFrame, top: int) -> int:
    """Write when weeks began, and how far off those to come are."""
    names = [(columns.middle(number), week.begins) for number, week in enumerate(weeks[:-1])]
    if weeks:
        names.append((columns.middle(len(weeks) - 1), "now"))
    names += ((columns.middle(len(weeks) + number), f"+{number + 1} wk") for number in range(columns.coming))
    return place_names(canvas, names, top, (frame.left, frame.right))


def _dashes(start: tuple[int, int], end: tuple[int, int]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Yield every other piece of a line."""
    across, down = end[0] - start[0], end[1] - start[1]
    pieces = max(2, round((across**2 + down**2) ** 0.5 / _DASH))
    for piece in range(0, pieces, 2):
        first, last = piece / pieces, min(1, (piece + 0.9) / pieces)
        yield (
            (start[0] + round(across * first), start[1] + round(down * first)),
            (start[0] + round(across * last), start[1] + round(down * last)),
        )


def _end(canvas: Canvas, place: tuple[int, int], said: str, upward: Axis) -> None:
    """Write a value at the end of a line, above it, or below where there's no room."""
    words = typeset(said, _VALUE, 140, 1)
    above = place[1] - words.height - 12
    down = above if above >= upward.end - 10 else place[1] + 14
    canvas.words(words, place[0] - round(words.width), down)
