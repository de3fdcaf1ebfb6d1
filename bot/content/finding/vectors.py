"""A pack as vectors: how close a question is to each item, to what it teaches, and to how that's tested.

An item is compared in up to three ways: by its title and text, by the closest of its objectives, and by the closest
of the questions and cards that test them. The mean says more than any single one. If nothing tests an objective, two
are left, and if the objectives say nothing, only the text. A card or a question that answers is compared by what it
asks if that's closer than all of it. Vectors are quantised to bytes, so ten thousand items with their questions take
about ten megabytes.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

import numpy as np

from bot.content.finding.documents import AnsweringItem, asked_by, taught, telling, wordings_by_objective
from bot.content.finding.everyday import Everyday
from bot.content.finding.late_interaction import LateInteraction
from bot.content.finding.texts import of_sides, text_of
from bot.content.finding.vector_files import check
from bot.content.finding.vector_table import table_of
from bot.content.model import Pack, Topic
from bot.meaning.meaning import Meaning
from bot.meaning.quantised import Floats

_SUBJECTS = 3
"""Number of closest everyday subjects or questions that are averaged: a single one may be close by one word."""


class Near(NamedTuple):
    """How close a question is to each item of a pack, and to what the pack doesn't cover.

    Args:
        items: for each item, the mean of the ways in which it's compared.
        texts: for each item, the cosine with its text alone.
        tested: the cosine with the closest question or card; the closest item if the pack has none.
        everyday: the mean cosine with the three closest everyday subjects or questions.
    """

    items: Floats
    texts: Floats
    tested: float
    everyday: float


class Matches(NamedTuple):
    """How much of a question some items cover.

    Args:
        items: for each item, the mean of the ways in which it's compared (-1…1).
        nearest: the highest value of any single text, objective or wording.
    """

    items: Floats
    nearest: float


class Vectors:
    """The vectors of one pack.

    Args:
        pack: the pack.
        items: its items, in the order that every index uses.
        by_text: the meaning of each of its texts.
        everyday: the vectors of everyday life, from the same model.
    """

    def __init__(
        self, pack: Pack, items: Sequence[AnsweringItem], by_text: Mapping[str, Meaning], everyday: Everyday
    ) -> None:
        objectives = {objective.id: place for place, objective in enumerate(pack.objectives)}
        wordings = wordings_by_objective(pack)
        self._texts = table_of([by_text[text_of(pack, item)].vector for item in items])
        fronts = [(row, front) for row, item in enumerate(items) if (front := asked_by(item))]
        self._asking = np.array([row for row, _ in fronts], np.intp)
        self._fronts = table_of([by_text[front].vector for _, front in fronts])
        self._objectives = table_of([by_text[objective.statement].vector for objective in pack.objectives])
        worded = [(place, text) for id_, place in objectives.items() for text in dict.fromkeys(wordings.get(id_, ()))]
        self._wordings = table_of([by_text[text].vector for _, text in worded])
        self._tested = np.array([place for place, _ in worded], np.intp)
        told = telling(pack)
        pairs = [(row, objectives[id_]) for row, item in enumerate(items) for id_ in taught(item, told)]
        self._teaching = np.array([row for row, _ in pairs], np.intp)
        self._taught = np.array([place for _, place in pairs], np.intp)
        self._places = _places(items, pairs, {place for place, _ in worded})
        self._text_tokens = LateInteraction([by_text[text_of(pack, item)].tokens for item in items])
        self._objective_tokens = LateInteraction(
            [by_text[objective.statement].tokens for objective in pack.objectives]
        )
        self._wording_tokens = LateInteraction([by_text[text].tokens for _, text in worded])
        self._everyday = everyday
        self._not_covered = everyday.not_covered(self._nearest)
        self._about_sides = table_of([by_text[subject].vector for subject in of_sides(pack)])

    def check(self, model: str, question: Meaning) -> None:
        """Check that a question's vector has the same length as the pack's.

        Raises:
            ModelError: its length differs, so the model has changed.
        """
        check(model, question, self._everyday.numbers)

    def near(self, question: Floats) -> Near:
        """Return how close a question's vector is to each item, to what's tested and to everyday life."""
        times, plus = self._everyday.scale
        texts, fronts, objectives, asked, about_sides = (
            each.likeness(question) * times + plus
            for each in (self._texts, self._fronts, self._objectives, self._wordings, self._about_sides)
        )
        elsewhere = self._everyday.likeness(question, self._not_covered) * times + plus
        np.maximum.at(texts, self._asking, fronts)
        mean = self._of_items(texts, objectives, asked)
        nearest = (asked if len(asked) else mean).max(initial=0)
        everyday = np.sort(np.concatenate((elsewhere, about_sides)))[-_SUBJECTS:].mean()
        return Near(mean, texts, float(nearest), float(everyday))

    def matches(self, question: Meaning, rows: Sequence[int]) -> Matches | None:
        """Return how much of a question some items cover; None if the model has no token vectors.

        Args:
            question: the question's meaning.
            rows: the positions of the items; not empty.
        """
        if not len(question.tokens) or not len(self._text_tokens):
            return None
        texts = np.zeros(len(self._texts), np.float32)
        objectives = np.zeros(len(self._objectives), np.float32)
        asked = np.zeros(len(self._tested), np.float32)
        is_looked_at, is_taught = np.zeros(len(texts), np.bool_), np.zeros(len(objectives), np.bool_)
        is_looked_at[rows] = True
        is_taught[self._taught[is_looked_at[self._teaching]]] = True
        teach, test = np.flatnonzero(is_taught), np.flatnonzero(is_taught[self._tested])
        texts[rows] = self._text_tokens.likeness(question, rows)
        objectives[teach] = self._objective_tokens.likeness(question, teach)
        asked[test] = self._wording_tokens.likeness(question, test)
        nearest = max(float(each.max(initial=-1)) for each in (texts[rows], objectives[teach], asked[test]))
        return Matches(self._of_items(texts, objectives, asked)[rows], nearest)

    def _of_items(self, texts: Floats, objectives: Floats, asked: Floats) -> Floats:
        """Return each item's mean over the ways in which it's compared.

        Args:
            texts: how similar each item's text is to the question.
            objectives: how similar each objective is.
            asked: how similar each wording that tests an objective is.
        """
        wordings = np.zeros_like(objectives)
        np.maximum.at(wordings, self._tested, asked)
        teaches, tested = np.zeros_like(texts), np.zeros_like(texts)
        np.maximum.at(teaches, self._teaching, objectives[self._taught])
        np.maximum.at(tested, self._teaching, wordings[self._taught])
        return np.asarray((texts + teaches + tested) / self._places, np.float32)

    def _nearest(self, vectors: Floats) -> Floats:
        """Return how close each of some vectors is to anything that the pack says or asks."""
        own = (self._texts, self._fronts, self._wordings)
        return np.asarray(np.max([each.nearest(vectors) for each in own], axis=0))


def _places(items: Sequence[AnsweringItem], teaching: Sequence[tuple[int, int]], tested: AbstractSet[int]) -> Floats:
    """Return in how many ways each item is compared; three for a topic, whose short text covers a lot.

    Args:
        items: the items, in order.
        teaching: pairs of an item's position and that of an objective that it teaches.
        tested: the positions of objectives that something tests.
    """
    found = np.array([3 if isinstance(item, Topic) else 1 for item in items], np.float32)
    found[[row for row, _ in teaching]] = 2
    found[[row for row, place in teaching if place in tested]] = 3
    return found
