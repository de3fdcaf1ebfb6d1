"""Full-text search in one pack: a question in free words → the items that answer it best.

The index is SQLite's FTS5 with Porter stemming. Each item is indexed under its title, its own text, the objectives
that it teaches, and the wording of the questions that test those objectives: what a quiz asks is much like what
people ask. A question is read as concepts, each as telling as it is rare in the pack. An item counts for a concept as
much as its BM25 compares with the best item's, and more where the question says its title; the sum is taken times the
share of the question that the item covers, so that a word that the pack doesn't have makes every answer doubtful. A
question of whose words the pack has some, but none in a title or an objective, is about something else.
"""

import math
import sqlite3
import weakref
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from cachetools import LRUCache

from bot.content.finding.concepts import Concept, Reader
from bot.content.finding.documents import Answering, answering, document, heading, indexed, names, tests_by_objective
from bot.content.model import Pack, Side, Term
from bot.language.fillers import FILLERS
from bot.language.text import words
from bot.naming.marks import is_signed, marked_words, says_otherwise

_TITLED = 0.4
"""How much more an item counts when the question says its whole title."""

_WEIGHTS = "5.0, 1.5, 3.0, 0.5"
"""How much a match counts in the title, the text, the objectives taught and the questions that test them."""

_AS_RARE_AS = 2
"""Items that a concept counts as being in when it's in fewer: one odd word mustn't drown the rest."""

_RELATED = 0.8
"""What a word counts for when only others that begin alike were found."""

_BEST = 300
"""At most this many items gain something by a concept: a large pack mentions a usual word everywhere."""

_COMMON, _COMMON_SHARE = 1_000, 0.1
"""Items, and the share of all, beyond which a word tells so little that it counts in titles alone: SQLite takes a
microsecond or two for each item that it compares."""

_MOST_KNOWN = 256
"""Concepts whose items are kept."""

_LONG, _ENDING = 8, 3
"""Characters of a word whose beginning tells what it's about, and of an ending at most."""


@dataclass(frozen=True, slots=True)
class Said:
    """An item that has words of a question.

    Args:
        item: what was found.
        score: higher is better; comparable only within one question.
        coverage: the share (0…1) of the question's weight that the item covers.
    """

    item: Answering
    score: float
    coverage: float


@dataclass(frozen=True, slots=True)
class _Matches:
    """The items that mention a concept.

    Args:
        count: how many there are.
        best: the row, the score, and whether it's in the title, of the best of them.
        is_taught: whether the pack has it in a title or an objective, and not just in passing.
    """

    count: int
    best: Sequence[tuple[int, float, bool]]
    is_taught: bool


