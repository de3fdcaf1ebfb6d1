"""Finding what a pack has for a question: with its words at once, and with its meaning as soon as that's known.

What a pack's texts mean depends on nothing else, so it's worked out once, off the event loop, and kept in the cache;
for the packs in Versed that was done before. Until it's done, questions are answered by their words alone.
"""

import asyncio
import logging
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from bot.content.derived import PerPack
from bot.content.finding.documents import answering
from bot.content.finding.find import Finder
from bot.content.finding.meant import file_name, texts_of
from bot.content.finding.ranking import Found
from bot.content.model import Pack
from bot.language.locales import language_of
from bot.meaning.model import Model, ModelError
from bot.runtime.memory import with_numpy

if TYPE_CHECKING:  # with numpy, which is there only once somebody has asked something
    from bot.content.finding.vectors import Vectors

_log = logging.getLogger(__name__)

SHIPPED = Path(str(files("content"))) / "vectors"
"""What the texts of the packs in Versed mean; `python -m bot.content.ship` makes it."""

PATIENCE = 2.0
"""Seconds that a question waits for the meaning of a pack, which comes from a file by then or not yet."""

_LIMIT = 8
"""Items looked at."""


@dataclass(slots=True)
class _Held:
    """What's known of a pack's meaning: the vectors once they're there, and the work on them until then."""

    vectors: "Vectors | None" = None
    work: "asyncio.Task[None] | None" = None


class Answerer:
    """Finds answers.

    Args:
        model: tells what texts mean; None to go by their words.
        cache: where vectors are kept; None to do without.
        patience: seconds that a question waits for the meaning of a pack.
    """

    def __init__(self, model: Model | None, cache: Path | None, patience: float = PATIENCE) -> None:
        self._model = model
        self._cache = cache
        self._patience = patience
        self._held = PerPack[_Held](lambda _: _Held())
        self._looking = threading.Lock()
        self._closed = threading.Event()

    async def find(self, finder: Finder, question: str) -> Found:
        """Return what a pack has for a question."""
        vectors = await self._vectors(finder.pack)
        return await asyncio.to_thread(self._find, finder, question, vectors)

    async def prepare(self, packs: Iterable[Pack]) -> None:
        """Work out what packs mean where the cache doesn't know, one after the other, so that nobody waits."""
        for pack in packs:
            model = self._model_for(pack)
            if model is not None and not await asyncio.to_thread(self._is_kept, model, pack):
                await self._working(model, pack)

    def rest(self) -> None:
        """Let go of what takes memory and hasn't been used for a while."""
        if self._model is not None:
            self._model.rest()

    def close(self) -> None:
        """Stop working."""
        self._closed.set()

    def _model_for(self, pack: Pack) -> Model | None:
        """Return the model if it understands a pack's language."""
        languages = self._model.languages if self._model else ()
        return self._model if not languages or language_of(pack.language) in languages else None

    async def _vectors(self, pack: Pack) -> "Vectors | None":
        """Return a pack's vectors; None if there won't be any soon."""
        held = self._held(pack)
        if held.vectors is None and (model := self._model_for(pack)) is not None:
            await asyncio.wait({self._working(model, pack)}, timeout=self._patience)
        return held.vectors

    def _working(self, model: Model, pack: Pack) -> "asyncio.Task[None]":
        """Return the work on a pack's vectors, which is begun once."""
        held = self._held(pack)
        if held.work is None:
            held.work = asyncio.create_task(asyncio.to_thread(self._work_out, model, pack, held))
        return held.work

    def _work_out(self, model: Model, pack: Pack, held: _Held) -> None:
        with with_numpy():
            from bot.content.finding import vectors

        try:
            ready = SHIPPED / file_name(model.name, pack)
            file, shipped = (
                (None, [ready]) if ready.exists() else (self._file(model, pack), sorted(SHIPPED.glob("*")))
            )
            by_text = vectors.work_out(texts_of(pack), model, file, self._closed.is_set, shipped)
        except ModelError as error:
            _log.warning("questions about “%s” are answered by their words alone: %s", pack.title, error)
            return
        if by_text is not None:
            held.vectors = vectors.Vectors(pack, answering(pack), by_text)

    def _is_kept(self, model: Model, pack: Pack) -> bool:
        file = self._file(model, pack)
        return (SHIPPED / file_name(model.name, pack)).exists() or (file is not None and file.exists())

    def _file(self, model: Model, pack: Pack) -> Path | None:
        """Return where the vectors of a pack, as it is now, are kept."""
        return None if self._cache is None else self._cache / file_name(model.name, pack)

    def _find(self, finder: Finder, question: str, vectors: "Vectors | None") -> Found:
        ranking = finder.ranking
        with self._looking:
            if vectors is not None and self._model is not None:
                try:
                    (vector,) = self._model.encode(ranking.wording.spelled_out(question))
                    return ranking.find(question, vector, vectors, _LIMIT)
                except ModelError as error:
                    _log.warning("a question is answered by its words alone: %s", error)
            return ranking.by_words(question, _LIMIT)
