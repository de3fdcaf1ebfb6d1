"""The first card and answer from a tenant's pack that isn't in memory yet, and how long the event loop is blocked."""

import asyncio
import gc
import tempfile
import time
from collections.abc import Awaitable
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from benchmarks.packs import write_pack
from benchmarks.table import Row, show
from bot.catalogue import CATALOGUE
from bot.content.reading.library import Library
from bot.content.reading.load import load
from bot.core import Core, build
from bot.features.learners.scopes import EVERYWHERE
from bot.language.people import PLAYGROUND, Member, Place
from bot.language.requests import Asker, Call
from bot.language.slash import read
from bot.pictures.cache import PictureCache
from bot.runtime import turns
from bot.runtime.settings import Settings
from bot.storage.database import Database

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SIZES = (1_000, 10_000)
FIRST = 300.0
STILL = 70.0
_TICK = 0.005


async def measure() -> list[Row]:
    """Return the rows of the table."""
    turns.shorten()
    library, pictures, rows = Library(Settings().content), PictureCache(), list[Row]()
    library.prepare()
    with tempfile.TemporaryDirectory() as folder:
        database = await Database.open(f"sqlite:///{folder}/v.db")
        try:
            for size in SIZES:
                rows += await _of_size(size, library, database, pictures, Path(folder))
        finally:
            await database.close()
            pictures.close()
    return rows


async def _of_size(
    size: int, library: Library, database: Database, pictures: PictureCache, folder: Path
) -> list[Row]:
    pack_folder = folder / f"{size}"
    pack_folder.mkdir()
    write_pack(pack_folder, Random(1), size)
    core = build(library, database, pictures, Random(1))
    made = await core.own_packs.publish(_asker("editor"), load(pack_folder), {})
    rows: list[Row] = []
    for typed, member, what, limit in (
        ("/review", "new", "/review, the first time someone opens it", None),
        ("/review", "new", "/review, opened before", FIRST),  # by the row above
        ("/ask model team data", "asker", "/ask", None),
    ):
        del core  # with everything that it has derived from the pack
        gc.collect()
        core = build(library, database, pictures, Random(1))
        await _serve(core, typed, f"{member}-warm")  # with the operator's pack, to load what's shared
        await core.chosen.put(PLAYGROUND.key, EVERYWHERE, "pack", made.id)
        taken, stood = await _watched(_serve(core, typed, member))
        rows.append(Row(f"{size:,} cards, {what}: of a processor, until the answer", taken * 1e3, "ms", limit))
        rows.append(Row("  longest stall of the loop until everything is ready", stood * 1e3, "ms", STILL))
        await core.chosen.put(PLAYGROUND.key, EVERYWHERE, "pack", library.default.id)
    return rows


async def _watched(work: Awaitable[object]) -> tuple[float, float]:
    """Return the processor seconds until some work is done, and the longest time that the event loop was blocked.

    The latter is measured until the background work that follows is done, too.
    """
    worst = 0.0

    async def tick() -> None:
        nonlocal worst
        while True:
            before = time.perf_counter()
            await asyncio.sleep(_TICK)
            worst = max(worst, time.perf_counter() - before - _TICK)

    ticking = asyncio.create_task(tick())
    started = time.process_time()
    await work
    taken = time.process_time() - started
    while asyncio.all_tasks() - {ticking, asyncio.current_task()}:  # what follows the answer
        await asyncio.sleep(0.01)
    ticking.cancel()
    return taken, worst


async def _serve(core: Core, typed: str, member: str) -> None:
    command, options = read(typed, CATALOGUE)
    await core.application.serve(Call(_asker(member), command, options))


def _asker(name: str) -> Asker:
    return Asker(PLAYGROUND, Place("general", "#general"), Member(name, name, administrator=True), NOW)


def main() -> None:
    """Print the table."""
    show("The first card", asyncio.run(measure()))


if __name__ == "__main__":
    main()
