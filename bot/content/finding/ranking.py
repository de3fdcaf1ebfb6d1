"""The answers of a pack to a question, by the words that it uses and by what it means, in one rank.

Words are exact and meaning is forgiving, so the two go wrong in different places. Meaning is counted in how far an
item stands out from all others of its pack; words as a share of the best item's score. After the best of both comes
what's best by its words alone, and by its text alone: where they disagree, one of them is meant more often than the
next best of both.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from bot.content.finding.confidence import ENOUGH, Signs, confidence
from bot.content.finding.documents import Answering, answering, taught, telling
from bot.content.finding.search import Search
from bot.content.finding.wording import Wording
from bot.content.model import Pack

if TYPE_CHECKING:  # with numpy, which is there only once somebody has asked something
    from bot.content.finding.vectors import Floats, Near, Vectors

_WORDS = 2.0
"""How much the best item by words gains, in standard deviations of the meaning."""

_BY_WORDS = 300
"""Items that gain something by their words at most."""

COVERED = 0.5
"""Share of a question's weight beyond which words alone answer it."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An item that may answer a question.

    Args:
        item: what was found.
        score: higher is better; comparable only within one question.
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
        wording: corrects slips.
    """

    def __init__(self, pack: Pack, search: Search, wording: Wording) -> None:
        self.search = search
        self.wording = wording
        self._items = answering(pack)
        self._rows = {id(item): row for row, item in enumerate(self._items)}
        self._told = telling(pack)

    def by_words(self, question: str, limit: int) -> Found:
        """Return what there is by words alone, for want of a model."""
        found = self.search.find(self.wording.corrected(question), limit)
        is_covered = bool(found) and found[0].coverage > COVERED
        hits = (self._hit(each.item, each.score) for each in found if each.coverage > COVERED or not is_covered)
        return Found(tuple(hits), ENOUGH if is_covered else 0.0)

    def find(self, question: str, vector: "Floats", vectors: "Vectors", limit: int) -> Found:
        """Return what there is by words and by meaning.

        Args:
            question: as asked.
            vector: what it means.
            vectors: what the items mean.
            limit: items wanted at most.
        """
        hits, signs = self._ranked(question, vectors.near(vector), limit)
        return Found(hits, confidence(signs))

    def signs(self, question: str, vector: "Floats", vectors: "Vectors") -> Signs:
        """Return what the confidence in an answer is judged by.

        Args:
            question: as asked.
            vector: what it means.
            vectors: what the items mean.
        """
        return self._ranked(question, vectors.near(vector), 1)[1]

    def _ranked(self, question: str, near: "Near", limit: int) -> tuple[tuple[Hit, ...], Signs]:
        scores = (near.items - near.items.mean()) / max(float(near.items.std()), 1e-6)
        said = self.search.find(self.wording.corrected(question), _BY_WORDS)
        covered = {self._rows[id(each.item)]: each.coverage for each in said}
        if said:
            scores[list(covered)] += [_WORDS * each.score / said[0].score for each in said]
        is_another = self.search.telling_apart(question)
        own = (row for row in scores.argsort()[::-1] if not is_another(row))
        best_rows = [int(row) for row in islice(own, limit)]
        alone = (*islice(covered, 1), *([int(near.texts.argmax())] if len(near.texts) else []))
        either = (row for row in alone if not is_another(row))
        rows = list(dict.fromkeys((*best_rows[:1], *either, *best_rows)))[:limit]
        hits = tuple(self._hit(self._items[row], float(scores[row])) for row in rows)
        return hits, Signs(
            items=float(near.items[rows[0]]) if rows else 0.0,
            text=float(near.texts.max(initial=0)),
            everyday=near.everyday,
            tested=near.tested,
            words=covered.get(rows[0], 0.0) if rows else 0.0,
            size=math.log(len(near.items)),
        )

    def _hit(self, item: Answering, score: float) -> Hit:
        return Hit(item, score, taught(item, self._told))
