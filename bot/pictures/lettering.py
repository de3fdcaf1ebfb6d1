"""Lettering: breaking text into lines and measuring it, in any script.

Each run of characters without a font is drawn as a single neutral sign; the picture's alt text keeps the words.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import ImageFont

from bot.language.direction import reads_from_the_right
from bot.language.text import clean
from bot.pictures.fonts import BITMAP, FACES, INTER, Face
from bot.pictures.palette import Colour
from bot.pictures.shaping import Run, clusters, face_of, region_of, runs

SIGN = "◇"
"""Replaces a run of characters that no font has: visible, but less alarming than an empty box."""

_MOST_MARKS = 2
"""Maximum number of combining marks per letter in Inter: no spelling needs more, and stacks overlap other lines."""

_MOST_MARKS_ELSEWHERE = 6
"""Maximum number of combining marks per letter in other scripts, which use them for vowels."""

_SMALLER = 0.88
"""Size of other fonts relative to Inter, so that their high marks and deep descenders fit into the same lines."""

_LEADING = 1.32
"""Line height as a multiple of the font's size."""

_HALF_CAPITAL = 0.364
"""Half the height of Inter's capitals as a multiple of the font's size, to centre a line on its letters."""


@dataclass(frozen=True, slots=True)
class Lettering:
    """The style of a text.

    Args:
        size: the font size in pixels.
        weight: the font weight; 400 is regular, 700 bold.
        colour: the colour of the letters.
    """

    size: int
    weight: int
    colour: Colour

    @property
    def line_height(self) -> int:
        """Return the line height in pixels."""
        return round(self.size * _LEADING)

    @property
    def baseline(self) -> int:
        """Return the distance from the top of a line to its baseline, in pixels."""
        return round(self.line_height / 2 + self.size * _HALF_CAPITAL)

    @property
    def font(self) -> ImageFont.FreeTypeFont:
        """Return Inter in this size and weight."""
        return INTER.font(self.size, self.weight)

    def font_of(self, run: Run) -> ImageFont.FreeTypeFont:
        """Return the font of a run in this size and weight."""
        return run.face.font(self.size if run.face == INTER else round(self.size * _SMALLER), self.weight)

    def width(self, line: str) -> float:
        """Return the width of a line in pixels."""
        return sum(map(self.width_of, runs(line, FACES, from_the_right=False)))

    def width_of(self, run: Run) -> float:
        """Return the width of a run in pixels."""
        return self.font_of(run).getlength(run.text, direction=run.direction) * self.scale(run)

    def scale(self, run: Run) -> float:
        """Return the factor by which to scale a run, because colour emoji have only one size."""
        return self.size * _SMALLER / BITMAP if run.face.in_colour else 1.0


@dataclass(frozen=True, slots=True)
class BrokenText:
    """A text broken into lines.

    Args:
        lines: the lines, from top to bottom.
        lettering: their style.
        from_the_right: whether they're read from right to left.
    """

    lines: tuple[str, ...]
    lettering: Lettering
    from_the_right: bool = False

    @property
    def height(self) -> int:
        """Return the height, in pixels."""
        return len(self.lines) * self.lettering.line_height

    @property
    def width(self) -> float:
        """Return the width of the widest line, in pixels."""
        return max(map(self.lettering.width, self.lines), default=0)

    def runs(self, line: str) -> tuple[Run, ...]:
        """Return one of the lines as runs of glyphs, in visual order from left to right."""
        return runs(line, FACES, from_the_right=self.from_the_right)


def typeset(text: str, lettering: Lettering, width: int, most_lines: int) -> BrokenText:
    """Break a text into lines that fit; its own line breaks count as spaces.

    Args:
        text: any text.
        lettering: its style.
        width: the width of the column in pixels; only a single letter may be wider.
        most_lines: the maximum number of lines; the rest is replaced by an ellipsis.
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
    return BrokenText(tuple(lines), lettering, reads_from_the_right(text))


def _pieces(word: str, lettering: Lettering, width: int) -> list[str]:
    """Split a word into pieces that fit, preferably after a hyphen or a slash, never before a combining mark."""
    pieces = []
    letters = clusters(word)
    while len(letters) > 1 and lettering.width("".join(letters)) > width:
        low, high = 1, len(letters)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if lettering.width("".join(letters[:middle])) <= width else (low, middle - 1)
        cut = next((place for place in range(low, 1, -1) if letters[place - 1] in "-/"), low)
        pieces.append("".join(letters[:cut]))
        letters = letters[cut:]
    return [*pieces, "".join(letters)]


def _with_ellipsis(line: str, lettering: Lettering, width: int) -> str:
    letters = clusters(line)
    while letters and lettering.width(f"{''.join(letters)}…") > width:
        letters = clusters("".join(letters[:-1]).rstrip())
    return f"{''.join(letters)}…"


def _printable(text: str) -> str:
    """Return the text with only what the fonts can draw."""
    line = " ".join(clean(text).split())
    if line.isascii():
        return line
    region = region_of(line)
    printable: list[str] = []
    for cluster in clusters(line):
        drawn = _drawable(cluster, region)
        if drawn != SIGN or printable[-1:] != [SIGN]:
            printable.append(drawn)
    return " ".join("".join(printable).split())


def _drawable(cluster: str, region: str) -> str:
    """Return a cluster as it can be drawn: whole, without marks that its font lacks, or as a sign."""
    base, marks = cluster[0], cluster[1:]
    if unicodedata.category(base)[0] in "MC":
        return ""  # marks without a letter
    alike = unicodedata.normalize("NFKC", base)
    if not INTER.has(base) and all(map(INTER.has, alike)):  # as in ﬁ or Ｆ
        return alike
    face = face_of(cluster, FACES, region)
    if face is not None:
        most = _MOST_MARKS if face == INTER else _MOST_MARKS_ELSEWHERE
        return base + "".join(_kept(marks, face, most))
    return alike if all(FACES.of(each, region=region) for each in alike) else SIGN


def _kept(attached: str, face: Face, most: int) -> Iterator[str]:
    """Yield the characters attached to a letter that its font can draw, with no more marks than fit."""
    marks = 0
    for each in attached:
        is_mark = unicodedata.category(each) in {"Mn", "Me"}
        marks += is_mark
        is_colour = "\U0001f3fb" <= each <= "\U0001f3ff"  # skin tones, which monochrome emoji can't show
        if is_colour and not face.in_colour:
            continue
        if (not is_mark or marks <= most) and (unicodedata.category(each) == "Cf" or face.has(each)):
            yield each
