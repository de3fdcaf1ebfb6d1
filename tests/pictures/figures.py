"""Figures of every kind to test with, for a number of sides, plain or as full as a pack allows."""

from collections.abc import Iterator
from itertools import combinations

from bot.pictures.figures.icons import ICONS
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

LONGEST = "Wholesome mammals wander without wisdom,"
"""A label of the maximum length, in wide letters."""

LONGEST_ITEM = LONGEST[:24]
LONGEST_RANGE = (LONGEST * 2)[:80]


def plain_figures(sides: int) -> Iterator[DrawnFigure]:
    """Yield figures of every kind, as a pack would have them."""
    icons = [*ICONS, None]
    yield Kinds(
        tuple(
            Thing(side, f"Thing {n}", icons[(side * 3 + n) % 11], n == 2) for side in range(sides) for n in range(3)
        )
    )
    spans = (
        SideRange(side, 10.0 ** (side * 2), 10.0 ** (side * 3 + 1), f"about {side + 1} or more")
        for side in range(sides)
    )
    yield Scale(tuple(spans))
    yield Scale(
        tuple(SideRange(side, 1 + side * 60, 3600.0 * (side + 1), "seconds to hours") for side in range(sides)),
        ((1, "a second"), (60, "a minute"), (3600, "an hour"), (86400, "a day")),
    )
    yield Flow(
        tuple((side, ("Begin", *(f"Step {side}{n}" for n in range(2 + side)), "End")) for side in range(sides))
    )
    if 2 <= sides <= 3:
        groups = [group for size in range(1, sides + 1) for group in combinations(range(sides), size)]
        yield Overlap(tuple((group, ("Python", "Statistics")[: 1 if len(group) > 1 else 2]) for group in groups))
    yield Bars(tuple(PlotBar(f"Bar {n}", n * n * 1.5, n % sides) for n in range(4)), "kg")
    yield Lines(
        ("Jan", "Feb", "Mar", "Apr"),
        tuple(
            PlotSeries(f"Side {side}", tuple((side + 1) * n - 2.0 for n in range(4)), side) for side in range(sides)
        ),
        "kg",
    )
    yield Points(
        "Rows", "Error", tuple(PlotPoint(n, (n * 7) % 5, f"M{n}" if n % 3 == 0 else "", n % sides) for n in range(12))
    )
    yield Grid(("Name", "Rows", "Error"), (("One", "1,000", "3 %"), ("Two", "20", "14 %")))


def full_figures(sides: int) -> Iterator[DrawnFigure]:
    """Yield figures of every kind, each as full as a pack allows."""
    yield Kinds(tuple(Thing(side, LONGEST, None, n > 3) for side in range(sides) for n in range(6))[:20])
    yield Scale(
        tuple(SideRange(side, 1e-6, 1e15, LONGEST_RANGE) for side in range(sides)),
        tuple((10.0 ** (2 * n), LONGEST[:20]) for n in range(8)),
    )
    yield Scale(tuple(SideRange(side, 1e-6, 1e15, LONGEST_RANGE) for side in range(sides)))
    yield Flow(tuple((side, (LONGEST,) * 8) for side in range(sides)))
    if 2 <= sides <= 3:
        groups = [group for size in range(1, sides + 1) for group in combinations(range(sides), size)]
        yield Overlap(
            tuple((group, (LONGEST_ITEM,) * (3 if sides == 2 or len(group) == 1 else 1)) for group in groups)
        )
    yield Bars(tuple(PlotBar(LONGEST, 1e15, n % sides) for n in range(10)), LONGEST)
    yield Lines(
        (LONGEST,) * 12, tuple(PlotSeries(LONGEST, (-1e15, 1e15) * 6, side) for side in range(sides)), LONGEST
    )
    yield Points(LONGEST, LONGEST, tuple(PlotPoint(n * 1e13, -n * 1e12, LONGEST, n % sides) for n in range(60)))
    yield Grid((LONGEST,) * 4, ((LONGEST,) * 4,) * 8)
