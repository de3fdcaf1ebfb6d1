"""Figures: every one that a pack may contain is legible, and is also described in words."""

import io
import itertools
from math import log10

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.pictures.canvas import Canvas, Panel, PlacedParagraph, Stroke
from bot.pictures.comparison import AspectRow, ComparisonCard, alt_text, draw_comparison, lay_out
from bot.pictures.figures.axes import ticks
from bot.pictures.figures.card import draw_figure
from bot.pictures.figures.card import lay_out as lay_out_alone
from bot.pictures.figures.flow import shared
from bot.pictures.figures.frame import FigureFrame
from bot.pictures.figures.model import (
    Bars,
    DrawnFigure,
    Flow,
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
from bot.pictures.figures.place import place
from bot.pictures.figures.scale import powers_apart
from bot.pictures.figures.words import in_words, number
from bot.pictures.palette import SIDE_COLOURS, Theme
from tests.pictures.cards import SIDES
from tests.pictures.figures import LONGEST, full_figures, plain_figures
from tests.pictures.test_comparison import corners, overlap, within

EVERY = [
    pytest.param(figure, sides, id=f"{kind}-{sides}-{number}-{type(figure).__name__}")
    for kind, make in (("plain", plain_figures), ("full", full_figures))
    for sides in (2, 3, 4, 5)
    for number, figure in enumerate(make(sides))
]


def card_of(figure: DrawnFigure, sides: int, rows: int = 2) -> ComparisonCard:
    """Return a card with a figure and, if it has two rows, a row of words below."""
    cells = tuple(f"Cell {side}" for side in range(sides))
    return ComparisonCard(
        title="Data",
        subtitle="Pack",
        sides=SIDES[:sides],
        rows=(AspectRow("Drawn", cells, figure), AspectRow("Told", cells))[:rows],
        footer="Pack · Data",
    )


@pytest.mark.parametrize(("figure", "sides"), EVERY)
def test_words_stay_on_the_card_and_apart(figure: DrawnFigure, sides: int) -> None:
    canvas, height = lay_out(card_of(figure, sides))
    words = [
        corners(shape) for shape in canvas.shapes if isinstance(shape, PlacedParagraph) and shape.paragraph.lines
    ]
    assert all(within(each, (20, 20, canvas.width - 20, height - 20)) for each in words)
    assert not any(overlap(one, other) for one, other in itertools.combinations(words, 2))


@pytest.mark.parametrize(("figure", "sides"), EVERY)
def test_words_of_a_figure_alone_stay_on_the_card_and_apart(figure: DrawnFigure, sides: int) -> None:
    canvas, height = lay_out_alone(figure, SIDES[:sides])
    words = [
        corners(shape) for shape in canvas.shapes if isinstance(shape, PlacedParagraph) and shape.paragraph.lines
    ]
    assert all(within(each, (20, 20, canvas.width - 20, height - 20)) for each in words)
    assert not any(overlap(one, other) for one, other in itertools.combinations(words, 2))
    said = " ".join(
        line for shape in canvas.shapes if isinstance(shape, PlacedParagraph) for line in shape.paragraph.lines
    )
    if isinstance(figure, Flow | Overlap | Scale):
        assert all(name.split()[0] in said for name in SIDES[:sides])


def test_a_path_without_a_side_has_no_heading() -> None:
    flow = Flow(((0, ("Mark", "Cut")),))
    canvas, _ = lay_out_alone(flow, ("",))
    said = [line for shape in canvas.shapes if isinstance(shape, PlacedParagraph) for line in shape.paragraph.lines]
    assert len(said) == 2
    assert in_words(flow, ("",)) == "Mark → Cut."
    assert draw_figure(flow, ("",), Theme.LIGHT).startswith(b"\x89PNG")


def test_a_single_path_keeps_the_colour_of_its_side() -> None:
    canvas, _ = lay_out_alone(Flow(((1, ("Mark", "Cut")),)), SIDES[:2])
    assert SIDE_COLOURS[1] in [shape.colour for shape in canvas.shapes if isinstance(shape, Panel)]


@pytest.mark.parametrize(("figure", "sides"), EVERY)
def test_words_are_large_enough_for_a_phone(figure: DrawnFigure, sides: int) -> None:
    canvas, _ = lay_out(card_of(figure, sides))
    assert min(shape.paragraph.lettering.size for shape in canvas.shapes if isinstance(shape, PlacedParagraph)) >= 26


@pytest.mark.parametrize("figure", [*plain_figures(3), *full_figures(3)], ids=lambda figure: type(figure).__name__)
def test_it_can_be_drawn_and_stays_within_its_frame(figure: DrawnFigure) -> None:
    canvas = Canvas(1100)
    bottom = place(canvas, figure, FigureFrame(40, 1020, SIDES[:3], 14), 100)
    for shape in canvas.shapes:
        if isinstance(shape, Panel | Stroke):
            assert shape.box.left >= 0
            assert shape.box.right <= 1100
            assert shape.box.top >= 80
            assert shape.box.bottom <= bottom + 40
    with Image.open(io.BytesIO(draw_comparison(card_of(figure, 3), Theme.LIGHT))) as image:
        assert image.width == 1100


def test_long_labels_of_kinds_steps_and_items_are_shown_whole() -> None:
    for sides in (2, 3, 5):
        for figure in full_figures(sides):
            if isinstance(figure, Kinds | Flow | Overlap):
                canvas, _ = lay_out(card_of(figure, sides))
                said = [
                    line
                    for shape in canvas.shapes
                    if isinstance(shape, PlacedParagraph)
                    for line in shape.paragraph.lines
                ]
                assert not any("…" in line for line in said)


@pytest.mark.parametrize(("figure", "sides"), EVERY)
def test_the_description_names_all_that_is_drawn(figure: DrawnFigure, sides: int) -> None:
    said = in_words(figure, SIDES[:sides])
    match figure:
        case Kinds(things):
            assert all(thing.label in said for thing in things)
        case Scale(spans):
            assert all(f"{SIDES[span.side]}: {span.label}" in said for span in spans)
        case Flow(ways):
            assert all(" → ".join(steps) in said for _, steps in ways)
        case Overlap(regions):
            assert all(item in said for _, items in regions for item in items)
        case Bars(bars):
            assert all(f"{bar.label}: {number(bar.value)}" in said for bar in bars)
        case Lines(_, lines):
            assert all(number(value) in said for line in lines for value in line.values)
        case Points(_, _, points):
            assert all(f"{number(point.across)} and {number(point.up)}" in said for point in points)
        case _:
            assert "Name: One" in said or f"{LONGEST}: {LONGEST}" in said
    assert len(alt_text(card_of(figure, sides))) <= 1000


def test_a_figure_takes_the_place_of_the_cells_but_not_of_its_only_row() -> None:
    figure = Kinds((Thing(0, "Tables"), Thing(1, "Text")))
    many, only = (alt_text(card_of(figure, 2, rows)) for rows in (2, 1))
    assert "Tables" in many
    assert "Drawn – Data scientist: Cell 0" not in many
    assert "Tables" in only
    assert "Drawn – Data scientist: Cell 0" in only


def test_percent_follows_its_number_without_a_space() -> None:
    assert in_words(Bars((PlotBar("After one step", 90),), "% right"), SIDES[:2]) == "After one step: 90% right."
    assert in_words(Bars((PlotBar("Sold", 7),), "rolls"), SIDES[:2]) == "Sold: 7 rolls."


def test_the_description_says_what_is_less_usual() -> None:
    figure = Kinds((Thing(0, "Text", "text", less=True), Thing(0, "Tables", "table"), Thing(1, "Sound", less=True)))
    assert in_words(figure, SIDES[:2]) == "Data scientist: Tables, less often Text; AI engineer: less often Sound."


def test_the_description_names_all_who_share_something() -> None:
    figure = Overlap((((0,), ("Charts",)), ((0, 1), ("Python", "SQL"))))
    assert in_words(figure, SIDES[:2]) == "Data scientist alone: Charts; Data scientist and AI engineer: Python, SQL."


def bars_of(figure: Scale) -> list[tuple[int, int]]:
    """Return where the bars of a scale begin and end."""
    canvas = Canvas(1100)
    place(canvas, figure, FigureFrame(40, 1020, SIDES[:2], 14), 100)
    panels = [shape for shape in canvas.shapes if isinstance(shape, Panel) and shape.colour in SIDE_COLOURS]
    return [(panel.box.left, panel.box.right) for panel in panels]


def test_equal_ratios_are_equally_long() -> None:
    (one, two), (three, four) = bars_of(Scale((SideRange(0, 10, 1_000, "a"), SideRange(1, 10**6, 10**8, "b"))))
    assert two - one == pytest.approx(four - three, abs=2)
    assert (three - one) / (two - one) == pytest.approx(log10(10**6 / 10) / log10(1_000 / 10), rel=0.02)


def test_a_range_of_one_amount_is_a_dot() -> None:
    (left, right), _ = bars_of(Scale((SideRange(0, 1, 1, "one"), SideRange(1, 100, 900, "hundreds"))))
    assert 0 < right - left < 60


def test_the_lines_of_a_scale_say_what_a_step_is() -> None:
    assert powers_apart(((1, "one"), (1_000, "a thousand"), (1_000_000, "a million"))) == 1_000
    assert powers_apart(((1, "a second"), (60, "a minute"), (86_400, "a day"))) is None
    assert powers_apart(((1, "one"),)) is None


@pytest.mark.parametrize(
    ("ways", "count"),
    [
        ((("a", "b", "c"), ("a", "x")), 1),
        ((("a", "b", "c"), ("a", "b", "d")), 2),
        ((("a", "b"), ("a", "b")), 1),
        ((("x", "b"), ("a", "b")), 0),
        ((("a", "b"),), 0),
    ],
)
def test_only_first_steps_that_all_share_are_drawn_as_one(ways: tuple[tuple[str, ...], ...], count: int) -> None:
    assert shared(ways) == count


def test_longer_bars_are_more() -> None:
    canvas = Canvas(1100)
    place(canvas, Bars((PlotBar("a", 10), PlotBar("b", 5), PlotBar("c", 0))), FigureFrame(40, 1020, SIDES[:2], 14), 0)
    lengths = [shape.box.right - shape.box.left for shape in canvas.shapes if isinstance(shape, Panel)]
    assert lengths[0] == pytest.approx(2 * lengths[1], rel=0.02)
    assert 0 < lengths[2] < 10


numbers = st.floats(-1e15, 1e15, allow_nan=False)


@given(numbers, numbers)
def test_ticks_are_few_and_cover_the_range(one: float, other: float) -> None:
    least, most = sorted((one, other))
    found = ticks(least, most)
    assert 2 <= len(found) <= 8
    assert list(found) == sorted(set(found))
    slack = max(abs(least), abs(most), 1) * 1e-6
    assert found[0] <= least + slack
    assert found[-1] >= most - slack


@pytest.mark.parametrize(
    ("least", "most", "expected"),
    [(0, 10, (0, 2.5, 5, 7.5, 10)), (3, 3, (0, 1, 2, 3)), (0, 0, (0, 0.25, 0.5, 0.75, 1))],
)
def test_ticks_are_round(least: float, most: float, expected: tuple[float, ...]) -> None:
    assert ticks(least, most) == expected


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "0"),
        (1.5, "1.5"),
        (2.25, "2.25"),
        (2024, "2024"),
        (20_240, "20,240"),
        (0.00125, "0.00125"),
        (-0.0, "0"),
        (1e15, "1,000,000,000,000,000"),
        (-3, "-3"),
    ],
)
def test_numbers_are_written_as_people_do(value: float, said: str) -> None:
    assert number(value) == said


