"""Choosing the font for each character.

Inter has Latin, Greek and Cyrillic letters. Other characters are drawn with Noto fonts: from the packages that Versed
requires, or, for other scripts and for colour emoji, from those installed on this machine (such as Debian's
fonts-noto-core and fonts-noto-color-emoji).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path

import fontpkg
import manimgx_fonts
import manimgx_fonts_cjk
from PIL import ImageFont, features

PACKAGES = tuple(Path(str(package.__file__)).parent for package in (manimgx_fonts, manimgx_fonts_cjk))
MACHINE = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path("~/.local/share/fonts").expanduser(),
    Path("~/Library/Fonts").expanduser(),
    Path("/Library/Fonts"),
    Path("C:/Windows/Fonts"),
)
"""Folders for fonts on Linux, macOS and Windows."""

BITMAP = 109
"""The only size of Noto's colour emoji, in pixels."""

EMOJI_STYLE = "\N{VARIATION SELECTOR-16}"
"""The variation selector that turns the sign before it into an emoji."""

CAN_SHAPE = bool(features.check_feature("raqm"))
"""Whether Pillow can shape text in complex scripts; the packages on PyPI can where FriBiDi is installed, too."""

_BOLD = 600
"""Minimum weight for using the bold file of a font that isn't variable."""

_ALMOST_ANYTHING = ("notosans", "notosanssymbols", "notosanssymbols2", "notosanscjk", "notosansmath")
_EMOJI = ("notocoloremoji", "notoemoji")
_FAMILIES = {
    **dict.fromkeys(("BOPOMOFO", "CJK", "HANGUL", "HIRAGANA", "IDEOGRAPHIC", "KATAKANA"), "cjk"),
    "CANADIAN": "canadianaboriginal",
}
"""Font families whose name differs from the script's name in Unicode's character names."""

_REGIONS = {"japan": 0, "korea": 1, "china": 2}
"""Index of each region's Chinese characters in Noto's font collection."""


SAMPLES = {
    "Arabic": "م",
    "Armenian": "Հ",
    "Bengali": "ব",
    "Burmese": "မ",
    "Chinese": "中",
    "Devanagari": "ह",
    "Ethiopic": "አ",
    "Georgian": "ქ",
    "Gujarati": "ગ",
    "Gurmukhi": "ਪ",
    "Hebrew": "ש",
    "Japanese": "さ",
    "Kannada": "ಕ",
    "Khmer": "ភ",
    "Korean": "김",
    "Lao": "ລ",
    "Malayalam": "മ",
    "Odia": "ଓ",
    "Sinhala": "ස",
    "Tamil": "த",
    "Telugu": "త",
    "Thai": "ท",
    "emoji": "🦊",
}
"""A sample character of each script that's common in people's names, apart from those in Inter."""


@dataclass(frozen=True, slots=True)
class Face:
    """A font, in one or two files.

    Args:
        path: the file.
        bold: the separate file for bold letters, or None.
        index: the font's index in a collection.
        in_colour: whether it consists of bitmaps in colour.
    """

    path: Path
    bold: Path | None = None
    index: int = 0
    in_colour: bool = False

    @property
    def is_of_emoji(self) -> bool:
        """Return whether it's an emoji font, in which everything has the width of an emoji."""
        return "emoji" in self.path.name.lower()

    def has(self, character: str) -> bool:
        """Return whether it can draw a character."""
        return _has(self, character)

    def font(self, size: int, weight: int) -> ImageFont.FreeTypeFont:
        """Return the font in a size, in pixels, and a weight."""
        return _font(self, BITMAP if self.in_colour else size, weight)


INTER = Face(Path(fontpkg.path("Inter")))


