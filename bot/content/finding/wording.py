"""What a question says once its slips are corrected and the pack's abbreviations are spelled out.

A word is a slip only if neither the language nor the pack has it: “spend” stays, however much it looks like “send”.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from itertools import chain

from rapidfuzz.distance import OSA

from bot.content.model import Pack
from bot.judging import lexicon
from bot.language.text import fold, words

_SHORTEST, _LONG = 4, 8
"""Letters from which a word can be a slip, and from which it may be two slips away."""

_ABBREVIATION = 5
"""Characters of an abbreviation at most."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")

_ENDINGS = ("s", "es", "ed", "d", "ing", "er", "ly")


class _Words:
    """Words, and those of one initial and one length.

    Args:
        words: those that count most first.
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
        """Return the words with an initial and so many letters."""
        return self._alike.get((initial, length), ())


_common = cache(_Words)
"""A language's common words, which all packs in it share: they take thirty times as much as a small pack's own."""


class Wording:
    """Reads the words of questions.

    Args:
        pack: whose abbreviations are spelled out.
        own: the words of the pack.
        common: the words of its language, folded, the most used first; none if they aren't known.
    """

    def __init__(self, pack: Pack, own: Collection[str], common: tuple[str, ...]) -> None:
        self._language = pack.language
        self._known = (_Words(sorted(own)), _common(common))
        self._short = dict(_abbreviations(pack, self._known[1]))
        self._whole = _whole_names(pack, self._short)

    def corrected(self, question: str) -> str:
        """Return a question with its slips corrected."""
        return _WORD.sub(lambda word: self._corrected(word[0]), question)

    def spelled_out(self, question: str) -> str:
        """Return a question with what its abbreviations stand for.

        What's a part of a longer name stays: an AI agent is called that, and an artificial intelligence agent isn't.
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
        """Return the known word that a slip is nearest to: one of the same letters first, then a longer one."""
        slips = 1 if len(slip) < _LONG else 2
        letters, own = sorted(slip), self._known[0]
        best = (slips + 1, False, 0, False)
        nearest = None
        for length in range(len(slip) - slips, len(slip) + slips + 1):
            for known in chain.from_iterable(each.alike(slip[0], length) for each in self._known):
                apart = OSA.distance(slip, known, score_cutoff=slips)
                worth = (apart, letters != sorted(known), -length, known not in own)
                if worth < best:
                    best, nearest = worth, known
        return nearest

    def _is_known(self, word: str) -> bool:
        """Return whether a word, or what it's a form of, is one of the language or the pack."""
        if lexicon.is_known(word, self._language):
            return True
        stems = [word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending)]
        forms = (word, *(form for stem in stems if len(stem) >= _SHORTEST - 1 for form in (stem, f"{stem}e")))
        return any(form in known for form in forms for known in self._known)


def _whole_names(pack: Pack, short: Collection[str]) -> re.Pattern[str]:
    """Return what finds the words of a question, those that are a longer name together, if that has an abbreviation.

    Args:
        pack: whose names.
        short: its abbreviations.
    """
    called = [name for main, aliases in _called(pack) for name in (main, *aliases) if len(words(name)) > 1]
    long = sorted((name for name in called if not set(short).isdisjoint(name.split())), key=len, reverse=True)
    return re.compile("|".join((*(rf"\b{re.escape(name)}s?\b" for name in long), _WORD.pattern)), re.IGNORECASE)


def _abbreviations(pack: Pack, common: _Words) -> Iterator[tuple[str, str]]:
    """Yield abbreviations and what they stand for: as written, and folded where that's no usual word."""
    for name, aliases in _called(pack):
        for alias in aliases:
            if len(alias) <= _ABBREVIATION and sum(map(str.isupper, alias)) > 1 and len(words(name)) > 1:
                yield alias, name
                if fold(alias) not in common:
                    yield fold(alias), name


def _called(pack: Pack) -> list[tuple[str, Sequence[str]]]:
    """Return what terms and sides are called, each with its aliases."""
    return [*((term.term, term.aliases) for term in pack.terms), *((side.name, side.aliases) for side in pack.sides)]
