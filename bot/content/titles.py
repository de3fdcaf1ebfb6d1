"""Finding a thing by its name as people type it: any case, word order, plural or slip of the finger."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import nsmallest
from itertools import islice, takewhile

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.normalise import words

CLEARLY_MEANT = 0.75
"""Similarity (0…1) from which a misspelt name is taken for the real one without asking."""

SOMEWHAT_ALIKE = 0.4
"""Similarity (0…1) from which a name is worth offering as the nearest."""

MEANINGFUL_LENGTH = 4
"""Characters from which the only completion of a typed text is taken for what was meant."""


@dataclass(frozen=True, slots=True)
class Title:
    """A name under which something can be found.

    Args:
        key: what it stands for.
        name: as shown.
        aliases: other names that lead to it.
    """

    key: str
    name: str
    aliases: tuple[str, ...] = ()


def allowed_slips(length: int) -> int:
    """How many edits a word of so many characters may be away and still be meant."""
    return 0 if length < 3 else 1 if length < 6 else 2 if length < 10 else 3


class Titles:
    """An index of titles, quick enough to ask at every keystroke."""

    def __init__(self, titles: Iterable[Title]) -> None:
        self._titles = tuple(titles)
        postings: defaultdict[str, set[int]] = defaultdict(set)
        names: list[tuple[str, int]] = []
        for number, title in enumerate(self._titles):
            for name in (title.name, *title.aliases):
                parts = words(name)
                names.append((" ".join(parts), number))
                for part in parts:
                    postings[part].add(number)
        self._exact = dict(reversed(names))
        self._names = sorted(names)
        self._lengths = [len(title.name) for title in self._titles]
        self._postings = dict(postings)
        self._vocabulary = sorted(self._postings)

    def exact(self, typed: str) -> Title | None:
        """The title with exactly this name or alias, whatever its case and punctuation."""
        number = self._exact.get(" ".join(words(typed)))
        return None if number is None else self._titles[number]

    def match(self, typed: str) -> Title | None:
        """The title that is clearly meant: spelt nearly so, or the only one with these words; else None."""
        found = self.exact(typed)
        if found is not None:
            return found
        candidates = self.complete(typed, limit=10)
        if len(candidates) == 1 and len(typed) >= MEANINGFUL_LENGTH:
            return candidates[0]
        wanted = " ".join(sorted(words(typed)))
        scored = [
            (OSA.normalized_similarity(wanted, " ".join(sorted(words(name)))), -order, title)
            for order, title in enumerate(candidates)
            for name in (title.name, *title.aliases)
        ]
        best = max(scored, default=None, key=lambda entry: entry[:2])
        return best[2] if best and best[0] >= CLEARLY_MEANT else None

    def nearest(self, typed: str, limit: int = 3) -> list[Title]:
        """The titles that look most like what was typed, best first; none where nothing is alike."""
        found = self.complete(typed, limit)
        if found or not words(typed):
            return found
        names = [name for name, _ in self._names]
        wanted = " ".join(words(typed))
        alike = process.extract(
            wanted, names, scorer=OSA.normalized_similarity, score_cutoff=SOMEWHAT_ALIKE, limit=limit * 4
        )
        numbers = dict.fromkeys(self._names[index][1] for _, _, index in alike)
        return [self._titles[number] for number in numbers][:limit]

    def complete(self, typed: str, limit: int = 25) -> list[Title]:
        """Titles for a half-typed name, best first; all of them, in order, where nothing is typed.

        First come names that start so, then those whose words start so in any order, then likely misspellings;
        within each, the shorter ones.
        """
        parts = words(typed)
        if not parts:
            return list(self._titles[:limit])
        found = dict.fromkeys(self._shortest(self._beginning_with(" ".join(parts)), limit))
        for matching in (self._starting_with, self._resembling):
            if len(found) < limit:
                numbers = set.intersection(*(matching(part) for part in parts)).difference(found)
                found.update(dict.fromkeys(self._shortest(numbers, limit - len(found))))
        return [self._titles[number] for number in found]

    def _shortest(self, numbers: Iterable[int], limit: int) -> list[int]:
        return nsmallest(limit, numbers, key=lambda number: (self._lengths[number], number))

    def _beginning_with(self, prefix: str) -> set[int]:
        first = bisect_left(self._names, (prefix, -1))
        beginning = takewhile(lambda entry: entry[0].startswith(prefix), islice(self._names, first, None))
        return {number for _, number in beginning}

    def _words_with(self, prefix: str) -> Iterator[str]:
        first = bisect_left(self._vocabulary, prefix)
        return takewhile(lambda word: word.startswith(prefix), islice(self._vocabulary, first, None))

    def _starting_with(self, part: str) -> set[int]:
        return set().union(*(self._postings[word] for word in self._words_with(part)))

    def _resembling(self, part: str) -> set[int]:
        """Titles with a word that is the part, or begins like it, but for a slip or a plural."""
        found = self._starting_with(part)
        slips = allowed_slips(len(part))
        if not slips:
            return found
        for word, _, _ in process.extract_iter(part, self._vocabulary, scorer=OSA.distance, score_cutoff=slips):
            found |= self._postings[word]
        for word in self._words_with(part[0]):
            if OSA.distance(part, word[: len(part)], score_cutoff=1) <= 1:
                found |= self._postings[word]
        return found
