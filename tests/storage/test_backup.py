"""Backups: made beside a running Versed, verified, complete or not made at all, and restored elsewhere."""

import asyncio
import os
import re
import shutil
import signal
import sqlite3
import stat
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from bot.storage import backup, revisions, sqlite_file
from bot.storage.backup_model import Backup
from bot.storage.database import Database
from bot.storage.errors import StoreError
from bot.storage.tables import place
from bot.storage.transaction import Transaction
from tests.mortal import begun
from tests.patience import FOREVER
from tests.postgresql_tools import TOOLS, path_with_tools
from tests.storage import dying


@pytest.fixture(autouse=True)
def tools(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put PostgreSQL's own programs, of the server's version, on the PATH."""
    monkeypatch.setenv("PATH", path_with_tools())


@pytest.fixture
def elsewhere(database_url: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty place of the same kind."""
    if database_url.startswith("postgresql"):
        url: str = request.getfixturevalue("empty_postgresql_url")
        return url
    return f"sqlite:///{tmp_path / 'elsewhere' / 'versed.db'}"


def a_place(number: int = 0) -> dict[str, object]:
    return {"tenant": "web:a", "id": str(number), "name": "a\tname\n\\.", "at": 0}


def ids(transaction: Transaction) -> list[str]:
    return sorted(row[0] for row in transaction.rows(text("SELECT id FROM place"), {}))


async def fill(url: str, count: int = 3) -> None:
    database = await Database.open(url)
    for number in range(count):
        database.writer.put(place, a_place(number))
    await database.close()


def damage(path: Path, count: int) -> None:
    """Overwrite bytes in the middle of a file."""
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 4096 // 2 * 4096)
        file.write(b"\x07" * count)


async def test_what_was_acknowledged_is_in_the_backup_of_a_running_versed(
    database: Database, database_url: str, elsewhere: str, tmp_path: Path
) -> None:
    for number in range(20):
        await database.writer.insert(place, a_place(number))
    file = tmp_path / "backup"
    made = await backup.back_up(database_url, file)
    assert made == Backup(revisions.HEAD, 20)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    await database.writer.insert(place, a_place(20))  # Versed goes on
    assert await backup.restore(elsewhere, file) == made
    restored = await Database.open(elsewhere)
    assert await restored.read(ids) == sorted(str(number) for number in range(20))
    assert await restored.writer.insert(place, a_place(20))
    await restored.close()
    assert sorted(each.name for each in tmp_path.iterdir() if "backup" in each.name) == ["backup"]


async def test_nothing_is_ever_overwritten(database: Database, database_url: str, tmp_path: Path) -> None:
    del database
    file = tmp_path / "mine"
    file.write_text("mine", encoding="utf-8")
    with pytest.raises(StoreError, match="mine already exists; choose another name"):
        await backup.back_up(database_url, file)
    assert file.read_text(encoding="utf-8") == "mine"
    for strange, sentence in (
        (tmp_path, "is a folder; name a file in it"),
        (tmp_path / "nowhere" / "file", "I can't write"),
        (tmp_path / ("x" * 300), "I can't write"),
    ):
        with pytest.raises(StoreError, match=sentence):
            await backup.back_up(database_url, strange)


async def test_a_backup_goes_into_an_empty_place_only(database_url: str, tmp_path: Path) -> None:
    await fill(database_url)
    file = tmp_path / "backup"
    await backup.back_up(database_url, file)
    await fill(database_url, 5)
    for refused in (backup.restore(database_url, file), backup.check_place(database_url, file)):
        with pytest.raises(StoreError, match="only goes into an empty"):
            await refused
    database = await Database.open(database_url)
    assert len(await database.read(ids)) == 5
    await database.close()


@pytest.mark.parametrize("how", ["half", "changed"])
async def test_a_damaged_backup_is_refused(database_url: str, elsewhere: str, tmp_path: Path, how: str) -> None:
    await fill(database_url, 500)
    file = tmp_path / "backup"
    await backup.back_up(database_url, file)
    if how == "half":
        os.truncate(file, file.stat().st_size // 2)
    else:
        damage(file, 3000)
    for refused in (backup.examine(file), backup.restore(elsewhere, file)):
        with pytest.raises(StoreError, match="damaged"):
            await refused
    database = await Database.open(elsewhere)  # nothing of the attempt is left there
    assert await database.read(ids) == []
    await database.close()


async def test_a_backup_of_a_newer_version_is_refused(
    database_url: str, elsewhere: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "backup"
    await fill(database_url)
    await backup.back_up(database_url, file)
    older = revisions.known()
    del older[older.index(revisions.oldest()) :]
    monkeypatch.setattr(revisions, "HEAD", older[-1])
    monkeypatch.setattr(revisions, "known", lambda: older)
    for refused in (backup.examine(file), backup.restore(elsewhere, file)):
        with pytest.raises(StoreError, match="written by a newer Versed; install that version"):
            await refused


async def test_files_that_are_not_backups_are_refused(
    sqlite_url: str, empty_postgresql_url: str, postgresql_url: str, tmp_path: Path
) -> None:
    cookbook = tmp_path / "cookbook"
    with closing(sqlite3.connect(cookbook)) as connection:
        connection.execute("CREATE TABLE cookbook (recipe)")
    words = tmp_path / "words"
    words.write_text("not a database at all, just text" * 40, encoding="utf-8")
    dump = tmp_path / "dump"
    await backup.back_up(postgresql_url, dump)
    os.mkfifo(tmp_path / "pipe")
    for url, file, sentence in (
        (sqlite_url, cookbook, "holds nothing of Versed's"),
        (sqlite_url, words, "damaged or isn't a SQLite database"),
        (sqlite_url, tmp_path / "none", "There's no file"),
        (sqlite_url, tmp_path / "pipe", "pipe isn't a file"),
        (sqlite_url, dump, "is the copy of a PostgreSQL database; set VERSED_DATABASE_URL to postgresql://"),
        (empty_postgresql_url, cookbook, "holds nothing of Versed's"),
    ):
        with pytest.raises(StoreError, match=sentence):
            await backup.check_place(url, file)
            await backup.examine(file)
    for url in (sqlite_url, empty_postgresql_url):
        with pytest.raises(StoreError, match="nothing to back up"):
            await backup.back_up(url, tmp_path / "new")


async def test_a_database_with_a_log_is_not_a_backup(
    sqlite_database: Database, migrated_sqlite_url: str, tmp_path: Path
) -> None:
    await sqlite_database.writer.insert(place, a_place())
    path = Path(migrated_sqlite_url.removeprefix("sqlite:///"))
    shutil.copy(path, tmp_path / "copied.db")
    shutil.copy(f"{path}-wal", tmp_path / "copied.db-wal")
    with pytest.raises(StoreError, match=r"isn't a backup but a database with some of its rows in copied\.db-wal"):
        await backup.examine(tmp_path / "copied.db")


async def test_a_damaged_database_is_not_backed_up(migrated_sqlite_url: str, tmp_path: Path) -> None:
    await fill(migrated_sqlite_url, 2000)
    path = Path(migrated_sqlite_url.removeprefix("sqlite:///"))
    damage(path, 20_000)
    with pytest.raises(StoreError, match="damaged"):
        await backup.back_up(migrated_sqlite_url, tmp_path / "backup")
    assert not (tmp_path / "backup").exists()


async def test_a_full_disk_is_not_blamed_on_the_database(
    migrated_sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fills_up(_source: str, copy: Path) -> str:
        with closing(sqlite3.connect(copy)) as writing:
            writing.executescript("PRAGMA max_page_count = 1; CREATE TABLE a (b); CREATE TABLE c (d)")
        return "ok"

    await fill(migrated_sqlite_url)
    monkeypatch.setattr(sqlite_file, "copy_into", fills_up)
    with pytest.raises(StoreError, match=f"There's no room for {tmp_path / 'backup'}; free some space"):
        await backup.back_up(migrated_sqlite_url, tmp_path / "backup")
    assert not (tmp_path / "backup").exists()


@pytest.mark.parametrize(
    ("says", "to_do"),
    [
        ("disk I/O error", "make sure that its disk works and isn't full"),
        ("unable to open database file", "let the user that runs Versed read and write it"),
    ],
)
async def test_what_keeps_a_database_from_being_read_is_not_called_damage(
    migrated_sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, says: str, to_do: str
) -> None:
    def fails(_source: str, _copy: Path) -> str:
        raise sqlite3.OperationalError(says)

    await fill(migrated_sqlite_url)
    monkeypatch.setattr(sqlite_file, "copy_into", fails)
    with pytest.raises(StoreError, match=re.escape(f"can't be read ({says}); {to_do}")):
        await backup.back_up(migrated_sqlite_url, tmp_path / "backup")


async def test_a_missing_database_is_no_crash(postgresql_server: str, tmp_path: Path) -> None:
    url = make_url(postgresql_server).set(database="nowhere").render_as_string(hide_password=False)
    with pytest.raises(StoreError, match=r"can't be reached \(.*\); make it with createdb, or correct its name"):
        await backup.back_up(url, tmp_path / "backup")


async def test_a_backup_of_an_older_version_is_restored_and_then_migrated(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old' / 'versed.db'}"
    await fill(url)
    with closing(sqlite3.connect(tmp_path / "old" / "versed.db")) as old:
        old.execute("UPDATE alembic_version SET version_num = '0008'")
        old.commit()
    made = await backup.back_up(url, tmp_path / "backup")
    assert made.revision == "0008"


# PostgreSQL's programs


def a_program(folder: Path, name: str, script: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    (folder / name).chmod(0o755)


async def test_missing_programs_are_named(
    postgresql_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(StoreError, match=r"pg_dump can't be run.*Install PostgreSQL's client programs"):
        await backup.back_up(postgresql_url, tmp_path / "backup")
    assert list(tmp_path.iterdir()) == []


async def test_programs_of_another_version_are_named(
    postgresql_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = (
        "pg_dump: error: aborting because of server version mismatch\n"
        "pg_dump: detail: server version: 16.14; pg_dump version: 15.3"
    )
    a_program(tmp_path / "bin", "pg_dump", f"echo '{said}' >&2; exit 1")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    with pytest.raises(StoreError, match=r"pg_dump is of version 15\.3, too old for the server's 16\.14"):
        await backup.back_up(postgresql_url, tmp_path / "backup")


async def restored_by(url: str, file: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return what psql gets of a backup; it fails then."""
    a_program(file.parent / "bin", "psql", f"cat > {file.parent}/got; exit 1")
    monkeypatch.setenv("PATH", f"{file.parent / 'bin'}:{path_with_tools()}")
    with pytest.raises(StoreError):
        await backup.restore(url, file)
    return (file.parent / "got").read_text(encoding="utf-8")


async def test_a_restore_suits_a_server_older_than_the_programs(
    postgresql_url: str, empty_postgresql_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "backup"
    await backup.back_up(postgresql_url, file)
    got = await restored_by(empty_postgresql_url, file, monkeypatch)
    assert "SET lock_timeout = 0;" in got
    assert "transaction_timeout" not in got  # servers know it since version 17
    assert got.startswith("BEGIN;\n")
    assert got.endswith("COMMIT;\n")


async def test_a_restore_that_is_cut_short_leaves_nothing(
    postgresql_url: str, empty_postgresql_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "backup"
    await backup.back_up(postgresql_url, file)
    first = f'if mkdir {tmp_path}/read 2>&-; then exec {TOOLS}/pg_restore "$@"; fi'
    a_program(tmp_path / "bin", "pg_restore", f'{first}; {TOOLS}/pg_restore "$@" | head -n 99; exit 1')
    got = await restored_by(empty_postgresql_url, file, monkeypatch)
    assert "CREATE TABLE" in got
    assert "COMMIT" not in got


async def test_no_list_of_processes_shows_a_password(
    postgresql_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_program(
        tmp_path / "bin", "pg_dump", f'echo "$@" > {tmp_path}/said; echo $PGPASSWORD > {tmp_path}/password; exit 1'
    )
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    for url in (postgresql_url.replace("postgres:@", "postgres:hush@"), f"{postgresql_url}&password=hush"):
        with pytest.raises(StoreError, match="pg_dump couldn't do it"):
            await backup.back_up(url, tmp_path / "backup")
        assert "hush" not in (tmp_path / "said").read_text(encoding="utf-8")
        assert (tmp_path / "password").read_text(encoding="utf-8") == "hush\n"


# Killed


@pytest.mark.parametrize("moment", ["copied", "verified"])
async def test_a_killed_backup_leaves_none_and_the_next_is_whole(
    database_url: str, elsewhere: str, tmp_path: Path, moment: str
) -> None:
    await fill(database_url)
    file = tmp_path / "backup"
    with begun(dying.back_up_until, database_url, str(file), moment, path_with_tools()) as process:
        assert process.wait() == -signal.SIGKILL
    assert not file.exists()
    assert (tmp_path / ".backup.part").exists()
    await backup.back_up(database_url, file)
    assert not (tmp_path / ".backup.part").exists()
    assert (await backup.restore(elsewhere, file)).rows == 3


async def test_a_program_that_outlives_its_killed_backup_is_waited_for(postgresql_url: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "go")
    a_program(tmp_path / "bin", "pg_dump", f"echo > {tmp_path}/go; read line < {tmp_path}/go")
    file = tmp_path / "backup"
    path = f"{tmp_path / 'bin'}:/usr/bin:/bin"
    with begun(dying.back_up_until, postgresql_url, str(file), "verified", path) as process:
        await asyncio.to_thread((tmp_path / "go").read_bytes)  # pg_dump is running
        process.kill()
    with pytest.raises(StoreError, match="is being written by another process"):
        await backup.back_up(postgresql_url, file)
    await asyncio.to_thread((tmp_path / "go").write_bytes, b"\n")  # pg_dump ends
    await until(lambda: backup.back_up(postgresql_url, file))


async def until(attempt: Callable[[], Awaitable[Backup]]) -> None:
    """Try again while the file is being written; the test's time limit ends it."""
    async with asyncio.timeout(FOREVER):
        while True:
            try:
                await attempt()
            except StoreError as error:
                assert "being written by another process" in str(error)
                await asyncio.sleep(0.01)
            else:
                return
