"""An index of the words in titles, for whole, partially typed or misspelt words."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice, takewhile

from rapidfuzz import process
from rapidfuzz.distance import OSA

MEANINGFUL_LENGTH = 4
"""Minimum number of characters for a word, or the beginning of one, to be meaningful."""


class WordIndex:
    """Finds titles by one of their words.

    Args:
        names: the words of each name, separated by spaces, with the number of its title.
    """

    def __init__(self, names: Iterable[tuple[str, int]]) -> None:
        postings: defaultdict[str, set[int]] = defaultdict(set)
        for name, number in names:
            for word in name.split():
                postings[word].add(number)
        self._postings = dict(postings)
        self._known = sorted(self._postings)

    def _words_with(self, prefix: str) -> Iterator[str]:
        first = bisect_left(self._known, prefix)
        return takewhile(lambda word: word.startswith(prefix), islice(self._known, first, None))

    def starting_with(self, part: str) -> set[int]:
        """Return titles with a word that begins with the part."""
        return set().union(*(self._postings[word] for word in self._words_with(part)))

    def like(self, part: str) -> set[int]:
        """Return titles with this word, allowing another ending or a few typos after the first letter."""
        slips = 0 if len(part) < 6 else 1 if len(part) < 7 else 2
        alike = (
            word
            for word in self._words_with(part[0])
            if (len(word) >= MEANINGFUL_LENGTH and part.startswith(word))
            or OSA.distance(part, word[: len(part)], score_cutoff=slips) <= slips
        )
        return set().union(*(self._postings[word] for word in alike))

    def resembling(self, part: str) -> set[int]:
        """Return titles with a word that is the part or begins with it, allowing a few typos."""
        found = self.starting_with(part)
        slips = _allowed_slips(len(part))
        if not slips:
            return found
        for word, _, _ in process.extract_iter(part, self._known, scorer=OSA.distance, score_cutoff=slips):
            found |= self._postings[word]
        for word in self._words_with(part[0]):
            if OSA.distance(part, word[: len(part)], score_cutoff=1) <= 1:
                found |= self._postings[word]
        return found


def _allowed_slips(length: int) -> int:
    """Return the maximum edit distance for a word with the given number of characters."""
    return 0 if length < 3 else 1 if length < 6 else 2 if length < 10 else 3
