"""Descriptions of figures in words, made from the same data as the drawing."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from bot.language.text import listed
from bot.pictures.figures.model import Bars, DrawnFigure, Flow, Grid, Kinds, Lines, Overlap, Points, Scale


def in_words(figure: DrawnFigure, sides: Sequence[str]) -> str:
    """Return a description of a figure, in one or a few sentences.

    Args:
        figure: the figure.
        sides: the names of the card's sides.
    """
    return f"{'; '.join(_told(figure, sides))}."


def number(value: float) -> str:
    """Return a number as people write it: three significant digits below 1, commas from 10,000."""
    if abs(value) >= 10_000:
        return f"{value:,.0f}"
    places = 12 if abs(value) < 1 else 2
    digits = f"{float(f'{value:.3g}') if abs(value) < 1 else value:.{places}f}".rstrip("0").rstrip(".")
    return "0" if digits == "-0" else digits


def measured(value: float, unit: str) -> str:
    """Return a number with its unit, if it has one: 7 rolls, 90% right."""
    return f"{number(value)}{'' if unit.startswith('%') else ' '}{unit}".rstrip()


def _told(figure: DrawnFigure, sides: Sequence[str]) -> Iterator[str]:
    match figure:
        case Kinds():
            yield from _kinds(figure, sides)
        case Scale(spans):
            yield from (f"{sides[span.side]}: {span.label}" for span in spans)
        case Flow(ways):
            yield from (_named(sides[side], " → ".join(steps)) for side, steps in ways)
        case Overlap(regions):
            for who, items in regions:
                together = listed([sides[side] for side in who], "and")
                yield f"{together}{'' if len(who) > 1 else ' alone'}: {', '.join(items)}"
        case Grid(columns, rows):
            for row in rows:
                yield ", ".join(f"{head}: {cell}" for head, cell in zip(columns, row, strict=True))
        case Bars() | Lines() | Points():
            yield from _numbers(figure, sides)


def _named(who: str, does: str) -> str:
    return f"{who}: {does}" if who else does


def _kinds(figure: Kinds, sides: Sequence[str]) -> Iterator[str]:
    mainly: defaultdict[int, list[str]] = defaultdict(list)
    less: defaultdict[int, list[str]] = defaultdict(list)
    for thing in figure.things:
        (less if thing.less else mainly)[thing.side].append(thing.label)
    for side, name in enumerate(sides):
        parts = [", ".join(mainly[side]), f"less often {', '.join(less[side])}" if less[side] else ""]
        if any(parts):
            yield f"{name}: {', '.join(filter(None, parts))}"


def _numbers(figure: Bars | Lines | Points, sides: Sequence[str]) -> Iterator[str]:
    match figure:
        case Bars(bars, unit):
            yield from (f"{bar.label}: {measured(bar.value, unit)}" for bar in bars)
        case Lines(along, lines, unit):
            for line in lines:
                values = (f"{at} {number(value)}" for at, value in zip(along, line.values, strict=True))
                yield f"{line.label}{f' ({unit})' if unit else ''}: {', '.join(values)}"
        case Points(across, up, points):
            yield f"{across} and {up}"
            for point in points:
                who = point.label or ("" if point.side is None else sides[point.side])
                yield f"{who} {number(point.across)} and {number(point.up)}".strip()
