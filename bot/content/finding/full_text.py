"""A full-text index of texts in columns, stemmed by Snowball's rules for their language, ranked by BM25.

It ranks as FTS5 of SQLite does (https://sqlite.org/fts5.html#the_bm25_function): how often a row mentions a phrase is
a weighted sum over the columns, and the scores of several phrases are added up.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from threading import Lock

import numpy as np
import Stemmer
from numpy.typing import NDArray

from bot.language.locales import language_of
from bot.meaning.quantised import Floats

_WEIGHTS = np.array([5.0, 1.5, 3.0, 0.5], np.float32)
"""Weights of matches in the title, in the text, in the objectives taught and in the questions testing them."""

_K1, _B = 1.2, 0.75
"""BM25's usual constants: how soon more occurrences stop counting, and how much long rows count less."""

_LEAST_RARITY = 1e-6
"""Rarity of a phrase that most rows mention, which BM25's formula would make negative."""

_END = -1
"""The token after each text, which no phrase contains."""

_WORD = re.compile(r"[^\W_]+")

_SHORTEST_STEMMED = 3
"""Minimum length of a word to stem: “is” isn't a form of “i”."""

_PLAINEST = "porter"
"""The stemmer for English, and for languages that have none: it changes least."""

_stemming = Lock()
"""Held while a word is stemmed, because PyStemmer isn't thread-safe."""


@dataclass(frozen=True, slots=True)
class Occurrences:
    """The rows that mention something.

    Args:
        scores: the BM25 score of each row; 0 if the row doesn't mention it.
        in_title: for each row, whether its title mentions it.
        count: the number of rows that mention it.
        is_taught: whether any title or objective mentions it.
    """

    scores: Floats
    in_title: NDArray[np.bool_]
    count: int
    is_taught: bool


class FullText:
    """The index. Nothing in it changes, so threads may share it.

    Args:
        rows: the title, the text, the objectives and the tests of each row. Texts that several rows share are indexed
            once.
        language: their language, such as "en" or "pt-BR".
    """

    def __init__(self, rows: Sequence[tuple[str, str, str, str]], language: str = "en") -> None:
        self._language = language_of(language)
        texts: dict[str, int] = {}
        columns = [[texts.setdefault(text, len(texts)) for text in column] for column in zip(*rows, strict=True)]
        # Not int32: numpy would convert them each time they select something.
        self._columns = np.array(columns, np.intp).reshape(len(_WEIGHTS), -1)
        self._numbers: dict[str, int] = {}
        tokens = [self._tokens_of(text) for text in texts]
        self._tokens = np.concatenate([np.zeros(0, np.int32), *tokens])
        lengths = np.array([len(each) for each in tokens], np.int32)
        self._text_of = np.repeat(np.arange(len(texts), dtype=np.int32), lengths)
        self._count = len(texts)
        self._by_token = self._tokens.argsort(kind="stable").astype(np.int32)
        self._starts = np.searchsorted(self._tokens, np.arange(len(self._numbers) + 1), sorter=self._by_token)
        words = (lengths - 1)[self._columns].sum(axis=0)
        usual = max(1.0, float(words.mean())) if len(rows) else 1.0
        self._damping = np.asarray(_K1 * (1 - _B + _B * words / usual), np.float32)

    def __len__(self) -> int:
        return len(self._damping)

    def occurrences(self, phrases: Sequence[str]) -> Occurrences:
        """Return the rows that mention any of some phrases."""
        scores = np.zeros(len(self), np.float32)
        in_title = np.zeros(len(self), np.bool_)
        is_taught = False
        for phrase in dict.fromkeys(_stems(phrase, self._language) for phrase in phrases):
            positions = self._positions(phrase)
            if len(positions):
                times = np.bincount(self._text_of[positions], minlength=self._count).astype(np.float32)
                title, _, taught, _ = found = times[self._columns]
                scores += self._scores(_WEIGHTS @ found)
                in_title |= title > 0
                is_taught = is_taught or bool(taught.any())
        return Occurrences(scores, in_title, int(np.count_nonzero(scores)), is_taught or bool(in_title.any()))

    def _scores(self, often: Floats) -> Floats:
        """Return each row's BM25 score from how often it mentions a phrase."""
        rows = np.count_nonzero(often)
        rarity = max(_LEAST_RARITY, math.log((len(self) - rows + 0.5) / (rows + 0.5)))
        return np.asarray(often * (rarity * (_K1 + 1)) / (often + self._damping), np.float32)

    def _tokens_of(self, text: str) -> NDArray[np.int32]:
        """Return the number of each stem in a text; new ones get the next number."""
        numbers = [self._numbers.setdefault(stem, len(self._numbers)) for stem in _stems(text, self._language)]
        return np.array([*numbers, _END], np.int32)

    def _positions(self, phrase: Sequence[str]) -> NDArray[np.int32]:
        """Return where a phrase, given as stems, starts in all texts."""
        numbers = [self._numbers.get(stem, _END) for stem in phrase]
        if not numbers or _END in numbers:
            return self._by_token[:0]
        first, *others = numbers
        positions = self._by_token[self._starts[first] : self._starts[first + 1]]
        for place, number in enumerate(others, 1):
            positions = positions[self._tokens[positions + place] == number]
        return positions


def _stems(text: str, language: str) -> tuple[str, ...]:
    return tuple(_stem(word, language) for word in _WORD.findall(text))


@cache
def _stemmer(language: str) -> Stemmer.Stemmer:
    try:
        return Stemmer.Stemmer(_PLAINEST if language == "en" else language, 0)
    except KeyError:  # a language without rules
        return _stemmer("en")


@lru_cache(maxsize=50_000)  # the words of a large pack come up again and again
def _stem(word: str, language: str) -> str:
    if len(word) < _SHORTEST_STEMMED:
        return word
    with _stemming:
        return str(_stemmer(language).stemWord(word))
