"""Full-text search in one pack: how well the words of a free question fit each item.

Each item is indexed under its title, its own text, the objectives that it teaches, and the wording of the questions
that test those objectives: what a quiz asks is much like what people ask. A question is read as concepts; a rarer
concept has a larger weight. For each concept, an item scores the weight times its BM25 score relative to the best
item's, and the sum is larger if the question contains its title. The sum is multiplied by the share of the question
that the item covers, so a word that's missing from the pack makes every answer doubtful. If no title or objective of
an English pack has any word of a question, the question is about something else.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from bot.content.finding.compounds import COMPOUNDING, Compounds, beginning_with
from bot.content.finding.concepts import Concept, Reader
from bot.content.finding.documents import answering, documents, heading
from bot.content.finding.full_text import FullText, Occurrences
from bot.content.model import Pack
from bot.language.locales import language_of
from bot.language.stop_words import stop_words_in
from bot.language.text import words
from bot.meaning.quantised import Floats

_TITLED = 0.4
"""How much larger an item's score is if the question contains its whole title."""

_AS_RARE_AS = 2
"""A concept in fewer items than this counts as if it were in this many: one odd word mustn't drown the rest."""

_RELATED = 0.8
"""Certainty of a word if only words with the same beginning were found."""

_LONG, _ENDING = 8, 3
"""Minimum length of a word to look for others with the same beginning, and the number of last characters ignored."""


@dataclass(frozen=True, slots=True)
class ByWords:
    """How well the words of a question fit each item of a pack.

    Args:
        scores: higher is better, 0 for an item with none of the words; comparable only within one question.
        coverage: the share (0…1) of the question's weight that each item covers.
        is_titled: for each item, whether its title has words of the question.
    """

    scores: Floats
    coverage: Floats
    is_titled: NDArray[np.bool_]


class Search:
    """Searches the items of one pack by their words.

    Args:
        pack: the pack.
        reader: reads questions in the pack's terms.
        terms: the row of each of its terms, by name.
        vocabulary: its words, sorted.
    """

    def __init__(self, pack: Pack, reader: Reader, terms: dict[str, int], vocabulary: Sequence[str]) -> None:
        self._reader = reader
        self._terms = terms
        self._vocabulary = vocabulary
        self._index = FullText(documents(pack), pack.language)
        language = language_of(pack.language)
        self._is_english = language == "en"
        self._compounds = Compounds(vocabulary) if language in COMPOUNDING else None
        stop_words = stop_words_in(pack.language)
        titles = [sum(word not in stop_words for word in words(heading(item))) for item in answering(pack)]
        self._title_words = np.maximum(titles, 1)

    def has(self, concept: Concept) -> bool:
        """Return whether any item mentions a concept."""
        return self._look_up(concept)[1].count > 0

    def find(self, question: str) -> ByWords:
        """Return how well the words of a question fit each item."""
        total = 0.0
        is_taught = not self._is_english
        scores, covered, titled = np.zeros((3, len(self._index)), np.float32)
        for concept, found in map(self._look_up, self._reader.concepts(question)):
            is_taught = is_taught or found.is_taught
            weight = self._weight(found.count) * concept.weight
            total += weight
            certain = weight * concept.certainty
            if found.count:
                scores += found.scores * (certain / found.scores.max())
                covered += (found.scores > 0) * certain
                titled += found.in_title
            for row in (self._terms[phrase] for phrase in concept.phrases if phrase in self._terms):
                titled[row] = self._title_words[row]  # by whichever alias
        coverage = covered / (total or 1.0)
        scores *= coverage * (1 + _TITLED * np.minimum(1, titled / self._title_words))
        return ByWords(scores, coverage if is_taught else np.zeros_like(coverage), titled > 0)

    def _weight(self, matching: int) -> float:
        """Return the weight of a concept from the number of items that mention it: BM25's IDF, kept above 0."""
        items = len(self._index)
        seen = min(max(matching, _AS_RARE_AS), items)
        return math.log(1 + (items - seen + 0.5) / (seen + 0.5))

    def _look_up(self, concept: Concept) -> tuple[Concept, Occurrences]:
        """Return a concept and the items that mention it; if none does, related words and their items."""
        if self._compounds is not None:
            compounds = chain.from_iterable(map(self._compounds.of, concept.phrases))
            concept = replace(concept, phrases=(*concept.phrases, *compounds))
        found = self._index.occurrences(concept.phrases)
        if not found.count and len(concept.phrases) == 1 and (related := self._related(concept.phrases[0])):
            return related, self._index.occurrences(related.phrases)
        return concept, found

    def _related(self, word: str) -> Concept | None:
        """Return words that begin like a long one: create, creating for creation, which stemming misses."""
        if len(word) < _LONG:
            return None
        related = tuple(beginning_with(word[:-_ENDING], self._vocabulary))
        return Concept(related, _RELATED) if related else None
