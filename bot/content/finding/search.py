"""Full-text search in one pack: finds the items that answer a free question best.

Each item is indexed under its title, its own text, the objectives that it teaches, and the wording of the questions
that test those objectives: what a quiz asks is much like what people ask. A question is read as concepts; a rarer
concept has a larger weight. For each concept, an item scores the weight times its BM25 score relative to the best
item's, and the sum is larger if the question contains its title. The sum is multiplied by the share of the question
that the item covers, so a word that's missing from the pack makes every answer doubtful. If no title or objective has
any word of a question, the question is about something else.
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
"""How much larger an item's score is if the question contains its whole title."""

_AS_RARE_AS = 2
"""A concept in fewer items than this counts as if it were in this many: one odd word mustn't drown the rest."""

_RELATED = 0.8
"""Certainty of a word if only words with the same beginning were found."""

_LONG, _ENDING = 8, 3
"""Minimum length of a word to look for others with the same beginning, and the number of last characters ignored."""


@dataclass(frozen=True, slots=True)
class Said:
    """An item that has words of a question.

    Args:
        item: what was found.
        row: its position among all items that can answer.
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
        """Return the items that answer a question best, the best first; empty if nothing matches at all."""
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
        """Return the rows of what a question names by any of its names, if it says nothing else."""
        if rows := self._called.rows(question):
            return rows
        meant = self._reader.named(question)
        term = self._terms.get(indexed(meant.term if isinstance(meant, Term) else meant.name)) if meant else None
        return frozenset() if term is None else frozenset({term})

    def telling_apart(self, query: Query) -> Callable[[int], bool]:
        """Return a test for items, by row, whose names differ from what the question names in a sign or an accent.

        Args:
            query: the query.
        """
        has_signs = is_signed(query.marked)
        return lambda row: (has_signs or self._is_signed[row]) and self._is_another(row, query.marked)

    def _is_another(self, row: int, said: Sequence[str]) -> bool:
        otherwise = [says_otherwise(said, name) for name in self._names[row]]
        return any(otherwise) and not any(
            set(name) <= set(said) for name, other in zip(self._names[row], otherwise, strict=True) if not other
        )

    def _scored(self, question: str) -> tuple[Mapping[int, float], Mapping[int, float]]:
        """Return the score of each item that has words of a question, and the share of the question it covers."""
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
                titled[row] = self._title_words[row]  # by whichever alias
        for row in scores:
            scores[row] *= covered[row] / total * (1 + _TITLED * min(1, titled[row] / self._title_words[row]))
        return scores, {row: covered[row] / total if is_taught else 0.0 for row in scores}

    def _weight(self, matching: int) -> float:
        """Return the weight of a concept from the number of items that mention it: BM25's IDF, kept above 0."""
        seen = min(max(matching, _AS_RARE_AS), len(self._items))
        return math.log(1 + (len(self._items) - seen + 0.5) / (seen + 0.5))

    def _look_up(self, concept: Concept) -> tuple[Concept, Occurrences]:
        """Return a concept and the items that mention it; if none does, related words and their items."""
        occurrences = self._index.occurrences(concept.phrases)
        if not occurrences.count and len(concept.phrases) == 1 and (related := self._related(concept.phrases[0])):
            return related, self._index.occurrences(related.phrases)
        return concept, occurrences

    def _related(self, word: str) -> Concept | None:
        """Return words that begin like a long one: create, creating for creation, which stemming misses."""
        if len(word) < _LONG:
            return None
        related = tuple(known for known in self.vocabulary if known.startswith(word[:-_ENDING]))
        return Concept(related, _RELATED) if related else None
