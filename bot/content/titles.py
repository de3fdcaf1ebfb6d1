"""Finding a thing by its name as people type it: any case, word order, plural or slip of the finger."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from heapq import nsmallest
from itertools import islice, takewhile

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.content.concepts import FILLERS
from bot.language.text import words

CLEARLY_MEANT = 0.75
"""Similarity (0…1) from which a misspelt name is taken for the real one without asking."""

NEARLY_THE_SAME = 0.9
"""Similarity (0…1) from which a name is taken for the real one although its words are cut in other places."""

SOMEWHAT_ALIKE = 0.7
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
    """Return how many edits a word of so many characters may be away and still be meant."""
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
        """Return the title with exactly this name or alias, whatever its case and punctuation."""
        number = self._exact.get(" ".join(words(typed)))
        return None if number is None else self._titles[number]

    def match(self, typed: str) -> Title | None:
        """Return the title that's clearly meant: spelt nearly so, or the only one with these words; else None."""
        found = self.exact(typed)
        if found is not None:
            return found
        candidates = self.complete(typed, limit=10)
        if len(candidates) == 1 and len(typed) >= MEANINGFUL_LENGTH and _says(typed, candidates[0]):
            return candidates[0]
        meant = _most_alike(typed, candidates, _in_order, CLEARLY_MEANT)
        return meant or _most_alike(typed, self.nearest(typed), _in_one, NEARLY_THE_SAME)

    def nearest(self, typed: str, limit: int = 3) -> list[Title]:
        """Return the titles that may be meant, best first: they complete it, share a word with it or look like it.

        None if nothing is alike: a far-fetched offer only distracts.
        """
        found = self.complete(typed, limit)
        wanted = words(typed)
        if found or not wanted:
            return found
        shared = Counter(
            number
            for part in wanted
            if (len(part) >= MEANINGFUL_LENGTH and part not in FILLERS) or part in self._exact
            for number in self._with_word_like(part)
        )
        whole = " ".join(wanted)
        alike: defaultdict[int, float] = defaultdict(float)
        for _, similarity, index in process.extract_iter(
            whole,
            [name for name, _ in self._names],
            scorer=OSA.normalized_similarity,
            score_cutoff=0.0 if shared else SOMEWHAT_ALIKE,
        ):
            number = self._names[index][1]
            alike[number] = max(alike[number], similarity)
        best = sorted(shared or alike, key=lambda number: (-shared[number], -alike[number], number))
        return [self._titles[number] for number in best[:limit]]

    def complete(self, typed: str, limit: int = 25) -> list[Title]:
        """Return titles for a half-typed name, best first; all of them, in order, if nothing is typed.

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

    def _with_word_like(self, part: str) -> set[int]:
        """Return titles with this word, give or take its ending or a few slips after the first letter."""
        slips = 0 if len(part) < 6 else 1 if len(part) < 7 else 2
        alike = (
            word
            for word in self._words_with(part[0])
            if (len(word) >= MEANINGFUL_LENGTH and part.startswith(word))
            or OSA.distance(part, word[: len(part)], score_cutoff=slips) <= slips
        )
        return set().union(*(self._postings[word] for word in alike))

    def _resembling(self, part: str) -> set[int]:
        """Return titles with a word that is the part, or begins like it, give or take a slip or a plural."""
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


def _says(typed: str, title: Title) -> bool:
    """Return whether each word typed is a word of the title, or begins one, give or take one slip."""
    known = [word for name in (title.name, *title.aliases) for word in words(name)]
    return all(
        any(min(OSA.distance(part, word), OSA.distance(part, word[: len(part)])) <= 1 for word in known)
        for part in words(typed)
    )


def _in_order(name: str) -> str:
    return " ".join(sorted(words(name)))


def _in_one(name: str) -> str:
    return "".join(words(name))


def _most_alike(
    typed: str, titles: Iterable[Title], written: Callable[[str], str], similarity: float
) -> Title | None:
    """Return the title most like what was typed, if it's like it enough; of equals the first.

    Args:
        typed: as typed.
        titles: to choose from, best first.
        written: how names are written to be compared.
        similarity: that's needed, 0…1.
    """
    scored = [
        (OSA.normalized_similarity(written(typed), written(name)), -order, title)
        for order, title in enumerate(titles)
        for name in (title.name, *title.aliases)
    ]
    best = max(scored, default=None, key=lambda entry: entry[:2])
    return best[2] if best and best[0] >= similarity else None
