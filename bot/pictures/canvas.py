"""Drawing: fonts, colours, wrapped text and panels, shared by all cards."""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import TypeAlias

import fontpkg
from PIL import Image, ImageDraw, ImageFont

from bot.normalise import clean

PAPER = "#fbfbfd"
INK = "#1b1d28"
QUIET = "#5b6072"
LINE = "#dfe2ec"
SIDE_COLOURS = ("#0b5cad", "#b3470f", "#0a7560", "#7a3fa0", "#8a6100")
"""One for each side: told apart by those who see colours otherwise, and dark enough for white letters (WCAG AA)."""

_RADIUS = 28
_LEADING = 1.38
"""Line height as a multiple of the font's size."""

Stroke: TypeAlias = Callable[[ImageDraw.ImageDraw], None]


@dataclass(frozen=True, slots=True)
class Lettering:
    """How a text is set.

    Args:
        size: in pixels.
        weight: 400 is regular, 700 bold.
        colour: as #rrggbb.
    """

    size: int
    weight: int = 400
    colour: str = INK

    @property
    def line_height(self) -> int:
        """Pixels from one line to the next."""
        return round(self.size * _LEADING)

    @property
    def font(self) -> ImageFont.FreeTypeFont:
        """The font in this size and weight."""
        return _font(self.size, self.weight)


@cache
def _font(size: int, weight: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(str(fontpkg.path("Inter", nearest=True)), size)
    # Inter's axes are the optical size, 14 to 32, and the weight.
    font.set_variation_by_axes([max(14, min(32, size)), weight])
    return font


def wrap(text: str, lettering: Lettering, width: int) -> list[str]:
    """Break a text into lines no wider than so many pixels; a word that is too wide is broken too.

    Args:
        text: any text; its own line breaks count as spaces.
        lettering: how it is set.
        width: in pixels.
    """
    measure = lettering.font.getlength
    lines: list[str] = []
    line = ""
    for word in clean(text).split():
        longer = f"{line} {word}" if line else word
        if measure(longer) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        while measure(word) > width and len(word) > 1:
            fitting = _fitting(word, measure, width)
            lines.append(word[:fitting])
            word = word[fitting:]
        line = word
    return [*lines, line] if line else lines


def _fitting(word: str, measure: Callable[[str], float], width: int) -> int:
    """How many letters of a word fit, at least one."""
    low, high = 1, len(word)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if measure(word[:middle]) <= width else (low, middle - 1)
    return low


@dataclass(slots=True)
class Canvas:
    """A card that is laid out from top to bottom and drawn once its height is known.

    Args:
        width: in pixels.
    """

    width: int
    strokes: list[Stroke] = field(default_factory=list)

    def text(self, lines: list[str], lettering: Lettering, left: int, top: int) -> int:
        """Set lines of text; returns where the next thing below may begin."""

        def stroke(draw: ImageDraw.ImageDraw) -> None:
            for number, line in enumerate(lines):
                at = (left, top + number * lettering.line_height)
                draw.text(at, line, font=lettering.font, fill=lettering.colour)

        self.strokes.append(stroke)
        return top + len(lines) * lettering.line_height

    def panel(self, left: int, top: int, right: int, bottom: int, colour: str, radius: int = 14) -> None:
        """Fill a rounded rectangle."""
        self.strokes.append(lambda draw: draw.rounded_rectangle((left, top, right, bottom), radius, fill=colour))

    def line(self, left: int, top: int, right: int) -> None:
        """Draw a thin line across."""
        self.strokes.append(lambda draw: draw.line((left, top, right, top), fill=LINE, width=2))

    def png(self, height: int) -> bytes:
        """The finished card as a PNG with rounded corners."""
        image = Image.new("RGBA", (self.width, height), (0, 0, 0, 0))
        draw = ImageDraw.Draw(image)
        draw.rounded_rectangle((0, 0, self.width - 1, height - 1), _RADIUS, fill=PAPER, outline=LINE, width=2)
        for stroke in self.strokes:
            stroke(draw)
        # A card has few colours: a palette keeps it small.
        reduced = image.quantize(64, method=Image.Quantize.FASTOCTREE)
        file = io.BytesIO()
        reduced.save(file, "PNG", optimize=True)
        return file.getvalue()
