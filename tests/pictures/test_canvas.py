import io
import itertools
import math

import pytest
from PIL import Image, ImageColor

from bot.pictures.canvas import INK, PAPER, QUIET, SIDE_COLOURS, WHITE, Box, Canvas, tint

SIGHT = {
    "full": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "no red cones": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
    "no green cones": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
    "no blue cones": ((1.256, -0.077, -0.179), (-0.078, 0.931, 0.148), (0.005, 0.691, 0.304)),
}
"""How colours are seen, as matrices on linear RGB: Machado, Oliveira and Fernandes 2009, severity 1."""


def linear(colour: str) -> list[float]:
    """Red, green and blue as amounts of light, 0 to 1 (the sRGB standard, IEC 61966-2-1)."""
    shares = [channel / 255 for channel in ImageColor.getrgb(colour)[:3]]
    return [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]


def contrast(one: str, other: str) -> float:
    """WCAG's contrast ratio."""
    lights = sorted(
        0.2126 * red + 0.7152 * green + 0.0722 * blue for red, green, blue in (linear(one), linear(other))
    )
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def seen(colour: str, sight: str) -> tuple[float, float, float]:
    """A colour in OKLab, where distances are as people perceive them (Ottosson 2020)."""
    light = linear(colour)
    red, green, blue = (max(0, sum(a * b for a, b in zip(row, light, strict=True))) for row in SIGHT[sight])
    long = math.cbrt(0.41222 * red + 0.53633 * green + 0.05145 * blue)
    middle = math.cbrt(0.21190 * red + 0.68070 * green + 0.10740 * blue)
    short = math.cbrt(0.08830 * red + 0.28172 * green + 0.62998 * blue)
    return (
        0.21045 * long + 0.79362 * middle - 0.00407 * short,
        1.97800 * long - 2.42859 * middle + 0.45059 * short,
        0.02590 * long + 0.78277 * middle - 0.80868 * short,
    )


@pytest.mark.parametrize("colour", SIDE_COLOURS)
def test_side_colours_carry_white_letters_and_their_tints_dark_ones(colour: str) -> None:
    assert contrast(colour, WHITE) >= 4.5
    assert contrast(tint(colour), INK) >= 12


def test_quiet_letters_are_still_read() -> None:
    assert contrast(QUIET, PAPER) >= 4.5


@pytest.mark.parametrize("sight", SIGHT)
def test_side_colours_are_told_apart(sight: str) -> None:
    first, second = (seen(colour, sight) for colour in SIDE_COLOURS[:2])
    assert math.dist(first, second) > 0.2
    for one, other in itertools.combinations(SIDE_COLOURS, 2):
        assert math.dist(seen(one, sight), seen(other, sight)) > 0.08


def drawn(canvas: Canvas, height: int) -> Image.Image:
    return Image.open(io.BytesIO(canvas.png(height))).convert("RGBA")


def test_paper_is_opaque_but_for_its_round_corners() -> None:
    card = drawn(Canvas(400), 300)
    alpha = card.getchannel("A")
    corners = [(0, 0), (399, 0), (0, 299), (399, 299)]
    assert all(alpha.getpixel(corner) == 0 for corner in corners)
    assert alpha.crop((40, 0, 360, 300)).getextrema() == (255, 255)
    assert alpha.crop((0, 40, 400, 260)).getextrema() == (255, 255)
    assert len(set(alpha.crop((0, 0, 32, 32)).tobytes())) > 4  # smooth, not jagged
    assert card.getpixel((200, 150)) == ImageColor.getcolor(PAPER, "RGBA")


def test_corners_are_all_alike() -> None:
    alpha = drawn(Canvas(200), 200).getchannel("A")
    for turn in (Image.Transpose.FLIP_LEFT_RIGHT, Image.Transpose.FLIP_TOP_BOTTOM, Image.Transpose.TRANSPOSE):
        assert alpha.transpose(turn).tobytes() == alpha.tobytes()


def test_panels_are_filled_where_they_were_placed_and_later_ones_cover_earlier_ones() -> None:
    canvas = Canvas(400)
    canvas.panel(Box(50, 60, 250, 160), SIDE_COLOURS[0])
    canvas.panel(Box(150, 60, 350, 160), SIDE_COLOURS[1])
    card = drawn(canvas, 300)
    assert card.getpixel((100, 110)) == ImageColor.getcolor(SIDE_COLOURS[0], "RGBA")
    assert card.getpixel((200, 110)) == ImageColor.getcolor(SIDE_COLOURS[1], "RGBA")
    assert card.getpixel((40, 110)) == card.getpixel((50, 60)) == ImageColor.getcolor(PAPER, "RGBA")
