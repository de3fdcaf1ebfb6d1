"""Lettering: the font, what it can show, and text broken into lines and measured.

Pillow draws with one font and no fallback, and Inter knows Latin, Greek and Cyrillic letters only. Whatever it lacks
(other scripts, emoji) is shown as one quiet sign a run; the words themselves stay in the picture's alt text.
"""

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

import fontpkg
from PIL import ImageFont

from bot.language.text import clean

SIGN = "◇"
"""Stands for a run of characters that the font lacks: visible, but no alarming empty box."""

_MOST_MARKS = 2
"""Combining marks kept on one letter: no spelling needs more, and towers of them would run into other lines."""

_ATTACHED = ("Mn", "Me", "Cf")
"""Unicode categories of characters that cling to the one before: marks, joiners, variation selectors."""

_LEADING = 1.32
"""Line height as a multiple of the font's size."""

_HALF_CAPITAL = 0.364
"""Half the height of Inter's capitals as a multiple of the font's size: centres a line on its letters."""


@dataclass(frozen=True, slots=True)
class Lettering:
    """How a text is set.

    Args:
        size: in pixels.
        weight: 400 is regular, 700 bold.
        colour: as #rrggbb.
    """

    size: int
    weight: int
    colour: str

    @property
    def line_height(self) -> int:
        """Return the pixels from one line to the next."""
        return round(self.size * _LEADING)

    @property
    def baseline(self) -> int:
        """Return the pixels from the top of a line down to the foot of its letters."""
        return round(self.line_height / 2 + self.size * _HALF_CAPITAL)

    @property
    def font(self) -> ImageFont.FreeTypeFont:
        """Return the font in this size and weight."""
        return _font(self.size, self.weight)

    def width(self, line: str) -> float:
        """Return how many pixels a line takes."""
        return self.font.getlength(line)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text broken into lines.

    Args:
        lines: from top to bottom.
        lettering: how they are set.
    """

    lines: tuple[str, ...]
    lettering: Lettering

    @property
    def height(self) -> int:
        """Return the height, in pixels."""
        return len(self.lines) * self.lettering.line_height

    @property
    def width(self) -> float:
        """Return the width of the widest line, in pixels."""
        return max(map(self.lettering.width, self.lines), default=0)


def typeset(text: str, lettering: Lettering, width: int, most_lines: int) -> Paragraph:
    """Break a text into lines that fit; its own line breaks count as spaces.

    Args:
        text: any text at all.
        lettering: how it's set.
        width: of the column, in pixels; only a single letter may be wider.
        most_lines: what goes beyond them is cut, and an ellipsis says so.
    """
    lines: list[str] = []
    line = ""
    for word in _printable(text).split():
        longer = f"{line} {word}" if line else word
        if lettering.width(longer) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        *full, line = _pieces(word, lettering, width)
        lines += full
    if line:
        lines.append(line)
    if len(lines) > most_lines:
        lines[most_lines - 1 :] = [_with_ellipsis(lines[most_lines - 1], lettering, width)]
    return Paragraph(tuple(lines), lettering)


def _pieces(word: str, lettering: Lettering, width: int) -> list[str]:
    """Cut a word so that every piece fits, after a hyphen or a slash if there's one, never before a mark."""
    pieces = []
    while len(word) > 1 and lettering.width(word) > width:
        low, high = 1, len(word)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if lettering.width(word[:middle]) <= width else (low, middle - 1)
        cut = 1 + max(word.rfind("-", 1, low), word.rfind("/", 1, low))
        cut = cut or low
        while cut > 1 and unicodedata.category(word[cut]) in _ATTACHED:
            cut -= 1
        pieces.append(word[:cut])
        word = word[cut:]
    return [*pieces, word]


def _with_ellipsis(line: str, lettering: Lettering, width: int) -> str:
    while line and lettering.width(f"{line}…") > width:
        line = line[:-1].rstrip()
    return f"{line}…"


def _printable(text: str) -> str:
    """Return the text as the font can show it."""
    shown: list[str] = []
    marks = 0
    for character in " ".join(clean(text).split()):
        if unicodedata.category(character) in _ATTACHED:
            marks += 1
            if marks <= _MOST_MARKS and shown and shown[-1] != SIGN and _drawable(character):
                shown.append(character)
            continue
        marks = 0
        if _drawable(character):
            shown.append(character)
            continue
        alike = unicodedata.normalize("NFKC", character)
        if all(map(_drawable, alike)):
            shown.append(alike)
        elif shown[-1:] != [SIGN]:
            shown.append(SIGN)
    return "".join(shown)


@lru_cache(4096)
def _drawable(character: str) -> bool:
    """Return whether the font has a glyph for a character; what it lacks all looks like U+FFFF, which no font has."""
    return character.isascii() or _look(character) != _look("\uffff")


def _look(character: str) -> tuple[tuple[int, int], bytes]:
    mask = _font(24, 400).getmask(character)
    return mask.size, bytes(mask)


@cache
def _font(size: int, weight: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(fontpkg.path("Inter"), size)
    # Inter's axes are the optical size, 14 to 32, and the weight.
    font.set_variation_by_axes([max(14, min(32, size)), weight])
    return font
