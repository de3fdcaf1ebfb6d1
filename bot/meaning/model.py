"""Models that compute the meaning of texts; the one that's shipped with Versed needs no account and no network."""

import hashlib
import threading
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Protocol

from bot.meaning.files import GRAPHS, MODEL, PIECES, POOLING
from bot.runtime.memory import give_back, with_numpy

if TYPE_CHECKING:  # it needs fifty megabytes, so it's only imported once someone asks something
    from bot.meaning.encoder import Encoder
    from bot.meaning.meaning import Meaning

EMBEDDED = "versed-MiniLM-L6-4"
"""The name of the model that's shipped with Versed."""

_UNUSED = 600.0
"""Seconds without a request after which a model is unloaded from memory."""


class Model(Protocol):
    """Computes the meanings of texts.

    Attributes:
        name: a unique name.
        languages: the languages that it understands; empty for any.
        together: the best number of texts per call.
        has_token_vectors: whether it returns a vector for each piece of a text, too.
    """

    name: str
    languages: tuple[str, ...]
    together: int
    has_token_vectors: bool

    def encode(self, *texts: str, within: float | None = None) -> "list[Meaning]":
        """Return the meaning of each text; blocks.

        Args:
            texts: the texts.
            within: the timeout in seconds, because someone is waiting; None for no limit.

        Raises:
            ModelError: the model can't be used.
        """

    def rest(self) -> None:
        """Free memory if nobody has asked for a while."""


class LocalModel:
    """A model in memory, loaded when it's first needed.

    It's always fast, so it ignores the timeout.

    Args:
        name: a unique name.
        languages: the languages that it understands; empty for any.
        folder: the model's folder.
        has_token_vectors: whether it was trained to return token vectors.
        now: returns the seconds of a monotonic clock.
    """

    together = 8
    """The number of texts per call: nearly as fast as larger batches, and a question in between only waits 0.1 s."""

    def __init__(
        self,
        name: str,
        languages: tuple[str, ...],
        folder: Path,
        *,
        has_token_vectors: bool = False,
        now: Callable[[], float] = monotonic,
    ) -> None:
        self.name = name
        self.languages = languages
        self.has_token_vectors = has_token_vectors
        self._folder = folder
        self._now = now
        self._lock = threading.Lock()
        self._encoder: Encoder | None = None
        self._used = 0.0

    def encode(self, *texts: str, within: float | None = None) -> "list[Meaning]":
        """Return the meaning of each text; pass few texts per call, since questions asked in between have to wait.

        Args:
            texts: the texts.
            within: ignored.

        Raises:
            ModelError: the model can't be loaded.
        """
        with self._lock:
            if self._encoder is None:
                with with_numpy():
                    from bot.meaning.encoder import Encoder

                self._encoder = Encoder(self._folder)
                give_back()  # the memory that loading the graph took
            self._used = self._now()
            return self._encoder.encode(texts)

    def rest(self) -> None:
        """Unload the model if nobody has asked for a while."""
        with self._lock:
            if self._encoder is not None and self._now() - self._used > _UNUSED:
                self._encoder = None
                give_back()


def embedded() -> LocalModel:
    """Return the model that's shipped with Versed."""
    return LocalModel(EMBEDDED, ("en",), MODEL, has_token_vectors=True)


def in_folder(folder: Path) -> LocalModel:
    """Return the operator's own model from a folder that sentence-transformers wrote, with a BERT model's graph.

    Its name includes the folder's version, because vectors are cached by the model's name.
    """
    return LocalModel(f"{folder.resolve().name}-{_version(folder)}", (), folder)


def _version(folder: Path) -> str:
    """Return a digest of the sizes and times of a model's files, to tell versions apart without reading them."""
    found = hashlib.sha256()
    for name in (PIECES, POOLING, *GRAPHS):
        if (file := folder / name).exists():
            about = file.stat()
            found.update(f"{name} {about.st_size} {about.st_mtime_ns}\n".encode())
    return found.hexdigest()[:12]
