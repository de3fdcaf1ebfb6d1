"""Reading a free question: the concepts that it mentions, each with all the ways to say it.

A concept is a word, or a phrase that the pack knows, with its synonyms; filler words are left out. Search ignores
endings and needs no positions. Code that removes or replaces a name in a question needs the exact spelling and uses
bot/naming/mentions.py instead: there, “trains” isn't a mention of training, nor C++ one of C.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from bot.content.finding.documents import named_cards
from bot.content.model import Card, Pack, Side, Term
from bot.language.locales import language_of
from bot.language.stop_words import ASKING_WORDS, STOP_WORDS, stop_words_in
from bot.language.text import words
from bot.naming.mentions import longest_known

Named: TypeAlias = Term | Side | Card
"""What a question can name and compare; a card if it explains one thing."""

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
"""Words that fit every item of a pack that compares: they count only if the question says little else."""

_WEIGHING = frozenset(
    words(
        """
        better best worse worst superior inferior prefer preferred preferable choose choosing choice
        equal equals equivalent identical interchangeable opposite opposites resemble resembles related
        relate relates relation relationship commonality commonalities
        """
    )
)
"""Other words that compare; a pack may have something to say about these."""

COMPARING = DIFFERING | _WEIGHING
"""Words in questions about how things differ, or which of them to choose."""

_IN_COMMON = re.compile(r"\bin\s+common\b", re.IGNORECASE)

_AMOUNTS = "number amount count hundreds thousands millions billions trillions hundred thousand million billion"
_TIMES = "seconds minutes hours days weeks months second minute hour day week month time long"
_CUES: dict[tuple[str, ...], str] = {
    ("how", "many"): _AMOUNTS,
    ("how", "much"): _AMOUNTS,
    ("how", "big"): _AMOUNTS,
    ("how", "long"): _TIMES,
}
"""Words to expect in the answer to a question, by the question's first two words."""

_CUE_WEIGHT = 0.6

_ENDING = re.compile(r"(?<=...)(?:ings?|ed|es|s|e)$")
_DIGITS = "0123456789"
_PREFIXES = frozenset(words("anti co de mis multi non out over post pre re self semi sub un under"))
"""What makes another thing of the word that follows: pre-training isn't called training in short."""

_DOUBLED = re.compile(r"([bdfglmnprt])\1$")


@dataclass(frozen=True, slots=True)
class Concept:
    """Something that a question mentions.

    Args:
        phrases: the ways to say it.
        certainty: less than 1 if only words with the same beginning were found.
        weight: less than 1 for what the question only hints at.
    """

    phrases: tuple[str, ...]
    certainty: float = 1.0
    weight: float = 1.0


