"""Did you mean: which of a few names someone most likely meant."""

import re
from collections.abc import Iterable

from rapidfuzz.distance import OSA

from bot.language.text import fold

LIKELY = 0.5
"""Similarity (0…1) from which a name may be what was meant."""

_AS_GOOD = 0.2
"""How much less like what was typed than the best guess another one may be."""

_SHORTEST_BEGINNING = 2
"""Characters from which the beginning of a name stands for all of it."""


def nearest(typed: str, names: Iterable[str], limit: int = 3, least: float = LIKELY) -> list[str]:
    """Return the names that may be meant, best first; none if nothing is alike.

    First comes a name that differs in case, marks and spaces alone, then those that begin so, then slips: the nearest
    by restricted Damerau-Levenshtein distance, as a share of the length.

    Args:
        typed: as typed.
        names: to choose from; equals stay in their order.
        limit: the most that are returned.
        least: the likeness from which a name is a guess (see likeness).
    """
    scored = [(likeness(typed, name), name) for name in names]
    best = max((score for score, _ in scored), default=0.0)
    likely = [each for each in scored if each[0] >= max(least, best - _AS_GOOD)]
    return [name for _, name in sorted(likely, key=lambda each: -each[0])[:limit]]


def likeness(typed: str, name: str) -> float:
    """Return how likely a name is what was meant: 2 except for marks, from 1 up if it begins so, less for slips.

    Args:
        typed: as typed.
        name: as it should be.
    """
    wanted, known = _letters(typed), _letters(name)
    if not wanted or not known:
        return 0.0
    if wanted == known:
        return 2.0
    if len(wanted) >= _SHORTEST_BEGINNING and known.startswith(wanted):
        return 1 + len(wanted) / len(known) / 2
    return OSA.normalized_similarity(wanted, known)


def did_you_mean(names: Iterable[str]) -> str:
    """Return the question that ends a refusal: Did you mean a, b or c?"""
    *first, last = names
    return f"Did you mean {', '.join(first)} or {last}?" if first else f"Did you mean {last}?"


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", fold(text))
