import io

import pytest
from PIL import Image, ImageColor

from bot.pictures.canvas import Box, Canvas
from bot.pictures.palette import PAPER, SIDE_COLOURS, Colour, Theme, tint


def drawn(canvas: Canvas, height: int, theme: Theme = Theme.LIGHT) -> Image.Image:
    return Image.open(io.BytesIO(canvas.png(height, theme))).convert("RGBA")


def seen(colour: Colour, theme: Theme = Theme.LIGHT) -> int | tuple[int, ...]:
    return ImageColor.getcolor(colour.seen_in(theme), "RGBA")


@pytest.mark.parametrize("theme", Theme)
def test_paper_is_opaque_except_for_its_round_corners(theme: Theme) -> None:
    card = drawn(Canvas(400), 300, theme)
    alpha = card.getchannel("A")
    corners = [(0, 0), (399, 0), (0, 299), (399, 299)]
    assert all(alpha.getpixel(corner) == 0 for corner in corners)
    assert alpha.crop((40, 0, 360, 300)).getextrema() == (255, 255)
    assert alpha.crop((0, 40, 400, 260)).getextrema() == (255, 255)
    assert len(set(alpha.crop((0, 0, 32, 32)).tobytes())) > 4  # smooth, not jagged
    assert card.getpixel((200, 150)) == seen(PAPER, theme)


def test_corners_are_all_alike() -> None:
    alpha = drawn(Canvas(200), 200).getchannel("A")
    for turn in (Image.Transpose.FLIP_LEFT_RIGHT, Image.Transpose.FLIP_TOP_BOTTOM, Image.Transpose.TRANSPOSE):
        assert alpha.transpose(turn).tobytes() == alpha.tobytes()


def test_panels_are_filled_where_they_were_placed_and_later_ones_cover_earlier_ones() -> None:
    canvas = Canvas(400)
    canvas.panel(Box(50, 60, 250, 160), SIDE_COLOURS[0])
    canvas.panel(Box(150, 60, 350, 160), SIDE_COLOURS[1])
    card = drawn(canvas, 300)
    assert card.getpixel((100, 110)) == seen(SIDE_COLOURS[0])
    assert card.getpixel((200, 110)) == seen(SIDE_COLOURS[1])
    assert card.getpixel((40, 110)) == card.getpixel((50, 60)) == seen(PAPER)


@pytest.mark.parametrize("theme", Theme)
def test_similar_shades_stay_distinct(theme: Theme) -> None:
    canvas = Canvas(600)
    for number, colour in enumerate(SIDE_COLOURS):
        canvas.panel(Box(50, 50 + 50 * number, 550, 90 + 50 * number), tint(colour), 4)
    card = drawn(canvas, 400, theme)
    assert [card.getpixel((300, 70 + 50 * number)) for number in range(5)] == [
        seen(tint(colour), theme) for colour in SIDE_COLOURS
    ]
