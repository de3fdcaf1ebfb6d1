"""What packs mean to models: worked out once, off the event loop, and kept in memory and in the cache.

It depends on nothing but a pack's texts; for the packs in Versed it was worked out before.
"""

import asyncio
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from bot.content.derived import PerPack
from bot.content.finding.documents import answering
from bot.content.finding.file_names import EVERYDAY_LIFE, SHIPPED, digest, digest_of, file_name
from bot.content.finding.outages import Outages
from bot.content.finding.texts import everyday_texts, texts_of
from bot.content.model import Pack
from bot.meaning.errors import ModelError
from bot.meaning.model import Model
from bot.runtime.memory import with_numpy

if TYPE_CHECKING:  # with numpy, which is there only once someone has asked something
    from bot.content.finding.everyday import Everyday
    from bot.content.finding.vector_files import ByText
    from bot.content.finding.vectors import Vectors


@dataclass(slots=True)
class _Held:
    """What's known of a pack's meaning.

    Args:
        vectors: by the names of models.
        work: on the vectors, until they're there.
    """

    vectors: "dict[str, Vectors]" = field(default_factory=dict)
    work: "dict[str, asyncio.Task[None]]" = field(default_factory=dict)


class PackVectors:
    """The vectors of packs, by model.

    Args:
        models: tell what texts mean.
        cache: where vectors are kept; None to do without.
        outages: is told when a model fails.
    """

    def __init__(self, models: Sequence[Model], cache: Path | None, outages: Outages) -> None:
        self._cache = cache
        self._outages = outages
        self._held = PerPack[_Held](lambda _: _Held())
        self._everyday: dict[str, Everyday] = {}
        self._reading = {model.name: asyncio.Lock() for model in models}  # everyday life, once for all packs
        self._closed = threading.Event()
        # Each has a thread for what takes long, so that however many packs there are, those who ask find others free.
        self._workers = {model.name: ThreadPoolExecutor(1, "meaning") for model in models}

    async def of(self, pack: Pack, model: Model, until: float) -> "Vectors | None":
        """Return a pack's vectors; None if there won't be any by a moment.

        Args:
            pack: whose.
            model: that makes them.
            until: on the monotonic clock.
        """
        held = self._held(pack)
        if model.name not in held.vectors:
            await asyncio.wait({self._working(model, pack)}, timeout=max(0.0, until - monotonic()))
        return held.vectors.get(model.name)

    async def prepare(self, pack: Pack, model: Model) -> bool:
        """Work out a pack's vectors where the cache doesn't know them; return whether it knows them now.

        Args:
            pack: whose.
            model: that makes them.
        """
        if await asyncio.to_thread(self._is_kept, model, pack):
            return True
        await self._working(model, pack)
        return model.name in self._held(pack).vectors

    def close(self) -> None:
        """Stop working."""
        self._closed.set()

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
            self._outages.begin(model.name, error)
            return False

    def _is_kept(self, model: Model, pack: Pack) -> bool:
        name = file_name(model.name, pack.id, digest_of(pack))
        file = self._file(name)
        return (SHIPPED / name).exists() or (file is not None and file.exists())

    def _file(self, name: str) -> Path | None:
        """Return where vectors are kept."""
        return None if self._cache is None else self._cache / name


def _everyday(found: "ByText") -> "Everyday":
    from bot.content.finding.everyday import Everyday

    return Everyday(found)


def _vectors(pack: Pack, found: "ByText", everyday: "Everyday") -> "Vectors":
    from bot.content.finding.vectors import Vectors

    return Vectors(pack, answering(pack), found, everyday)
