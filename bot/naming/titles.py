"""Find a thing by its name as people type it: in any case and word order, in the plural, or misspelt.

A name that looks exactly like the typed text comes first. Differences that could mean another thing aren't forgiven:
meaningful symbols, numbers and accents (bot/naming/marks.py), or a text that's equally similar to two names.
"""

import unicodedata
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from heapq import nsmallest
from itertools import islice, takewhile
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.language.stop_words import STOP_WORDS
from bot.language.text import as_seen, words
from bot.naming import marks
from bot.naming.word_index import MEANINGFUL_LENGTH, WordIndex

_MOST_NEAR = 3
"""Maximum number of suggestions for a name that isn't there."""

_CLEARLY_MEANT = 0.75
"""Minimum similarity (0…1) to take a misspelt name for the real one without asking."""

_NEARLY_THE_SAME = 0.9
"""Minimum similarity (0…1) to take a name for the real one even though its words are split differently."""

_SOMEWHAT_ALIKE = 0.7
"""Minimum similarity (0…1) to suggest a name as the nearest."""


@dataclass(frozen=True, slots=True)
class Title:
    """A thing's name, by which it can be found.

    Args:
        key: the key of the thing.
        name: the name as shown to people.
        aliases: other names of the same thing.
    """

    key: str
    name: str
    aliases: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Return the name and the aliases."""
        return (self.name, *self.aliases)


class Titles:
    """An index of titles, fast enough to search at every keystroke."""

    def __init__(self, titles: Iterable[Title]) -> None:
        self._titles = tuple(titles)
        names: list[tuple[str, int]] = []
        seen: list[tuple[str, int]] = []
        # Names as written and as displayed, then aliases: an alias that's another title's name means that title.
        self._looked_up: tuple[dict[str, int], ...] = ({}, {}, {}, {})
        self._lines: defaultdict[str, list[_Name]] = defaultdict(list)
        self._exact: defaultdict[str, list[_Name]] = defaultdict(list)
        for name in _names_of(self._titles):
            written, looks = self._looked_up[:2] if name.is_own else self._looked_up[2:]
            written.setdefault(_written(name.text), name.number)
            looks.setdefault(as_seen(name.text), name.number)
            seen.append((as_seen(name.text), name.number))
            self._lines[marks.line(name.text)].append(name)
            spelt = " ".join(words(name.text))
            self._exact[spelt].append(name)
            names.append((spelt, name.number))
        self._traits = lru_cache(None)(marks.traits)  # bounded, as it's only called with existing names
        self._names = sorted(names)
        self._looks = sorted(seen)
        self._lengths = [len(title.name) for title in self._titles]
        self._words = WordIndex(names)

    def exact(self, typed: str) -> Title | None:
        """Return the title with this name or alias, compared as written, as displayed, or by words and symbols."""
        number = self._number(typed)
        return None if number is None else self._titles[number]

    def match(self, typed: str, shortest: int = MEANINGFUL_LENGTH) -> Title | None:
        """Return the title that's clearly meant: by a similar spelling, or as the only completion; else None.

        Args:
            typed: the typed text.
            shortest: the minimum number of characters for accepting the only completion.
        """
        found = self.exact(typed)
        if found is not None:
            return found
        fits = self._fitting(typed)
        candidates = [each for each in self.complete(typed, limit=10) if any(map(fits, each.names))]
        if len(candidates) == 1 and len(typed) >= shortest and _says(typed, candidates[0]):
            return candidates[0]
        meant = self._most_alike(typed, candidates, _in_order, _CLEARLY_MEANT)
        return meant or self._most_alike(typed, self.nearest(typed), _in_one, _NEARLY_THE_SAME)

    def nearest(self, typed: str) -> list[Title]:
        """Return the titles that may be meant, best first: those that complete the text, share a word or resemble it.

        The list is empty if nothing is similar, because far-fetched suggestions only distract.
        """
        found = self.complete(typed, _MOST_NEAR)
        typed_words = words(typed)
        if found or not typed_words:
            return found
        shared = Counter(
            number
            for part in typed_words
            if (len(part) >= MEANINGFUL_LENGTH and part not in STOP_WORDS) or part in self._exact
            for number in self._words.like(part)
        )
        whole = " ".join(typed_words)
        alike: defaultdict[int, float] = defaultdict(float)
        for _, similarity, index in process.extract_iter(
            whole,
            [name for name, _ in self._names],
            scorer=OSA.normalized_similarity,
            score_cutoff=0.0 if shared else _SOMEWHAT_ALIKE,
        ):
            number = self._names[index][1]
            alike[number] = max(alike[number], similarity)
        best = sorted(shared or alike, key=lambda number: (-shared[number], -alike[number], number))
        return [self._titles[number] for number in best[:_MOST_NEAR]]

    def complete(self, typed: str, limit: int = 25) -> list[Title]:
        """Return titles that complete a partially typed name, best first; without any text, the first ones in order.

        Exact matches come first, then names that look as if they start with the text, names whose words start with
        its words, and names with such words in any order; within each group, shorter names first. Names that are
        misspelt in the text come last, the most similar ones first.
        """
        seen, parts = as_seen(typed), words(typed)
        if not seen:
            return list(self._titles[:limit])
        same, joined = self._number(typed), " ".join(parts)
        found = dict.fromkeys([] if same is None else [same])
        for names, prefix in ((self._looks, seen if seen != joined else ""), (self._names, joined)):
            beginning = _beginning(names, prefix) if prefix else set()
            found.update(dict.fromkeys(self._shortest(beginning.difference(found), limit - len(found))))
        if len(found) < limit and parts:
            numbers = set.intersection(*map(self._words.starting_with, parts)).difference(found)
            found.update(dict.fromkeys(self._shortest(numbers, limit - len(found))))
        if len(found) < limit and parts:
            numbers = set.intersection(*map(self._words.resembling, parts)).difference(found)
            found.update(dict.fromkeys(self._most_like(joined, numbers, limit - len(found))))
        return [self._titles[number] for number in found]

    def _shortest(self, numbers: Iterable[int], limit: int) -> list[int]:
        return nsmallest(limit, numbers, key=lambda number: (self._lengths[number], number))

    def _most_like(self, text: str, numbers: Iterable[int], limit: int) -> list[int]:
        """Return the titles with the names most similar to the typed text; among equals, the shorter ones."""

        def unlike(number: int) -> float:
            return min(OSA.normalized_distance(text, " ".join(words(name))) for name in self._titles[number].names)

        return nsmallest(limit, numbers, key=lambda number: (unlike(number), self._lengths[number], number))

    def _number(self, typed: str) -> int | None:
        """Return the index of the title that `exact` finds."""
        seen = as_seen(typed)
        if not seen:
            return None
        for known, form in zip(self._looked_up, (_written(typed), seen) * 2, strict=True):
            if form in known:
                return known[form]
        number = self._said(self._lines.get(marks.line(typed), ()), partial(_pictures_agree, typed))
        if number is None and (same := self._exact.get(" ".join(words(typed)))):
            number = self._said(same, self._fitting(typed))
        return number

    def _fitting(self, typed: str) -> Callable[[str], bool]:
        """Return a function that says whether the typed text may mean a name."""
        typed_traits = marks.traits(typed)
        return lambda name: marks.may_mean(typed_traits, self._traits(name))

    def _most_alike(
        self, typed: str, titles: Iterable[Title], written: Callable[[str], str], similarity: float
    ) -> Title | None:
        """Return the title most similar to the typed text if it's similar enough and there's no tie; else None.

        Args:
            typed: the typed text.
            titles: the titles to choose from.
            written: normalises names for the comparison.
            similarity: the minimum similarity, 0…1.
        """
        typed_traits = marks.traits(typed)
        alike: defaultdict[float, dict[str, Title]] = defaultdict(dict)
        for title in titles:
            likeness = 0.0
            for name in title.names:
                if marks.may_mean(typed_traits, there := self._traits(name)):
                    # Without numbers in the text, ignore them: “Type error” is as close to Type I as to Type II.
                    pair = (typed, name) if typed_traits.numbers else (typed_traits.unnumbered, there.unnumbered)
                    likeness = max(likeness, OSA.normalized_similarity(*map(written, pair)))
            alike[likeness].setdefault(as_seen(title.name), title)
        best = max(alike, default=0.0)
        return next(iter(alike[best].values())) if best >= similarity and len(alike[best]) == 1 else None

    def _said(self, names: Iterable["_Name"], fits: Callable[[str], bool]) -> int | None:
        """Return the only title with a fitting name, preferring names to aliases; None if it's ambiguous."""
        fitting = [name for name in names if fits(name.text)]
        numbers = {name.number for name in fitting if name.is_own} or {name.number for name in fitting}
        looks = {as_seen(self._titles[number].name) for number in numbers}
        return min(numbers) if len(looks) == 1 else None


