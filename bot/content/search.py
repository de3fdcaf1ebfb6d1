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
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.content.concepts import FILLERS, Concept, Reader
from bot.content.marks import is_signed, marked_words, says_otherwise
from bot.content.model import Card, Comparison, Example, Pack, Term, Tip, Topic
from bot.content.question import Question
from bot.language.text import words

Answering: TypeAlias = Topic | Comparison | Term | Tip | Example
"""What can answer a question."""

_TITLED = 0.25
"""How much more an item counts when the question says its whole title."""

_WEIGHTS = "5.0, 2.0, 3.0, 0.5"
"""How much a match counts in the title, the text, the objectives taught and the questions that test them."""

COVERED = 0.5
"""Share of a question's weight beyond which the best answer covers the question."""

_AS_RARE_AS = 2
"""Items that a concept counts as being in when it is in fewer: one odd word mustn't drown the rest."""

_SLIP_COST = 0.7
"""What a word counts for when it was found only by correcting its spelling."""

_RELATED = 0.8
"""What a word counts for when only others that begin alike were found."""

_LONG, _ENDING = 8, 3
"""Characters of a word whose beginning tells what it's about, and of an ending at most."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An item that answers a question.

    Args:
        item: what was found.
        score: higher is better; comparable only within one question.
        coverage: the share (0…1) of the question's weight that the item covers.
    """

    item: Answering
    score: float
    coverage: float


@dataclass(frozen=True, slots=True)
class _Match:
    row: int
    score: float
    in_title: bool


class Search:
    """The full-text index of one pack."""

    def __init__(self, pack: Pack) -> None:
        self._items: list[Answering] = [*pack.topics, *pack.comparisons, *pack.terms, *pack.tips, *pack.examples]
        self._reader = Reader(pack)
        self._index = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        weakref.finalize(self, self._index.close)  # a reloaded pack leaves its old index behind
        self._index.execute(
            "CREATE VIRTUAL TABLE doc USING fts5(title, body, taught, tested, tokenize = 'porter unicode61')"
        )
        tests = _tests_by_objective(pack)
        rows = [_document(pack, item, tests) for item in self._items]
        self._index.executemany("INSERT INTO doc VALUES (?, ?, ?, ?)", rows)
        self._title_words = [
            max(1, sum(word not in FILLERS for word in words(heading(item)))) for item in self._items
        ]
        self._names = [[marked_words(name) for name in _names(item)] for item in self._items]
        self._is_signed = [any(map(is_signed, names)) for names in self._names]
        self._terms = {
            _indexed(item.term): row for row, item in enumerate(self._items, start=1) if isinstance(item, Term)
        }
        self._vocabulary = sorted({word for row in rows for word in " ".join(row).split() if len(word) > 3})

    def compares_sides(self, question: str) -> bool:
        """Return whether a question is about how the sides differ, and about nothing in particular."""
        return self._reader.compares_sides(question)

    def find(self, question: str, limit: int = 5) -> list[Hit]:
        """Return the items that answer a question best, best first; none if nothing matches at all."""
        total = 0.0
        scores: defaultdict[int, float] = defaultdict(float)
        covered: defaultdict[int, float] = defaultdict(float)
        titled: defaultdict[int, int] = defaultdict(int)
        is_taught = False
        for concept, matches in map(self._look_up, self._reader.concepts(question)):
            is_taught = is_taught or self._is_taught(concept)
            weight = self._weight(len(matches)) * concept.weight
            total += weight
            best = max((match.score for match in matches), default=1.0)
            for match in matches:
                scores[match.row] += weight * match.score / best * concept.certainty
                covered[match.row] += weight * concept.certainty
                titled[match.row] += match.in_title
            for row in (self._terms[phrase] for phrase in concept.phrases if phrase in self._terms):
                titled[row] = self._title_words[row - 1]  # whatever the alias that was said
        said = marked_words(question)
        hits = [
            Hit(
                self._items[row - 1],
                scores[row] * covered[row] / total * (1 + _TITLED * min(1, titled[row] / self._title_words[row - 1])),
                covered[row] / total if is_taught else 0.0,
            )
            for row in scores
            if not self._is_another(row, said)
        ]
        return sorted(hits, key=lambda hit: -hit.score)[:limit]

    def _is_another(self, row: int, said: Sequence[str]) -> bool:
        """Return whether a question names something else that differs in a sign or an accent, and not this item."""
        if not (self._is_signed[row - 1] or is_signed(said)):
            return False  # which is nearly always so
        otherwise = [says_otherwise(said, name) for name in self._names[row - 1]]
        return any(otherwise) and not any(
            set(name) <= set(said) for name, other in zip(self._names[row - 1], otherwise, strict=True) if not other
        )

    def _weight(self, matching: int) -> float:
        """Return how telling a concept is that so many items mention: BM25's measure, which stays above 0 here."""
        seen = min(max(matching, _AS_RARE_AS), len(self._items))
        return math.log(1 + (len(self._items) - seen + 0.5) / (seen + 0.5))

    def _is_taught(self, concept: Concept) -> bool:
        """Return whether the pack has a concept in a title or an objective, and not just in passing."""
        wanted = f"{{title taught}} : ({_any_of(concept.phrases)})"
        return self._index.execute("SELECT 1 FROM doc WHERE doc MATCH ? LIMIT 1", (wanted,)).fetchone() is not None

    def _matches(self, phrases: Sequence[str]) -> list[_Match]:
        wanted = _any_of(phrases)
        in_title = {row for (row,) in self._index.execute("SELECT rowid FROM doc WHERE title MATCH ?", (wanted,))}
        found = self._index.execute(
            f"SELECT rowid, -bm25(doc, {_WEIGHTS}) FROM doc WHERE doc MATCH ?",  # noqa: S608 (constant weights)
            (wanted,),
        )
        return [_Match(row, score, row in in_title) for row, score in found]

    def _look_up(self, concept: Concept) -> tuple[Concept, list[_Match]]:
        """Return a concept and the items that mention it; if none does, the nearest to its word that the pack has."""
        matches = self._matches(concept.phrases)
        word = concept.phrases[0]
        if matches or len(concept.phrases) > 1 or len(word) < 5:
            return concept, matches
        nearest = self._related(word) or self._corrected(word) or concept
        return nearest, self._matches(nearest.phrases)

    def _related(self, word: str) -> Concept | None:
        """Return words that begin as a long one does: create, creating for creation, which Porter's endings miss."""
        if len(word) < _LONG:
            return None
        related = tuple(known for known in self._vocabulary if known.startswith(word[:-_ENDING]))
        return Concept(related, _RELATED) if related else None

    def _corrected(self, word: str) -> Concept | None:
        """Return what a misspelt word may have meant."""
        slips = 1 if len(word) < 9 else 2
        alike = [known for known in self._vocabulary if known[0] == word[0]]
        near = process.extractOne(word, alike, scorer=OSA.distance, score_cutoff=slips)
        return None if near is None else Concept(self._reader.ways_to_say(near[0]), _SLIP_COST)


