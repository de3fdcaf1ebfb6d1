"""Finding what a pack has for a question: with its words at once, and with its meaning as soon as that's known.

Until what a pack means is worked out, questions are answered by another model, or by their words alone; so they are
while a model can't be used.
"""

import asyncio
from collections.abc import Iterable, Sequence
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from bot.content.finding.finder import Finder
from bot.content.finding.outages import Outages
from bot.content.finding.pack_vectors import PackVectors
from bot.content.finding.query import Query
from bot.content.finding.ranking import Found
from bot.content.model import Pack
from bot.language.locales import language_of
from bot.meaning.errors import ModelError
from bot.meaning.model import Model

if TYPE_CHECKING:  # with numpy, which is there only once someone has asked something
    from bot.content.finding.vectors import Vectors

PATIENCE = 2.0
"""Seconds that a question waits for the meaning of a pack and for its own, over all models."""

_SOON = 0.1
"""Seconds that a model is given for a question at least."""

_LIMIT = 8
"""Items returned."""


class Answerer:
    """Finds answers.

    Args:
        models: tell what texts mean, the best first, which the others stand in for; none to go by words alone.
        cache: where vectors are kept; None to do without.
        patience: seconds that a question waits for models.
    """

    def __init__(self, models: Sequence[Model], cache: Path | None, patience: float = PATIENCE) -> None:
        self._models = models
        self._patience = patience
        self._outages = Outages([model.name for model in models])
        self._vectors = PackVectors(models, cache, self._outages)

    async def find(self, finder: Finder, query: Query) -> Found:
        """Return what a pack has for a question."""
        until = monotonic() + self._patience
        models = [model for model in self._models_for(finder.pack) if not self._outages.has(model.name)]
        for left, model in zip(range(len(models), 0, -1), models, strict=True):
            now = monotonic()
            turn = now + (until - now) / left
            vectors = await self._vectors.of(finder.pack, model, turn)
            if vectors is not None:
                found = await asyncio.to_thread(self._by_meaning, model, finder, query, vectors, turn)
                if found is not None:
                    return found
        return await asyncio.to_thread(finder.ranking.by_words, query, _LIMIT)

    async def prepare(self, packs: Iterable[Pack]) -> bool:
        """Work out what packs mean where the cache doesn't know, one after the other, so that nobody waits.

        Returns:
            Whether it's done for all of them.
        """
        is_done = True
        for pack in packs:
            for model in self._models_for(pack):
                is_ready = not self._outages.has(model.name) and await self._vectors.prepare(pack, model)
                is_done = is_done and is_ready
        return is_done

    def rest(self) -> None:
        """Let go of what takes memory and hasn't been used for a while."""
        for model in self._models:
            model.rest()

    def close(self) -> None:
        """Stop working."""
        self._outages.silence()
        self._vectors.close()

    def _models_for(self, pack: Pack) -> list[Model]:
        """Return the models that understand a pack's language."""
        language = language_of(pack.language)
        return [model for model in self._models if not model.languages or language in model.languages]

    def _by_meaning(
        self, model: Model, finder: Finder, query: Query, vectors: "Vectors", until: float
    ) -> Found | None:
        """Return what there is by words and meaning; None if the model can't tell what a question means."""
        try:
            (meaning,) = model.encode(query.spelled_out, within=max(_SOON, until - monotonic()))
            vectors.check(model.name, meaning)
        except ModelError as error:
            self._outages.begin(model.name, error)
            return None
        self._outages.end(model.name)
        return finder.ranking.find(query, meaning, vectors, _LIMIT)
