"""Models that can't be used at the moment: one that failed isn't used for a while, which is logged once."""

import logging
from collections.abc import Callable, Sequence
from time import monotonic

from bot.meaning.errors import ModelError

_log = logging.getLogger(__name__)

_PAUSE = 60.0
"""Seconds until a model that failed is tried again."""


class Outages:
    """The outages of some models.

    Args:
        models: the models' names, the best first; the others are fallbacks.
        seconds: returns the seconds of a monotonic clock.
    """

    def __init__(self, models: Sequence[str], seconds: Callable[[], float] = monotonic) -> None:
        self._models = models
        self._seconds = seconds
        self._until: dict[str, float] = {}
        self._told: dict[str, str] = {}
        self._is_silent = False

    def has(self, model: str) -> bool:
        """Return whether a model is out of use."""
        return self._seconds() < self._until.get(model, 0.0)

    def begin(self, model: str, error: ModelError) -> None:
        """Take a model out of use for a while, and log why unless that was logged already.

        Args:
            model: the model's name.
            error: why it can't be used.
        """
        self._until[model] = self._seconds() + _PAUSE
        if self._told.get(model) != str(error) and not self._is_silent:
            self._told[model] = str(error)
            others = self._models[self._models.index(model) + 1 :]
            by = f"by {others[0]}" if others else "by their words alone"
            _log.warning("questions are answered %s, as %s can't be used: %s", by, model, error)

    def end(self, model: str) -> None:
        """Log that a model can be used again, if its outage was logged."""
        if self._told.pop(model, None) is not None:
            _log.info("questions are answered by %s again", model)

    def silence(self) -> None:
        """Log no further outages, because they don't matter while Versed stops."""
        self._is_silent = True
