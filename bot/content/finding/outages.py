"""Which models can't be used at the moment: one that failed is left alone for a while, and that's told once."""

import logging
from collections.abc import Callable, Sequence
from time import monotonic

from bot.meaning.errors import ModelError

_log = logging.getLogger(__name__)

_PAUSE = 60.0
"""Seconds in which a model that couldn't be used isn't tried again."""


class Outages:
    """The outages of some models.

    Args:
        models: their names, the best first, which the others stand in for.
        seconds: tells the time on a clock that only goes forward.
    """

    def __init__(self, models: Sequence[str], seconds: Callable[[], float] = monotonic) -> None:
        self._models = models
        self._seconds = seconds
        self._until: dict[str, float] = {}
        self._told: dict[str, str] = {}
        self._is_silent = False

    def has(self, model: str) -> bool:
        """Return whether a model is left alone."""
        return self._seconds() < self._until.get(model, 0.0)

    def begin(self, model: str, error: ModelError) -> None:
        """Leave a model alone for a while, and tell why unless that was told.

        Args:
            model: its name.
            error: why it can't be used.
        """
        self._until[model] = self._seconds() + _PAUSE
        if self._told.get(model) != str(error) and not self._is_silent:
            self._told[model] = str(error)
            others = self._models[self._models.index(model) + 1 :]
            by = f"by {others[0]}" if others else "by their words alone"
            _log.warning("questions are answered %s, as %s can't be used: %s", by, model, error)

    def end(self, model: str) -> None:
        """Tell that a model can be used again, if it was told that it couldn't."""
        if self._told.pop(model, None) is not None:
            _log.info("questions are answered by %s again", model)

    def silence(self) -> None:
        """Tell no more of any, as it doesn't matter while Versed stops."""
        self._is_silent = True
