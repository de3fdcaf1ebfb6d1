"""The condition of a database: examined with or without a running Versed, and without changing anything."""

import asyncio
import errno
import os
import signal
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.storage import backup, condition, revisions, urls
from bot.storage.database import Database
from bot.storage.errors import StoreError
from bot.storage.postgresql import open_engine
from bot.storage.tables import place
from tests.mortal import begun
from tests.storage import dying
from tests.storage.disks import Disk
from tests.storage.test_backup import damage


def a_place(number: int = 0) -> dict[str, object]:
    return {"tenant": "web:a", "id": str(number), "name": "0", "at": 0}


def files(folder: Path) -> dict[str, tuple[bytes, int]]:
    found = [each for each in folder.rglob("*") if each.is_file() and not each.name.endswith("-shm")]
    return {str(each): (each.read_bytes(), each.stat().st_mtime_ns) for each in found}


async def test_a_database_in_use_is_recognised(database: Database, database_url: str) -> None:
    await database.writer.insert(place, a_place())
    said = await condition.examine(database_url)
    if database.shared:
        assert said == f"can be reached, revision {revisions.HEAD}"
    else:
        assert said == f"in use by Versed (process {os.getpid()}), revision {revisions.HEAD}"
    assert await database.writer.insert(place, a_place(1))


async def test_an_unused_database_stays_as_it_is(migrated_sqlite_url: str, tmp_path: Path) -> None:
    await (await Database.open(migrated_sqlite_url)).close()
    before = files(tmp_path)
    assert await condition.examine(migrated_sqlite_url) == f"can be opened, revision {revisions.HEAD}"
    assert files(tmp_path) == before
    await (await Database.open(migrated_sqlite_url, lock_wait=0)).close()


async def test_a_missing_database_is_not_made(sqlite_url: str, empty_postgresql_url: str, tmp_path: Path) -> None:
    assert await condition.examine(sqlite_url) == f"the first start makes {tmp_path / 'data' / 'versed.db'}"
    assert list(tmp_path.iterdir()) == []
    for _ in range(2):
        assert (
            await condition.examine(empty_postgresql_url) == "can be reached, empty; the first start makes its tables"
        )


