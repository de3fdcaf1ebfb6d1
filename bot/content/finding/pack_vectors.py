"""Packs' vectors by model: computed once, off the event loop, and kept in memory and in the cache.

They depend on nothing but a pack's texts; those of the packs in Versed are shipped with it.
"""

import asyncio
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from bot.content.derived import CachedPerPack
from bot.content.finding.documents import answering
from bot.content.finding.file_names import EVERYDAY_LIFE, SHIPPED, digest, digest_of, file_name
from bot.content.finding.outages import Outages
from bot.content.finding.texts import everyday_texts, texts_of
from bot.content.model import Pack
from bot.meaning.errors import ModelError
from bot.meaning.model import Model
from bot.runtime.memory import with_numpy

if TYPE_CHECKING:  # they need numpy, which is only imported once someone asks something
    from bot.content.finding.everyday import Everyday
    from bot.content.finding.vector_files import ByText
    from bot.content.finding.vectors import Vectors


@dataclass(slots=True)
class _Held:
    """A pack's vectors.

    Args:
        vectors: the vectors by model name.
        work: the tasks that compute vectors, by model name.
    """

    vectors: "dict[str, Vectors]" = field(default_factory=dict)
    work: "dict[str, asyncio.Task[None]]" = field(default_factory=dict)


class PackVectors:
    """The vectors of packs, by model.

    Args:
        models: the models that make vectors.
        cache: the folder in which vectors are cached, or None.
        outages: notified when a model fails.
    """

    def __init__(self, models: Sequence[Model], cache: Path | None, outages: Outages) -> None:
        self._cache = cache
        self._outages = outages
        self._held = CachedPerPack[_Held](lambda _: _Held())
        self._everyday: dict[str, Everyday] = {}
        self._reading = {model.name: asyncio.Lock() for model in models}  # everyday life is read once
        self._closed = threading.Event()
        # Each model has one thread for slow work, so that the default executor stays free for questions.
        self._workers = {model.name: ThreadPoolExecutor(1, "meaning") for model in models}

    async def of(self, pack: Pack, model: Model, until: float) -> "Vectors | None":
        """Return a pack's vectors; None if they aren't ready in time.

        Args:
            pack: the pack.
            model: the model that makes them.
            until: the deadline on the monotonic clock.
        """
        held = self._held(pack)
        if model.name not in held.vectors:
            await asyncio.wait({self._working(model, pack)}, timeout=max(0.0, until - monotonic()))
        return held.vectors.get(model.name)

    async def prepare(self, pack: Pack, model: Model) -> bool:
        """Compute a pack's vectors unless they're cached; return whether they're available now.

        Args:
            pack: the pack.
            model: the model that makes them.
        """
        if await asyncio.to_thread(self._is_kept, model, pack):
            return True
        await self._working(model, pack)
        return model.name in self._held(pack).vectors

    def close(self) -> None:
        """Stop working."""
        self._closed.set()

    def _working(self, model: Model, pack: Pack) -> "asyncio.Task[None]":
        """Return the task that computes a pack's vectors; it's started once, and again after a failure."""
        held = self._held(pack)
        work = held.work.get(model.name)
        if work is None or (work.done() and model.name not in held.vectors):
            work = held.work[model.name] = asyncio.create_task(self._work(model, pack, held))
        return work

    async def _work(self, model: Model, pack: Pack, held: _Held) -> None:
        """Compute a pack's vectors, and everyday life's with the same model, and keep them in memory."""
        if self._closed.is_set():
            return
        everyday = await self._everyday_life(model)
        if everyday is None:
            return
        found = await self._meaning(model, pack.id, await asyncio.to_thread(texts_of, pack))
        if found is not None:
            held.vectors[model.name] = await asyncio.to_thread(_vectors, pack, found, everyday)

    async def _everyday_life(self, model: Model) -> "Everyday | None":
        """Return everyday life's vectors from a model; None if the model can't be used now."""
        async with self._reading[model.name]:
            if model.name not in self._everyday:
                found = await self._meaning(model, EVERYDAY_LIFE, everyday_texts())
                if found is None:
                    return None
                self._everyday[model.name] = await asyncio.to_thread(_everyday, found)
            return self._everyday[model.name]

    async def _meaning(self, model: Model, whose: str, texts: Mapping[str, bool]) -> "ByText | None":
        """Return the meanings of texts from files; if any are missing, compute them in the model's thread.

        Args:
            model: the model that makes vectors.
            whose: the id of the texts' pack, or EVERYDAY_LIFE.
            texts: the texts, each with whether to compare it token by token, if the model can.
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
            self._outages.begin(model.name, error)
            return False

    def _is_kept(self, model: Model, pack: Pack) -> bool:
        name = file_name(model.name, pack.id, digest_of(pack))
        file = self._file(name)
        return (SHIPPED / name).exists() or (file is not None and file.exists())

    def _file(self, name: str) -> Path | None:
        """Return the path of a cache file."""
        return None if self._cache is None else self._cache / name


def _everyday(found: "ByText") -> "Everyday":
    from bot.content.finding.everyday import Everyday

    return Everyday(found)


def _vectors(pack: Pack, found: "ByText", everyday: "Everyday") -> "Vectors":
    from bot.content.finding.vectors import Vectors

    return Vectors(pack, answering(pack), found, everyday)