def _any_of(phrases: Sequence[str]) -> str:
    return " OR ".join(f'"{phrase}"' for phrase in phrases)


def _tests_by_objective(pack: Pack) -> dict[str, list[str]]:
    tests: defaultdict[str, list[str]] = defaultdict(list)
    for item in (*pack.cards, *pack.questions):
        for objective in item.objectives:
            tests[objective].append(_asked(item))
    return tests


def _asked(item: Card | Question) -> str:
    if isinstance(item, Card):
        return f"{item.front} {item.back}"
    return item.prompt if hasattr(item, "prompt") else item.statement


def _document(pack: Pack, item: Answering, tests: dict[str, list[str]]) -> tuple[str, str, str, str]:
    """Return an item's title, text, objectives and tests, as the index holds them."""
    objectives = () if isinstance(item, Topic) else item.objectives
    taught = " ".join(pack.objective_by_id[objective].statement for objective in objectives)
    tested = " ".join(text for objective in objectives for text in tests.get(objective, ()))
    title, body = _title_and_body(pack, item)
    return _indexed(title), _indexed(body), _indexed(taught), _indexed(tested)


def heading(item: Answering) -> str:
    """Return what an item is called."""
    match item:
        case Comparison():
            return item.aspect
        case Term():
            return item.term
        case Topic() | Tip() | Example():
            return item.title


def _names(item: Answering) -> tuple[str, ...]:
    """Return what an item may be asked for by; the titles of tips and examples are no names."""
    match item:
        case Topic():
            return (item.title, *item.aliases)
        case Comparison():
            return (item.aspect,)
        case Term():
            return (item.term, *item.aliases)
        case Tip() | Example():
            return ()


def _indexed(text: str) -> str:
    return " ".join(words(text))


def _title_and_body(pack: Pack, item: Answering) -> tuple[str, str]:
    match item:
        case Topic():
            return " ".join((item.title, *item.aliases)), " ".join((item.summary, *item.in_short.values()))
        case Comparison():
            cells = " ".join(f"{pack.side_by_id[side].name} {cell}" for side, cell in item.cells.items())
            return f"{item.aspect} {pack.topic_of(item).title}", f"{cells} {item.takeaway}"
        case Term():
            return " ".join((item.term, *item.aliases)), f"{item.definition} {item.example or ''}"
        case Tip():
            return item.title, item.text
        case Example():
            return item.title, f"{item.task} {item.why}"
