"""The work of processes that are killed, or kill themselves at a chosen moment; tests/mortal.py forks them."""

import asyncio
import os
import signal
from pathlib import Path
from typing import NoReturn

from sqlalchemy import Engine, event

from bot.storage import backup, postgresql_backup, revisions, sqlite_backup
from bot.storage.database import Database
from bot.storage.tables import place


def open_database(url: str) -> None:
    """Open a database."""
    asyncio.run(Database.open(url))


def hold(url: str) -> None:
    """Open a database, say so, and keep it open."""

    async def keep() -> None:
        held = await Database.open(url)
        print("open", flush=True)
        await asyncio.Event().wait()
        del held

    asyncio.run(keep())


def migrate_until(url: str, location: str, deadly: str) -> None:
    """Bring a database up to date, and die as soon as a statement with a given beginning has been executed.

    Args:
        url: the database's URL.
        location: a later version's folder of migrations, whose last one is "next"; "" for this version's.
        deadly: how the statement begins.
    """
    if location:
        revisions.HEAD = "next"
        revisions.location = lambda: location

    @event.listens_for(Engine, "after_cursor_execute")
    def look(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.lstrip().startswith(deadly):
            die()

    open_database(url)


def back_up_until(url: str, file: str, moment: str, path: str) -> None:
    """Make a backup, and die once it's "copied" or "verified".

    Args:
        url: the database's URL.
        file: the file to make.
        moment: when to die.
        path: where programs are found; the process that this one is forked from may have another PATH.
    """
    os.environ["PATH"] = path
    if moment == "copied":
        sqlite_backup._examine = postgresql_backup._examine = die
    else:
        os.fsync = die
    asyncio.run(backup.back_up(url, Path(file)))


def insert_one(url: str) -> None:
    """Insert a row, and die once it's acknowledged."""

    async def one() -> None:
        database = await Database.open(url)
        await database.writer.insert(place, {"tenant": "web:a", "id": "1", "name": "0", "at": 0})
        die()

    asyncio.run(one())


def insert(url: str) -> None:
    """Insert rows for many callers until killed, and print the keys of those that were acknowledged."""

    async def caller(database: Database, name: int) -> None:
        number = 0
        while True:
            key = f"{name}.{number}"
            assert await database.writer.insert(place, {"tenant": "web:a", "id": key, "name": "", "at": 0})
            print(key, flush=True)
            number += 1

    async def all_of_them() -> None:
        database = await Database.open(url)
        await asyncio.gather(*(caller(database, name) for name in range(20)))

    asyncio.run(all_of_them())


def die(*_: object, **__: object) -> NoReturn:
    """Kill this process with -9."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("it lives")
