"""Lettering: text broken into lines and measured, in whatever script it's written.

What no font can draw is shown as one quiet sign a run; the words themselves stay in the picture's alt text.
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
"""Stands for a run of characters that no font has: visible, but no alarming empty box."""

_MOST_MARKS = 2
"""Combining marks kept on a letter of Inter's: no spelling needs more, and towers of them would reach other lines."""

_MOST_MARKS_ELSEWHERE = 6
"""Those kept in other scripts, which write vowels with them."""

_SMALLER = 0.88
"""The size of other faces in that of Inter: their high marks and deep descenders share its lines."""

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
        colour: of the letters.
    """

    size: int
    weight: int
    colour: Colour

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
        """Return Inter in this size and weight."""
        return INTER.font(self.size, self.weight)

    def font_of(self, run: Run) -> ImageFont.FreeTypeFont:
        """Return the font of a run in this size and weight."""
        return run.face.font(self.size if run.face == INTER else round(self.size * _SMALLER), self.weight)

    def width(self, line: str) -> float:
        """Return how many pixels a line takes."""
        return sum(map(self.width_of, runs(line, FACES, from_the_right=False)))

    def width_of(self, run: Run) -> float:
        """Return how many pixels a run takes."""
        return self.font_of(run).getlength(run.text, direction=run.direction) * self.scale(run)

    def scale(self, run: Run) -> float:
        """Return how large a run is drawn, compared with its font: pictures come in one size only."""
        return self.size * _SMALLER / BITMAP if run.face.in_colour else 1.0


@dataclass(frozen=True, slots=True)
class BrokenText:
    """A text broken into lines.

    Args:
        lines: from top to bottom.
        lettering: how they are set.
        from_the_right: whether they're read so.
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
        """Return one of the lines as runs of glyphs, as they're seen from the left to the right."""
        return runs(line, FACES, from_the_right=self.from_the_right)


def typeset(text: str, lettering: Lettering, width: int, most_lines: int) -> BrokenText:
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
    return BrokenText(tuple(lines), lettering, reads_from_the_right(text))


def _pieces(word: str, lettering: Lettering, width: int) -> list[str]:
    """Cut a word so that every piece fits, after a hyphen or a slash if there's one, never before a mark."""
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
    """Return the text as the fonts can show it."""
    line = " ".join(clean(text).split())
    if line.isascii():
        return line
    region = region_of(line)
    shown: list[str] = []
    for cluster in clusters(line):
        drawn = _drawable(cluster, region)
        if drawn != SIGN or shown[-1:] != [SIGN]:
            shown.append(drawn)
    return " ".join("".join(shown).split())


def _drawable(cluster: str, region: str) -> str:
    """Return a cluster as it can be drawn: whole, without marks that its face lacks, or as a sign."""
    base, marks = cluster[0], cluster[1:]
    if unicodedata.category(base)[0] in "MC":
        return ""  # marks of nothing
    alike = unicodedata.normalize("NFKC", base)
    if not INTER.has(base) and all(map(INTER.has, alike)):  # as in ﬁ or Ｆ
        return alike
    face = face_of(cluster, FACES, region)
    if face is not None:
        most = _MOST_MARKS if face == INTER else _MOST_MARKS_ELSEWHERE
        return base + "".join(_kept(marks, face, most))
    return alike if all(FACES.of(each, region=region) for each in alike) else SIGN


def _kept(attached: str, face: Face, most: int) -> Iterator[str]:
    """Yield those characters that cling to a letter which its face can draw, and no more marks than fit."""
    marks = 0
    for each in attached:
        is_mark = unicodedata.category(each) in {"Mn", "Me"}
        marks += is_mark
        is_colour = "\U0001f3fb" <= each <= "\U0001f3ff"  # of skin, which an emoji in one colour can't have
        if is_colour and not face.in_colour:
            continue
        if (not is_mark or marks <= most) and (unicodedata.category(each) == "Cf" or face.has(each)):
            yield each
