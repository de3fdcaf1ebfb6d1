"""Figures: small data in a pack that pictures draw, such as amounts on a logarithmic scale or the steps of a process.

All of it is bounded, so that every figure can be read on a phone. Texts are in the pack's own language, with the
names of marks and units among them: nothing is worded here.
"""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, StrictBool, StrictFloat, StringConstraints

from bot.content.part import Part, Slug

_Words = Annotated[str, StringConstraints(min_length=1, pattern=r"^\S(.*\S)?$")]

Label = Annotated[_Words, StringConstraints(max_length=40)]
"""A few words that stand within a figure."""

Number = Annotated[StrictFloat, Field(ge=-1e15, le=1e15)]
Count = Annotated[StrictFloat, Field(ge=0, le=1e15)]
Amount = Annotated[StrictFloat, Field(gt=0, le=1e15)]
"""What a logarithmic scale can show."""

Icon: TypeAlias = Literal["table", "text", "image", "video", "audio", "code", "chat", "person", "number", "chart"]
"""A small drawing for a kind of thing."""

MOST_OF_A_SIDE = 6
"""Kinds of thing that one side may have."""


class Kind(Part):
    """One kind of thing that a side has to do with."""

    side: Slug
    label: Label
    icon: Icon | None = None
    less: StrictBool = Field(default=False, description="Whether the side has less to do with it; drawn paler.")


class KindsFigure(Part):
    """Which kinds of thing each side has to do with."""

    type: Literal["kinds"]
    kinds: tuple[Kind, ...] = Field(min_length=2, max_length=20)


class Range(Part):
    """From how much to how much a side has of something."""

    side: Slug
    least: Amount
    most: Amount
    label: Annotated[_Words, StringConstraints(max_length=80)] = Field(
        description="The range in words: hundreds to thousands of rows."
    )


class Mark(Part):
    """A named place on a scale."""

    at: Amount
    label: Annotated[_Words, StringConstraints(max_length=20)] = Field(
        description="What is written there: a million, one hour."
    )


class ScaleFigure(Part):
    """Amounts on a logarithmic scale, for what differs by powers of ten."""

    type: Literal["scale"]
    ranges: tuple[Range, ...] = Field(min_length=1, max_length=5, description="One for each side.")
    marks: tuple[Mark, ...] = Field(
        default=(), max_length=8, description="What is written below the scale; powers of ten if left out."
    )


class Way(Part):
    """The steps of one way to go, a side's or one with a label; a way alone needs neither."""

    side: Slug | None = None
    label: Label | None = Field(default=None, description="What it's the way of, if it's no side's.")
    steps: tuple[Label, ...] = Field(min_length=2, max_length=8)


class FlowFigure(Part):
    """How something is gone about, step by step. First steps that all ways share are drawn as one."""

    type: Literal["flow"]
    ways: tuple[Way, ...] = Field(min_length=1, max_length=5)


class Region(Part):
    """What some circles have in common, or what one has alone; they're sides, or have labels of their own."""

    sides: tuple[Slug, ...] = Field(default=(), max_length=3)
    labels: tuple[Annotated[_Words, StringConstraints(max_length=24)], ...] = Field(
        default=(), max_length=3, description="The names of its circles, if these aren't sides."
    )
    items: tuple[Annotated[_Words, StringConstraints(max_length=24)], ...] = Field(min_length=1, max_length=3)


class OverlapFigure(Part):
    """What two or three sides, or other things, share, as circles that overlap (a Venn diagram)."""

    type: Literal["overlap"]
    regions: tuple[Region, ...] = Field(min_length=2, max_length=7)


class Bar(Part):
    """One bar."""

    label: Label
    value: Count
    side: Slug | None = None


class BarsFigure(Part):
    """Numbers as bars that begin at nought."""

    type: Literal["bars"]
    unit: Label | None = None
    bars: tuple[Bar, ...] = Field(min_length=2, max_length=10)


class Series(Part):
    """One line."""

    label: Label
    values: tuple[Number, ...] = Field(min_length=2, max_length=12)
    side: Slug | None = None


class LinesFigure(Part):
    """Numbers that change along something, mostly time."""

    type: Literal["lines"]
    unit: Label | None = None
    along: tuple[Label, ...] = Field(min_length=2, max_length=12, description="What each value belongs to, in order.")
    lines: tuple[Series, ...] = Field(min_length=1, max_length=5)


class Point(Part):
    """One thing with two measures."""

    across: Number
    up: Number
    label: Label | None = None
    side: Slug | None = None


class PointsFigure(Part):
    """Things by two measures (a scatter plot)."""

    type: Literal["points"]
    axes: tuple[Label, ...] = Field(
        min_length=2, max_length=2, description="What is measured: from left to right, and from below to above."
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