class Reader:
    """Reads questions in the terms of one pack: its synonyms, its glossary and the names of its sides."""

    def __init__(self, pack: Pack) -> None:
        self._stop_words = stop_words_in(pack.language)
        self._saying_little = self._stop_words | DIFFERING
        self._neither_name = self._stop_words | COMPARING
        self._only_asking = self._stop_words | ASKING_WORDS
        self._is_english = language_of(pack.language) == "en"
        self._synonyms = _synonyms(pack)
        self._longest = max(map(len, self._synonyms), default=1)
        self._named: dict[tuple[str, ...], Term | Side] = {}
        named: tuple[Term | Side, ...] = (*pack.terms, *pack.sides)
        for each in named:  # what is both is a side
            for name in (each.term if isinstance(each, Term) else each.name, *each.aliases):
                self._named[self._synonyms[stems(words(name))]] = each
        fronts = ((stems(words(name)), card) for name, card in reversed(named_cards(pack)))
        self._cards = {name: card for name, card in fronts if name and name not in self._synonyms}
        self._longest_name = max(map(len, self._cards), default=1)
        self._ends, self._starts = _parts({**self._named_as(), **self._cards})

    def concepts(self, question: str) -> list[Concept]:
        """Return the concepts that a question mentions, each once; those that it only hints at come last."""
        said = words(question)
        found = self._telling(said, self._saying_little)
        if all(isinstance(self._named.get(concept.phrases), Side) for concept in found):
            found = self._telling(said, self._stop_words)
        cue = _CUES.get(tuple(said[:2]))
        hints = [Concept(tuple(cue.split()), weight=_CUE_WEIGHT)] if cue else []
        return [*(found or self._telling(said, frozenset())), *hints]

    def units(self, said: Sequence[str]) -> Iterator[tuple[Sequence[str], tuple[str, ...]]]:
        """Return the words, or known phrases, with all the ways to say each; no ways for a filler."""

        def known(run: Sequence[str]) -> tuple[str, ...] | None:
            found = self._known(run, self._neither_name)
            return (" ".join(run),) if found is None and stems(run) in self._cards else found

        longest = max(self._longest, self._longest_name)
        return ((run, phrases or ()) for run, phrases in longest_known(said, longest, known))

    def called(self, said: Sequence[str]) -> Named | None:
        """Return the term, side or card that these words name, if any."""
        name = stems(said)
        return self._named.get(self._synonyms.get(name, ())) or self._cards.get(name)

    def called_in_short(self, word: str) -> Named | None:
        """Return the only thing whose name ends, or else begins, with a word: NEWS2 for “NEWS”."""
        (stem,) = stems([word])
        found = self._ends.get(stem) or self._starts.get(stem) or ()
        return found[0] if len(found) == 1 else None

    def _named_as(self) -> Mapping[tuple[str, ...], Term | Side]:
        """Return terms and sides by the stems of each of their names."""
        found = {phrase: self._named.get(group) for phrase, group in self._synonyms.items()}
        return {phrase: each for phrase, each in found.items() if each is not None}

    def named(self, question: str) -> Term | Side | None:
        """Return the term or side that a question mentions, if it mentions nothing else."""
        found = self._telling(words(question), self._only_asking)
        return self._named.get(found[0].phrases) if len(found) == 1 else None

    def _ways_to_say(self, word: str) -> tuple[str, ...]:
        """Return a word and its synonyms."""
        return self._synonyms.get(stems([word]), (word,))

    def _telling(self, said: Sequence[str], stop_words: frozenset[str]) -> list[Concept]:
        """Return the concepts among some words, in order, without stop words; a long phrase wins over its parts."""
        told = dict.fromkeys(phrases for _, phrases in self._units(said, stop_words) if phrases)
        return [Concept(phrases) for phrases in told]

    def _units(
        self, said: Sequence[str], stop_words: frozenset[str]
    ) -> Iterator[tuple[Sequence[str], tuple[str, ...]]]:
        found = longest_known(said, self._longest, lambda run: self._known(run, stop_words))
        return ((run, phrases or ()) for run, phrases in found)

    def _known(self, run: Sequence[str], stop_words: frozenset[str]) -> tuple[str, ...] | None:
        """Return the ways to say a word or a known phrase; none for a stop word, and None for an unknown phrase."""
        if len(run) > 1:
            return self._synonyms.get(stems(run))
        word = run[0] if self._is_english else _without_elision(run[0])
        return () if word in stop_words else self._ways_to_say(word.removesuffix("'s"))


def _without_elision(word: str) -> str:
    """Return a word without what elision leaves of the one before it (l'equipe), or the end of a plural (foto's)."""
    start, _, end = word.rpartition("'")
    return end if len(end) > 1 else start or word


def alike(question: str) -> str:
    """Return a question with “in common” replaced by a word that compares; “common” alone doesn't."""
    return _IN_COMMON.sub("alike", question)


def is_comparing(question: str) -> bool:
    """Return whether a question asks how things differ."""
    return not COMPARING.isdisjoint(words(question))


def stems(phrase: Sequence[str]) -> tuple[str, ...]:
    """Return the stems under which a phrase's synonyms are stored: “chain” for chains, “plan” for planned."""
    return tuple(map(_stem, phrase))


@lru_cache(maxsize=50_000)  # the words of a large pack come up again and again
def _stem(word: str) -> str:
    return _DOUBLED.sub(r"\1", _ENDING.sub("", word))


_Parts: TypeAlias = Mapping[str, Sequence[Named]]


def _parts(by_name: Mapping[tuple[str, ...], Named]) -> tuple[_Parts, _Parts]:
    """Return things by the last and by the first word of their names; for NEWS2, the first one is NEWS."""
    ends, starts = defaultdict[str, list[Named]](list), defaultdict[str, list[Named]](list)
    for name, each in by_name.items():
        if not name or name[0] in _PREFIXES:  # a name such as -> has no words
            continue
        parts = [(ends, name[-1]), (starts, name[0])] if len(name) > 1 else [(starts, _stem(name[0].rstrip(_DIGITS)))]
        for index, part in parts:
            if part and (part,) != name and part not in STOP_WORDS and each not in index.get(part, ()):
                index[part].append(each)
    return ends, starts


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
