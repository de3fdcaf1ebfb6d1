"""Ids and codes: short, without letters and digits that are easily confused."""

from random import Random

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def new_id(random: Random, length: int = 10) -> str:
    """Return a new random id.

    Args:
        random: the random generator; use the system's if the id must not be guessable.
        length: the number of characters.
    """
    return "".join(random.choices(_ALPHABET, k=length))


def is_code(text: str, length: int) -> bool:
    """Return whether a text could be a code made by `new_id`, in any case and with any hyphens.

    Args:
        text: the typed text.
        length: the number of characters of the code.
    """
    plain = text.casefold().replace("-", "")
    return len(plain) == length and set(plain) <= set(_ALPHABET)
