"""Avatars of people and teams in pictures: discs with their initials."""

from bot.language.text import as_seen, clean
from bot.pictures.canvas import Canvas
from bot.pictures.lettering import Lettering, typeset
from bot.pictures.palette import Colour, letters_on
from bot.pictures.shaping import clusters

_SHARE = 0.42
"""Font size of the initials, as a share of the disc's diameter."""

_UNKNOWN = "?"


def initials(name: str) -> str:
    """Return the initials of a name's first and last word; "?" if the name is invisible.

    A name without letters, such as one of emoji, is represented by its first character.
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
    """Place the avatar of a person or a team.

    Args:
        canvas: the canvas.
        name: the person's or team's name.
        colour: the disc's colour.
        centre: the disc's centre, in pixels from the card's top left corner.
        diameter: the disc's diameter in pixels.
    """
    canvas.disc(centre, diameter, colour)
    lettering = Lettering(round(diameter * _SHARE), 700, letters_on(colour))
    letters = typeset(initials(name), lettering, diameter - 8, 1)
    left = centre[0] - round(letters.width) // 2
    canvas.paragraph(letters, left, centre[1] - lettering.line_height // 2)
