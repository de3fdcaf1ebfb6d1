"""The words of titles, and which titles have them: as they are, half typed, or misspelt."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice, takewhile

from rapidfuzz import process
from rapidfuzz.distance import OSA

MEANINGFUL_LENGTH = 4
"""Characters from which a word, or what's half typed, says what's meant."""


class WordIndex:
    """Finds titles by one of their words.

    Args:
        names: the words of each name in a line, and the number of its title.
    """

    def __init__(self, names: Iterable[tuple[str, int]]) -> None:
        postings: defaultdict[str, set[int]] = defaultdict(set)
        for said, number in names:
            for word in said.split():
                postings[word].add(number)
        self._postings = dict(postings)
        self._known = sorted(self._postings)

    def _words_with(self, prefix: str) -> Iterator[str]:
        first = bisect_left(self._known, prefix)
        return takewhile(lambda word: word.startswith(prefix), islice(self._known, first, None))

    def starting_with(self, part: str) -> set[int]:
        """Return titles with a word that begins so."""
        return set().union(*(self._postings[word] for word in self._words_with(part)))

    def like(self, part: str) -> set[int]:
        """Return titles with this word, give or take its ending or a few slips after the first letter."""
        slips = 0 if len(part) < 6 else 1 if len(part) < 7 else 2
        alike = (
            word
            for word in self._words_with(part[0])
            if (len(word) >= MEANINGFUL_LENGTH and part.startswith(word))
            or OSA.distance(part, word[: len(part)], score_cutoff=slips) <= slips
        )
        return set().union(*(self._postings[word] for word in alike))

    def resembling(self, part: str) -> set[int]:
        """Return titles with a word that is the part, or begins like it, give or take a slip or a plural."""
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
    """Return how many edits a word of so many characters may be away and still be meant."""
    return 0 if length < 3 else 1 if length < 6 else 2 if length < 10 else 3
