"""The canvas with the shapes that all cards are made of: panels, lines and paragraphs.

A card is laid out first, as shapes with their positions, and drawn once its height is known.
"""

import io
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from typing import TypeAlias

from PIL import Image, ImageColor, ImageDraw
from PIL.ImageFont import FreeTypeFont

from bot.pictures.lettering import BrokenText
from bot.pictures.palette import EDGE, PAPER, Colour, Theme
from bot.pictures.shaping import Run

_EDGE_WIDTH = 2
_CARD_RADIUS = 32
_SMOOTHING = 4
_COLOURS = 128
"""Number of colours in a finished card, including anti-aliasing: fewer look rough, more only enlarge the file."""

_MOST_EXACT_COLOURS = 48
"""Maximum number of colours that are kept exactly: those of the largest surfaces."""

_NEAR = 16
"""RGB distance up to which a colour is replaced by one of those that are kept exactly."""

_OPACITIES = 16
"""Number of opacity levels at the card's rounded corners."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, in pixels from the card's top left corner; right and bottom are exclusive."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def size(self) -> tuple[int, int]:
        """Return the width and the height, in pixels."""
        return self.right - self.left, self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Panel:
    """A filled rectangle with rounded corners.

    Args:
        box: its rectangle.
        colour: its colour.
        radius: the radius of its corners, in pixels.
        opacity: from 0 to 1; below 1, what's beneath shows through.
    """

    box: Box
    colour: Colour
    radius: int
    opacity: float = 1


@dataclass(frozen=True, slots=True)
class PlacedParagraph:
    """A paragraph in its place."""

    paragraph: BrokenText
    left: int
    top: int

    @property
    def bottom(self) -> int:
        """Return the bottom edge, where the next element may start."""
        return self.top + self.paragraph.height


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through a list of points, with round caps and joins."""

    points: tuple[tuple[int, int], ...]
    colour: Colour
    width: int

    @property
    def box(self) -> Box:
        """Return its bounding box."""
        across, down = zip(*self.points, strict=True)
        reach = self.width // 2 + 1
        return Box(min(across) - reach, min(down) - reach, max(across) + reach, max(down) + reach)


Shape: TypeAlias = Panel | PlacedParagraph | Stroke


