"""Ranks the answers of a pack to a question by its words and its meaning.

Words are exact and meaning is forgiving, so they fail in different places. Meaning counts by how far an item stands
out from all others in its pack (a standardised score); words count as a share of the best item's score. After the
best item come the best ones for the other objectives that may be meant, as an answer with four items has no room for
two on the same objective.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from bot.content.finding.confidence import ENOUGH, SURE, Signs, confidence
from bot.content.finding.documents import AnsweringItem, answering, taught, telling
from bot.content.finding.named import ItemNames
from bot.content.finding.query import Query
from bot.content.model import Pack
from bot.language.text import words

if TYPE_CHECKING:  # they need numpy, which is only imported once someone asks something
    from numpy.typing import NDArray

    from bot.content.finding.search import ByWords, Search
    from bot.content.finding.vectors import Matches, Near, Vectors
    from bot.meaning.meaning import Meaning
    from bot.meaning.quantised import Floats

_WORDS_WEIGHT = 1.0
"""Bonus of the best item by words, in standard deviations of the score by meaning."""

_LOOKED_AT = 20
"""Number of best items that are compared token by token, and that vote on what's likely to be meant."""

_MATCH_WEIGHT = 12.0
"""Weight of how much of the question an item covers; it's added to the standardised score."""

_BESIDE_THE_POINT = 20.0
"""Penalty for items that don't mention what a question names, if it says nothing else: they aren't worth adding."""

_SURE = 1.2
"""One more point in score makes an item e^1.2 times as likely to be meant."""

_FALLS = 0.38
"""One more point in score makes an item e^0.38 times as good relative to the best."""

_COVERED = 0.5
"""An item that covers more than this share of a question's weight answers it by words alone."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An item that may answer a question.

    Args:
        item: what was found.
        score: how good it is relative to the best, which has 1; comparable only within one question.
        teaches: the telling objectives that it teaches.
    """

    item: AnsweringItem
    score: float
    teaches: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What a pack has for a question.

    Args:
        hits: the hits, the best first; empty if nothing matches at all.
        confidence: the probability that the pack answers the question.
    """

    hits: tuple[Hit, ...]
    confidence: float

    @property
    def is_covered(self) -> bool:
        """Return whether the pack probably answers the question."""
        return bool(self.hits) and self.confidence >= ENOUGH

    @property
    def is_sure(self) -> bool:
        """Return whether the pack nearly certainly answers the question, so that the answer needs no caution."""
        return bool(self.hits) and self.confidence >= SURE


class Ranking:
    """Ranks the items of one pack.

    Args:
        pack: the pack.
        names: what its items are called.
        search: its search by words.
    """

    def __init__(self, pack: Pack, names: ItemNames, search: "Search") -> None:
        self._names = names
        self._search = search
        self._items = answering(pack)
        self._told = telling(pack)

    def by_words(self, query: Query, limit: int) -> Found:
        """Return what there is by words alone, if no model can be used."""
        by_words, named = self._mentioned(query)
        first = named if query.asks_what else frozenset()
        best = sorted(
            {*_rows(by_words.scores), *named}, key=lambda row: (row in first, by_words.scores[row]), reverse=True
        )
        rows = best[:limit]
        covering = [row for row in rows if row in named or by_words.coverage[row] > _COVERED]
        is_covered = bool(rows) and rows[0] in covering
        good = covering if is_covered else rows
        highest = max((float(by_words.scores[row]) for row in good), default=0.0) or 1.0
        hits = (self.hit(self._items[row], float(by_words.scores[row]) / highest) for row in good)
        return Found(tuple(hits), SURE if is_covered else 0.0)

    def find(
        self, query: Query, meaning: "Meaning", vectors: "Vectors", limit: int, *, is_understood: bool = True
    ) -> Found:
        """Return what there is by words and meaning.

        Args:
            query: the query.
            meaning: the question's meaning.
            vectors: the pack's vectors.
            limit: the maximum number of items.
            is_understood: whether the model knows the pack's language. If it doesn't, it still ranks well, but
                whether to answer depends on the share of the question's words that the best item has.
        """
        ranked = self._ranked(query, meaning, vectors)
        rows, scores = ranked.rows[:limit], ranked.scores
        hits = (self.hit(self._items[row], math.exp(_FALLS * float(scores[row] - scores[rows[0]]))) for row in rows)
        likely = confidence(ranked.signs) if is_understood else ranked.signs.words
        return Found(tuple(hits), 1.0 if ranked.names_one else likely)

    def signs(self, query: Query, meaning: "Meaning", vectors: "Vectors") -> Signs:
        """Return the signs from which the confidence is computed.

        Args:
            query: the query.
            meaning: the question's meaning.
            vectors: the pack's vectors.
        """
        return self._ranked(query, meaning, vectors).signs

    def _ranked(self, query: Query, meaning: "Meaning", vectors: "Vectors") -> "_Ranked":
        near = vectors.near(meaning.vector)
        by_words, named = self._mentioned(query)
        scores = _by_both(near, by_words)
        best = _highest(scores, _LOOKED_AT * 2)
        others = self._names.others(query, best)
        rows = list(dict.fromkeys((*islice((row for row in best if row not in others), _LOOKED_AT), *named)))
        matches = vectors.matches(meaning, rows) if rows else None
        if matches is not None:
            scores[rows] += _MATCH_WEIGHT * matches.items
        if named:
            _bring_forward(list(named), rows, scores, by_words, is_first=query.asks_what)
        rows.sort(key=lambda row: (-scores[row], row not in named))
        rows = self._likeliest_meant(rows, scores)
        return _Ranked(rows, scores, _signs(query, rows[0] if rows else None, near, by_words, matches), bool(named))

    def _mentioned(self, query: Query) -> tuple["ByWords", frozenset[int]]:
        """Return how well a question's words fit each item that it can mean, and the rows of those that it names."""
        by_words = self._search.find(query.text)
        others = self._names.others(query, _rows(by_words.is_titled))
        by_words.scores[others] = by_words.coverage[others] = 0.0
        return by_words, self._names.named(query.text).difference(others)

    def _likeliest_meant(self, rows: Sequence[int], scores: "Floats") -> list[int]:
        """Return the best item, then the best for each other objective, the likeliest one first, then the rest.

        Items vote for what they teach, so an objective of many close items comes before that of a single one.

        Args:
            rows: the items, the best first.
            scores: the scores of all items.
        """
        votes: defaultdict[str | int, float] = defaultdict(float)
        about = {row: taught(self._items[row], self._told) or (row,) for row in rows}
        for row in rows:
            for each in about[row]:
                votes[each] += math.exp(_SURE * float(scores[row] - scores[rows[0]])) / len(about[row])
        found = list(rows[:1])
        for meant in sorted(votes, key=lambda each: -votes[each]):
            if not any(meant in about[row] for row in found):
                found.append(next(row for row in rows if meant in about[row]))
        return list(dict.fromkeys((*found, *rows)))

    def hit(self, item: AnsweringItem, score: float = 1.0) -> Hit:
        """Return an item as a hit.

        Args:
            item: the item.
            score: how good it is relative to the best.
        """
        return Hit(item, score, taught(item, self._told))


