"""Finding what a pack has for a question: by its words at once, and by its meaning as soon as vectors are ready.

Until a pack's vectors are computed, or while a model can't be used, questions are answered with another model, or by
their words alone.
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

if TYPE_CHECKING:  # it needs numpy, which is only imported once someone asks something
    from bot.content.finding.vectors import Vectors

PATIENCE = 2.0
"""Seconds that a question waits for the pack's vectors and its own, over all models."""

_SOON = 0.1
"""Minimum timeout in seconds for a model to encode a question."""

_CLOSE = 0.2
"""Minimum cosine of a text with a question that it may answer."""

_LIMIT = 8
"""Maximum number of items returned."""


class Answerer:
    """Finds answers to questions.

    Args:
        models: the models, the best first; the others are fallbacks. Without any, only words are used.
        cache: the folder in which vectors are cached, or None.
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
        models = [model for model in self._models if not self._outages.has(model.name)]
        for left, model in zip(range(len(models), 0, -1), models, strict=True):
            now = monotonic()
            turn = now + (until - now) / left
            vectors = await self._vectors.of(finder.pack, model, turn)
            if vectors is not None:
                found = await asyncio.to_thread(self._by_meaning, model, finder, query, vectors, turn)
                if found is not None:
                    return found
        return await asyncio.to_thread(finder.ranking.by_words, query, _LIMIT)

    async def closest(self, question: str, texts: Sequence[str]) -> str:
        """Return which of some short texts is closest to a question; "" if there are none, or no model can tell.

        Args:
            question: the question.
            texts: the texts, in the language of the model.
        """
        model = next((each for each in self._models if not self._outages.has(each.name)), None)
        if model is None or not texts:
            return ""
        try:
            asked, *told = await asyncio.to_thread(model.encode, question, *texts, within=self._patience)
        except ModelError as error:
            self._outages.begin(model.name, error)
            return ""
        likeness = [float(asked.vector @ each.vector) for each in told]
        return texts[likeness.index(max(likeness))] if max(likeness) >= _CLOSE else ""

    async def prepare(self, packs: Iterable[Pack]) -> bool:
        """Compute the packs' vectors that aren't cached, one pack after the other, so that nobody has to wait later.

        Returns:
            Whether it's done for all of them.
        """
        is_done = True
        for pack in packs:
            for model in self._models:
                is_ready = not self._outages.has(model.name) and await self._vectors.prepare(pack, model)
                is_done = is_done and is_ready
        return is_done

    def rest(self) -> None:
        """Unload models that haven't been used for a while."""
        for model in self._models:
            model.rest()

    def close(self) -> None:
        """Stop working."""
        self._outages.silence()
        self._vectors.close()

    def _by_meaning(
        self, model: Model, finder: Finder, query: Query, vectors: "Vectors", until: float
    ) -> Found | None:
        """Return what there is by words and meaning; None if the model can't encode the question."""
        try:
            (meaning,) = model.encode(query.spelled_out, within=max(_SOON, until - monotonic()))
            vectors.check(model.name, meaning)
        except ModelError as error:
            self._outages.begin(model.name, error)
            return None
        self._outages.end(model.name)
        is_understood = not model.languages or language_of(finder.pack.language) in model.languages
        return finder.ranking.find(query, meaning, vectors, _LIMIT, is_understood=is_understood)