@dataclass(slots=True)
class Canvas:
    """A card that's being laid out.

    Args:
        width: the width in pixels.
        shapes: the shapes on it; later ones cover earlier ones.
    """

    width: int
    shapes: list[Shape] = field(default_factory=list)

    def panel(self, box: Box, colour: Colour, radius: int = 16) -> None:
        """Place a panel.

        Args:
            box: its rectangle.
            colour: its colour.
            radius: the radius of its corners, in pixels.
        """
        self.shapes.append(Panel(box, colour, radius))

    def disc(self, centre: tuple[int, int], diameter: int, colour: Colour, opacity: float = 1) -> None:
        """Place a disc.

        Args:
            centre: its centre, in pixels from the card's top left corner.
            diameter: its diameter in pixels.
            colour: its colour.
            opacity: from 0 to 1; below 1, what's beneath shows through.
        """
        left, top = centre[0] - diameter // 2, centre[1] - diameter // 2
        box = Box(left, top, left + diameter, top + diameter)
        self.shapes.append(Panel(box, colour, diameter // 2, opacity))

    def stroke(self, points: Sequence[tuple[int, int]], colour: Colour, width: int) -> None:
        """Place a line through a list of points.

        Args:
            points: at least two points, in pixels from the card's top left corner.
            colour: its colour.
            width: its width in pixels.
        """
        self.shapes.append(Stroke(tuple(points), colour, width))

    def paragraph(self, paragraph: BrokenText, left: int, top: int) -> int:
        """Place a paragraph; return its bottom edge, in pixels.

        Args:
            paragraph: the paragraph.
            left: its left edge, in pixels from the card's left edge.
            top: its top edge, in pixels from the card's top edge.
        """
        placed = PlacedParagraph(paragraph, left, top)
        self.shapes.append(placed)
        return placed.bottom

    def png(self, height: int, theme: Theme) -> bytes:
        """Return the finished card as a PNG: opaque, with a border and rounded corners, to look right in any chat.

        Args:
            height: the height in pixels.
            theme: light or dark.
        """
        image = Image.new("RGB", (self.width, height), EDGE.seen_in(theme))
        inner = Box(_EDGE_WIDTH, _EDGE_WIDTH, self.width - _EDGE_WIDTH, height - _EDGE_WIDTH)
        _fill(image, Panel(inner, PAPER, _CARD_RADIUS - _EDGE_WIDTH), theme)
        for shape in self.shapes:
            match shape:
                case Panel():
                    _fill(image, shape, theme)
                case Stroke():
                    _draw(image, shape, theme)
                case PlacedParagraph():
                    _write(image, shape, theme)
        return _encode(image, [colour.seen_in(theme) for colour in self._surfaces()], EDGE.seen_in(theme))

    def _surfaces(self) -> list[Colour]:
        """Return the colours of the largest surfaces, the paper's first."""
        areas: Counter[Colour] = Counter()
        for shape in self.shapes:
            if isinstance(shape, Panel) and shape.opacity == 1:
                areas[shape.colour] += shape.box.size[0] * shape.box.size[1]
        return [PAPER, *(colour for colour, _ in areas.most_common(_MOST_EXACT_COLOURS))]


def _fill(image: Image.Image, panel: Panel, theme: Theme) -> None:
    mask = _rounded(panel.box.size, panel.radius)
    if panel.opacity < 1:
        mask = mask.point([round(value * panel.opacity) for value in range(256)])
    image.paste(panel.colour.seen_in(theme), (panel.box.left, panel.box.top), mask)


def _draw(image: Image.Image, stroke: Stroke, theme: Theme) -> None:
    """Draw a line enlarged and scale it down, because Pillow's own lines are jagged."""
    box, scale = stroke.box, _SMOOTHING
    width, height = box.size
    mask = Image.new("L", (width * scale, height * scale), 0)
    drawn = ImageDraw.Draw(mask)
    points = [((left - box.left) * scale, (top - box.top) * scale) for left, top in stroke.points]
    drawn.line(points, fill=255, width=stroke.width * scale)
    reach = stroke.width * scale / 2
    for left, top in points:
        drawn.ellipse((left - reach, top - reach, left + reach, top + reach), fill=255)
    smooth = mask.resize((width, height), Image.Resampling.BOX)
    image.paste(stroke.colour.seen_in(theme), (box.left, box.top), smooth)


def _write(image: Image.Image, placed: PlacedParagraph, theme: Theme) -> None:
    lettering = placed.paragraph.lettering
    colour = lettering.colour.seen_in(theme)
    draw = ImageDraw.Draw(image)
    for number, line in enumerate(placed.paragraph.lines):
        left: float = placed.left
        baseline = placed.top + number * lettering.line_height + lettering.baseline
        for run in placed.paragraph.runs(line):
            font = lettering.font_of(run)
            if run.face.in_colour:
                _paste(image, run, font, (round(left), baseline), lettering.scale(run))
            else:
                draw.text((left, baseline), run.text, font=font, fill=colour, anchor="ls", direction=run.direction)
            left += lettering.width_of(run)


def _paste(image: Image.Image, run: Run, font: FreeTypeFont, at: tuple[int, int], scale: float) -> None:
    """Paste colour emoji into a picture.

    Args:
        image: the picture.
        run: the run of emoji.
        font: the emoji font, which has only one size.
        at: the left end of the run's baseline.
        scale: the factor from the font's size to the wanted one.
    """
    left, top, right, bottom = font.getbbox(run.text, anchor="ls")
    drawn = Image.new("RGBA", (round(right - left), round(bottom - top)))
    ImageDraw.Draw(drawn).text((-left, -top), run.text, font=font, anchor="ls", embedded_color=True)
    small = drawn.resize(
        (max(1, round(drawn.width * scale)), max(1, round(drawn.height * scale))), Image.Resampling.LANCZOS
    )
    image.paste(small, (at[0] + round(left * scale), at[1] + round(top * scale)), small)


def _encode(image: Image.Image, surfaces: Sequence[str], edge: str) -> bytes:
    """Return a PNG with a palette, a third the size of one without; everything except the rounded corners is opaque.

    Args:
        image: the finished card.
        surfaces: the colours of its surfaces, as #rrggbb.
        edge: the colour of its border, as #rrggbb.
    """
    palette = _palette(image, surfaces)
    colours = Image.new("P", (1, 1))
    colours.putpalette(palette)
    reduced = image.quantize(palette=colours, dither=Image.Dither.NONE)
    unused = [0] * (3 * _COLOURS - len(palette))  # a card with few colours has a shorter palette
    reduced.putpalette([*palette, *unused, *ImageColor.getrgb(edge)[:3] * _OPACITIES])
    opacity = _rounded(image.size, _CARD_RADIUS)
    beyond = opacity.point([255] * 255 + [0])
    reduced.paste(opacity.point([_COLOURS + value * _OPACITIES // 256 for value in range(256)]), mask=beyond)
    transparency = [255] * _COLOURS + [step * 255 // (_OPACITIES - 1) for step in range(_OPACITIES)]
    file = io.BytesIO()
    reduced.save(file, "PNG", transparency=bytes(transparency))
    return file.getvalue()


def _palette(image: Image.Image, surfaces: Sequence[str]) -> list[int]:
    """Return the colours of a card's palette as a flat list of channels.

    An octree finds the colours between the surfaces' colours, several times as fast as a median cut; by itself, it
    would merge similar shades of paper.

    Args:
        image: the finished card.
        surfaces: the colours of its surfaces, as #rrggbb.
    """
    others = image.quantize(_COLOURS - len(surfaces), method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    channels = (others.getpalette() or [])[: 3 * (_COLOURS - len(surfaces))]
    found = [channels[at : at + 3] for at in range(0, len(channels), 3)]
    known = [ImageColor.getrgb(colour)[:3] for colour in surfaces]
    distinct = [each for each in found if all(math.dist(each, one) > _NEAR for one in known)]
    return [*chain.from_iterable(known), *chain.from_iterable(distinct)]


def _rounded(size: tuple[int, int], radius: int) -> Image.Image:
    """Return the mask of a rectangle with anti-aliased rounded corners, because Pillow's own are jagged."""
    mask = Image.new("L", size, 255)
    width, height = size
    corner = _corner(radius)
    for left, top, turn in (
        (0, 0, None),
        (width - radius, 0, Image.Transpose.ROTATE_270),
        (width - radius, height - radius, Image.Transpose.ROTATE_180),
        (0, height - radius, Image.Transpose.ROTATE_90),
    ):
        mask.paste(corner if turn is None else corner.transpose(turn), (left, top))
    return mask


@cache
def _corner(radius: int) -> Image.Image:
    """Return the mask of a top left corner, drawn enlarged and scaled down."""
    large = radius * _SMOOTHING
    disc = Image.new("L", (large, large), 0)
    ImageDraw.Draw(disc).ellipse((0, 0, 2 * large - 1, 2 * large - 1), fill=255)
    return disc.resize((radius, radius), Image.Resampling.BOX)
