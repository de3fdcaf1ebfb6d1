"""Converting a pack's figures for drawing: for the sides that a comparison shows, or on their own."""

from collections.abc import Mapping, Sequence

from bot.content import figure as written
from bot.content.figure import (
    BarsFigure,
    FlowFigure,
    KindsFigure,
    LinesFigure,
    OverlapFigure,
    PointsFigure,
    ScaleFigure,
    TableFigure,
)
from bot.content.model import Side
from bot.pictures.figures.model import (
    Bars,
    DrawnFigure,
    Flow,
    Grid,
    Kinds,
    Lines,
    Overlap,
    PlotBar,
    PlotPoint,
    PlotSeries,
    Points,
    Scale,
    SideRange,
    Thing,
)


def drawn(figure: written.Figure | None, sides: Sequence[Side]) -> DrawnFigure | None:
    """Convert a figure for drawing; return None if there's none, or if it needs a side that isn't shown.

    Args:
        figure: the pack's figure, or None.
        sides: the sides that are shown, in the order of their colours.
    """
    places = {side.id: number for number, side in enumerate(sides)}
    match figure:
        case None:
            return None
        case KindsFigure() | ScaleFigure() | FlowFigure():
            return _by_side(figure, places)
        case OverlapFigure():
            if any(side not in places for region in figure.regions for side in region.sides):
                return None
            return _overlap(figure, places)
        case TableFigure():
            return Grid(figure.columns, figure.rows)
        case BarsFigure() | LinesFigure() | PointsFigure():
            return _of_numbers(figure, places)


def alone(figure: written.Figure, sides: Sequence[Side]) -> tuple[DrawnFigure, tuple[str, ...]]:
    """Convert a figure for drawing with an item; return it, and the names for its side numbers.

    Args:
        figure: the pack's figure.
        sides: all sides of the pack, in the order of their colours.
    """
    names = [side.name for side in sides]
    match figure:
        case FlowFigure():
            places = {side.id: number for number, side in enumerate(sides)}
            ways: list[tuple[int, tuple[str, ...]]] = []
            for way in figure.ways:
                if way.side is None:
                    names.append(way.label or "")
                ways.append((places[way.side] if way.side else len(names) - 1, way.steps))
            labelled = all(way.side is None for way in figure.ways)
            first = len(sides) if labelled else 0
            return Flow(tuple((place - first, steps) for place, steps in ways)), tuple(names[first:])
        case OverlapFigure() if any(region.labels for region in figure.regions):
            labels = list(dict.fromkeys(label for region in figure.regions for label in region.labels))
            return _overlap(figure, {label: number for number, label in enumerate(labels)}), tuple(labels)
        case _:
            found = drawn(figure, sides)
            if found is None:
                raise ValueError("a figure beside an item names sides of its pack alone")
            return found, tuple(names)


def _overlap(figure: OverlapFigure, places: Mapping[str, int]) -> Overlap:
    """Convert an overlap, whose circles are sides or have labels, to the circles' numbers."""
    regions = (
        (tuple(sorted(places[circle] for circle in each.sides or each.labels)), each.items) for each in figure.regions
    )
    return Overlap(tuple(regions))


def _by_side(figure: KindsFigure | ScaleFigure | FlowFigure, places: Mapping[str, int]) -> DrawnFigure:
    """Convert a figure with a part per side, leaving out the sides that aren't shown."""
    match figure:
        case KindsFigure():
            kinds = [each for each in figure.kinds if each.side in places]
            return Kinds(tuple(Thing(places[each.side], each.label, each.icon, each.less) for each in kinds))
        case ScaleFigure():
            ranges = sorted(
                (each for each in figure.ranges if each.side in places), key=lambda each: places[each.side]
            )
            spans = tuple(SideRange(places[each.side], each.least, each.most, each.label) for each in ranges)
            return Scale(spans, tuple((mark.at, mark.label) for mark in figure.marks))
        case FlowFigure():
            ways = sorted(
                (places[each.side], each.steps) for each in figure.ways if each.side and each.side in places
            )
            return Flow(tuple(ways))


def _of_numbers(figure: BarsFigure | LinesFigure | PointsFigure, places: Mapping[str, int]) -> DrawnFigure:
    """Convert a figure of numbers; elements of a side that isn't shown get no side's colour."""
    match figure:
        case BarsFigure():
            bars = (PlotBar(each.label, each.value, places.get(each.side or "")) for each in figure.bars)
            return Bars(tuple(bars), figure.unit or "")
        case LinesFigure():
            lines = (PlotSeries(each.label, each.values, places.get(each.side or "")) for each in figure.lines)
            return Lines(figure.along, tuple(lines), figure.unit or "")
        case PointsFigure():
            points = (
                PlotPoint(each.across, each.up, each.label or "", places.get(each.side or ""))
                for each in figure.points
            )
            return Points(figure.axes[0], figure.axes[1], tuple(points))
