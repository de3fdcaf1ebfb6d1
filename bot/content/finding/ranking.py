"""The answers of a pack to a question, by the words that it uses and by what it means, in one rank.

Words are exact and meaning is forgiving, so the two go wrong in different places. Meaning is counted in how far an
item stands out from all others of its pack; words as a share of the best item's score. After the best item comes the
best for each other objective that may be meant, as an answer that shows four items has no place for two on one.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from bot.content.finding.confidence import ENOUGH, Signs, confidence
from bot.content.finding.documents import Answering, answering, taught, telling
from bot.content.finding.query import Query
from bot.content.finding.search import Said, Search
from bot.content.model import Pack
from bot.language.text import words

if TYPE_CHECKING:  # with numpy, which is there only once someone has asked something
    from bot.content.finding.vectors import Matches, Near, Vectors
    from bot.meaning.meaning import Meaning
    from bot.meaning.quantised import Floats

_WORDS_WEIGHT = 1.0
"""How much the best item by words gains, in standard deviations of the meaning."""

_MOST_BY_WORDS = 300
"""At most this many items gain something by their words."""

_LOOKED_AT = 20
"""The best items, which are looked at closely and say together what's likely to be meant."""

_MATCH_WEIGHT = 12.0
"""Weight of how much of the question an item speaks of, beside the standardised score."""

_BESIDE_THE_POINT = 20.0
"""What an item loses that doesn't mention what a question names and says nothing beside: it isn't worth adding."""

_SURE = 1.2
"""One point more in score makes an item e^1.2 times as likely to be meant."""

_FALLS = 0.38
"""One point more in score makes an item e^0.38 times as good beside the best."""

_COVERED = 0.5
"""Share of a question's weight beyond which words alone answer it."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An item that may answer a question.

    Args:
        item: what was found.
        score: how good it is beside the best, which has 1; comparable only within one question.
        teaches: the objectives that it teaches, of those that say something.
    """

    item: Answering
    score: float
    teaches: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What a pack has for a question.

    Args:
        hits: the best first; none if nothing is like it at all.
        confidence: how likely it is (0…1) that the pack answers the question.
    """

    hits: tuple[Hit, ...]
    confidence: float

    @property
    def is_covered(self) -> bool:
        """Return whether the pack probably answers the question."""
        return bool(self.hits) and self.confidence >= ENOUGH


class Ranking:
    """Ranks the items of one pack.

    Args:
        pack: whose.
        search: by words.
    """

    def __init__(self, pack: Pack, search: Search) -> None:
        self._search = search
        self._items = answering(pack)
        self._told = telling(pack)

    def by_words(self, query: Query, limit: int) -> Found:
        """Return what there is by words alone, for want of a model."""
        found = self._search.find(query, limit)
        is_covered = bool(found) and (found[0].is_named or found[0].coverage > _COVERED)
        good = [each for each in found if each.is_named or each.coverage > _COVERED or not is_covered]
        hits = (self._hit(each.item, each.score / good[0].score) for each in good)
        return Found(tuple(hits), ENOUGH if is_covered else 0.0)

    def find(self, query: Query, meaning: "Meaning", vectors: "Vectors", limit: int) -> Found:
        """Return what there is by words and by meaning.

        Args:
            query: the question.
            meaning: the question's.
            vectors: what the items mean.
            limit: items wanted at most.
        """
        ranked = self._ranked(query, meaning, vectors)
        rows, scores = ranked.rows[:limit], ranked.scores
        hits = (self._hit(self._items[row], math.exp(_FALLS * float(scores[row] - scores[rows[0]]))) for row in rows)
        return Found(tuple(hits), 1.0 if ranked.names_one else confidence(ranked.signs))

    def signs(self, query: Query, meaning: "Meaning", vectors: "Vectors") -> Signs:
        """Return what the confidence in an answer is judged by.

        Args:
            query: the question.
            meaning: the question's.
            vectors: what the items mean.
        """
        return self._ranked(query, meaning, vectors).signs

    def _ranked(self, query: Query, meaning: "Meaning", vectors: "Vectors") -> "_Ranked":
        near = vectors.near(meaning.vector)
        said = {each.row: each for each in self._search.find(query, _MOST_BY_WORDS)}
        named = [row for row, each in said.items() if each.is_named]
        scores = _by_both(near, said)
        rows = self._best_looking(query, scores, named)
        matches = vectors.matches(meaning, rows) if rows else None
        if matches is not None:
            scores[rows] += _MATCH_WEIGHT * matches.items
        if named:
            _bring_forward(named, rows, scores, said, is_first=query.asks_what)
        rows.sort(key=lambda row: (-scores[row], row not in named))
        rows = self._likeliest_meant(rows, scores)
        best = rows[0] if rows else None
        return _Ranked(rows, scores, _signs(query, best, near, said, matches), bool(named))

    def _best_looking(self, query: Query, scores: "Floats", named: Sequence[int]) -> list[int]:
        """Return the items that are looked at closely: the best by words and meaning, and those that are named.

        Args:
            query: the question.
            scores: of all items.
            named: the items that the question names.
        """
        is_another = self._search.telling_apart(query)
        best = (row for row in _highest(scores, _LOOKED_AT * 2) if not is_another(row))
        return list(dict.fromkeys((*islice(best, _LOOKED_AT), *named)))

    def _likeliest_meant(self, rows: Sequence[int], scores: "Floats") -> list[int]:
        """Return the best item, then the best for each other objective, the likeliest meant first, then the rest.

        Items vote for what they teach, so an objective that many lie near comes before one that a single item does.

        Args:
            rows: of items, the best first.
            scores: of all items.
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

    def _hit(self, item: Answering, score: float) -> Hit:
        return Hit(item, score, taught(item, self._told))


