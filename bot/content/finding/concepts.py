"""Reading a free question: the concepts that it speaks of, each with all the ways to say it.

A concept is a word, or a phrase that the pack knows, with its synonyms; words that say nothing are left out. Search
forgives any ending, and needs no place. A name that's taken out of a question, or replaced, is found as it's typed
(bot/naming/mentions.py): “trains” is no mention of training there, nor C of C++.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.content.model import Pack, Side, Term
from bot.language.fillers import ASKING, FILLERS
from bot.language.text import words
from bot.naming.mentions import longest_known

DIFFERING = frozenset(
    words(
        """
        compare compares compared comparing comparison comparisons contrast contrasts contrasted contrasting
        diff diffs differ differs differed differing difference differences different differently
        distinguish distinguishes distinguished distinguishing distinct distinction distinctions versus vs
        same similar similarly similarity similarities dissimilar alike unlike apart
        """
    )
)
"""Words that fit every item of a pack that compares: they count only where little else is said."""

_WEIGHING = frozenset(
    words(
        """
        better best worse worst superior inferior prefer preferred preferable choose choosing choice
        equal equals equivalent identical interchangeable opposite opposites resemble resembles related
        relation relationship
        """
    )
)
"""Words that compare as well, and that a pack may have something to say on."""

COMPARING = DIFFERING | _WEIGHING
"""Words of questions on how things differ, or which of them to take."""

_SAYING_LITTLE = FILLERS | DIFFERING
_NEITHER_NAME = FILLERS | COMPARING

_AMOUNTS = "number amount count hundreds thousands millions billions trillions hundred thousand million billion"
_TIMES = "seconds minutes hours days weeks months second minute hour day week month time long"
_CUES: dict[tuple[str, ...], str] = {
    ("how", "many"): _AMOUNTS,
    ("how", "much"): _AMOUNTS,
    ("how", "big"): _AMOUNTS,
    ("how", "long"): _TIMES,
}
"""What the answer to a question that begins so will speak of."""

_CUE_WEIGHT = 0.6

_ENDING = re.compile(r"(?<=...)(?:ings?|ed|es|s|e)$")
_DOUBLED = re.compile(r"([bdfglmnprt])\1$")


@dataclass(frozen=True, slots=True)
class Concept:
    """What a question speaks of.

    Args:
        phrases: the ways to say it.
        certainty: less than 1 where only words that begin alike were found.
        weight: less than 1 for what the question only hints at.
    """

    phrases: tuple[str, ...]
    certainty: float = 1.0
    weight: float = 1.0


class Reader:
    """Reads questions in the terms of one pack: its synonyms, its glossary and the names of its sides."""

    def __init__(self, pack: Pack) -> None:
        self._synonyms = _synonyms(pack)
        self._longest = max(map(len, self._synonyms), default=1)
        self._named: dict[tuple[str, ...], Term | Side] = {}
        named: tuple[Term | Side, ...] = (*pack.terms, *pack.sides)
        for each in named:  # what is both is a side
            for name in (each.term if isinstance(each, Term) else each.name, *each.aliases):
                self._named[self._synonyms[stems(words(name))]] = each

    def concepts(self, question: str) -> list[Concept]:
        """Return what a question speaks of, each concept once; what it only hints at comes last."""
        said = words(question)
        found = self._telling(said, _SAYING_LITTLE)
        if all(isinstance(self._named.get(concept.phrases), Side) for concept in found):
            found = self._telling(said, FILLERS)
        cue = _CUES.get(tuple(said[:2]))
        hints = [Concept(tuple(cue.split()), weight=_CUE_WEIGHT)] if cue else []
        return [*(found or self._telling(said, frozenset())), *hints]

    def units(self, said: Sequence[str]) -> Iterator[tuple[Sequence[str], tuple[str, ...]]]:
        """Return words, a phrase that the pack knows as one, with the ways to say them; none for a filler."""
        return self._units(said, _NEITHER_NAME)

    def called(self, said: Sequence[str]) -> Term | Side | None:
        """Return the term or side that some words are a name of."""
        return self._named.get(self._synonyms.get(stems(said), ()))

    def named(self, question: str) -> Term | Side | None:
        """Return the term or side that a question speaks of, if it speaks of nothing else."""
        found = self._telling(words(question), FILLERS | ASKING)
        return self._named.get(found[0].phrases) if len(found) == 1 else None

    def _ways_to_say(self, word: str) -> tuple[str, ...]:
        """Return a word and its synonyms."""
        return self._synonyms.get(stems([word]), (word,))

    def _telling(self, said: Sequence[str], fillers: frozenset[str]) -> list[Concept]:
        """Return the concepts in some words, in order, without the fillers; a long phrase wins over its parts."""
        told = dict.fromkeys(phrases for _, phrases in self._units(said, fillers) if phrases)
        return [Concept(phrases) for phrases in told]

    def _units(self, said: Sequence[str], fillers: frozenset[str]) -> Iterator[tuple[Sequence[str], tuple[str, ...]]]:
        def known(run: Sequence[str]) -> tuple[str, ...] | None:
            if len(run) > 1:
                return self._synonyms.get(stems(run))
            return () if run[0] in fillers else self._ways_to_say(run[0].removesuffix("'s"))

        return ((run, phrases or ()) for run, phrases in longest_known(said, self._longest, known))


def is_comparing(question: str) -> bool:
    """Return whether a question asks how things differ."""
    return not COMPARING.isdisjoint(words(question))


def stems(phrase: Sequence[str]) -> tuple[str, ...]:
    """Return a phrase as its synonyms are found, whatever its endings: chain, chains, planned, planing."""
    return tuple(map(_stem, phrase))


@lru_cache(maxsize=50_000)  # the words of a large pack come up again and again
def _stem(word: str) -> str:
    return _DOUBLED.sub(r"\1", _ENDING.sub("", word))


def _synonyms(pack: Pack) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Map every phrase of a synonym group, without its endings, to all phrases of its groups."""
    groups: list[Iterable[str]] = [*pack.synonyms]
    groups += [(term.term, *term.aliases) for term in pack.terms]
    groups += [(side.name, *side.aliases) for side in pack.sides]
    found: defaultdict[tuple[str, ...], dict[str, None]] = defaultdict(dict)
    for group in groups:
        phrases = dict.fromkeys(" ".join(words(name)) for name in group)
        for phrase in phrases:
            found[stems(phrase.split())].update(phrases)
    return {phrase: tuple(group) for phrase, group in found.items()}
