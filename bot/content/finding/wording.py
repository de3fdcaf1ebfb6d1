"""Corrects a question's typos and spells out the pack's abbreviations.

A word is a typo only if neither the language nor the pack has it: “spend” stays, even if it looks like “send”.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from itertools import chain

from rapidfuzz.distance import OSA

from bot.content.finding.initials import initials
from bot.content.model import Pack
from bot.judging import lexicon
from bot.language.text import fold, words

_SHORTEST, _LONG = 4, 8
"""Minimum length of a word to correct, and the length from which it may be two edits away."""

_ABBREVIATION = 5
"""Maximum length of an abbreviation."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")

_ENDINGS = ("s", "es", "ed", "d", "ing", "er", "ly")


class _Words:
    """A set of words, indexed by initial and length.

    Args:
        words: the words, the most important first.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._all = dict.fromkeys(words)
        self._alike: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
        for word in self._all:
            if len(word) >= _SHORTEST:
                self._alike[word[0], len(word)].append(word)

    def __contains__(self, word: str) -> bool:
        return word in self._all

    def alike(self, initial: str, length: int) -> Sequence[str]:
        """Return the words with the given initial and length."""
        return self._alike.get((initial, length), ())


_common = cache(_Words)
"""A language's common words, shared by all packs: they take thirty times as much memory as a small pack's own."""


class Wording:
    """Corrects the words of questions.

    Args:
        pack: the pack with the abbreviations.
        own: the pack's words.
        common: the words of its language, folded, the most common first; empty if unknown.
    """

    def __init__(self, pack: Pack, own: Collection[str], common: tuple[str, ...]) -> None:
        self._language = pack.language
        named = {word for name, aliases in _called(pack) for each in (name, *aliases) for word in words(each)}
        self._known = (_Words(sorted(named.union(own))), _common(common))
        self._short = dict(_abbreviations(pack, *self._known))
        self._whole = _whole_names(pack, self._short)

    def corrected(self, question: str) -> str:
        """Return a question with its typos corrected."""
        return _WORD.sub(lambda word: self._corrected(word[0]), question)

    def spelled_out(self, question: str) -> str:
        """Return a question with its abbreviations spelled out.

        Part of a longer name stays: nobody calls an AI agent an artificial intelligence agent.
        """
        return self._whole.sub(self._spelled_out, question)

    def _spelled_out(self, found: re.Match[str]) -> str:
        return self._short.get(found[0]) or self._short.get(fold(found[0])) or found[0]

    def _corrected(self, word: str) -> str:
        plain = fold(word)
        if len(plain) < _SHORTEST or not plain.isalpha() or self._is_known(plain):
            return word
        return self._nearest(plain) or word

    def _nearest(self, slip: str) -> str | None:
        """Return the known word closest to a typo; if several are, one with the same letters, else the longest."""
        slips = 1 if len(slip) < _LONG else 2
        letters, own = sorted(slip), self._known[0]
        best = (slips + 1, False, 0, False)
        nearest = None
        for length in range(len(slip) - slips, len(slip) + slips + 1):
            for known in chain.from_iterable(each.alike(slip[0], length) for each in self._known):
                apart = OSA.distance(slip, known, score_cutoff=slips)
                if apart <= best[0]:
                    worth = (apart, letters != sorted(known), -length, known not in own)
                    if worth < best:
                        best, nearest = worth, known
        return nearest

    def _is_known(self, word: str) -> bool:
        """Return whether a word, or its base form, belongs to the language or the pack."""
        if lexicon.is_known(word, self._language) or word in self._short:
            return True
        stems = [word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending)]
        forms = (word, *(form for stem in stems if len(stem) >= _SHORTEST - 1 for form in (stem, f"{stem}e")))
        return any(form in known for form in forms for known in self._known)


def _whole_names(pack: Pack, short: Collection[str]) -> re.Pattern[str]:
    """Return a pattern that matches words, and as a whole those longer names that contain an abbreviation.

    Args:
        pack: the pack with the names.
        short: its abbreviations.
    """
    called = [name for main, aliases in _called(pack) for name in (main, *aliases) if len(words(name)) > 1]
    long = sorted((name for name in called if not set(short).isdisjoint(name.split())), key=len, reverse=True)
    return re.compile("|".join((*(rf"\b{re.escape(name)}s?\b" for name in long), _WORD.pattern)), re.IGNORECASE)


def _abbreviations(pack: Pack, own: _Words, common: _Words) -> Iterator[tuple[str, str]]:
    """Yield abbreviations with their full names: as written, and also folded unless that's a common word.

    Args:
        pack: the pack.
        own: its words; initials that are one of them may mean something else.
        common: the common words of its language.
    """
    for name, aliases in _called(pack):
        for alias in aliases:
            if len(alias) <= _ABBREVIATION and sum(map(str.isupper, alias)) > 1 and len(words(name)) > 1:
                yield alias, name
                if fold(alias) not in common:
                    yield fold(alias), name
    known = {fold(alias) for _, aliases in _called(pack) for alias in aliases}
    for name, _ in _called(pack):
        for short in initials(name, pack.language) - known:
            if short not in common and short not in own:
                yield short.upper(), name
                yield short, name


def _called(pack: Pack) -> list[tuple[str, Sequence[str]]]:
    """Return the names of terms and sides, each with its aliases."""
    return [*((term.term, term.aliases) for term in pack.terms), *((side.name, side.aliases) for side in pack.sides)]
