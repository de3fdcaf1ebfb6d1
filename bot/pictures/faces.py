"""Faces: people and teams in pictures, as discs with their initials."""

from bot.language.text import as_seen, clean
from bot.pictures.canvas import Canvas
from bot.pictures.lettering import Lettering, typeset
from bot.pictures.palette import Colour, letters_on
from bot.pictures.shaping import clusters

_SHARE = 0.42
"""The size of the initials as a share of their disc."""

_UNKNOWN = "?"


def initials(name: str) -> str:
    """Return a name's initials: of its first and its last word; "?" where nothing of it can be seen.

    A name without letters, such as one of emoji, is shown by what it begins with.
    """
    if not as_seen(name):
        return _UNKNOWN
    words = clean(name).split()
    letters = [next((each for each in word if each.isalnum()), "") for word in words]
    found = [letter.upper() for letter in letters if letter]
    if found:
        return found[0] if len(found) == 1 else found[0] + found[-1]
    return clusters(words[0])[0] if words else _UNKNOWN


def face(canvas: Canvas, name: str, colour: Colour, centre: tuple[int, int], diameter: int) -> None:
    """Place someone's face.

    Args:
        canvas: where.
        name: whose.
        colour: of the disc.
        centre: in pixels from the card's top left corner.
        diameter: in pixels.
    """
    canvas.disc(centre, diameter, colour)
    lettering = Lettering(round(diameter * _SHARE), 700, letters_on(colour))
    said = typeset(initials(name), lettering, diameter - 8, 1)
    left = centre[0] - round(said.width) // 2
    canvas.words(said, left, centre[1] - lettering.line_height // 2)
