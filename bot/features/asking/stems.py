"""What words that mean the same share: train, trains, training, trained. Pure."""

import re
from collections.abc import Callable, Iterable
from typing import TypeAlias

from bot.language.text import fold

Has: TypeAlias = Callable[[str], bool]
"""Tells whether a sentence has what's wanted."""

_LETTERS = 5
"""Letters in which longer words agree: predict, prediction."""

_PLURAL = re.compile(r"(?<=..)(?<!s)s$")
"""Of GPUs and menus too, so corpus loses its s as well: it does so wherever it stands."""
_ENDING = re.compile(r"(?<=...)(?:ing|ed|e)$")
_DOUBLED = re.compile(r"([bdfglmnprt])\1$")


def stem(word: str) -> str:
    """Return what a word shares with its other forms, its plural first: GPU and GPUs, cost and costs."""
    one = _PLURAL.sub("", fold(word).removesuffix("'s"))
    left = _DOUBLED.sub(r"\1", _ENDING.sub("", one))[:_LETTERS]
    return f"{left[:-1]}i" if left.endswith("y") else left


def stems(said: Iterable[str]) -> set[str]:
    """Return what some words share with their other forms."""
    return set(map(stem, said))
