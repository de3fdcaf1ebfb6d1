"""Full-text search in one pack: a question in free words → the items that answer it best.

Each item is indexed under its title, its own text, the objectives that it teaches, and the wording of the questions
that test those objectives: what a quiz asks is much like what people ask. A question is read as concepts, each as
telling as it is rare in the pack. An item counts for a concept as much as its BM25 compares with the best item's, and
more where the question says its title; the sum is taken times the share of the question that the item covers, so that
a word that the pack doesn't have makes every answer doubtful. A question of whose words the pack has some, but none
in a title or an objective, is about something else.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from bot.content.finding.concepts import Concept, Reader
from bot.content.finding.documents import Answering, answering, document, heading, indexed, names, tests_by_objective
from bot.content.finding.full_text import FullText, Occurrences
from bot.content.finding.halves import Compared, compared
from bot.content.finding.named import NameIndex
from bot.content.finding.query import Query
from bot.content.model import Pack, Term
from bot.language.fillers import FILLERS
from bot.language.text import words
from bot.naming.marks import is_signed, marked_words, says_otherwise

_TITLED = 0.4
"""How much more an item counts when the question says its whole title."""

_AS_RARE_AS = 2
"""Items that a concept counts as being in when it's in fewer: one odd word mustn't drown the rest."""

_RELATED = 0.8
"""What a word counts for when only others that begin alike were found."""

_LONG, _ENDING = 8, 3
"""Characters of a word whose beginning tells what it's about, and of an ending at most."""


@dataclass(frozen=True, slots=True)
class Said:
    """An item that has words of a question.

    Args:
        item: what was found.
        row: its place among all that can answer.
        score: higher is better; comparable only within one question.
        coverage: the share (0…1) of the question's weight that the item covers.
        is_named: whether the question names the item, and says nothing else.
    """

    item: Answering
    row: int
    score: float
    coverage: float
    is_named: bool = False


class Search:
    """Finds the items of one pack by their words."""

    def __init__(self, pack: Pack) -> None:
        self._items = answering(pack)
        self._reader = Reader(pack)
        tests = tests_by_objective(pack)
        documents = [document(pack, item, tests) for item in self._items]
        self._index = FullText(documents)
        self._title_words = [
            max(1, sum(word not in FILLERS for word in words(heading(item)))) for item in self._items
        ]
        self._names = [[marked_words(name) for name in names(item)] for item in self._items]
        self._is_signed = [any(map(is_signed, names)) for names in self._names]
        self._called = NameIndex(self._items)
        self._terms = {indexed(item.term): row for row, item in enumerate(self._items) if isinstance(item, Term)}
        self.vocabulary = sorted({word for each in documents for word in " ".join(each).split() if len(word) > 3})

    def compared(self, question: str) -> Compared:
        """Return what a question compares as a whole."""
        return compared(self._reader, question, lambda concept: self._look_up(concept)[1].count > 0)

    def find(self, query: Query, limit: int) -> list[Said]:
        """Return the items that answer a question best, best first; none if nothing matches at all."""
        scores, coverage = self._scored(query.text)
        named = self._named(query.text)
        first = named if query.asks_what else frozenset()
        best = sorted({*scores, *named}, key=lambda row: (row in first, scores.get(row, 0.0)), reverse=True)
        is_another = self.telling_apart(query)
        own = (row for row in best if not is_another(row))
        return [
            Said(self._items[row], row, scores.get(row, 0.0), coverage.get(row, 0.0), row in named)
            for row in islice(own, limit)
        ]

    def _named(self, question: str) -> frozenset[int]:
        """Return the places of what a question names, if it says nothing else, whatever the pack calls it."""
        if rows := self._called.rows(question):
            return rows
        meant = self._reader.named(question)
        term = self._terms.get(indexed(meant.term if isinstance(meant, Term) else meant.name)) if meant else None
        return frozenset() if term is None else frozenset({term})

    def telling_apart(self, query: Query) -> Callable[[int], bool]:
        """Return what says whether a question names something else that differs from an item in a sign or an accent.

        Args:
            query: the question; items are told by their numbers, from 0.
        """
        has_signs = is_signed(query.marked)
        return lambda row: (has_signs or self._is_signed[row]) and self._is_another(row, query.marked)

    def _is_another(self, row: int, said: Sequence[str]) -> bool:
        otherwise = [says_otherwise(said, name) for name in self._names[row]]
        return any(otherwise) and not any(
            set(name) <= set(said) for name, other in zip(self._names[row], otherwise, strict=True) if not other
        )

    def _scored(self, question: str) -> tuple[Mapping[int, float], Mapping[int, float]]:
        """Return the score of each item that has words of a question, and how much of the question it covers."""
        total = 0.0
        scores: defaultdict[int, float] = defaultdict(float)
        covered: defaultdict[int, float] = defaultdict(float)
        titled: defaultdict[int, int] = defaultdict(int)
        is_taught = False
        for concept, occurrences in map(self._look_up, self._reader.concepts(question)):
            is_taught = is_taught or occurrences.is_taught
            weight = self._weight(occurrences.count) * concept.weight
            total += weight
            certain = weight * concept.certainty
            share = certain / occurrences.best[0][1] if occurrences.best else 0.0
            for row, score, in_title in occurrences.best:
                scores[row] += score * share
                covered[row] += certain
                titled[row] += in_title
            for row in (self._terms[phrase] for phrase in concept.phrases if phrase in self._terms):
                titled[row] = self._title_words[row]  # whatever the alias that was said
        for row in scores:
            scores[row] *= covered[row] / total * (1 + _TITLED * min(1, titled[row] / self._title_words[row]))
        return scores, {row: covered[row] / total if is_taught else 0.0 for row in scores}

    def _weight(self, matching: int) -> float:
        """Return how telling a concept is that so many items mention: BM25's measure, which stays above 0 here."""
        seen = min(max(matching, _AS_RARE_AS), len(self._items))
        return math.log(1 + (len(self._items) - seen + 0.5) / (seen + 0.5))

    def _look_up(self, concept: Concept) -> tuple[Concept, Occurrences]:
        """Return a concept and the items that mention it; if none does, the nearest to its word that the pack has."""
        occurrences = self._index.occurrences(concept.phrases)
        if not occurrences.count and len(concept.phrases) == 1 and (related := self._related(concept.phrases[0])):
            return related, self._index.occurrences(related.phrases)
        return concept, occurrences

    def _related(self, word: str) -> Concept | None:
        """Return words that begin as a long one does: create, creating for creation, which Porter's endings miss."""
        if len(word) < _LONG:
            return None
        related = tuple(known for known in self.vocabulary if known.startswith(word[:-_ENDING]))
        return Concept(related, _RELATED) if related else None
