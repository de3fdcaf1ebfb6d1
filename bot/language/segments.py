"""Splitting the text after a command into option values: which words belong to which option. Pure.

Each way to split the words has a cost, and the cheapest is taken to be what was meant. Words that clearly are an
option's value (a choice, a number, a time, the name of a topic) cost nothing, words taken as free text cost more, and
words that fit no option cost the most. If two ways cost the same, the person has to be asked.
"""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import TypeAlias

from bot.language.known_names import NO_NAMES, Knows, Names
from bot.language.option_values import sort_of
from bot.language.options import CommandOption
from bot.language.segment_costs import FILLERS, FREE_TEXT, LOST, PER_WORD, RESEMBLES, SegmentCosts
from bot.language.text import has_few_words
from bot.language.words import Word


@dataclass(frozen=True, slots=True)
class WordSegment:
    """A run of words that belong to one option.

    Args:
        option: the option's name; "" if the words fit no option, or are filler words.
        words: the index of the first word and of the word after the last.
        value: the option's value.
        sure: whether the words clearly are a value of that option, or filler words.
    """

    option: str
    words: tuple[int, int]
    value: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Cut:
    """One way to split a line.

    Args:
        cost: the lower it is, the likelier the reading; equal costs are equally likely.
        parts: the segments, in order.
    """

    cost: float
    parts: tuple[WordSegment, ...]

    @property
    def values(self) -> dict[str, str]:
        """Return the options' values."""
        return {part.option: part.value for part in self.parts if part.option}

    @property
    def lost(self) -> WordSegment | None:
        """Return the first segment that fits no option, or None."""
        return next((part for part in self.parts if not part.option and not part.sure), None)


_MOST_WORDS = 40
"""Maximum number of words in a line to analyse."""

_MOST_SPELT_OUT = 3 * _MOST_WORDS
"""Maximum number of words in such a line when it's spelt out: one “ﷺ” makes four, and hyphens separate words, too."""

_MOST_STEPS = 10_000
"""Maximum number of search steps; sensible lines take a few hundred."""

_MOST_TIES = 4
"""Maximum number of equally likely readings to consider; nobody could choose between more."""

_MOST_MISSPELT = 12
"""Maximum number of words in a line to search for misspelt names."""

_MISSING = 50.0
"""Cost of a required option that gets no value."""

_FILLER = 1.1
"""Higher than for a word of free text, so that filler words within a name stay in it."""

_TURNED = 2.0
"""Extra cost of free text that follows the value of a later option."""

_COUNTED = re.compile(r"[0-9] ?[a-z]", re.IGNORECASE)


def cut(
    words: Sequence[Word], options: Sequence[CommandOption], names: Names = NO_NAMES, *, in_order: bool = True
) -> list[Cut]:
    """Return the cheapest way to split words into options, or several if they're equally likely.

    Args:
        words: the typed words.
        options: the command's options, in the documented order.
        names: the names that open options accept.
        in_order: whether several values of one type, such as numbers, go to the options in order.
    """
    if not words:
        return [Cut(0.0, ())]
    alone = options[0] if len(options) == 1 else None
    if alone and alone.is_open and not alone.leads and not any(word.option for word in words):
        text = " ".join(word.text for word in words)
        return [Cut(0.0, (WordSegment(alone.name, (0, len(words)), text, sure=False),))]
    found = _Search(words, options, names.exactly, in_order=in_order).best()
    if found[0].cost < RESEMBLES or len(words) > _MOST_MISSPELT:
        return found
    return _Search(words, options, names.probably, in_order=in_order).best()


_State: TypeAlias = tuple[int, frozenset[str]]
"""A state of the search: the index of the next word, and the options that already have a value."""


