"""Plots: bars, lines and points."""

from collections.abc import Sequence

from bot.pictures.canvas import Box, Canvas
from bot.pictures.figures.axes import Axis, place_names, place_upward, ticks, widest
from bot.pictures.figures.frame import LABEL, NOTE, FigureFrame, colour_of
from bot.pictures.figures.model import Bars, Lines, Points
from bot.pictures.figures.words import measured, number
from bot.pictures.lettering import Lettering, typeset
from bot.pictures.palette import INK, PAPER, Colour

_BAR = 40
_NAMES = 320
_SHORT_UNIT = 6
"""Maximum length of a unit to repeat with every value."""

_HEIGHT = 380
"""Height of a plot in pixels."""

_LINE, _DOT = 7, 20
_NEXT = 20
"""Pixels from the centre of a point to its label."""

_VALUE = Lettering(29, 700, INK)


def place_bars(canvas: Canvas, figure: Bars, frame: FigureFrame, top: int) -> int:
    """Place bars, one below another; return the bottom edge, in pixels.

    Args:
        canvas: the canvas.
        figure: the figure.
        frame: its position, and the sides.
        top: its top edge, in pixels.
    """
    is_short = len(figure.unit) <= _SHORT_UNIT
    top = _unit(canvas, "" if is_short else figure.unit, frame, top)
    figures = [measured(bar.value, figure.unit if is_short else "") for bar in figure.bars]
    values = [typeset(each, _VALUE, 460, 1) for each in figures]
    start = frame.left + _NAMES + 16
    most = max(bar.value for bar in figure.bars) or 1
    longest = frame.right - start - 16 - round(max(each.width for each in values))
    for bar, value in zip(figure.bars, values, strict=True):
        label = typeset(bar.label, LABEL, _NAMES, 4)
        height = max(_BAR, label.height)
        canvas.paragraph(label, frame.left, top + (height - label.height) // 2)
        length = max(6, round(longest * bar.value / most))
        down = top + (height - _BAR) // 2
        canvas.panel(Box(start, down, start + length, down + _BAR), colour_of(bar.side or 0), min(8, length // 2))
        canvas.paragraph(value, start + length + 14, top + (height - value.height) // 2)
        top += height + 16
    return top - 16


def place_lines(canvas: Canvas, figure: Lines, frame: FigureFrame, top: int) -> int:
    """Place lines and their axes; return the bottom edge, in pixels.

    Args:
        canvas: the canvas.
        figure: the figure.
        frame: its position, and the sides.
        top: its top edge, in pixels.
    """
    values = [value for line in figure.lines for value in line.values]
    rounded = ticks(min(values), max(values))
    left, right = frame.left + widest(rounded) + 16, frame.right - 24
    top = _unit(canvas, figure.unit, frame, top)
    upward = Axis(rounded, top + _HEIGHT, top + NOTE.line_height // 2)
    place_upward(canvas, upward, left, right)
    last = len(figure.along) - 1
    across = [left + 14 + (right - left - 28) * place // last for place in range(last + 1)]
    for number_, line in enumerate(figure.lines):
        colour = colour_of(line.side, number_)
        points = list(zip(across, map(upward.at, line.values), strict=True))
        canvas.stroke(points, colour, _LINE)
        for point in points:
            canvas.disc(point, _DOT, colour)
    names = list(zip(across, figure.along, strict=True))
    top = place_names(canvas, names, top + _HEIGHT + 16, (frame.left, frame.right)) + 10
    named = [(line.label, colour_of(line.side, number_)) for number_, line in enumerate(figure.lines)]
    return place_key(canvas, named, frame, top)


def place_points(canvas: Canvas, figure: Points, frame: FigureFrame, top: int) -> int:
    """Place points and their axes; return the bottom edge, in pixels.

    Args:
        canvas: the canvas.
        figure: the figure.
        frame: its position, and the sides.
        top: its top edge, in pixels.
    """
    up = ticks(min(point.up for point in figure.points), max(point.up for point in figure.points))
    sideways = ticks(min(point.across for point in figure.points), max(point.across for point in figure.points))
    left, right = frame.left + widest(up) + 16, frame.right - 30
    top = _unit(canvas, f"↑ {figure.up}", frame, top)
    upward = Axis(up, top + _HEIGHT, top + NOTE.line_height // 2)
    place_upward(canvas, upward, left, right)
    axis = Axis(sideways, left + 14, right - 14)
    boxes: list[Box] = []
    for point in figure.points:
        place = axis.at(point.across), upward.at(point.up)
        canvas.disc(place, _DOT + 4, colour_of(point.side or 0))
        boxes.append(Box(place[0] - 14, place[1] - 14, place[0] + 14, place[1] + 14))
    for point in figure.points:
        if point.label:
            half = NOTE.line_height // 2
            bounds = Box(frame.left, upward.end - half, frame.right, upward.start + half)
            _beside(canvas, point.label, (axis.at(point.across), upward.at(point.up)), boxes, bounds)
    names = [(axis.at(value), number(value)) for value in sideways]
    top = place_names(canvas, names, top + _HEIGHT + 20, (frame.left, frame.right))
    title = typeset(f"{figure.across} →", NOTE, frame.width, 1)
    top = canvas.paragraph(title, frame.right - round(title.width), top)
    sides = sorted({point.side for point in figure.points if point.side is not None})
    return place_key(canvas, [(frame.sides[side], colour_of(side)) for side in sides], frame, top) if sides else top


def place_key(canvas: Canvas, named: Sequence[tuple[str, Colour]], frame: FigureFrame, top: int) -> int:
    """Place a legend, with entries side by side as far as they fit; return the bottom edge.

    Args:
        canvas: the canvas.
        named: the label and the colour of each entry.
        frame: its position.
        top: the top edge, in pixels.
    """
    left = frame.left
    for name, colour in named:
        label = typeset(name, LABEL, frame.width - 40, 1)
        width = 40 + round(label.width)
        if left > frame.left and left + width > frame.right:
            left, top = frame.left, top + LABEL.line_height + 4
        canvas.disc((left + 12, top + LABEL.line_height // 2), 24, colour)
        canvas.paragraph(label, left + 36, top)
        left += width + 30
    return top + LABEL.line_height


def _unit(canvas: Canvas, unit: str, frame: FigureFrame, top: int) -> int:
    return canvas.paragraph(typeset(unit, NOTE, frame.width, 1), frame.left, top) + 6 if unit else top


def _beside(canvas: Canvas, label: str, place: tuple[int, int], boxes: list[Box], bounds: Box) -> None:
    """Place a point's label where there's room beside it; if there isn't any, leave it out, as it'd be unreadable."""
    lettered = typeset(label, NOTE, 300, 1)
    width, height = round(lettered.width), lettered.height
    beside, over, under = place[1] - height // 2, place[1] - height - 14, place[1] + 14
    for left, top in (
        (place[0] + _NEXT, beside),
        (place[0] - _NEXT - width, beside),
        *((place[0] - before, row) for row in (over, under) for before in (width // 2, width, 0)),
    ):
        box = Box(left - 4, top, left + width + 4, top + height)
        is_within = (
            bounds.left <= box.left
            and box.right <= bounds.right
            and bounds.top <= top
            and box.bottom <= bounds.bottom
        )
        if is_within and not any(_meet(box, each) for each in boxes):
            canvas.panel(box, PAPER, 6)  # so that no line runs through it
            canvas.paragraph(lettered, left, top)
            boxes.append(box)
            return


def _meet(one: Box, other: Box) -> bool:
    return one.left < other.right and other.left < one.right and one.top < other.bottom and other.top < one.bottom
