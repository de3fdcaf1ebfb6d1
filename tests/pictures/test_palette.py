"""Every text on a card is legible in both themes, and colours with a meaning can be told apart."""

import itertools
import math

import pytest
from PIL import ImageColor

from bot.features.teams.model import COLOURS as TEAMS
from bot.pictures import palette
from bot.pictures.figures.overlap import OPACITY
from bot.pictures.palette import (
    DEEP,
    FACE_COLOURS,
    INK,
    ON_DEEP,
    ON_SIDE,
    PAPER,
    QUIET,
    QUIET_ON_DEEP,
    REVIEWED,
    RIGHT,
    SHARED,
    SIDE_COLOURS,
    TEAM_COLOURS,
    WRONG,
    Colour,
    Theme,
    blend,
    letters_on,
    tint,
)

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


TEXTS = [
    (INK, PAPER),
    (QUIET, PAPER),
    (INK, SHARED),
    (ON_DEEP, DEEP),
    (QUIET_ON_DEEP, DEEP),
    *((ON_SIDE, side) for side in SIDE_COLOURS),
    *((side, PAPER) for side in SIDE_COLOURS),
    *((text, tint(side)) for side in SIDE_COLOURS for text in (INK, QUIET, side)),
    *((letters_on(colour), colour) for colour in (*FACE_COLOURS, *TEAM_COLOURS.values())),
]
"""The colours of letters, with those of their backgrounds."""


@pytest.mark.parametrize("theme", Theme)
def test_every_text_can_be_read(theme: Theme) -> None:
    """WCAG AA asks for a contrast of 4.5."""
    pairs = [(letters.seen_in(theme), ground.seen_in(theme)) for letters, ground in TEXTS]
    assert [pair for pair in pairs if contrast(*pair) < 4.5] == []


@pytest.mark.parametrize("share", [number / 10 for number in range(11)])
@pytest.mark.parametrize("theme", Theme)
def test_letters_can_be_read_on_any_colour(theme: Theme, share: float) -> None:
    for start, end in itertools.permutations((PAPER, INK, *SIDE_COLOURS), 2):
        colour = blend(start, end, share)
        assert contrast(letters_on(colour).seen_in(theme), colour.seen_in(theme)) >= 4.5


def test_where_circles_overlap_their_words_can_be_read() -> None:
    for theme, sides in itertools.product(Theme, itertools.permutations(SIDE_COLOURS, 3)):
        ground = PAPER
        for side in sides:
            ground = blend(ground, side, OPACITY)
        assert contrast(INK.seen_in(theme), ground.seen_in(theme)) >= 4.5


@pytest.mark.parametrize("theme", Theme)
def test_lines_and_faces_stand_out_on_paper(theme: Theme) -> None:
    """WCAG asks for a contrast of 3 for anything but text. Yellow on white has less, but its letters are legible."""
    drawn = [*SIDE_COLOURS, *FACE_COLOURS, *(paint for name, paint in TEAM_COLOURS.items() if name != "yellow")]
    assert [each for each in drawn if contrast(each.seen_in(theme), PAPER.seen_in(theme)) < 3] == []


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("theme", Theme)
def test_side_colours_are_told_apart(theme: Theme, sight: str) -> None:
    sides = [seen(colour.seen_in(theme), sight) for colour in SIDE_COLOURS]
    assert math.dist(*sides[:2]) > 0.2
    assert all(math.dist(one, other) > 0.08 for one, other in itertools.combinations(sides, 2))


@pytest.mark.parametrize("theme", Theme)
def test_right_and_wrong_are_told_apart_and_from_sides(theme: Theme) -> None:
    for sight in SIGHT:
        results = [seen(colour.seen_in(theme), sight) for colour in (RIGHT, WRONG, REVIEWED)]
        assert all(math.dist(one, other) > 0.06 for one, other in itertools.combinations(results, 2))
    results, sides = (
        [seen(colour.seen_in(theme), "full") for colour in colours]
        for colours in ((RIGHT, WRONG, REVIEWED), SIDE_COLOURS[:2])
    )
    assert all(math.dist(result, side) > 0.06 for result, side in itertools.product(results, sides))


@pytest.mark.parametrize("theme", Theme)
def test_colours_of_teams_are_told_apart(theme: Theme) -> None:
    teams = [seen(colour.seen_in(theme), "full") for colour in TEAM_COLOURS.values()]
    assert all(math.dist(one, other) > 0.08 for one, other in itertools.combinations(teams, 2))


def test_every_colour_of_a_team_can_be_painted() -> None:
    assert list(TEAM_COLOURS) == list(TEAMS)


def test_contrast_is_that_of_wcag() -> None:
    assert palette.contrast("#ffffff", "#000000") == pytest.approx(21)
    assert palette.contrast("#0b5cad", "#ffffff") == pytest.approx(contrast("#0b5cad", "#ffffff"))
    assert letters_on(Colour("#ffffff", "#000000")) == Colour("#000000", "#ffffff")
