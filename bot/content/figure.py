"""Figures: small data sets in a pack that are drawn, such as amounts on a logarithmic scale or steps of a process.

All sizes are limited, so that every figure is readable on a phone. All texts come from the pack and are in its
language, including the names of marks and units.
"""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, StrictBool, StrictFloat, StringConstraints

from bot.content.part import Part, Slug

_Words = Annotated[str, StringConstraints(min_length=1, pattern=r"^\S(.*\S)?$")]

Label = Annotated[_Words, StringConstraints(max_length=40)]
"""A few words inside a figure."""

Number = Annotated[StrictFloat, Field(ge=-1e15, le=1e15)]
Count = Annotated[StrictFloat, Field(ge=0, le=1e15)]
Amount = Annotated[StrictFloat, Field(gt=0, le=1e15)]
"""A positive number, which a logarithmic scale can show."""

Icon: TypeAlias = Literal["table", "text", "image", "video", "audio", "code", "chat", "person", "number", "chart"]
"""A small drawing for a kind of data."""

MOST_OF_A_SIDE = 6
"""At most this many kinds per side."""


class Kind(Part):
    """One kind of thing that a side works with."""

    side: Slug
    label: Label
    icon: Icon | None = None
    less: StrictBool = Field(default=False, description="Whether the side has less to do with it; drawn paler.")


class KindsFigure(Part):
    """Which kinds of thing each side works with."""

    type: Literal["kinds"]
    kinds: tuple[Kind, ...] = Field(min_length=2, max_length=20)


class Range(Part):
    """The range of amounts that's typical of a side."""

    side: Slug
    least: Amount
    most: Amount
    label: Annotated[_Words, StringConstraints(max_length=80)] = Field(
        description="The range in words: hundreds to thousands of rows."
    )


class Mark(Part):
    """A named position on a scale."""

    at: Amount
    label: Annotated[_Words, StringConstraints(max_length=20)] = Field(
        description="The label on the axis at that point: a million, one hour."
    )


class ScaleFigure(Part):
    """Amounts on a logarithmic scale, for things that differ by powers of ten."""

    type: Literal["scale"]
    ranges: tuple[Range, ...] = Field(min_length=1, max_length=5, description="One for each side.")
    marks: tuple[Mark, ...] = Field(
        default=(), max_length=8, description="What's written below the scale; powers of ten if left out."
    )


class Way(Part):
    """The steps of one path. It belongs to a side or has a label; a single path needs neither."""

    side: Slug | None = None
    label: Label | None = Field(default=None, description="Whose steps these are, if they aren't a side's.")
    steps: tuple[Label, ...] = Field(min_length=2, max_length=8)


class FlowFigure(Part):
    """A process, step by step. First steps that all of them share are drawn once."""

    type: Literal["flow"]
    ways: tuple[Way, ...] = Field(min_length=1, max_length=5)


class Region(Part):
    """What some circles have in common, or what only one has. Circles are sides, or have labels of their own."""

    sides: tuple[Slug, ...] = Field(default=(), max_length=3)
    labels: tuple[Annotated[_Words, StringConstraints(max_length=24)], ...] = Field(
        default=(), max_length=3, description="The names of its circles, if these aren't sides."
    )
    items: tuple[Annotated[_Words, StringConstraints(max_length=24)], ...] = Field(min_length=1, max_length=3)


class OverlapFigure(Part):
    """What two or three sides, or other things, share: overlapping circles (a Venn diagram)."""

    type: Literal["overlap"]
    regions: tuple[Region, ...] = Field(min_length=2, max_length=7)


class Bar(Part):
    """One bar."""

    label: Label
    value: Count
    side: Slug | None = None


class BarsFigure(Part):
    """A bar chart starting at zero."""

    type: Literal["bars"]
    unit: Label | None = None
    bars: tuple[Bar, ...] = Field(min_length=2, max_length=10)


class Series(Part):
    """One line of a line chart."""

    label: Label
    values: tuple[Number, ...] = Field(min_length=2, max_length=12)
    side: Slug | None = None


class LinesFigure(Part):
    """A line chart: numbers that change along something, usually time."""

    type: Literal["lines"]
    unit: Label | None = None
    along: tuple[Label, ...] = Field(min_length=2, max_length=12, description="What each value belongs to, in order.")
    lines: tuple[Series, ...] = Field(min_length=1, max_length=5)


class Point(Part):
    """One thing with two measured values."""

    across: Number
    up: Number
    label: Label | None = None
    side: Slug | None = None


class PointsFigure(Part):
    """A scatter plot: things by two measured values."""

    type: Literal["points"]
    axes: tuple[Label, ...] = Field(
        min_length=2, max_length=2, description="What each axis measures: left to right, then bottom to top."
    )
    points: tuple[Point, ...] = Field(min_length=2, max_length=60)


class TableFigure(Part):
    """A small table."""

    type: Literal["table"]
    columns: tuple[Label, ...] = Field(min_length=2, max_length=4)
    rows: tuple[tuple[Label, ...], ...] = Field(min_length=1, max_length=8)


Figure: TypeAlias = Annotated[
    KindsFigure | ScaleFigure | FlowFigure | OverlapFigure | BarsFigure | LinesFigure | PointsFigure | TableFigure,
    Field(discriminator="type"),
]
