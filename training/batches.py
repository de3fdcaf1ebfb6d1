"""The batch for one training step: two packs, all questions about them, and off-topic questions."""

from collections.abc import Callable, Sequence
from random import Random
from typing import Any, NamedTuple

import numpy as np

from bot.content.finding.everyday_questions import ASKED
from bot.meaning.quantised import Floats
from bot.meaning.wordpiece import WordPieces
from training.packs import Pack

TOGETHER = 2
"""Number of packs per step."""

_ITEMS, _QUESTIONS, _OFF = TOGETHER * 20, TOGETHER * 50, TOGETHER * 20 + 16
"""Number of texts of each kind per step. It's the same in all steps, because JAX compiles for each shape."""

_SHORT, _MOST_SHORT, _MOST_LONG = 100, 20, 40
"""Number of questions that count as short, and maximum number of pieces of a short one and of a long one."""

_MOST_ITEM = (48, 64)
"""Possible maximum numbers of pieces per item, chosen by the longest item of a step: cards are short."""

_READ = 32
"""Number of texts encoded together by the model before training."""


class Rows(NamedTuple):
    """Texts of similar length: the ids of their pieces, and a mask with 1 for each piece."""

    pieces: Any
    there: Any


class Batch(NamedTuple):
    """The batch for one step.

    Args:
        items: the packs' items.
        short: the shorter questions.
        long: the longer questions.
        order: the indices that merge short and long ones into one list: questions, then off-topic ones.
        answers: 1 where a question (row) is answered by an item (column).
        items_before: the vectors of the items before training.
        asked_before: the vectors of all questions before training.
        everyday: the vectors of all everyday questions before training.
    """

    items: Rows
    short: Rows
    long: Rows
    order: Any
    answers: Any
    items_before: Any
    asked_before: Any
    everyday: Any


class Batches:
    """Makes batches.

    Args:
        pieces: the model's vocabulary.
        before: returns the vectors of texts before training.
        random: picks everyday questions.
    """

    def __init__(self, pieces: Sequence[str], before: Callable[[Rows], Any], random: Random) -> None:
        self._pieces = WordPieces(pieces)
        self._before = before
        self._random = random
        self._known: dict[str, Floats] = {}
        self._everyday = self._meant(ASKED)

    def of(self, packs: Sequence[Pack]) -> Batch:
        """Return the batch for a step with the given packs."""
        items = [item for pack in packs for item in pack.items]
        answers = np.zeros((_QUESTIONS, _ITEMS), np.float32)
        asked: list[str] = []
        first = 0
        for pack in packs:
            for text, places in pack.asked:
                answers[len(asked), [first + place for place in places]] = 1
                asked.append(text)
            first += len(pack.items)
        asked += [text for pack in packs for text in pack.off]
        asked += self._random.sample(ASKED, _QUESTIONS + _OFF - len(asked))
        assert len(items) == _ITEMS, "all packs have one size"
        shortest = sorted(range(len(asked)), key=lambda place: len(self._numbers(asked[place], _MOST_LONG)))
        short, long = shortest[:_SHORT], shortest[_SHORT:]
        longest = max(len(self._numbers(item, _MOST_ITEM[-1])) for item in items)
        return Batch(
            items=self._rows(items, next(most for most in _MOST_ITEM if longest <= most)),
            short=self._rows([asked[place] for place in short], _MOST_SHORT),
            long=self._rows([asked[place] for place in long], _MOST_LONG),
            order=np.argsort(shortest).astype(np.int32),
            answers=answers,
            items_before=self._meant(items),
            asked_before=self._meant(asked),
            everyday=self._everyday,
        )

    def _numbers(self, text: str, most: int) -> list[int]:
        return self._pieces.numbers(text, most)

    def _rows(self, texts: Sequence[str], most: int) -> Rows:
        pieces, there = np.zeros((len(texts), most), np.int32), np.zeros((len(texts), most), np.float32)
        for row, text in enumerate(texts):
            numbers = self._numbers(text, most)
            pieces[row, : len(numbers)] = numbers
            there[row, : len(numbers)] = 1
        return Rows(pieces, there)

    def _meant(self, texts: Sequence[str]) -> Floats:
        missing = [text for text in dict.fromkeys(texts) if text not in self._known]
        for start in range(0, len(missing), _READ):
            some = missing[start : start + _READ]
            filled = [*some, *some[:1] * (_READ - len(some))]  # JAX compiles for each shape
            self._known |= zip(some, np.asarray(self._before(self._rows(filled, _MOST_ITEM[-1]))), strict=False)
        return np.stack([self._known[text] for text in texts])
