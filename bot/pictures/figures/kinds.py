"""Kinds of things: a panel per side, with an icon per kind; less usual kinds are paler and come last."""

from bot.pictures.canvas import Box, Canvas
from bot.pictures.figures.frame import MOST_COLUMNS, FigureFrame, colour_of, place_heads
from bot.pictures.figures.icons import place_icon
from bot.pictures.figures.model import Kinds, Thing
from bot.pictures.lettering import BrokenText, Lettering, typeset
from bot.pictures.palette import INK, ON_SIDE, PAPER, QUIET, blend, tint

_ICON, _SMALL_ICON = 68, 52
_PADDING, _GAP = 20, 12
_NAMES = 250
"""Width of a side's name in pixels, if the sides are listed one below another."""

_MAIN = Lettering(32, 650, INK)
_LESS = Lettering(28, 500, QUIET)


def place_kinds(canvas: Canvas, figure: Kinds, frame: FigureFrame, top: int) -> int:
    """Place kinds of things; return the bottom edge, in pixels.

    Args:
        canvas: the canvas.
        figure: the figure.
        frame: its position, and the sides.
        top: its top edge, in pixels.
    """
    panels = [
        sorted((each for each in figure.things if each.side == side), key=lambda each: each.less)
        for side in range(len(frame.sides))
    ]
    count = len(frame.sides)
    if count > MOST_COLUMNS:
        for side, things in enumerate(panels):
            if things:
                left, width = frame.column(side, count)
                name = typeset(frame.sides[side], Lettering(29, 700, colour_of(side)), _NAMES - 2 * _PADDING, 3)
                rows = _rows(things, width - _NAMES)
                bottom = top + max(_height(rows), name.height) + 2 * _PADDING
                canvas.panel(Box(left, top, left + width, bottom), tint(colour_of(side)))
                canvas.paragraph(name, left + _PADDING, (top + bottom - name.height) // 2)
                _place(canvas, rows, left + _NAMES, top + _PADDING)
                top = bottom + 8
        return top - 8
    top = place_heads(canvas, frame, range(count), top)
    columns = [_rows(things, frame.column(side, count)[1]) for side, things in enumerate(panels)]
    bottom = top + max(map(_height, columns)) + 2 * _PADDING
    for side, rows in enumerate(columns):
        left, width = frame.column(side, count)
        canvas.panel(Box(left, top, left + width, bottom), tint(colour_of(side)))
        _place(canvas, rows, left + _PADDING, top + _PADDING)
    return bottom


_Row = tuple[Thing, BrokenText]


def _rows(things: list[Thing], width: int) -> list[_Row]:
    room = width - 2 * _PADDING - _ICON - 16
    return [(thing, typeset(thing.label, _LESS if thing.less else _MAIN, room, 6)) for thing in things]


def _icon_of(thing: Thing) -> int:
    return _SMALL_ICON if thing.less else _ICON


def _height(rows: list[_Row]) -> int:
    return sum(max(_icon_of(thing), label.height) + _GAP for thing, label in rows) - _GAP if rows else 0


def _place(canvas: Canvas, rows: list[_Row], left: int, top: int) -> None:
    for thing, label in rows:
        size, height = _icon_of(thing), max(_icon_of(thing), label.height)
        strong = colour_of(thing.side)
        pale = blend(PAPER, strong, 0.22)
        colour, ground = (strong, pale) if thing.less else (ON_SIDE, strong)
        across, down = left + (_ICON - size) // 2, top + (height - size) // 2
        place_icon(canvas, thing.icon, Box(across, down, across + size, down + size), colour, ground)
        canvas.paragraph(label, left + _ICON + 16, top + (height - label.height) // 2)
        top += height + _GAP