class Search:
    """The full-text index of one pack."""

    def __init__(self, pack: Pack) -> None:
        self._items = answering(pack)
        self._reader = Reader(pack)
        self._known = LRUCache[tuple[str, ...], _Matches](_MOST_KNOWN)
        self._index = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        weakref.finalize(self, self._index.close)  # a reloaded pack leaves its old index behind
        self._index.execute(
            "CREATE VIRTUAL TABLE doc USING fts5(title, body, taught, tested, tokenize = 'porter unicode61')"
        )
        tests = tests_by_objective(pack)
        rows = [document(pack, item, tests) for item in self._items]
        self._index.executemany("INSERT INTO doc VALUES (?, ?, ?, ?)", rows)
        self._title_words = [
            max(1, sum(word not in FILLERS for word in words(heading(item)))) for item in self._items
        ]
        self._names = [[marked_words(name) for name in names(item)] for item in self._items]
        self._is_signed = [any(map(is_signed, names)) for names in self._names]
        self._terms = {
            indexed(item.term): row for row, item in enumerate(self._items, start=1) if isinstance(item, Term)
        }
        self.vocabulary = sorted({word for row in rows for word in " ".join(row).split() if len(word) > 3})

    def compared(self, question: str) -> list[Term | Side]:
        """Return the terms and sides that a question speaks of, if they're several and it speaks of nothing else."""
        return self._reader.compared(question)

    def find(self, question: str, limit: int = 5) -> list[Said]:
        """Return the items that answer a question best, best first; none if nothing matches at all."""
        total = 0.0
        scores: defaultdict[int, float] = defaultdict(float)
        covered: defaultdict[int, float] = defaultdict(float)
        titled: defaultdict[int, int] = defaultdict(int)
        is_taught = False
        for concept, matches in map(self._look_up, self._reader.concepts(question)):
            is_taught = is_taught or matches.is_taught
            weight = self._weight(matches.count) * concept.weight
            total += weight
            certain = weight * concept.certainty
            share = certain / matches.best[0][1] if matches.best else 0.0
            for row, score, in_title in matches.best:
                scores[row] += score * share
                covered[row] += certain
                titled[row] += in_title
            for row in (self._terms[phrase] for phrase in concept.phrases if phrase in self._terms):
                titled[row] = self._title_words[row - 1]  # whatever the alias that was said
        for row in scores:
            scores[row] *= covered[row] / total * (1 + _TITLED * min(1, titled[row] / self._title_words[row - 1]))
        best_rows = sorted(scores, key=scores.__getitem__, reverse=True)
        is_another = self.telling_apart(question)
        own = (row for row in best_rows if not is_another(row - 1))
        return [
            Said(self._items[row - 1], scores[row], covered[row] / total if is_taught else 0.0)
            for row in islice(own, limit)
        ]

    def telling_apart(self, question: str) -> Callable[[int], bool]:
        """Return what says whether a question names something else that differs from an item in a sign or an accent.

        Args:
            question: as asked; items are told by their numbers, from 0.
        """
        said = marked_words(question)
        has_signs = is_signed(said)
        return lambda number: (has_signs or self._is_signed[number]) and self._is_another(number, said)

    def _is_another(self, number: int, said: Sequence[str]) -> bool:
        otherwise = [says_otherwise(said, name) for name in self._names[number]]
        return any(otherwise) and not any(
            set(name) <= set(said) for name, other in zip(self._names[number], otherwise, strict=True) if not other
        )

    def _weight(self, matching: int) -> float:
        """Return how telling a concept is that so many items mention: BM25's measure, which stays above 0 here."""
        seen = min(max(matching, _AS_RARE_AS), len(self._items))
        return math.log(1 + (len(self._items) - seen + 0.5) / (seen + 0.5))

    def _matches(self, phrases: tuple[str, ...]) -> _Matches:
        """Return the items that mention any of some phrases; what people ask about comes up again and again."""
        if (known := self._known.get(phrases)) is not None:
            return known
        wanted = _any_of(phrases)
        ((count,),) = self._index.execute("SELECT count(*) FROM doc WHERE doc MATCH ?", (wanted,))
        titles = f"title : ({wanted})"
        if count > max(_COMMON, _COMMON_SHARE * len(self._items)):
            best = self._ranked(titles, len(self._items))
            in_title = {row for row, _ in best}
        else:
            best = self._ranked(wanted, _BEST)
            in_title = {row for (row,) in self._index.execute("SELECT rowid FROM doc WHERE doc MATCH ?", (titles,))}
        an_objective = "SELECT 1 FROM doc WHERE taught MATCH ? LIMIT 1"
        is_taught = bool(in_title) or self._index.execute(an_objective, (wanted,)).fetchone() is not None
        found = _Matches(count, [(row, -worse, row in in_title) for row, worse in best[:_BEST]], is_taught)
        self._known[phrases] = found
        return found

    def _ranked(self, wanted: str, limit: int) -> list[tuple[int, float]]:
        """Return the rows that match, best first, each with its score by BM25, which is lower for a better match."""
        select = f"SELECT rowid, bm25(doc, {_WEIGHTS}) AS worse FROM doc WHERE doc MATCH ? ORDER BY worse LIMIT ?"  # noqa: S608 (constants)
        return self._index.execute(select, (wanted, limit)).fetchall()

    def _look_up(self, concept: Concept) -> tuple[Concept, _Matches]:
        """Return a concept and the items that mention it; if none does, the nearest to its word that the pack has."""
        matches = self._matches(concept.phrases)
        word = concept.phrases[0]
        if matches.count or len(concept.phrases) > 1 or len(word) < 5:
            return concept, matches
        nearest = self._related(word) or concept
        return nearest, self._matches(nearest.phrases)

    def _related(self, word: str) -> Concept | None:
        """Return words that begin as a long one does: create, creating for creation, which Porter's endings miss."""
        if len(word) < _LONG:
            return None
        related = tuple(known for known in self.vocabulary if known.startswith(word[:-_ENDING]))
        return Concept(related, _RELATED) if related else None


def _any_of(phrases: Sequence[str]) -> str:
    return " OR ".join(f'"{phrase}"' for phrase in phrases)
