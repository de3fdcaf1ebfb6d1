"""Ids and codes: short, in letters and digits that nobody mistakes for one another."""

from random import Random

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def new_id(random: Random, length: int = 10) -> str:
    """Make an id that nothing else has.

    Args:
        random: makes it; where it must not be guessed, one of the system's.
        length: characters.
    """
    return "".join(random.choices(_ALPHABET, k=length))


def is_code(text: str, length: int) -> bool:
    """Return whether a text may be what new_id made to be typed, however it's cased or parted by hyphens.

    Args:
        text: as typed.
        length: characters that it was made of.
    """
    plain = text.casefold().replace("-", "")
    return len(plain) == length and set(plain) <= set(_ALPHABET)
