"""A model for tests: texts that share words are similar."""

import zlib
from collections.abc import Callable, Mapping

import numpy as np

from bot.content.finding.everyday import Everyday
from bot.content.finding.file_names import SHIPPED
from bot.content.finding.texts import everyday_texts
from bot.content.finding.vector_files import ByText, recalled, work_out
from bot.language.text import words
from bot.meaning.errors import ModelError
from bot.meaning.meaning import Meaning
from bot.meaning.model import Model

SYNONYMS = {"tank": "aquarium", "puppy": "dog", "hound": "dog"}


class Words:
    """A model to which texts are similar if they share words or synonyms."""

    languages: tuple[str, ...] = ("en",)
    together = 8

    def __init__(
        self,
        name: str = "words",
        fails: Callable[[str], bool] = lambda _: False,
        size: int = 64,
        *,
        has_token_vectors: bool = False,
    ) -> None:
        self.has_token_vectors = has_token_vectors
        self.name = name
        self.asked: list[str] = []
        self.within: list[float | None] = []
        self._fails = fails
        self._size = size

    def encode(self, *texts: str, within: float | None = None) -> list[Meaning]:
        self.within.append(within)
        return [self._vector(text) for text in texts]

    def _vector(self, text: str) -> Meaning:
        if self._fails(text):
            raise ModelError("Set the key.")
        self.asked.append(text)
        vector = np.full(self._size, 1e-3, np.float32)
        for word in words(text):
            vector[zlib.crc32(SYNONYMS.get(word, word).encode()) % self._size] += 1
        return Meaning(np.asarray(vector / np.linalg.norm(vector), np.float32))

    def rest(self) -> None:
        """Do nothing, as there's nothing to release."""


def meanings(model: Model, texts: Mapping[str, bool]) -> ByText:
    """Return the meanings of texts: those that come with Versed, and the others as the model encodes them.

    Args:
        model: encodes the others.
        texts: maps each text to whether it's compared token by token.
    """
    found = recalled(texts, model.name, None, sorted(SHIPPED.glob("*")))
    assert work_out(texts, model, None, lambda: False, found)
    return found


def everyday_of(model: Model) -> Everyday:
    """Return everyday life as a model encodes it."""
    return Everyday(meanings(model, everyday_texts()))
