"""Bringing a database up to date: killed anywhere, backed up before, done by several at once, or refused."""

import asyncio
import os
import shutil
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import asyncpg
import pytest
from sqlalchemy import insert, select, text

from bot.storage import backup, migrate, revisions, sqlite_file
from bot.storage.backup_model import Backup
from bot.storage.database import Database
from bot.storage.errors import StoreError
from bot.storage.tables import place
from tests.mortal import begun
from tests.patience import FOREVER
from tests.postgresql_tools import path_with_tools
from tests.rows import change, rows
from tests.storage import dying


@pytest.fixture(params=["sqlite", "empty_postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a database without tables."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


def a_place(number: int = 0) -> dict[str, object]:
    return {"tenant": "web:a", "id": str(number), "name": "0", "at": 0}


async def test_a_newer_database_is_refused(database_url: str, tmp_path: Path) -> None:
    database = await Database.open(database_url)
    await change(database, text("UPDATE alembic_version SET version_num = '9999', oldest = '9998'"))
    await database.close()
    with pytest.raises(StoreError, match="written by a newer Versed"):
        await Database.open(database_url)
    assert not list(tmp_path.rglob("*.bak"))


async def test_a_strange_database_is_refused(sqlite_path: Path) -> None:
    with closing(sqlite3.connect(sqlite_path)) as connection:
        connection.execute("CREATE TABLE cookbook (recipe)")
    with pytest.raises(StoreError, match="has tables that aren't Versed's"):
        await Database.open(f"sqlite:///{sqlite_path}")


@pytest.fixture
def lax_umask() -> Iterator[None]:
    """Let everything that is created be open to all, unless it asks for less."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("lax_umask")
async def test_only_the_owner_may_read_the_database_and_the_files_beside_it(sqlite_path: Path) -> None:
    database = await Database.open(f"sqlite:///{sqlite_path}")
    await change(database, insert(place).values(a_place()))
    sqlite_file.back_up(sqlite_path, "0009")
    rights = {each.name: each.stat().st_mode & 0o777 for each in sqlite_path.parent.iterdir()}
    await database.close()
    assert {"versed.db", "versed.db-wal", "versed.db.before-0009.bak"} <= rights.keys()
    assert set(rights.values()) == {0o600}


@pytest.mark.usefixtures("lax_umask")
async def test_only_the_owner_may_read_a_copy_of_a_database_that_all_may_read(sqlite_path: Path) -> None:
    await (await Database.open(f"sqlite:///{sqlite_path}")).close()
    sqlite_path.chmod(0o644)
    (left := sqlite_path.with_name(".versed.db.before-0009.bak.part")).touch(0o666)
    sqlite_file.back_up(sqlite_path, "0009")
    assert not left.exists()
    assert sqlite_path.with_name("versed.db.before-0009.bak").stat().st_mode & 0o777 == 0o600


def test_head_is_the_last_revision() -> None:
    assert revisions.known()[-1] == revisions.HEAD


NEXT = '''"""One more revision, for the tests."""
import sqlalchemy as sa
from alembic import op
revision, down_revision = "next", "{head}"
def upgrade():
    op.create_table("extra", sa.Column("tenant", sa.Text, primary_key=True))
    op.execute("INSERT INTO extra SELECT id FROM place")
    op.execute("UPDATE place SET name = 'new'")
    op.add_column("place", sa.Column("topic", sa.Text))
'''


@pytest.fixture
def next_version(tmp_path: Path) -> Path:
    """Return the migrations of a later version of Versed: there's one more revision, which touches every row."""
    location = tmp_path / "migrations"
    shutil.copytree(revisions.location(), location)
    script = NEXT.replace("{head}", revisions.HEAD)
    (location / "versions" / "next.py").write_text(script, encoding="utf-8")
    return location


def migrate_until(deadly: str, url: str, location: str) -> None:
    """Run a migration in a process that kills itself as soon as a statement with this beginning has been executed."""
    with begun(dying.migrate_until, url, location, deadly) as process:
        assert process.wait() == -signal.SIGKILL


@pytest.mark.parametrize("deadly", ["CREATE TABLE setting", "INSERT INTO alembic_version"])
async def test_the_first_migration_can_be_killed_anywhere(database_url: str, deadly: str) -> None:
    migrate_until(deadly, database_url, "")
    database = await Database.open(database_url)
    assert await database.writer.insert(place, a_place())
    await database.close()


@pytest.mark.parametrize("deadly", ["CREATE TABLE extra", "UPDATE place", "ALTER TABLE place"])
async def test_a_later_migration_can_be_killed_anywhere(
    database_url: str, next_version: Path, monkeypatch: pytest.MonkeyPatch, deadly: str
) -> None:
    database = await Database.open(database_url)
    for number in range(100):
        database.writer.put(place, a_place(number))
    await database.close()
    migrate_until(deadly, database_url, str(next_version))
    database = await Database.open(database_url)  # the old version still finds everything as it was
    found = await rows(database, select(place.c.id, place.c.name))
    assert sorted(found) == sorted((str(number), "0") for number in range(100))
    await database.close()
    monkeypatch.setattr(revisions, "HEAD", "next")
    monkeypatch.setattr(revisions, "location", lambda: str(next_version))
    database = await Database.open(database_url)
    assert await rows(database, text("SELECT count(*) FROM extra")) == [(100,)]
    await database.close()


async def test_a_backup_is_made_before_a_migration(
    sqlite_path: Path, next_version: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{sqlite_path}"
    head = revisions.HEAD
    database = await Database.open(url)
    await database.writer.insert(place, a_place())
    await database.close()
    monkeypatch.setattr(revisions, "HEAD", "next")
    monkeypatch.setattr(revisions, "location", lambda: str(next_version))
    await (await Database.open(url)).close()
    copies = list(sqlite_path.parent.glob("*.bak*"))
    assert [copy.name for copy in copies] == [f"versed.db.before-{head}.bak"]
    with closing(sqlite3.connect(copies[0])) as copy:
        assert copy.execute("SELECT id, name FROM place").fetchall() == [("0", "0")]
    with closing(sqlite3.connect(sqlite_path)) as migrated:
        assert migrated.execute("SELECT id, name FROM place").fetchall() == [("0", "new")]


@pytest.fixture
async def filled_postgresql(empty_postgresql_url: str) -> str:
    """The URL of a database with a row in it."""
    database = await Database.open(empty_postgresql_url)
    await database.writer.insert(place, a_place())
    await database.close()
    return empty_postgresql_url


async def revision(url: str) -> str:
    database = await Database.open(url)
    found = await database.read(
        lambda transaction: transaction.rows(text("SELECT version_num FROM alembic_version"), {})
    )
    await database.close()
    return str(found[0][0])


async def test_a_backup_is_made_before_postgresql_is_migrated(
    filled_postgresql: str, next_version: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", path_with_tools())
    head = revisions.HEAD
    monkeypatch.setattr(revisions, "HEAD", "next")
    monkeypatch.setattr(revisions, "location", lambda: str(next_version))
    await (await Database.open(filled_postgresql, backups=tmp_path / "copies")).close()
    assert await revision(filled_postgresql) == "next"
    (copy,) = (tmp_path / "copies").iterdir()
    assert copy.name.endswith(f".before-{head}.dump")
    assert await backup.examine(copy) == Backup(head, 1)


async def test_postgresql_is_not_migrated_without_a_backup_unless_told_so(
    filled_postgresql: str, next_version: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))  # where there's no pg_dump
    head = revisions.HEAD
    with monkeypatch.context() as newer:
        newer.setattr(revisions, "HEAD", "next")
        newer.setattr(revisions, "location", lambda: str(next_version))
        with pytest.raises(StoreError, match=f"from revision {head} to next.*VERSED_MIGRATE_WITHOUT_BACKUP=1"):
            await Database.open(filled_postgresql, backups=tmp_path / "copies")
    assert await revision(filled_postgresql) == head
    monkeypatch.setattr(revisions, "HEAD", "next")
    monkeypatch.setattr(revisions, "location", lambda: str(next_version))
    await (await Database.open(filled_postgresql, backups=None)).close()
    assert await revision(filled_postgresql) == "next"


async def test_why_a_backup_failed_is_a_sentence_of_its_own(
    filled_postgresql: str, next_version: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    with monkeypatch.context() as newer:
        newer.setattr(revisions, "HEAD", "next")
        newer.setattr(revisions, "location", lambda: str(next_version))
        with pytest.raises(StoreError, match=r"first: Not a directory\. You can also back it up yourself"):
            await Database.open(filled_postgresql, backups=tmp_path / "file" / "backups")


async def test_postgresql_without_a_row_needs_no_backup(
    empty_postgresql_url: str, next_version: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    await (await Database.open(empty_postgresql_url, backups=tmp_path / "copies")).close()
    monkeypatch.setattr(revisions, "HEAD", "next")
    monkeypatch.setattr(revisions, "location", lambda: str(next_version))
    await (await Database.open(empty_postgresql_url, backups=tmp_path / "copies")).close()
    assert await revision(empty_postgresql_url) == "next"


def test_replicas_that_start_together_all_open(empty_postgresql_url: str) -> None:
    with ExitStack() as stack:
        replicas = [stack.enter_context(begun(dying.open_database, empty_postgresql_url)) for _ in range(3)]
        assert [replica.wait() for replica in replicas] == [0] * 3
        assert [replica.err.read() for replica in replicas] == [""] * 3


async def test_a_replica_waits_while_another_migrates(empty_postgresql_url: str) -> None:
    socket, name = parse_qs(urlsplit(empty_postgresql_url).query)["host"][0], urlsplit(empty_postgresql_url).path[1:]
    other = await asyncpg.connect(host=socket, user="postgres", database=name)
    transaction = other.transaction()
    await transaction.start()
    await other.execute(f"SELECT pg_advisory_xact_lock({migrate._MIGRATION_LOCK})")
    opening = asyncio.create_task(Database.open(empty_postgresql_url))
    async with asyncio.timeout(FOREVER):
        while not await other.fetchval("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"):
            assert not opening.done()
    await transaction.commit()
    await (await opening).close()
    await other.close()
