"""The data of figures. Sides are referred to by their index on the card, which also determines their colour."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Thing:
    """A kind of thing that a side deals with.

    Args:
        side: the side's number.
        label: the name of the kind.
        icon: the name of its icon in bot/pictures/figures/icons.py; None for a dot.
        less: whether the side deals with it less often.
    """

    side: int
    label: str
    icon: str | None = None
    less: bool = False


@dataclass(frozen=True, slots=True)
class Kinds:
    """The kinds of things that each side deals with."""

    things: tuple[Thing, ...]


@dataclass(frozen=True, slots=True)
class SideRange:
    """A range of amounts for a side, also in words."""

    side: int
    least: float
    most: float
    label: str


@dataclass(frozen=True, slots=True)
class Scale:
    """Amounts on a logarithmic scale.

    Args:
        spans: one range per side.
        marks: amounts to mark, with their labels; powers of ten if there are none.
    """

    spans: tuple[SideRange, ...]
    marks: tuple[tuple[float, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Flow:
    """The steps of each side, in order."""

    ways: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Overlap:
    """What two or three sides have alone and what they share: pairs of sides and items."""

    regions: tuple[tuple[tuple[int, ...], tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class PlotBar:
    """A bar: its label, its value, and the side whose colour it has."""

    label: str
    value: float
    side: int | None = None


@dataclass(frozen=True, slots=True)
class Bars:
    """Amounts as bars, with their unit."""

    bars: tuple[PlotBar, ...]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class PlotSeries:
    """A line: its label, its values, and the side whose colour it has."""

    label: str
    values: tuple[float, ...]
    side: int | None = None


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines over the same positions, mostly points in time, with the unit of their values."""

    along: tuple[str, ...]
    lines: tuple[PlotSeries, ...]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class PlotPoint:
    """A thing with two measured values."""

    across: float
    up: float
    label: str = ""
    side: int | None = None


@dataclass(frozen=True, slots=True)
class Points:
    """Things as points, with the names of the horizontal and the vertical measure."""

    across: str
    up: str
    points: tuple[PlotPoint, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A small table."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


DrawnFigure: TypeAlias = Kinds | Scale | Flow | Overlap | Bars | Lines | Points | Grid