class _Search:
    """Dijkstra's search for the cheapest way to split a line; most lines have one that costs nothing.

    Args:
        words: the typed words.
        options: the command's options.
        knows: returns how well a phrase matches a name that an open option accepts.
        in_order: whether several values of one type go to the options in order.
    """

    def __init__(
        self, words: Sequence[Word], options: Sequence[CommandOption], knows: Knows, *, in_order: bool
    ) -> None:
        self._words = words
        self._options = options
        self._costs = SegmentCosts(words, options, knows)
        self._in_order = in_order
        text = " ".join(word.text for word in words)
        self._is_short = len(words) <= _MOST_WORDS and has_few_words(text, _MOST_SPELT_OUT)
        self._named = {word.option for word in words if word.option}
        self._open = [option for option in options if option.is_open]

    def best(self) -> list[Cut]:
        """Return the cheapest readings with the fewest parts, sorted by the order of the options."""
        start: _State = (0, frozenset())
        costs: dict[_State, tuple[float, int]] = {start: (0.0, 0)}
        ways: dict[_State, list[tuple[_State, WordSegment]]] = {start: []}
        waiting = [(0.0, 0, 0, start)]
        steps = itertools.count(1)
        ends: list[_State] = []
        least = (float("inf"), 0)
        while waiting and waiting[0][:2] <= least and self._is_short:
            cost, count, _, state = heappop(waiting)
            if costs[state] != (cost, count):
                continue
            if state[0] == len(self._words):
                whole = (cost + self._missing(state[1]), count)
                ends = [*ends, state] if whole == least else [state] if whole < least else ends
                least = min(least, whole)
                continue
            for more, part in self._parts(*state):
                step = next(steps)
                if step > _MOST_STEPS:
                    return [self._by_names()]
                following = (part.words[1], state[1] | {part.option} if part.option else state[1])
                reached = (round(cost + more, 4), count + 1)
                if reached < costs.get(following, (float("inf"), 0)):
                    costs[following], ways[following] = reached, []
                    heappush(waiting, (*reached, step, following))
                if reached == costs[following]:
                    ways[following].append((state, part))
        found = [Cut(least[0], parts) for end in ends for parts in _back(ways, end)]
        found.sort(key=lambda reading: [self._place(part) for part in reading.parts])
        return found or [self._by_names()]

    def _missing(self, used: frozenset[str]) -> float:
        return _MISSING * sum(option.required and option.name not in used for option in self._options)

    def _by_names(self) -> Cut:
        """Return the reading of a line that's too long to search: split it only at the named options."""
        starts = [at for at, word in enumerate(self._words) if word.option or at == 0]
        first = self._open[0].name if self._open else ""
        parts = [
            WordSegment(self._words[at].option or first, (at, end), self._costs.text(at, end), sure=False)
            for at, end in itertools.pairwise([*starts, len(self._words)])
        ]
        return Cut(0.0, tuple(parts))

    def _place(self, part: WordSegment) -> int:
        return next((at for at, option in enumerate(self._options) if option.name == part.option), len(self._options))

    def _parts(self, at: int, used: frozenset[str]) -> Iterator[tuple[float, WordSegment]]:
        """Yield the possible segments that start at a word, with their costs."""
        word = self._words[at]
        ends = next((n for n in range(at + 1, len(self._words)) if self._words[n].option), len(self._words))
        if word.option:
            option = next(each for each in self._options if each.name == word.option)
            for end in (at + 1,) if word.quoted else range(at + 1, ends + 1):
                part = WordSegment(option.name, (at, end), self._costs.text(at, end), sure=True)
                yield self._costs.named(option, at, end), part
            return
        for number, option in enumerate(self._options):
            if option.name in used or option.name in self._named:
                continue
            if option.by_name:
                yield from self._said_by_name(option, at, ends)
                continue
            waits = self._in_order and self._waits(number, used)
            for end in self._ends(at, ends) if option.is_open else range(at + 1, ends + 1):
                fit = self._costs.fit(option.name, at, end)
                is_bare = fit is not None and fit[1] == self._costs.text(at, end) and not _COUNTED.search(fit[1])
                if fit is not None and not (waits and is_bare):
                    cost, value = fit
                    turned = _TURNED if cost >= FREE_TEXT and self._is_turned(number, used) else 0.0
                    yield cost + turned, WordSegment(option.name, (at, end), value, cost < FREE_TEXT)
        if word.text.strip(",;").lower() in FILLERS:
            yield _FILLER, WordSegment("", (at, at + 1), word.text, sure=True)
        for end in self._ends(at, ends):
            yield LOST + PER_WORD * (end - at), WordSegment("", (at, end), self._costs.text(at, end), False)

    def _said_by_name(self, option: CommandOption, at: int, ends: int) -> Iterator[tuple[float, WordSegment]]:
        """Yield the segments that say the name of an option that needs it, such as “private yes”.

        Args:
            option: the option.
            at: the index of the first word.
            ends: the index after the last word that may belong to it.
        """
        if any(each.is_open and not each.completes for each in self._options):
            return  # those words may be part of a free text
        for end in range(at + 2, ends + 1):
            if (value := self._costs.beside_its_name(option, at, end)) is not None:
                yield 0.0, WordSegment(option.name, (at, end), value, sure=True)

    def _ends(self, at: int, ends: int) -> Iterator[int]:
        """Yield the positions where free text may end: where another value may start, or at the end of the part."""
        for end in range(at + 1, ends):
            if (
                self._costs.may_start(end)
                or self._costs.may_start(at)
                or self._words[end].quoted
                or self._words[end - 1].quoted
            ):
                yield end
        yield ends

    def _waits(self, number: int, used: frozenset[str]) -> bool:
        """Return whether an earlier option with the same type of values is still free."""
        option = self._options[number]
        return any(
            sort_of(each) is not None and sort_of(each) == sort_of(option) and not each.by_name
            for each in self._options[:number]
            if each.name not in used and each.name not in self._named
        )

    def _is_turned(self, number: int, used: frozenset[str]) -> bool:
        """Return whether free text would follow the value of a later option, which is rare for a name."""
        is_name = not self._options[number].completes
        return any(
            option.name in used and option.name not in self._named and (is_name or option.is_open)
            for option in self._options[number + 1 :]
        )


def _back(
    ways: Mapping[_State, Sequence[tuple[_State, WordSegment]]], end: _State
) -> Iterator[tuple[WordSegment, ...]]:
    """Yield the segments of each way that leads to a state, for up to _MOST_TIES ways."""
    if not ways[end]:
        yield ()
        return
    every = ((*parts, part) for before, part in ways[end] for parts in _back(ways, before))
    yield from itertools.islice(every, _MOST_TIES)
