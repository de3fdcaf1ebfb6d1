"""Splitting the text after a command into option values: which words belong to which option. Pure.

Each way to split the words has a cost, and the cheapest is taken to be what was meant. Words that clearly are an
option's value (a choice, a number, a time, the name of a topic) cost nothing, words taken as free text cost more, and
words that fit no option cost the most. If two ways cost the same, the person has to be asked.
"""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from heapq import heappop, heappush
from typing import TypeAlias

from bot.language.known_names import NO_NAMES, Known, Knows, Names
from bot.language.nearest import nearest
from bot.language.option_values import reads, sort_of, spoken
from bot.language.options import ALIKE, CommandOption, OptionKind
from bot.language.text import fold, has_few_words, said
from bot.language.whole_numbers import NUMBERS
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


_LONGEST = 9
"""Words in the longest formatted value: “days every 2 weeks on Monday, Wednesday and Friday”."""

_LONGEST_NAME = 8
"""Maximum number of words in a name to look up."""

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

_FILLERS = frozenset(
    (
        *("a", "an", "the", "this", "my", "our", "me", "us", "each", "and", "last", "past", "please"),
        *("about", "as", "at", "by", "for", "in", "of", "on", "to", "with"),
    )
)
"""Filler words between the meaningful ones."""

_BARE, _MISFIT, _OPEN, _LOST, _WORD, _MISSING = 0.75, 2.0, 5.0, 5.5, 1.0, 50.0
_RESEMBLES = 0.8
_FILLER = 1.1
"""Higher than for a word of free text, so that filler words within a name stay in it."""

_COUNTED = re.compile(r"[0-9] ?[a-z]", re.IGNORECASE)
_SHORTEST_SLIP = 3
"""Minimum number of letters for a word to be taken for a misspelt choice."""

_ALMOST = 0.85
"""Minimum similarity of a misspelt label."""