class _Name(NamedTuple):
    """A name or alias of a title.

    Args:
        text: the name as shown to people.
        number: the index of the title.
        is_own: whether it's the title's name rather than an alias.
    """

    text: str
    number: int
    is_own: bool


def _names_of(titles: Iterable[Title]) -> Iterator[_Name]:
    for number, title in enumerate(titles):
        yield _Name(title.name, number, is_own=True)
        yield from (_Name(alias, number, is_own=False) for alias in title.aliases)


def _written(name: str) -> str:
    """Return a name with single spaces and composed characters (NFC)."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def _beginning(names: Sequence[tuple[str, int]], prefix: str) -> set[int]:
    """Return the titles whose names, in a sorted sequence, begin with a prefix."""
    first = bisect_left(names, (prefix, -1))
    beginning = takewhile(lambda entry: entry[0].startswith(prefix), islice(names, first, None))
    return {number for _, number in beginning}


def _pictures_agree(typed: str, name: str) -> bool:
    return marks.agree(marks.pictures(typed), marks.pictures(name))


def _says(typed: str, title: Title) -> bool:
    """Return whether each typed word is, or begins, a word of the title, allowing one typo."""
    known = [word for name in title.names for word in words(name)]
    return all(
        any(min(OSA.distance(part, word), OSA.distance(part, word[: len(part)])) <= 1 for word in known)
        for part in words(typed)
    )


def _in_order(name: str) -> str:
    return " ".join(sorted(words(name)))


def _in_one(name: str) -> str:
    return "".join(words(name))
