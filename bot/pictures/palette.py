"""The palette: all colours of pictures, each in a light and a dark theme.

A card is laid out once with these colours; the theme is chosen when it's drawn.
"""

from dataclasses import dataclass
from enum import StrEnum


class Theme(StrEnum):
    """The theme of a picture: light or dark paper."""

    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour in both themes, each as #rrggbb."""

    light: str
    dark: str

    def seen_in(self, theme: Theme) -> str:
        """Return the colour in one theme, as #rrggbb."""
        return self.light if theme is Theme.LIGHT else self.dark


PAPER = Colour("#f8f9fc", "#181b25")
EDGE = Colour("#d8dce7", "#394055")
INK = Colour("#171a26", "#eceff7")
QUIET = Colour("#565c70", "#a8afc2")
GRID = Colour("#d5dbe8", "#3a4156")
"""For axes and grid lines."""

TRACK = Colour("#dfe4ee", "#31384b")
"""For the empty part of a progress bar."""

SHARED = Colour("#e4e8f1", "#2b3142")
"""For elements that belong to all sides."""

DEEP = Colour("#171a26", "#2b3245")
"""Background of the most important words."""

ON_DEEP = Colour("#ffffff", "#ffffff")
QUIET_ON_DEEP = Colour("#c3c8d8", "#c3c8d8")

ON_SIDE = Colour("#ffffff", "#11141d")
"""For letters on a side's colour."""

SIDE_COLOURS = (
    Colour("#0b5cad", "#82bff7"),
    Colour("#b84a00", "#fd8f48"),
    Colour("#114740", "#dcf7ec"),
    Colour("#80297a", "#d26df3"),
    Colour("#6e6973", "#8a909b"),
)
"""One per side. Letters on them are legible (WCAG AA), and their lightness differs, so that colour-blind readers can
tell them apart, too."""

FACE_COLOURS = (
    SIDE_COLOURS[0],
    SIDE_COLOURS[1],
    Colour("#0f6b5c", "#4fc3ad"),
    SIDE_COLOURS[3],
    Colour("#b3261e", "#ff8279"),
    Colour("#5a6b00", "#b9c748"),
    Colour("#4a47b8", "#a3a1ff"),
    Colour("#6b5344", "#cba78e"),
)
"""For people and teams without a colour of their own, in turn."""

TEAM_COLOURS = {
    "red": Colour("#c62828", "#f0564f"),
    "blue": Colour("#1565c0", "#4ba3f5"),
    "green": Colour("#2e7d32", "#63bd68"),
    "yellow": Colour("#f9c80e", "#f9c80e"),
    "purple": Colour("#6a1b9a", "#b57ae0"),
    "orange": Colour("#e65100", "#ff8a3d"),
}
"""The teams' colours, by name."""

RIGHT, WRONG = Colour("#0f6b5c", "#4fc3ad"), Colour("#b3261e", "#f0564f")
"""For right and wrong answers, and for what's known and what isn't; a side's colour would stand for the side."""

REVIEWED = Colour("#5b3fb5", "#b3a0ff")
"""For flashcards, beside right and wrong answers."""

_UNDER_TEXT = 0.1
"""Share of the colour in its tint."""


def tint(colour: Colour) -> Colour:
    """Return a very light tint of a colour, as a background for text."""
    return Colour(_between("#ffffff", colour.light, _UNDER_TEXT), _between(PAPER.dark, colour.dark, _UNDER_TEXT))


def blend(start: Colour, end: Colour, share: float) -> Colour:
    """Return a mix of two colours.

    Args:
        start: the colour at 0.
        end: the colour at 1.
        share: the position between them, from 0 to 1.
    """
    return Colour(_between(start.light, end.light, share), _between(start.dark, end.dark, share))


def letters_on(colour: Colour) -> Colour:
    """Return black or white, whichever has more contrast on a colour; it's always at least 4.5 to 1."""
    return Colour(_letters_on(colour.light), _letters_on(colour.dark))


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21 (WCAG).

    Args:
        one: a colour as #rrggbb.
        other: the other colour as #rrggbb.
    """
    less, more = sorted((_luminance(one), _luminance(other)))
    return (more + 0.05) / (less + 0.05)


def _letters_on(colour: str) -> str:
    return max("#ffffff", "#000000", key=lambda letters: contrast(letters, colour))


def _between(start: str, end: str, share: float) -> str:
    pairs = zip(_channels(start), _channels(end), strict=True)
    red, green, blue = (round(low + (high - low) * max(0.0, min(1.0, share))) for low, high in pairs)
    return f"#{red:02x}{green:02x}{blue:02x}"


def _luminance(colour: str) -> float:
    """Return a colour's relative luminance, from 0 to 1 (https://www.w3.org/TR/WCAG21/#dfn-relative-luminance)."""
    shares = (channel / 255 for channel in _channels(colour))
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _channels(colour: str) -> tuple[int, int, int]:
    """Return the red, green and blue of a colour in #rrggbb, each from 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
