"""The pictures of reports: progress, and a team's heat map."""

import io
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageColor

from bot.pictures import heat_map, progress
from bot.pictures.heat_map import HeatMap, HeatRow, draw_heat_map
from bot.pictures.items import ItemBar, ItemBars, draw_items, items_in_words
from bot.pictures.palette import REVIEWED, RIGHT, Colour, Theme
from bot.pictures.progress import ProgressCard, TopicBar, draw_progress
from bot.pictures.weeks import Done
from tests.pictures.cards import TEXTS

shares = st.floats(0, 1)


@st.composite
def progress_cards(draw: st.DrawFn) -> ProgressCard:
    bars = st.builds(TopicBar, TEXTS, shares, st.lists(shares, max_size=70).map(tuple))
    return ProgressCard(
        title=draw(TEXTS),
        subtitle=draw(TEXTS),
        figures=tuple((draw(TEXTS), draw(TEXTS)) for _ in range(3)),
        bars=tuple(draw(st.lists(bars, max_size=3))),
        forecast=tuple(draw(st.lists(st.integers(0, 10**6), max_size=14))),
        footer=draw(TEXTS),
    )


@st.composite
def heat_maps(draw: st.DrawFn) -> HeatMap:
    weeks = draw(st.integers(1, 8))
    rows = st.builds(HeatRow, TEXTS, st.tuples(*[st.none() | shares] * weeks))
    return HeatMap(
        title=draw(TEXTS),
        subtitle=draw(TEXTS),
        weeks=tuple(draw(TEXTS) for _ in range(weeks)),
        rows=tuple(draw(st.lists(rows, min_size=1, max_size=3))),
        footer=draw(TEXTS),
    )


@settings(max_examples=8)
@given(progress_cards())
def test_any_progress_makes_a_picture_and_words(card: ProgressCard) -> None:
    with Image.open(io.BytesIO(draw_progress(card, Theme.LIGHT))) as image:
        assert image.width == 1100
    assert len(progress.alt_text(card)) <= 1000


@settings(max_examples=5)
@given(TEXTS, st.lists(st.builds(ItemBar, TEXTS, shares, st.booleans(), st.none() | shares), min_size=1, max_size=3))
def test_any_analysis_makes_a_picture_and_words(words: str, bars: list[ItemBar]) -> None:
    card = ItemBars(title=words, subtitle=words, bars=tuple(bars), footer=words)
    with Image.open(io.BytesIO(draw_items(card, Theme.DARK))) as image:
        assert image.width == 1100
    assert len(items_in_words(card)) <= 1000


def test_a_question_to_look_at_stands_out_even_if_nobody_got_it_right() -> None:
    drawn = [
        draw_items(ItemBars(title="", subtitle="", bars=(ItemBar("Why?", 0, odd=odd),), footer=""), Theme.LIGHT)
        for odd in (True, False)
    ]
    assert drawn[0] != drawn[1]


def test_an_analysis_shows_one_question_to_twelve() -> None:
    for count in (0, 13):
        with pytest.raises(ValueError, match="1 to 12 questions"):
            ItemBars(title="", subtitle="", bars=(ItemBar("", 0, odd=False),) * count, footer="")


@settings(max_examples=8)
@given(heat_maps())
def test_any_heat_map_makes_a_picture_and_words(card: HeatMap) -> None:
    with Image.open(io.BytesIO(draw_heat_map(card, Theme.LIGHT))) as image:
        assert image.width == 1100
    assert len(heat_map.alt_text(card)) <= 1000


@settings(max_examples=8)
@given(
    st.lists(st.builds(Done, TEXTS, *[st.integers(0, 10**6)] * 3, st.none() | shares), max_size=12),
    st.lists(st.integers(0, 10**6), max_size=6),
    st.lists(shares, max_size=7),
)
def test_any_weeks_make_a_picture_and_words(weeks: list[Done], forecast: list[int], expected: list[float]) -> None:
    card = replace(
        a_progress_card(0.5), weeks=tuple(weeks), forecast=tuple(forecast), expected=tuple(expected), bars=()
    )
    with Image.open(io.BytesIO(draw_progress(card, Theme.LIGHT))) as image:
        assert image.width == 1100
    assert len(progress.alt_text(card)) <= 1000


def test_too_many_weeks_are_refused() -> None:
    with pytest.raises(ValueError, match="at most 26 weeks"):
        replace(a_progress_card(0.5), forecast=(1,) * 27)


def test_weeks_are_described_in_words() -> None:
    weeks = (Done("2 Mar"), Done("9 Mar", 3, 1, 0), Done("16 Mar", 0, 0, 1, 1.0))
    said = progress.alt_text(replace(a_progress_card(0.5), weeks=weeks, forecast=(4, 0), expected=(0.9, 0.8, 0.72)))
    assert "9 Mar: 3 of 4 right; 16 Mar: 1 card reviewed." in said
    assert "2 Mar" not in said.replace("12 Mar", "")
    assert "You remember 90% now, and 72% in 2 weeks if you stop reviewing." in said


def a_progress_card(known: float, forecast: tuple[int, ...] = (1, 2)) -> ProgressCard:
    return ProgressCard(
        title="Your progress",
        subtitle="Pets",
        figures=(("1", "day in a row"), ("2", "reviews"), ("50%", "remembered")),
        bars=(TopicBar("Daily care", known, (known,)),),
        forecast=forecast,
        footer="Pets",
    )


def pixels(card: ProgressCard, of: Colour) -> int:
    """Return how many pixels have a colour; the figures have the one of what's known, too."""
    wanted = ImageColor.getrgb(of.light)
    with Image.open(io.BytesIO(draw_progress(card, Theme.LIGHT))) as image:
        near = [
            count
            for count, colour in image.convert("RGBA").getcolors(1 << 20) or ()
            if isinstance(colour, tuple) and max(abs(a - b) for a, b in zip(colour[:3], wanted, strict=True)) < 12
        ]
    return sum(near)


def test_more_knowledge_and_more_due_cards_show_more_colour() -> None:
    known = [pixels(a_progress_card(share), RIGHT) for share in (0, 0.25, 0.5, 1)]
    assert known == sorted(set(known))
    quarter = 1020 * 26 / 4
    assert known[1] - known[0] == pytest.approx(quarter, rel=0.1)
    assert pixels(a_progress_card(0, (5, 5, 5)), REVIEWED) > pixels(a_progress_card(0, (5, 1, 1)), REVIEWED)


def test_words_say_what_the_picture_shows() -> None:
    said = progress.alt_text(a_progress_card(0.25))
    assert "Daily care: 25%" in said
    assert "1, 2" in said
    card = HeatMap(title="T", subtitle="S", weeks=("2 Mar", "9 Mar"), rows=(HeatRow("O", (0.5, None)),), footer="F")
    assert "O 50%" in heat_map.alt_text(card)


@pytest.mark.parametrize("rows", [0, 17])
def test_a_heat_map_of_another_size_is_refused(rows: int) -> None:
    with pytest.raises(ValueError, match="1 to 16 rows"):
        HeatMap(title="", subtitle="", weeks=("a",), rows=(HeatRow("", (None,)),) * rows, footer="")


def test_every_row_has_a_cell_for_each_week() -> None:
    with pytest.raises(ValueError, match="one cell for each week"):
        HeatMap(title="", subtitle="", weeks=("a", "b"), rows=(HeatRow("", (None,)),), footer="")