class Faces:
    """The available fonts.

    Args:
        packages: folders with fonts.
        machine: further folders, searched once when a character is missing from the first ones.
    """

    def __init__(self, packages: Iterable[Path] = PACKAGES, machine: Iterable[Path] = MACHINE) -> None:
        self._folders = (tuple(packages), tuple(machine))
        self._found: dict[tuple[str, bool, str], Face | None] = {}

    def of(self, character: str, *, as_emoji: bool = False, region: str = "china") -> Face | None:
        """Return the font for a character; None if there's none.

        Args:
            character: the character.
            as_emoji: whether it's part of an emoji, even if it's a plain sign or digit.
            region: the region whose forms to use for Chinese characters: japan, korea or china.
        """
        if character.isascii() and not as_emoji:
            return INTER
        key = (character, as_emoji, region)
        if key not in self._found:
            faces = self._candidates(character, as_emoji=as_emoji, region=region)
            self._found[key] = next((face for face in faces if face.has(character)), None)
        return self._found[key]

    def missing(self) -> list[str]:
        """Return the scripts in SAMPLES for which there's no font."""
        return [script for script, sample in SAMPLES.items() if self.of(sample) is None]

    def _candidates(self, character: str, *, as_emoji: bool, region: str) -> Iterator[Face]:
        emoji = (face for family in _EMOJI for face in self._family(family))
        if as_emoji:
            yield from emoji
        yield INTER
        if CAN_SHAPE:
            for family in (*_families(character), *_ALMOST_ANYTHING):
                for face in self._family(family):
                    is_regional = family.endswith("cjk") and face.path.suffix == ".ttc"
                    yield Face(face.path, face.bold, _REGIONS[region]) if is_regional else face
        yield from emoji

    def _family(self, name: str) -> Iterator[Face]:
        yield from (found[name] for found in (self._packaged, self._installed) if name in found)

    @cached_property
    def _packaged(self) -> dict[str, Face]:
        return _families_in(self._folders[0])

    @cached_property
    def _installed(self) -> dict[str, Face]:
        return _families_in(self._folders[1])


FACES = Faces()


def _families(character: str) -> Iterator[str]:
    """Yield possible font families for a character: NotoSansArabic for ARABIC LETTER MEEM."""
    words = re.findall(r"[A-Z]+", unicodedata.name(character, ""))
    for place, first in enumerate(words):
        second = "".join(words[place + 1 : place + 2])
        for name in (first, first + second):
            for kind in ("notosans", "notoserif"):
                yield kind + _FAMILIES.get(name, name.lower())


def _families_in(folders: Iterable[Path]) -> dict[str, Face]:
    """Return the fonts in the given folders, by family name in lower case."""
    files: dict[str, dict[str, Path]] = {}
    for folder in folders:
        for path in sorted(folder.rglob("Noto*.[ot]t[cf]")):
            family, _, style = re.split(r"(\[|-|(?=\.))", path.name, maxsplit=1)
            files.setdefault(family.lower(), {}).setdefault("" if "wght" in style else style.split(".")[0], path)
    return {
        family: Face(regular[0], styles.get("Bold"), in_colour=family == "notocoloremoji")
        for family, styles in files.items()
        if (regular := [styles[style] for style in ("", "VF", "Regular") if style in styles])
    }


@lru_cache(8_192)
def _has(face: Face, character: str) -> bool:
    """Return whether a font has a glyph for a character: it looks different from U+FFFF, which no font has."""
    font = face.font(24, 400)
    return _look(font, character) != _look(font, "\uffff")


def _look(font: ImageFont.FreeTypeFont, character: str) -> tuple[tuple[int, int], bytes]:
    mask = font.getmask(character, "L")
    return mask.size, bytes(mask)


@cache
def _font(face: Face, size: int, weight: int) -> ImageFont.FreeTypeFont:
    is_bold = weight >= _BOLD and face.bold is not None
    font = ImageFont.truetype(face.bold if is_bold and face.bold else face.path, size, index=face.index)
    try:
        axes = font.get_variation_axes()
    except OSError:  # not a variable font
        return font
    font.set_variation_by_axes([_on(axis, size, weight) for axis in axes])
    return font


def _on(axis: ImageFont.Axis, size: int, weight: int) -> float:
    """Return the value on a variable font's axis for a size, in pixels, and a weight."""
    value = {b"optical size": size, b"weight": weight}.get((axis["name"] or b"").lower(), axis["default"] or 0)
    return max(axis["minimum"] or value, min(axis["maximum"] or value, value))
