"""What a figure shows. Sides are numbers, from 0 in the order of their card, and so are their colours."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Thing:
    """A kind of thing that a side has to do with.

    Args:
        side: which.
        label: what it is.
        icon: what's drawn for it, as bot/pictures/figures/icons.py names it; None for a dot.
        less: whether the side has less to do with it.
    """

    side: int
    label: str
    icon: str | None = None
    less: bool = False


@dataclass(frozen=True, slots=True)
class Kinds:
    """Which kinds of thing each side has to do with."""

    things: tuple[Thing, ...]


@dataclass(frozen=True, slots=True)
class SideRange:
    """From how much to how much a side has of something, and that in words."""

    side: int
    least: float
    most: float
    label: str


@dataclass(frozen=True, slots=True)
class Scale:
    """Amounts on a logarithmic scale.

    Args:
        spans: one for each side.
        marks: amounts with what's written there; powers of ten if there are none.
    """

    spans: tuple[SideRange, ...]
    marks: tuple[tuple[float, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Flow:
    """The steps of each side, one after another."""

    ways: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Overlap:
    """What sides have alone and what they share: sides → items. There are two or three sides."""

    regions: tuple[tuple[tuple[int, ...], tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class PlotBar:
    """A bar: what it stands for, how much, and the side whose colour it has."""

    label: str
    value: float
    side: int | None = None


@dataclass(frozen=True, slots=True)
class Bars:
    """Amounts as bars, and what they count."""

    bars: tuple[PlotBar, ...]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class PlotSeries:
    """A line: what it stands for, its values, and the side whose colour it has."""

    label: str
    values: tuple[float, ...]
    side: int | None = None


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines along some places, mostly moments; and the unit of their values."""

    along: tuple[str, ...]
    lines: tuple[PlotSeries, ...]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class PlotPoint:
    """A thing with two measures."""

    across: float
    up: float
    label: str = ""
    side: int | None = None


@dataclass(frozen=True, slots=True)
class Points:
    """Things by two measures: what goes across, and what goes up."""

    across: str
    up: str
    points: tuple[PlotPoint, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A small table."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


DrawnFigure: TypeAlias = Kinds | Scale | Flow | Overlap | Bars | Lines | Points | Grid
