"""Models that turn texts into vectors; the one that comes with Versed needs no account, no network and no engine."""

import threading
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Protocol

from bot.runtime.memory import give_back, with_numpy

if TYPE_CHECKING:  # numpy takes thirty megabytes, so it's there only once somebody has asked something
    from bot.meaning.encoder import Encoder
    from bot.meaning.weights import Floats, Weights

EMBEDDED = "all-MiniLM-L6-v2-int8"
"""The name of the model that comes with Versed."""

_UNUSED = 600.0
"""Seconds after which a model that nobody has asked anything lets go of its memory."""


class ModelError(Exception):
    """A model that can't be used; says what to do."""


class Model(Protocol):
    """Turns texts into vectors.

    Attributes:
        name: what tells it from all other models.
        languages: in which it understands texts; none for any.
    """

    name: str
    languages: tuple[str, ...]

    def encode(self, *texts: str) -> "list[Floats]":
        """Return the vector of each text, of length 1; blocks.

        Raises:
            ModelError: it can't.
        """

    def rest(self) -> None:
        """Let go of what takes memory, if nobody has asked for a while."""


class LocalModel:
    """A model in memory, loaded when it's first needed.

    Args:
        name: what tells it from all other models.
        languages: in which it understands texts; none for any.
        load: reads its weights.
        now: seconds on a clock that nobody can set.
    """

    def __init__(
        self,
        name: str,
        languages: tuple[str, ...],
        load: "Callable[[], Weights]",
        now: Callable[[], float] = monotonic,
    ) -> None:
        self.name = name
        self.languages = languages
        self._load = load
        self._now = now
        self._lock = threading.Lock()
        self._encoder: Encoder | None = None
        self._used = 0.0

    def encode(self, *texts: str) -> "list[Floats]":
        """Return the vector of each text; few at once, since people who ask in between wait for all of them."""
        with self._lock:
            if self._encoder is None:
                with with_numpy():
                    from bot.meaning.encoder import Encoder

                self._encoder = Encoder(self._load())
            self._used = self._now()
            return self._encoder.encode(texts)

    def rest(self) -> None:
        """Let go of the weights if nobody has asked for a while."""
        with self._lock:
            if self._encoder is not None and self._now() - self._used > _UNUSED:
                self._encoder = None
                give_back()


def embedded() -> LocalModel:
    """Return the model that comes with Versed."""

    def load() -> "Weights":
        from bot.meaning import weights
        from bot.meaning.common import MODEL

        return weights.read(MODEL)

    return LocalModel(EMBEDDED, ("en",), load)
