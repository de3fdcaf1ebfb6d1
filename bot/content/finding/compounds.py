"""Compounds that are written as one word: a question about “Urlaub” may want “Urlaubstage”, and the reverse."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

COMPOUNDING = frozenset({"da", "de", "fi", "nb", "nl", "nn", "no", "sv"})
"""Languages that write compounds as one word."""

_SHORTEST, _REST = 5, 3
"""Minimum lengths of the part of a compound that's looked for, and of what's left of it."""


class Compounds:
    """Finds the compounds that a word is the first or last part of, and its own first and last parts.

    Args:
        vocabulary: the folded words to find.
    """

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._known = frozenset(vocabulary)
        self._forwards = sorted(self._known)
        self._backwards = sorted(word[::-1] for word in self._known)

    def of(self, word: str) -> tuple[str, ...]:
        """Return the known words that have a word, or that it has, as their first or last part."""
        ends = range(_SHORTEST, len(word) - _REST + 1)
        parts = (part for end in ends for part in (word[:end], word[-end:]) if part in self._known)
        backwards = (longer[::-1] for longer in _longer(self._backwards, word[::-1]))
        return tuple(dict.fromkeys((*parts, *_longer(self._forwards, word), *backwards)))


def beginning_with(start: str, known: Sequence[str]) -> Iterator[str]:
    """Return the words that begin with some letters, in order.

    Args:
        start: the letters.
        known: the words, sorted.
    """
    first = bisect_left(known, start)
    return takewhile(lambda word: word.startswith(start), map(known.__getitem__, range(first, len(known))))


def _longer(known: Sequence[str], start: str) -> Iterator[str]:
    """Return the words that begin with another and go on for long enough to be a compound of it.

    Args:
        known: the words, sorted.
        start: the word that they begin with.
    """
    begun = beginning_with(start, known) if len(start) >= _SHORTEST else ()
    return (word for word in begun if len(word) >= len(start) + _REST)
