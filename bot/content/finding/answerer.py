"""Finding what a pack has for a question: with its words at once, and with its meaning as soon as that's known.

What a pack's texts mean depends on nothing else, so it's worked out once, off the event loop, and kept in the cache;
for the packs in Versed that was done before. Until it's done, questions are answered by another model, or by their
words alone; so they are while a model can't be used.
"""

import asyncio
import logging
import threading
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from bot.content.derived import PerPack
from bot.content.finding.documents import answering
from bot.content.finding.file_names import EVERYDAY_LIFE, digest, digest_of, file_name
from bot.content.finding.finder import Finder
from bot.content.finding.query import Query
from bot.content.finding.ranking import Found
from bot.content.finding.texts import everyday_texts, texts_of
from bot.content.model import Pack
from bot.language.locales import language_of
from bot.meaning.errors import ModelError
from bot.meaning.model import Model
from bot.runtime.memory import with_numpy

if TYPE_CHECKING:  # with numpy, which is there only once someone has asked something
    from bot.content.finding.everyday import Everyday
    from bot.content.finding.vector_files import ByText
    from bot.content.finding.vectors import Vectors

_log = logging.getLogger(__name__)

SHIPPED = Path(str(files("content"))) / "vectors"
"""What the texts of the packs in Versed mean; `python -m bot.content.ship` makes it."""

PATIENCE = 2.0
"""Seconds that a question waits for the meaning of a pack and for its own, over all models."""

_SOON = 0.1
"""Seconds that a model is given for a question at least."""

_PAUSE = 60.0
"""Seconds in which a model that couldn't be used isn't tried again."""

_LIMIT = 8
"""Items returned."""


@dataclass(slots=True)
class _Held:
    """What's known of a pack's meaning.

    Args:
        vectors: by the names of models.
        work: on the vectors, until they're there.
    """

    vectors: "dict[str, Vectors]" = field(default_factory=dict)
    work: "dict[str, asyncio.Task[None]]" = field(default_factory=dict)


