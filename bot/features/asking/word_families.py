"""Word families: what the forms of a word share, and words made of it: train, training, predict, prediction. Pure."""

import re
from collections.abc import Iterable

from bot.language.fillers import FILLERS
from bot.language.text import fold, words

_LETTERS = 5
"""Letters in which longer words agree: predict, prediction."""

_PLURAL = re.compile(r"(?<=..)(?<!s)s$")
"""Of GPUs and menus too, so corpus loses its s as well: it does so wherever it stands."""
_ENDING = re.compile(r"(?<=...)(?:ing|ed|e)$")
_DOUBLED = re.compile(r"([bdfglmnprt])\1$")


def family(word: str) -> str:
    """Return what a word shares with others of its family, its plural first: GPU and GPUs, cost and costs."""
    one = _PLURAL.sub("", fold(word).removesuffix("'s"))
    left = _DOUBLED.sub(r"\1", _ENDING.sub("", one))[:_LETTERS]
    return f"{left[:-1]}i" if left.endswith("y") else left


def families(said: Iterable[str]) -> set[str]:
    """Return the families of some words."""
    return set(map(family, said))


def spoken_of(text: str) -> set[str]:
    """Return the families of those words of a text that say something."""
    return families(word for word in words(text) if word not in FILLERS)