class _Ranked(NamedTuple):
    """The best items for a question.

    Args:
        rows: the items, the best first.
        scores: the scores of all items.
        signs: the signs from which the confidence is computed.
        names_one: whether the question names an item, and says nothing else.
    """

    rows: Sequence[int]
    scores: "Floats"
    signs: Signs
    names_one: bool


def _rows(array: "NDArray[Any]") -> "list[int]":
    """Return the rows where an array isn't 0."""
    rows: list[int] = array.nonzero()[0].tolist()
    return rows


def _by_both(near: "Near", by_words: "ByWords") -> "Floats":
    """Return the sum of each item's standardised score by meaning and its share of the best score by words.

    Args:
        near: how close the question is to each item.
        by_words: how well the question's words fit each item.
    """
    by_meaning: Floats = (near.items - near.items.mean()) / max(float(near.items.std()), 1e-6)
    return by_meaning + by_words.scores * (_WORDS_WEIGHT / (float(by_words.scores.max(initial=0)) or 1.0))


def _bring_forward(
    named: list[int], rows: Sequence[int], scores: "Floats", by_words: "ByWords", *, is_first: bool
) -> None:
    """Lower the scores of items that don't mention what a question names; raise named items to the top if wanted.

    Args:
        named: the items that the question names.
        rows: the items compared token by token.
        scores: the scores of all items; changed in place.
        by_words: how well the question's words fit each item.
        is_first: whether named items come first.
    """
    beside_it = [row for row in rows if row not in named and by_words.coverage[row] <= _COVERED]
    scores[beside_it] -= _BESIDE_THE_POINT
    if is_first:
        scores[named] += max(0.0, float(scores[rows].max() - scores[named].max()))


def _signs(query: Query, best: int | None, near: "Near", by_words: "ByWords", matches: "Matches | None") -> Signs:
    """Return the signs from which the confidence is computed.

    Args:
        query: the query.
        best: the row of the best item, or None.
        near: how close the question is to each item.
        by_words: how well the question's words fit each item.
        matches: how much of the question the items cover, compared token by token, or None.
    """
    return Signs(
        items=0.0 if best is None else float(near.items[best]),
        text=float(near.texts.max(initial=0)),
        everyday=near.everyday,
        tested=near.tested,
        words=0.0 if best is None else float(by_words.coverage[best]),
        size=math.log(len(near.items)),
        length=math.log(len(words(query.text)) + 1),
        best_item=None if matches is None else float(matches.items.max()),
        best_text=None if matches is None else matches.nearest,
    )


def _highest(scores: "Floats", count: int) -> "Sequence[int]":
    """Return the rows with the highest scores, the highest first; sorting all rows would take a millisecond."""
    beyond = max(0, len(scores) - count)
    highest = scores.argpartition(beyond)[beyond:] if beyond else scores.argsort()
    return [int(row) for row in highest[scores[highest].argsort()[::-1]]]
