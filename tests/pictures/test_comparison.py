import io
import itertools
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given, settings
from PIL import Image, ImageChops, ImageColor

from bot.pictures.canvas import Panel, PlacedParagraph
from bot.pictures.comparison import AspectRow, ComparisonCard, alt_text, draw_comparison, lay_out
from bot.pictures.palette import SIDE_COLOURS, Theme
from tests.pictures.cards import LONG, SIDES, cards, plain_card

Corners = tuple[float, float, float, float]


def opened(card: ComparisonCard, theme: Theme = Theme.LIGHT) -> Image.Image:
    image = Image.open(io.BytesIO(draw_comparison(card, theme)))
    image.load()
    assert image.format == "PNG"
    return image.convert("RGBA")


def corners(words: PlacedParagraph) -> Corners:
    return words.left, words.top, words.left + words.paragraph.width, words.bottom


def overlap(one: Corners, other: Corners) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def within(inner: Corners, outer: Corners) -> bool:
    return inner[0] >= outer[0] and inner[1] >= outer[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def texts_of(card: ComparisonCard) -> list[str]:
    canvas, _ = lay_out(card)
    return [" ".join(shape.paragraph.lines) for shape in canvas.shapes if isinstance(shape, PlacedParagraph)]


@given(cards())
def test_texts_stay_in_their_panels_and_apart(card: ComparisonCard) -> None:
    canvas, height = lay_out(card)
    assert 150 < height < 25_000
    panels = [shape.box for shape in canvas.shapes if isinstance(shape, Panel)]
    words = [
        corners(shape) for shape in canvas.shapes if isinstance(shape, PlacedParagraph) and shape.paragraph.lines
    ]
    for text in words:
        assert within(text, (20, 20, canvas.width - 20, height - 20))
        for panel in panels:
            around = (panel.left, panel.top, panel.right, panel.bottom)
            assert within(text, around) or not overlap(text, around)
    assert not any(overlap(one, other) for one, other in itertools.combinations(words, 2))


@given(cards(most_rows=2))
@settings(max_examples=8)
def test_any_text_makes_a_valid_picture(card: ComparisonCard) -> None:
    image = opened(card)
    assert image.size == (1100, lay_out(card)[1])


@pytest.mark.parametrize("sides", [1, 2, 3, 4, 5])
def test_a_long_cell_is_shown_whole(sides: int) -> None:
    shown = texts_of(plain_card(sides, cell=LONG, takeaway=LONG))
    assert shown.count(LONG.strip()) == 3 * sides + 1
    assert not any("…" in text for text in shown)


def test_a_card_shows_all_it_is_given() -> None:
    card = plain_card(rows=2, takeaway="Look at the data first.")
    shown = texts_of(card)
    for text in (
        card.title,
        card.subtitle,
        *card.sides,
        "Aspect 1",
        "Aspect 2",
        "Look at the data first.",
        card.footer,
    ):
        assert text in shown
    assert "Remember" in shown
    assert "Remember" not in texts_of(replace(card, takeaway=None))


@pytest.mark.parametrize("theme", Theme)
@pytest.mark.parametrize("sides", [1, 2, 3, 4, 5])
def test_side_colours_are_in_the_picture(sides: int, theme: Theme) -> None:
    image = opened(plain_card(sides), theme).convert("RGB")
    counted = {colour: count for count, colour in image.getcolors(1 << 24) or []}
    present = [counted.get(ImageColor.getrgb(colour.seen_in(theme)), 0) > 5_000 for colour in SIDE_COLOURS]
    assert present == [number < sides for number in range(5)]


def test_stacked_accents_stay_in_their_cell() -> None:
    towers = "Z" + "\u0301" * 100
    plain, piled = (opened(plain_card(1, 1, cell)).convert("RGB") for cell in ("Z", towers))
    canvas, _ = lay_out(plain_card(1, 1))
    cell = [shape.box for shape in canvas.shapes if isinstance(shape, Panel)][-1]
    above = (0, 0, 1100, cell.top)
    difference = ImageChops.difference(piled.crop(above), plain.crop(above)).convert("L")
    assert max(difference.tobytes()) < 16  # shades of the palette may differ a little, ink would differ a lot


def test_letters_are_large_enough_for_a_phone() -> None:
    for sides in (2, 5):
        canvas, _ = lay_out(plain_card(sides, takeaway="Remember me."))
        assert (
            min(shape.paragraph.lettering.size for shape in canvas.shapes if isinstance(shape, PlacedParagraph)) >= 26
        )


def test_the_same_card_is_the_same_picture() -> None:
    assert draw_comparison(plain_card(cell=LONG), Theme.LIGHT) == draw_comparison(plain_card(cell=LONG), Theme.LIGHT)
    assert draw_comparison(plain_card(), Theme.LIGHT) != draw_comparison(
        plain_card(cell="Something else."), Theme.LIGHT
    )


def test_a_typical_card_is_small() -> None:
    assert len(draw_comparison(plain_card(rows=6, cell=LONG[:130], takeaway=LONG[:100]), Theme.LIGHT)) <= 150_000


@pytest.mark.parametrize(("sides", "rows"), [(0, 1), (2, 0), (2, 11)])
def test_too_few_or_too_many_are_refused(sides: int, rows: int) -> None:
    with pytest.raises(ValueError, match="1 to 10 rows and 1 to 5 sides"):
        plain_card(sides, rows)


def test_a_sixth_side_is_refused() -> None:
    with pytest.raises(ValueError, match="1 to 5 sides"):
        replace(plain_card(), sides=(*SIDES, "Manager"))


def test_a_row_without_a_cell_for_every_side_is_refused() -> None:
    with pytest.raises(ValueError, match="one cell for each side"):
        replace(plain_card(), rows=(AspectRow("Aspect", ("only one",)),))


def test_alt_text_has_all_of_a_small_card() -> None:
    assert alt_text(plain_card(rows=1, takeaway="Look first.")) == (
        "Data, compared: Data scientist, AI engineer.\n"
        "Aspect 1 – Data scientist: Tables, mostly. | AI engineer: Tables, mostly.\n"
        "Remember: Look first."
    )


def test_alt_text_of_a_large_card_names_every_row_and_cuts_cells_after_a_word() -> None:
    card = plain_card(rows=6, cell=LONG, takeaway="Look first.")
    told = alt_text(card)
    assert len(told) <= 1000
    assert all(row.aspect in told for row in card.rows)
    assert told.count("Tables of rows and") == 12
    assert told.endswith("Remember: Look first.")
    first_cell = told.split("Data scientist: ")[1].split(" | ")[0]
    assert first_cell.endswith("…")
    assert LONG.startswith(f"{first_cell[:-1]} ")


@given(cards())
def test_alt_text_always_fits(card: ComparisonCard) -> None:
    told = alt_text(card)
    assert 0 < len(told) <= 1000
    unseen = {"Cc", "Cs", "Zl", "Zp"}  # controls, lone surrogates, further line and paragraph breaks
    assert not any(unicodedata.category(character) in unseen for character in told.replace("\n", ""))
    assert not set(told) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # nothing reverses the text


def test_alt_text_keeps_what_the_font_lacks() -> None:
    assert "日本語 🚀" in alt_text(plain_card(cell="日本語 🚀"))
