"""Full-text search in one pack: a question in free words → the items that answer it best.

The index is SQLite's FTS5 with Porter stemming. Each item is indexed under its title, its own text, the objectives
that it teaches, and the wording of the questions that test those objectives: what a quiz asks is much like what
people ask. A question is read as concepts (a word, or a phrase that the pack knows, with its synonyms); an item's
score is its BM25 summed over concepts, times the share of the question that it covers, so that a rare word that the
pack does not have makes every answer doubtful.
"""

import math
import sqlite3
import weakref
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.content.model import Card, Comparison, Example, Pack, Question, Term, Tip, Topic
from bot.content.titles import allowed_slips
from bot.normalise import words

Answering: TypeAlias = Topic | Comparison | Term | Tip | Example
"""What can answer a question."""

_FILLERS = frozenset(
    words(
        """
        a about all also am an and any are as at be been being but by can could did do does doing don't done explain
        for from get gets give go has have having he her him his how i if in into is isn't it it's its just let like
        made make makes many me mean meaning means much my need needs of off on one or our out over please say says
        she should show so some something tell than that the their them then there these they thing things this those
        to too up us use used uses using very was way we were what what's when where which while who whom whose why
        will with would you your
        """
    )
)
"""Words that say nothing about what is asked."""

_WEIGHTS = "5.0, 2.0, 2.0, 1.0"
"""How much a match counts in the title, the text, the objectives taught and the questions that test them."""

COVERED = 0.5
"""Share of a question's weight that the best answer must cover for the question to count as covered."""

_SLIP_COST = 0.7
"""What a word counts for when it was found only by correcting its spelling."""


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
class _Concept:
    phrases: tuple[str, ...]
    certainty: float = 1.0


class Search:
    """The full-text index of one pack."""

    def __init__(self, pack: Pack) -> None:
        self._items: list[Answering] = [*pack.topics, *pack.comparisons, *pack.terms, *pack.tips, *pack.examples]
        self._synonyms = _synonyms(pack)
        self._longest = max((len(phrase) for phrase in self._synonyms), default=1)
        self._index = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        weakref.finalize(self, self._index.close)  # a reloaded pack leaves its old index behind
        self._index.execute(
            "CREATE VIRTUAL TABLE doc USING fts5(title, body, taught, tested, tokenize = 'porter unicode61')"
        )
        rows = [_document(pack, item, tests) for tests in [_tests_by_objective(pack)] for item in self._items]
        self._index.executemany("INSERT INTO doc VALUES (?, ?, ?, ?)", rows)
        self._vocabulary = sorted({word for row in rows for word in " ".join(row).split() if len(word) > 3})

    def find(self, question: str, limit: int = 5) -> list[Hit]:
        """The items that answer a question best, best first; none where nothing matches at all."""
        concepts = [self._known(concept) for concept in self._concepts(question)]
        total = 0.0
        scores: defaultdict[int, float] = defaultdict(float)
        covered: defaultdict[int, float] = defaultdict(float)
        for concept in concepts:
            matches = self._matches(concept.phrases)
            weight = math.log(1 + (len(self._items) - len(matches) + 0.5) / (len(matches) + 0.5))
            total += weight
            for row, score in matches:
                scores[row] += score * concept.certainty
                covered[row] += weight * concept.certainty
        hits = (Hit(self._items[row - 1], scores[row] * covered[row] / total, covered[row] / total) for row in scores)
        return sorted(hits, key=lambda hit: -hit.score)[:limit]

    def _matches(self, phrases: Sequence[str]) -> list[tuple[int, float]]:
        wanted = " OR ".join(f'"{phrase}"' for phrase in phrases)
        return self._index.execute(
            f"SELECT rowid, -bm25(doc, {_WEIGHTS}) FROM doc WHERE doc MATCH ?",  # noqa: S608 (constant weights)
            (wanted,),
        ).fetchall()

    def _concepts(self, question: str) -> Iterator[_Concept]:
        """The question's phrases and words, each once, with their synonyms."""
        rest = words(question)
        said: set[tuple[str, ...]] = set()
        while rest:
            for length in range(min(self._longest, len(rest)), 0, -1):
                phrase = tuple(_singular(word) for word in rest[:length])
                group = self._synonyms.get(phrase)
                if group and group not in said:
                    said.add(group)
                    yield _Concept(group)
                if group:
                    break
            else:
                length = 1
                if rest[0] not in _FILLERS and (rest[0],) not in said:
                    said.add((rest[0],))
                    yield _Concept((rest[0],))
            rest = rest[length:]

    def _known(self, concept: _Concept) -> _Concept:
        """The concept itself, or with its spelling corrected where the pack does not know it."""
        if len(concept.phrases) > 1 or self._matches(concept.phrases):
            return concept
        word = concept.phrases[0]
        slips = allowed_slips(len(word))
        near = process.extractOne(word, self._vocabulary, scorer=OSA.distance, score_cutoff=slips)
        if len(word) < 5 or near is None:
            return concept
        corrected = (_singular(near[0]),)
        return _Concept(self._synonyms.get(corrected, (near[0],)), _SLIP_COST)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "is", "us")) else word


def _synonyms(pack: Pack) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Every phrase of a synonym group, in the singular → all phrases of its groups."""
    groups: list[Iterable[str]] = [*pack.synonyms]
    groups += [(term.term, *term.aliases) for term in pack.terms]
    groups += [(side.name, *side.aliases) for side in pack.sides]
    found: defaultdict[tuple[str, ...], dict[str, None]] = defaultdict(dict)
    for group in groups:
        phrases = dict.fromkeys(" ".join(words(name)) for name in group)
        for phrase in phrases:
            found[tuple(_singular(word) for word in phrase.split())].update(phrases)
    return {phrase: tuple(group) for phrase, group in found.items()}


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
    """An item's title, text, objectives and tests, as the index holds them."""
    objectives = () if isinstance(item, Topic) else item.objectives
    taught = " ".join(pack.objective_by_id[objective].statement for objective in objectives)
    tested = " ".join(text for objective in objectives for text in tests.get(objective, ()))
    title, body = _title_and_body(pack, item)
    return _indexed(title), _indexed(body), _indexed(taught), _indexed(tested)


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
