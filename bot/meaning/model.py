"""Models that tell what texts mean; the one that comes with Versed needs no account and no network."""

import hashlib
import threading
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Protocol

from bot.meaning.files import GRAPHS, MODEL, PIECES, POOLING
from bot.runtime.memory import give_back, with_numpy

if TYPE_CHECKING:  # what runs it takes fifty megabytes, so it's there only once someone has asked something
    from bot.meaning.encoder import Encoder
    from bot.meaning.meaning import Meaning

EMBEDDED = "versed-MiniLM-L6-4"
"""The name of the model that comes with Versed."""

_UNUSED = 600.0
"""Seconds after which a model that nobody has asked anything lets go of its memory."""


class Model(Protocol):
    """Tells what texts mean.

    Attributes:
        name: what tells it from all other models.
        languages: in which it understands texts; none for any.
        together: texts that it's best given at once.
        has_token_vectors: whether it tells what each piece of a text means, too.
    """

    name: str
    languages: tuple[str, ...]
    together: int
    has_token_vectors: bool

    def encode(self, *texts: str, within: float | None = None) -> "list[Meaning]":
        """Return what each text means; blocks.

        Args:
            texts: what to read.
            within: seconds that someone waits for it; None to take as long as it needs.

        Raises:
            ModelError: it can't.
        """

    def rest(self) -> None:
        """Let go of what takes memory, if nobody has asked for a while."""


class LocalModel:
    """A model in memory, loaded when it's first needed.

    It never keeps anybody waiting for long, so it doesn't look at how long they would.

    Args:
        name: what tells it from all other models.
        languages: in which it understands texts; none for any.
        folder: that holds it.
        has_token_vectors: whether it has learned to.
        now: seconds on a clock that nobody can set.
    """

    together = 8
    """Nearly as quick as many more, and a question in between waits 0.1 s."""

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
        """Return what each text means; few at once, since people who ask in between wait for all of them.

        Args:
            texts: what to read.
            within: as for every model.

        Raises:
            ModelError: it can't be loaded.
        """
        with self._lock:
            if self._encoder is None:
                with with_numpy():
                    from bot.meaning.encoder import Encoder

                self._encoder = Encoder(self._folder)
                give_back()  # what reading the graph took
            self._used = self._now()
            return self._encoder.encode(texts)

    def rest(self) -> None:
        """Let go of the model if nobody has asked for a while."""
        with self._lock:
            if self._encoder is not None and self._now() - self._used > _UNUSED:
                self._encoder = None
                give_back()


def embedded() -> LocalModel:
    """Return the model that comes with Versed."""
    return LocalModel(EMBEDDED, ("en",), MODEL, has_token_vectors=True)


def in_folder(folder: Path) -> LocalModel:
    """Return a model of one's own: a folder as sentence-transformers keeps it, with a BERT model's graph in it.

    Its name says which version of the folder it is, as what it says of a text is kept for as long as that stays.
    """
    return LocalModel(f"{folder.resolve().name}-{_version(folder)}", (), folder)


def _version(folder: Path) -> str:
    """Return what tells the model in a folder from earlier ones, without reading all of it."""
    found = hashlib.sha256()
    for name in (PIECES, POOLING, *GRAPHS):
        if (file := folder / name).exists():
            about = file.stat()
            found.update(f"{name} {about.st_size} {about.st_mtime_ns}\n".encode())
    return found.hexdigest()[:12]