class Answerer:
    """Finds answers.

    Args:
        models: tell what texts mean, the best first, which the others stand in for; none to go by words alone.
        cache: where vectors are kept; None to do without.
        patience: seconds that a question waits for models.
    """

    def __init__(self, models: Sequence[Model], cache: Path | None, patience: float = PATIENCE) -> None:
        self._models = models
        self._cache = cache
        self._patience = patience
        self._held = PerPack[_Held](lambda _: _Held())
        self._everyday: dict[str, Everyday] = {}
        self._reading = {model.name: asyncio.Lock() for model in models}  # everyday life, once for all packs
        self._closed = threading.Event()
        # Each has a thread for what takes long, so that however many packs there are, those who ask find others free.
        self._workers = {model.name: ThreadPoolExecutor(1, "meaning") for model in models}
        self._rests_until: dict[str, float] = {}
        self._told: dict[str, str] = {}

    async def find(self, finder: Finder, query: Query) -> Found:
        """Return what a pack has for a question."""
        until = monotonic() + self._patience
        models = [model for model in self._models_for(finder.pack) if not self._rests(model)]
        for left, model in zip(range(len(models), 0, -1), models, strict=True):
            now = monotonic()
            turn = now + (until - now) / left
            vectors = await self._vectors(model, finder.pack, turn)
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
                if self._rests(model):
                    is_done = False
                elif not await asyncio.to_thread(self._is_kept, model, pack):
                    await self._working(model, pack)
                    is_done = is_done and model.name in self._held(pack).vectors
        return is_done

    def rest(self) -> None:
        """Let go of what takes memory and hasn't been used for a while."""
        for model in self._models:
            model.rest()

    def close(self) -> None:
        """Stop working."""
        self._closed.set()

    def _models_for(self, pack: Pack) -> list[Model]:
        """Return the models that understand a pack's language."""
        language = language_of(pack.language)
        return [model for model in self._models if not model.languages or language in model.languages]

    def _rests(self, model: Model) -> bool:
        return monotonic() < self._rests_until.get(model.name, 0.0)

    def _fails(self, model: Model, error: ModelError) -> None:
        """Leave a model alone for a while, and tell why unless that was told."""
        self._rests_until[model.name] = monotonic() + _PAUSE
        if self._told.get(model.name) != str(error) and not self._closed.is_set():
            self._told[model.name] = str(error)
            others = [each.name for each in self._models[self._models.index(model) + 1 :]]
            by = f"by {others[0]}" if others else "by their words alone"
            _log.warning("questions are answered %s, as %s can't be used: %s", by, model.name, error)

    def _works(self, model: Model) -> None:
        if self._told.pop(model.name, None) is not None:
            _log.info("questions are answered by %s again", model.name)

    async def _vectors(self, model: Model, pack: Pack, until: float) -> "Vectors | None":
        """Return a pack's vectors; None if there won't be any by a moment."""
        held = self._held(pack)
        if model.name not in held.vectors:
            await asyncio.wait({self._working(model, pack)}, timeout=max(0.0, until - monotonic()))
        return held.vectors.get(model.name)

    def _working(self, model: Model, pack: Pack) -> "asyncio.Task[None]":
        """Return the work on a pack's vectors, which is begun once, and again after it has failed."""
        held = self._held(pack)
        work = held.work.get(model.name)
        if work is None or (work.done() and model.name not in held.vectors):
            work = held.work[model.name] = asyncio.create_task(self._work(model, pack, held))
        return work

    async def _work(self, model: Model, pack: Pack, held: _Held) -> None:
        """Hold a pack's vectors, with what everyday life means to the same model."""
        if self._closed.is_set():
            return
        everyday = await self._everyday_life(model)
        if everyday is None:
            return
        found = await self._meaning(model, pack.id, await asyncio.to_thread(texts_of, pack))
        if found is not None:
            held.vectors[model.name] = await asyncio.to_thread(_vectors, pack, found, everyday)

    async def _everyday_life(self, model: Model) -> "Everyday | None":
        """Return what everyday life means to a model; None if it can't tell now."""
        async with self._reading[model.name]:
            if model.name not in self._everyday:
                found = await self._meaning(model, EVERYDAY_LIFE, everyday_texts())
                if found is None:
                    return None
                self._everyday[model.name] = await asyncio.to_thread(_everyday, found)
            return self._everyday[model.name]

    async def _meaning(self, model: Model, whose: str, texts: Mapping[str, bool]) -> "ByText | None":
        """Return what texts mean: what's known, and if that isn't all, in its turn what's worked out.

        Args:
            model: tells what texts mean.
            whose: the id of their pack, or EVERYDAY_LIFE.
            texts: each with whether it's compared token by token, by a model that can.
        """
        name = file_name(model.name, whose, await asyncio.to_thread(digest, texts))
        if not model.has_token_vectors:
            texts = dict.fromkeys(texts, False)
        found = await asyncio.to_thread(self._recall, model, texts, name)
        if len(found) == len(texts):
            return found
        worker = self._workers[model.name]
        is_whole = await asyncio.get_running_loop().run_in_executor(
            worker, self._work_out, model, texts, self._file(name), found
        )
        return found if is_whole else None

    def _recall(self, model: Model, texts: Mapping[str, bool], name: str) -> "ByText":
        with with_numpy():
            from bot.content.finding import vector_files

        ready = SHIPPED / name
        if ready.exists():
            return vector_files.recalled(texts, model.name, None, [ready])
        return vector_files.recalled(texts, model.name, self._file(name), sorted(SHIPPED.glob("*")))

    def _work_out(self, model: Model, texts: Mapping[str, bool], file: Path | None, found: "ByText") -> bool:
        from bot.content.finding import vector_files

        try:
            return vector_files.work_out(texts, model, file, self._closed.is_set, found)
        except ModelError as error:
            self._fails(model, error)
            return False

    def _is_kept(self, model: Model, pack: Pack) -> bool:
        name = file_name(model.name, pack.id, digest_of(pack))
        file = self._file(name)
        return (SHIPPED / name).exists() or (file is not None and file.exists())

    def _file(self, name: str) -> Path | None:
        """Return where vectors are kept."""
        return None if self._cache is None else self._cache / name

    def _by_meaning(
        self, model: Model, finder: Finder, query: Query, vectors: "Vectors", until: float
    ) -> Found | None:
        """Return what there is by words and meaning; None if the model can't tell what a question means."""
        try:
            (meaning,) = model.encode(query.spelled_out, within=max(_SOON, until - monotonic()))
            vectors.check(model.name, meaning)
        except ModelError as error:
            self._fails(model, error)
            return None
        self._works(model)
        return finder.ranking.find(query, meaning, vectors, _LIMIT)


def _everyday(found: "ByText") -> "Everyday":
    from bot.content.finding.everyday import Everyday

    return Everyday(found)


def _vectors(pack: Pack, found: "ByText", everyday: "Everyday") -> "Vectors":
    from bot.content.finding.vectors import Vectors

    return Vectors(pack, answering(pack), found, everyday)
