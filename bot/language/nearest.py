"""Did you mean …? Finding the names that someone most likely meant."""

import re
from collections.abc import Iterable

from rapidfuzz.distance import OSA

from bot.language.text import fold

LIKELY = 0.5
"""Minimum similarity (0…1) for a name to be a suggestion."""

_AS_GOOD = 0.2
"""Maximum difference in likeness between the best suggestion and the others."""

_SHORTEST_BEGINNING = 2
"""Minimum number of characters for a prefix to match a name."""


def nearest(typed: str, names: Iterable[str], limit: int = 3, least: float = LIKELY) -> list[str]:
    """Return the names that were probably meant, best first; none if none is similar.

    First come names that differ only in case, accents, punctuation or spaces, then those that begin with the typed
    text, then misspellings, by normalised Damerau-Levenshtein distance (optimal string alignment).

    Args:
        typed: the typed text.
        names: the names to choose from; equally similar ones stay in order.
        limit: the maximum number of names to return.
        least: the minimum likeness (see `likeness`).
    """
    scored = [(likeness(typed, name), name) for name in names]
    best = max((score for score, _ in scored), default=0.0)
    likely = [each for each in scored if each[0] >= max(least, best - _AS_GOOD)]
    return [name for _, name in sorted(likely, key=lambda each: -each[0])[:limit]]


def likeness(typed: str, name: str) -> float:
    """Return how likely a name was meant: 2 for the same letters, over 1 for a prefix, up to 1 for a misspelling.

    Args:
        typed: the typed text.
        name: the correct name.
    """
    letters, known = _letters(typed), _letters(name)
    if not letters or not known:
        return 0.0
    if letters == known:
        return 2.0
    if len(letters) >= _SHORTEST_BEGINNING and known.startswith(letters):
        return 1 + len(letters) / len(known) / 2
    return OSA.normalized_similarity(letters, known)


def did_you_mean(names: Iterable[str]) -> str:
    """Return the question for the end of a refusal: Did you mean a, b or c?"""
    *first, last = names
    return f"Did you mean {', '.join(first)} or {last}?" if first else f"Did you mean {last}?"


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", fold(text))
