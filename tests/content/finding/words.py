"""A model for tests: texts lie near that share words."""

import zlib
from collections.abc import Callable

import numpy as np

from bot.content.finding.vectors import Floats
from bot.language.text import words
from bot.meaning.errors import ModelError

SYNONYMS = {"tank": "aquarium", "puppy": "dog", "hound": "dog"}


class Words:
    """A model to which texts lie near that share words, or what means the same."""

    languages: tuple[str, ...] = ("en",)
    together = 8

    def __init__(self, name: str = "words", fails: Callable[[str], bool] = lambda _: False, size: int = 64) -> None:
        self.name = name
        self.asked: list[str] = []
        self.within: list[float | None] = []
        self._fails = fails
        self._size = size

    def encode(self, *texts: str, within: float | None = None) -> list[Floats]:
        self.within.append(within)
        return [self._vector(text) for text in texts]

    def _vector(self, text: str) -> Floats:
        if self._fails(text):
            raise ModelError("Set the key.")
        self.asked.append(text)
        vector = np.full(self._size, 1e-3, np.float32)
        for word in words(text):
            vector[zlib.crc32(SYNONYMS.get(word, word).encode()) % self._size] += 1
        return np.asarray(vector / np.linalg.norm(vector), np.float32)

    def rest(self) -> None:
        """Nothing to let go of."""
