"""Opening, locking, migrating and losing a database."""

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from bot.store import migrate
from bot.store.database import Database
from bot.store.errors import StoreError
from bot.store.tables import place, setting

ROOT = Path(__file__).parents[2]


def a_place(number: int = 0) -> dict[str, object]:
    return {"tenant": "web:a", "id": str(number), "name": "0", "at": 0}


@pytest.fixture
def sqlite_path(tmp_path: Path) -> Path:
    return tmp_path / "versed.db"


async def rows(database: Database) -> int:
    async with database.read() as connection:
        count = (await connection.execute(text("SELECT count(*) FROM place"))).scalar()
    assert isinstance(count, int)
    return count


async def test_concurrent_read_modify_write_loses_nothing(database: Database) -> None:
    await database.writer.insert(place, a_place())

    async def increment(times: int) -> None:
        for _ in range(times):
            async with database.write() as connection:
                found = await connection.execute(
                    text("SELECT name FROM place WHERE tenant = 'web:a' FOR UPDATE")
                    if connection.dialect.name == "postgresql"
                    else text("SELECT name FROM place WHERE tenant = 'web:a'")
                )
                count = int(found.scalar_one())
                await asyncio.sleep(0)
                await connection.execute(text("UPDATE place SET name = :name"), {"name": str(count + 1)})

    await asyncio.gather(*(increment(50) for _ in range(8)))
    async with database.read() as connection:
        assert (await connection.execute(text("SELECT name FROM place"))).scalar() == "400"


async def test_a_failed_transaction_leaves_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError):
        async with database.write() as connection:
            await connection.execute(place.insert(), a_place())
            raise RuntimeError
    assert await rows(database) == 0


async def test_what_was_written_is_there_after_reopening(database_url: str) -> None:
    database = await Database.open(database_url)
    await database.writer.insert(place, a_place())
    await database.close()
    database = await Database.open(database_url)
    assert await rows(database) == 1
    await database.close()


async def test_readers_cannot_write_to_sqlite(sqlite_database: Database) -> None:
    async with sqlite_database.read() as connection:
        with pytest.raises(Exception, match="readonly"):
            await connection.execute(place.insert(), a_place())


async def test_sqlite_is_set_up_to_be_durable(sqlite_database: Database) -> None:
    async with sqlite_database.write() as connection:
        found = [
            (await connection.execute(text(f"PRAGMA {name}"))).scalar() for name in ("journal_mode", "synchronous")
        ]
    assert found == ["wal", 2]


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("mysql://localhost/x", "must be sqlite:///path or postgresql://"),
        ("nonsense", "is no database URL"),
        ("sqlite://", "must be sqlite:///path or postgresql://"),
        ("sqlite:////proc/nowhere/x.db", "The folder /proc/nowhere cannot be used"),
        ("postgresql://nobody@localhost:1/none", "cannot be reached"),
    ],
)
async def test_unusable_databases_are_refused_with_a_sentence(url: str, sentence: str) -> None:
    with pytest.raises(StoreError, match=sentence):
        await Database.open(url)


HOLDER = """
import asyncio, sys
from bot.store.database import Database
async def hold():
    await Database.open(sys.argv[1])
    print("open", flush=True)
    await asyncio.Event().wait()
asyncio.run(hold())
"""


@pytest.fixture
def holder(sqlite_url: str) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-c", HOLDER, sqlite_url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        yield process
        process.kill()


async def test_a_second_process_is_refused_until_the_first_is_killed(
    sqlite_url: str, holder: "subprocess.Popen[str]"
) -> None:
    with pytest.raises(StoreError, match=f"Another Versed \\(process {holder.pid}\\) is using"):
        await Database.open(sqlite_url, lock_wait=0)
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    database = await Database.open(sqlite_url, lock_wait=0)
    await database.close()


async def test_one_after_the_other_is_fine(sqlite_url: str) -> None:
    first = await Database.open(sqlite_url)
    second = asyncio.create_task(Database.open(sqlite_url))
    await asyncio.sleep(0.01)
    await first.close()
    await (await second).close()


@pytest.mark.parametrize("damage", ["garbage", "truncated"])
async def test_a_damaged_file_is_refused_and_left_alone(sqlite_url: str, sqlite_path: Path, damage: str) -> None:
    del sqlite_url
    url = f"sqlite:///{sqlite_path}"
    database = await Database.open(url)
    for number in range(500):
        database.writer.put(place, a_place(number))
    await database.close()
    whole = sqlite_path.read_bytes()
    broken = b"not a database at all, just text" * 40 if damage == "garbage" else whole[: len(whole) // 2]
    sqlite_path.write_bytes(broken)
    with pytest.raises(StoreError, match="damaged or no SQLite database; restore a backup"):
        await Database.open(url)
    assert sqlite_path.read_bytes() == broken


async def test_a_newer_database_is_refused(database_url: str) -> None:
    database = await Database.open(database_url)
    async with database.write() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await database.close()
    with pytest.raises(StoreError, match="written by a newer Versed"):
        await Database.open(database_url)


async def test_a_strange_database_is_refused(sqlite_path: Path) -> None:
    with closing(sqlite3.connect(sqlite_path)) as connection:
        connection.execute("CREATE TABLE cookbook (recipe)")
    with pytest.raises(StoreError, match="holds tables that are not Versed's"):
        await Database.open(f"sqlite:///{sqlite_path}")


def test_head_is_the_last_revision() -> None:
    assert migrate.revisions()[-1] == migrate.HEAD


async def test_a_migration_that_dies_midway_starts_again_whole(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = migrate._run_alembic

    def dies(connection: Connection) -> None:
        whole(connection)
        raise RuntimeError("killed")

    monkeypatch.setattr(migrate, "_run_alembic", dies)
    with pytest.raises(RuntimeError, match="killed"):
        await Database.open(database_url)
    monkeypatch.undo()
    database = await Database.open(database_url)
    assert await rows(database) == 0
    await database.close()


async def test_a_backup_is_made_before_a_migration(sqlite_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{sqlite_path}"
    database = await Database.open(url)
    await database.writer.insert(setting, {"tenant": "web:a", "scope": "", "name": "x", "value": "kept"})
    await database.close()
    monkeypatch.setattr(migrate, "HEAD", "0002")  # as a version with one more revision would have it
    monkeypatch.setattr(migrate, "_run_alembic", lambda connection: None)
    await (await Database.open(url)).close()
    with closing(sqlite3.connect(sqlite_path.with_name("versed.db.before-0001.bak"))) as copy:
        assert copy.execute("SELECT value FROM setting").fetchall() == [("kept",)]


async def test_two_replicas_that_start_together_both_open(postgresql_url: str) -> None:
    opened = await asyncio.gather(*(Database.open(postgresql_url) for _ in range(4)))
    await asyncio.gather(*(database.close() for database in opened))