class _Ranked(NamedTuple):
    """The best items for a question.

    Args:
        rows: theirs, the best first.
        scores: of all items.
        signs: what confidence in the best goes by.
        names_one: whether the question names an item, and says nothing else.
    """

    rows: Sequence[int]
    scores: "Floats"
    signs: Signs
    names_one: bool


def _by_both(near: "Near", said: Mapping[int, Said]) -> "Floats":
    """Return the scores of all items by meaning, standardised, and by words, as a share of the best.

    Args:
        near: how near the question lies to each.
        said: those that have words of it, by row.
    """
    scores: Floats = (near.items - near.items.mean()) / max(float(near.items.std()), 1e-6)
    best = max((each.score for each in said.values()), default=0.0) or 1.0
    scores[list(said)] += [_WORDS_WEIGHT * each.score / best for each in said.values()]
    return scores


def _bring_forward(
    named: Sequence[int], rows: Sequence[int], scores: "Floats", said: Mapping[int, Said], *, is_first: bool
) -> None:
    """Lower the scores of what doesn't mention what a question names, and raise that to the best, if it comes first.

    Args:
        named: the items that the question names.
        rows: all that are looked at.
        scores: of all items; they're changed.
        said: the items that have words of the question, by row.
        is_first: whether what's named comes first.
    """
    mentioning = {row for row in rows if row in said and said[row].coverage > _COVERED}
    beside_it = set(rows).difference(mentioning, named)
    scores[list(beside_it)] -= _BESIDE_THE_POINT
    if is_first:
        scores[named] += max(0.0, float(scores[rows].max() - scores[named].max()))


def _signs(
    query: Query, best: int | None, near: "Near", said: Mapping[int, Said], matches: "Matches | None"
) -> Signs:
    """Return what confidence in the best item goes by.

    Args:
        query: the question.
        best: the row of the best item; None if there's none.
        near: how near the question lies to each item.
        said: those that have words of it, by row.
        matches: how much of it those speak of that were looked at; None if that isn't known.
    """
    return Signs(
        items=0.0 if best is None else float(near.items[best]),
        text=float(near.texts.max(initial=0)),
        everyday=near.everyday,
        tested=near.tested,
        words=said[best].coverage if best is not None and best in said else 0.0,
        size=math.log(len(near.items)),
        length=math.log(len(words(query.text)) + 1),
        best_item=None if matches is None else float(matches.items.max()),
        best_text=None if matches is None else matches.nearest,
    )


def _highest(scores: "Floats", count: int) -> "Sequence[int]":
    """Return the rows of the highest scores, the highest first; sorting all would take a millisecond."""
    beyond = max(0, len(scores) - count)
    highest = scores.argpartition(beyond)[beyond:] if beyond else scores.argsort()
    return [int(row) for row in highest[scores[highest].argsort()[::-1]]]