def test_points_near_each_other_and_at_the_edges_are_all_named() -> None:
    places = ((2.0, 8.0), (2.5, 7.4), (1.4, 7.2), (8.0, 2.1), (7.4, 2.9), (6.0, 7.9))
    points = Points("across", "up", tuple(PlotPoint(*at, f"point {place}") for place, at in enumerate(places)))
    canvas = Canvas(1100)
    place(canvas, points, FigureFrame(40, 1020, SIDES[:2], 14), 0)
    named = [
        (shape, canvas.shapes[number - 1])
        for number, shape in enumerate(canvas.shapes)
        if isinstance(shape, PlacedParagraph) and shape.paragraph.lines[0].startswith("point ")
    ]
    assert len(named) == len(places)
    for words, plate in named:
        assert isinstance(plate, Panel)
        assert within(corners(words), (plate.box.left, plate.box.top, plate.box.right, plate.box.bottom)), (
            "no line runs through a name"
        )


@given(st.lists(numbers, min_size=2, max_size=12), st.lists(st.tuples(numbers, numbers), min_size=2, max_size=20))
def test_any_numbers_can_be_plotted(values: list[float], places: list[tuple[float, float]]) -> None:
    frame = FigureFrame(40, 1020, SIDES[:2], 14)
    lines = Lines(tuple(map(str, range(len(values)))), (PlotSeries("one", tuple(values)),))
    points = Points("across", "up", tuple(PlotPoint(across, up, "p") for across, up in places))
    for figure in (lines, points):
        canvas = Canvas(1100)
        bottom = place(canvas, figure, frame, 0)
        assert all(
            shape.box.top >= -20 and shape.box.bottom <= bottom
            for shape in canvas.shapes
            if isinstance(shape, Stroke)
        )