_GUESSED = 1.0
_MISSPELT = 0.95
_QUOTED = 1.0
_TURNED = 2.0
_KNOWN = {Known.NAME: 0.0, Known.ALIAS: 0.25, Known.LIKELY: _GUESSED}
_LATER = 0.01
"""Extra cost of an option for each earlier option that takes free text, too."""


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
    if found[0].cost < _RESEMBLES or len(words) > _MOST_MISSPELT:
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
        self._knows = knows
        self._in_order = in_order
        text = " ".join(word.text for word in words)
        self._is_short = len(words) <= _MOST_WORDS and has_few_words(text, _MOST_SPELT_OUT)
        self._named = {word.option for word in words if word.option}
        self._open = [option for option in options if option.is_open]
        self._fits = cache(self._fit)
        self._starts = cache(self._may_start)

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
            WordSegment(self._words[at].option or first, (at, end), self._text(at, end), sure=False)
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
                yield self._named_part(option, at, end)
            return
        for number, option in enumerate(self._options):
            if option.by_name or option.name in used or option.name in self._named:
                continue
            waits = self._in_order and self._waits(number, used)
            for end in self._ends(at, ends) if option.is_open else range(at + 1, ends + 1):
                fit = self._fits(option.name, at, end)
                is_bare = fit is not None and fit[1] == self._text(at, end) and not _COUNTED.search(fit[1])
                if fit is not None and not (waits and is_bare):
                    cost, value = fit
                    turned = _TURNED if cost >= _OPEN and self._is_turned(number, used) else 0.0
                    yield cost + turned, WordSegment(option.name, (at, end), value, cost < _OPEN)
        if word.text.strip(",;").lower() in _FILLERS:
            yield _FILLER, WordSegment("", (at, at + 1), word.text, sure=True)
        for end in self._ends(at, ends):
            yield _LOST + _WORD * (end - at), WordSegment("", (at, end), self._text(at, end), False)

    def _ends(self, at: int, ends: int) -> Iterator[int]:
        """Yield the positions where free text may end: where another value may start, or at the end of the part."""
        for end in range(at + 1, ends):
            if self._starts(end) or self._starts(at) or self._words[end].quoted or self._words[end - 1].quoted:
                yield end
        yield ends

    def _may_start(self, at: int) -> bool:
        """Return whether a value other than free text may start at a word."""
        ends = range(at + 1, min(at + _LONGEST, len(self._words)) + 1)
        fits = (self._fits(option.name, at, end) for option in self._options if not option.by_name for end in ends)
        return any(fit is not None and fit[0] < _OPEN for fit in fits)

    def _named_part(self, option: CommandOption, at: int, end: int) -> tuple[float, WordSegment]:
        text = self._text(at, end)
        part = WordSegment(option.name, (at, end), text, True)
        if self._words[at].quoted or not text or reads(option, text):
            return 0.0, part
        known = self._knows(option.name, text) if option.is_open and end - at <= _LONGEST_NAME else Known.NO
        if known:
            return _KNOWN[known], part
        if self._resembles(option, text):
            return _RESEMBLES + _LATER * (end - at), part
        heads = (self._text(at, cut) for cut in range(at + 1, end))
        goes_on = any(reads(option, head) or self._resembles(option, head) for head in heads)
        return (_LOST if goes_on else _MISFIT) + _WORD * (end - at) + self._joins(at, end), part

    def _fit(self, name: str, at: int, end: int) -> tuple[float, str] | None:
        """Return the cost and the value of words as an option that wasn't named; None if they don't fit it."""
        option = next(each for each in self._options if each.name == name)
        text = self._text(at, end)
        alone = end - at == 1
        if option.is_open:
            return None if alone and self._only_leads(option, text) else self._open_fit(option, at, end)
        if end - at > _LONGEST or (not alone and any(word.quoted for word in self._words[at:end])):
            return None
        value = self._beside_its_name(option, at, end)
        if reads(option, text) and (value is None or option.kind is not OptionKind.INTEGER):
            return (_BARE if self._is_bare(option, text) else 0.0), text
        if value is not None:
            return 0.0, value
        if option.notation is not None and (led := self._after_its_lead(option, at, end)) is not None:
            return _MISFIT + _WORD * (end - at), led
        if self._resembles(option, text):
            return (_MISSPELT if option.choices else _RESEMBLES + _LATER * (end - at)), text
        return None

    def _open_fit(self, option: CommandOption, at: int, end: int) -> tuple[float, str]:
        text = self._text(at, end)
        before = _LATER * self._open.index(option)
        known, name = self._known(option, text) if end - at <= _LONGEST_NAME else (Known.NO, text)
        if known:
            return _KNOWN[known] + (before if known is Known.LIKELY else 0.0), name
        if self._words[at].quoted and end - at == 1:
            return _QUOTED + before, text
        if not option.completes and self._joins(at, end):  # a name with a part of it in quotes
            return _QUOTED + _WORD * (end - at) + self._joins(at, end) + before, text
        return _OPEN + _WORD * (end - at) + self._joins(at, end) + before, text

    def _known(self, option: CommandOption, text: str) -> tuple[Known, str]:
        """Return how well a text matches a name that an open option accepts, and that name: “data”, “about data”."""
        if known := self._knows(option.name, text):
            return known, text
        for lead in (*option.leads, *spoken(option)):
            if fold(text).startswith(f"{lead} ") and (known := self._knows(option.name, text[len(lead) + 1 :])):
                return known, text[len(lead) + 1 :]
        return Known.NO, text

    def _only_leads(self, option: CommandOption, text: str) -> bool:
        """Return whether a word only introduces a value of another option, as “until” does."""
        return any(fold(text) in each.leads for each in self._options if each is not option)

    def _joins(self, at: int, end: int) -> int:
        """Return the number of quoted words that are joined with others."""
        return sum(word.quoted for word in self._words[at:end]) if end - at > 1 else 0

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

    def _is_bare(self, option: CommandOption, text: str) -> bool:
        """Return whether a text is a bare number, which more likely belongs to an earlier integer option."""
        numbers = (each for each in self._options if each.kind is OptionKind.INTEGER)
        first = next(numbers, None)
        return (
            option.kind is not OptionKind.INTEGER
            and (text.isdigit() or fold(text) in NUMBERS)
            and first is not None
            and self._options.index(first) < self._options.index(option)
        )

    def _beside_its_name(self, option: CommandOption, at: int, end: int) -> str | None:
        """Return the value in words such as “5 questions”, “zone Berlin” or “until 31 May”; None if there's none."""
        if end - at < 2:
            return None
        text = self._text(at, end)
        folded = fold(text)
        for name in (*spoken(option), *option.leads):
            if folded.startswith(f"{name} ") and reads(option, value := text[len(name) + 1 :], named=True):
                return value
            is_number = option.kind is OptionKind.INTEGER
            if is_number and folded.endswith(f" {name}") and reads(option, value := text[: -len(name) - 1]):
                return value
        return None

    def _after_its_lead(self, option: CommandOption, at: int, end: int) -> str | None:
        """Return the words after one that introduces only this option, so that it reports what's wrong with them."""
        text = self._text(at, end)
        lead, _, value = text.partition(" ")
        leads = [each.name for each in self._options if fold(lead) in each.leads]
        is_whole = end == len(self._words) or self._starts(end)
        return value if value and is_whole and leads == [option.name] and fold(lead) not in _FILLERS else None

    def _resembles(self, option: CommandOption, text: str) -> bool:
        if option.notation is not None:
            return option.notation.resembles(said(text))
        if len(text) < _SHORTEST_SLIP:
            return False
        if " " not in text:
            # A single word is hardly ever a misspelling of several, such as not-here.
            as_many = [each.value for each in option.choices if each.value.count("-") == text.count("-")]
            every = [each.value for each in option.choices]
            return bool(nearest(text, as_many, least=ALIKE) or nearest(text, every, least=_ALMOST))
        labels = [each.label for each in option.choices if each.label.count(" ") == text.count(" ")]
        return bool(nearest(text, labels, least=_ALMOST))

    def _text(self, at: int, end: int) -> str:
        return " ".join(word.text for word in self._words[at:end]).strip(" ,;")


def _back(
    ways: Mapping[_State, Sequence[tuple[_State, WordSegment]]], end: _State
) -> Iterator[tuple[WordSegment, ...]]:
    """Yield the segments of each way that leads to a state, for up to _MOST_TIES ways."""
    if not ways[end]:
        yield ()
        return
    every = ((*parts, part) for before, part in ways[end] for parts in _back(ways, before))
    yield from itertools.islice(every, _MOST_TIES)