async def test_what_a_killed_process_left_stays_as_it_is(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with begun(dying.insert_one, sqlite_url) as process:
        assert process.wait() == -signal.SIGKILL
    before = files(tmp_path)
    assert any(name.endswith("-wal") and data for name, (data, _) in before.items())
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere")  # nothing is copied to where others' programs keep theirs
    assert await condition.examine(sqlite_url) == f"can be opened, revision {revisions.HEAD}"
    assert files(tmp_path) == before


async def test_a_change_that_was_interrupted_is_left_for_the_next_start(migrated_sqlite_url: str) -> None:
    path = Path(migrated_sqlite_url.removeprefix("sqlite:///"))
    with closing(sqlite3.connect(path, isolation_level=None)) as changing:
        for statement in ("PRAGMA journal_mode = DELETE", "PRAGMA cache_size = 1", "BEGIN", "CREATE TABLE x (y)"):
            changing.execute(statement)
        changing.executemany("INSERT INTO x VALUES (?)", [["y" * 5_000]] * 50)
        halfway = files(path.parent)
    for name, (data, _) in halfway.items():
        Path(name).write_bytes(data)
    before = files(path.parent)
    assert f"{path}-journal" in before
    assert await condition.examine(migrated_sqlite_url) == (
        "was left in the middle of a change; the next start undoes that, and checks it"
    )
    assert files(path.parent) == before
    await (await Database.open(migrated_sqlite_url)).close()
    assert await condition.examine(migrated_sqlite_url) == f"can be opened, revision {revisions.HEAD}"


async def test_an_older_database_is_not_migrated(database_url: str) -> None:
    database = await Database.open(database_url)
    await database.transact(lambda it: it.change(text("UPDATE alembic_version SET version_num = '0008'"), {}))
    await database.close()
    for _ in range(2):
        said = await condition.examine(database_url)
        assert f"revision 0008; the next start brings it to {revisions.HEAD}, after a backup" in said
    said = await condition.examine(database_url, backs_up=False)
    assert ("without a backup" in said) == database_url.startswith("postgresql")


async def test_a_newer_one_is_refused(database_url: str) -> None:
    database = await Database.open(database_url)
    await database.transact(
        lambda it: it.change(text("UPDATE alembic_version SET version_num = '9999', oldest = '9998'"), {})
    )
    await database.close()
    with pytest.raises(StoreError, match="written by a newer Versed"):
        await condition.examine(database_url)


async def test_a_user_who_may_not_make_tables_is_told(empty_postgresql_url: str) -> None:
    engine = open_engine(urls.parse(empty_postgresql_url))
    async with engine.begin() as connection:
        await connection.execute(text("DROP SCHEMA public"))
    await engine.dispose()
    with pytest.raises(StoreError, match="may not make tables; make that user the database's owner"):
        await condition.examine(empty_postgresql_url)


TROUBLED = [
    (Disk(f_flag=os.ST_RDONLY), r"The disk of \S*versed.db is read-only; remount it for writing, or"),
    (Disk(f_bavail=1), r"The disk of \S*versed.db is full, so nothing can be stored; free some space\."),
    (Disk(f_files=100), r"The disk of \S*versed.db has no room for new files.*; delete some files there\."),
]


@pytest.mark.parametrize(("disk", "says"), TROUBLED)
async def test_a_disk_that_takes_nothing_is_found(
    migrated_sqlite_url: str, sqlite_url: str, monkeypatch: pytest.MonkeyPatch, disk: Disk, says: str
) -> None:
    new = sqlite_url.replace("versed.db", "new/versed.db")
    for url in (migrated_sqlite_url, new):
        await condition.examine(url)
    monkeypatch.setattr("os.statvfs", lambda _path: disk)
    for url in (migrated_sqlite_url, new):
        with pytest.raises(StoreError, match=says):
            await condition.examine(url)


@pytest.mark.parametrize(("disk", "says"), TROUBLED)
async def test_what_cant_be_opened_because_of_the_disk_isnt_blamed_on_rights(
    migrated_sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, disk: Disk, says: str
) -> None:
    path = Path(migrated_sqlite_url.removeprefix("sqlite:///"))
    path.with_name(f"{path.name}-wal").mkdir()  # "unable to open database file"
    with pytest.raises(StoreError, match="chown"):
        await Database.open(migrated_sqlite_url)
    monkeypatch.setattr("os.statvfs", lambda _path: disk)
    for refused in (Database.open(migrated_sqlite_url), backup.back_up(migrated_sqlite_url, tmp_path / "backup")):
        with pytest.raises(StoreError, match=says):
            await refused


async def test_a_disk_that_takes_no_lock_is_named(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.statvfs", lambda _path: Disk(f_files=100))
    monkeypatch.setattr("bot.storage.lock.os.open", full)
    with pytest.raises(StoreError, match="has no room for new files"):
        await Database.open(sqlite_url)


async def test_a_file_that_cannot_be_written_is_refused_at_the_start(
    migrated_sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path(migrated_sqlite_url.removeprefix("sqlite:///"))
    may = os.access  # tests may run as root, who may write everything
    monkeypatch.setattr("os.access", lambda each, mode: may(each, mode) and not (each == path and mode & os.W_OK))
    for refused in (condition.examine(migrated_sqlite_url), Database.open(migrated_sqlite_url)):
        with pytest.raises(StoreError, match=r"versed.db can't be written; let the user that runs Versed"):
            await refused


async def test_damage_is_found(migrated_sqlite_url: str) -> None:
    path = Path(migrated_sqlite_url.removeprefix("sqlite:///"))
    damage(path, 100)
    with pytest.raises(StoreError, match="damaged"):
        await condition.examine(migrated_sqlite_url)


async def test_a_file_that_is_gone_under_a_running_versed_is_reported(migrated_sqlite_url: str) -> None:
    database = await Database.open(migrated_sqlite_url)
    await asyncio.to_thread(Path(migrated_sqlite_url.removeprefix("sqlite:///")).unlink)
    with pytest.raises(StoreError, match=f"is gone, though Versed \\(process {os.getpid()}\\) is using it"):
        await condition.examine(migrated_sqlite_url)
    await database.close()
    with pytest.raises(StoreError, match="was here and is gone"):
        await condition.examine(migrated_sqlite_url)
