"""Shaping: splitting a line into runs of glyphs, each with one font and one direction, in visual order."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.language.direction import segments
from bot.pictures.fonts import EMOJI_STYLE, INTER, Face, Faces

_JOINER = "\N{ZERO WIDTH JOINER}"
_ATTACHED = ("Mn", "Me", "Mc", "Cf")
"""Unicode categories of characters that attach to the one before: marks, joiners, variation selectors."""

_AFTER_ALL = frozenset("\N{THAI CHARACTER SARA AM}\N{LAO VOWEL SIGN AM}")
_PICTURES = frozenset({"So", "Cn"})
"""Unicode categories of emoji; the second one (unassigned) is for emoji newer than this Python."""

_VIRAMA = 9
"""The combining class of the virama, which joins a consonant to the next one."""


@dataclass(frozen=True, slots=True)
class Run:
    """Part of a line.

    Args:
        text: the text.
        face: the font that draws it.
        from_the_right: whether it's read from right to left.
    """

    text: str
    face: Face
    from_the_right: bool = False

    @property
    def direction(self) -> str | None:
        """Return the direction for Pillow; None if it isn't needed."""
        if self.face == INTER and not self.from_the_right:
            return None
        return "rtl" if self.from_the_right else "ltr"


def clusters(text: str) -> list[str]:
    """Split a text into pieces that mustn't be separated: letters with their marks, emoji with their modifiers."""
    found: list[str] = []
    for character in text:
        if found and _clings(found[-1], character):
            found[-1] += character
        else:
            found.append(character)
    return found


def runs(line: str, faces: Faces, *, from_the_right: bool) -> tuple[Run, ...]:
    """Split a line into runs, in visual order from left to right.

    Args:
        line: the line, with only characters that can be drawn.
        faces: the available fonts.
        from_the_right: whether its paragraph is read from right to left.
    """
    if line.isascii() or _is_plain(line):
        return (Run(line, INTER),)
    region = region_of(line)
    parts = segments(line, from_the_right=from_the_right)
    pieces = [list(_runs(text, is_right, faces, region)) for text, is_right in parts]
    ordered: Iterable[list[Run]] = reversed(pieces) if from_the_right else pieces
    return tuple(run for piece in ordered for run in piece)


def face_of(cluster: str, faces: Faces, region: str) -> Face | None:
    """Return the font for a cluster; None if there's none.

    Args:
        cluster: the cluster of characters.
        faces: the available fonts.
        region: the region whose forms to use for Chinese characters.
    """
    as_emoji = EMOJI_STYLE in cluster or (_JOINER in cluster and unicodedata.category(cluster[0]) in _PICTURES)
    return faces.of(cluster[0], as_emoji=as_emoji, region=region)


def region_of(text: str) -> str:
    """Return the region whose forms to use for a text's Chinese characters, judging by the other scripts in it."""
    names = {unicodedata.name(character, "").partition(" ")[0] for character in text if not character.isascii()}
    return "japan" if names & {"HIRAGANA", "KATAKANA"} else "korea" if "HANGUL" in names else "china"


def _is_plain(line: str) -> bool:
    """Return whether Inter can draw the whole line, which is the usual case and quick to check."""
    return all(map(INTER.has, line)) and EMOJI_STYLE not in line and _JOINER not in line


def _runs(text: str, from_the_right: bool, faces: Faces, region: str) -> Iterator[Run]:
    """Yield the runs in a piece of a line that's read in one direction."""
    found: list[tuple[Face, str]] = []
    for cluster in clusters(text):
        face = face_of(cluster, faces, region) or INTER
        before = found[-1][0] if found else face
        if len(cluster) == 1 and not (cluster.isalnum() or before.is_of_emoji) and before.has(cluster):
            face = before  # spaces and punctuation use the font before them
        if found and found[-1][0] == face:
            found[-1] = (face, found[-1][1] + cluster)
        else:
            found.append((face, cluster))
    for face, part in reversed(found) if from_the_right else found:
        yield Run(part, face, from_the_right)


def _clings(cluster: str, character: str) -> bool:
    last = cluster[-1]
    if unicodedata.category(character) in _ATTACHED or character in _AFTER_ALL:
        return True
    if "\U0001f3fb" <= character <= "\U0001f3ff":  # the colours of skin
        return True
    if last == _JOINER or unicodedata.combining(last) == _VIRAMA:
        return not character.isspace()
    if "\u1160" <= character <= "\u11ff":  # the vowels and finals of a Korean syllable
        return "\u1100" <= last <= "\u11ff"
    return len(cluster) == 1 and all("\U0001f1e6" <= each <= "\U0001f1ff" for each in (last, character))  # a flag
