"""Two versions on one database: expand, then contract; and how to go back."""

import asyncio
import itertools
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, insert, select, text, update

from bot.storage import backup, condition, migrate, revisions, urls
from bot.storage.database import Database
from bot.storage.errors import StoreError
from bot.storage.postgresql import open_engine
from bot.storage.tables import place
from tests.conftest import _create
from tests.postgresql_tools import path_with_tools
from tests.rows import change, rows
from tests.storage.contractions import Schema, contractions, read

_numbers = itertools.count()

NEXT = '''"""One more revision, for the tests."""
import sqlalchemy as sa
from alembic import op
revision, down_revision = "next", "{head}"
{mark}
def upgrade():
    op.create_table("extra", sa.Column("tenant", sa.Text, primary_key=True))
    op.add_column("place", sa.Column("topic", sa.Text, nullable=False, server_default=""))
    op.create_index("ix_place_topic", "place", ["tenant", "topic"])
'''


@contextmanager
def newer(folder: Path, mark: str = "") -> Iterator[None]:
    """Act as a later version of Versed in this block, with one more revision.

    Args:
        folder: for its migrations.
        mark: a line of the revision that says which versions may use its tables.
    """
    location = folder / "migrations"
    if not location.exists():
        shutil.copytree(revisions.location(), location)
    script = NEXT.replace("{head}", revisions.HEAD).replace("{mark}", mark)
    (location / "versions" / "next.py").write_text(script, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(revisions, "HEAD", "next")
        patch.setattr(revisions, "location", lambda: str(location))
        yield


def a_place(number: int) -> dict[str, object]:
    return {"tenant": "web:a", "id": str(number), "name": f"#{number}", "at": number}


@pytest.fixture
async def postgresql_copy_url(postgresql_server: str, postgresql_template: str) -> str:
    """The URL of a PostgreSQL database without rows, whose tables may be changed for good."""
    return await _create(postgresql_server, f"rolling{next(_numbers)}", postgresql_template)


@pytest.fixture(params=["migrated_sqlite", "postgresql_copy"])
def url(request: pytest.FixtureRequest) -> str:
    """The URL of a database of this version, without rows."""
    found: str = request.getfixturevalue(f"{request.param}_url")
    return found


async def test_an_older_version_goes_on_while_a_newer_one_changes_the_tables(
    postgresql_copy_url: str, tmp_path: Path
) -> None:
    old = await Database.open(postgresql_copy_url)
    places = select(place.c.id, place.c.name).order_by(place.c.at)
    assert await old.writer.insert(place, a_place(0))
    assert await rows(old, places) == [("0", "#0")]  # its statements are prepared now
    with newer(tmp_path):
        new = await Database.open(postgresql_copy_url)
    assert await old.writer.insert(place, a_place(1))
    await change(old, update(place).where(place.c.id == "0").values(name="renamed"))
    assert await new.writer.insert(place, a_place(2))
    for each in (old, new):
        assert await rows(each, places) == [("0", "renamed"), ("1", "#1"), ("2", "#2")]
        await each.close()


async def test_an_older_version_starts_again_on_the_tables_of_a_newer_one(url: str, tmp_path: Path) -> None:
    with newer(tmp_path):
        await (await Database.open(url)).close()
    old = await Database.open(url)
    assert await old.writer.insert(place, a_place(0))
    await old.close()
    assert "revision next, which a newer Versed made and this one may use" in await condition.examine(url)
    with newer(tmp_path):
        new = await Database.open(url)
        assert await rows(new, text("SELECT id, topic FROM place")) == [("0", "")]
        await new.close()


async def test_an_older_version_backs_up_the_tables_of_a_newer_one(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", path_with_tools())
    with newer(tmp_path):
        database = await Database.open(url)
        await database.writer.insert(place, a_place(0))
        await database.close()
    made = await backup.back_up(url, tmp_path / "copy")
    assert str(made) == "1 row, revision next"


async def test_an_older_version_that_would_miss_something_does_not_start(url: str, tmp_path: Path) -> None:
    with newer(tmp_path, mark='oldest = "next"'):
        await (await Database.open(url)).close()
    with pytest.raises(StoreError, match="was written by a newer Versed; install that version, or restore a backup"):
        await Database.open(url)


async def test_doctor_says_whether_running_processes_may_go_on(postgresql_copy_url: str, tmp_path: Path) -> None:
    with newer(tmp_path):
        assert (await condition.examine(postgresql_copy_url)).endswith("; what's running now can keep running")
    with newer(tmp_path, mark='oldest = "next"'):
        assert (await condition.examine(postgresql_copy_url)).endswith("; first stop everything that's running now")


async def test_a_change_of_a_table_lets_its_users_go_first(
    postgresql_copy_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = open_engine(urls.parse(postgresql_copy_url))
    others: list[object] = []

    async def someone_else_writes(_seconds: float) -> None:
        async with user.begin() as connection:  # it needn't queue behind the change, which waits aside
            await connection.execute(insert(place).values(a_place(len(others))))
        others.append(None)
        if len(others) == 2:
            await reader.rollback()

    reader = await user.connect()
    await reader.execute(select(place))
    monkeypatch.setattr(migrate, "_LOCK_TIMEOUT", "10ms")
    monkeypatch.setattr(asyncio, "sleep", someone_else_writes)
    with newer(tmp_path):
        new = await Database.open(postgresql_copy_url)
        assert await rows(new, text("SELECT id, topic FROM place ORDER BY id")) == [("0", ""), ("1", "")]
        await new.close()
    await reader.close()
    await user.dispose()


def revision_by_revision(connection: Connection) -> list[tuple[str, Schema]]:
    """Return the tables after each revision, oldest first."""
    found = []
    config = Config()
    config.set_main_option("script_location", revisions.location())
    script = ScriptDirectory.from_config(config)
    with EnvironmentContext(config, script, fn=lambda now, _: script._upgrade_revs("head", now)) as environment:
        environment.configure(
            connection=connection,
            on_version_apply=lambda step, **_: found.append((step.up_revision_id, read(connection))),
        )
        with environment.begin_transaction():
            environment.run_migrations()
    return found


@pytest.fixture(params=["sqlite", "empty_postgresql"])
def bare_url(request: pytest.FixtureRequest) -> str:
    """The URL of a database without tables."""
    found: str = request.getfixturevalue(f"{request.param}_url")
    return found


async def test_no_revision_takes_away_what_older_versions_use_unless_it_says_so(bare_url: str) -> None:
    if bare_url.startswith("sqlite"):
        with create_engine("sqlite://").begin() as there:
            steps = revision_by_revision(there)
    else:
        engine = open_engine(urls.parse(bare_url))
        async with engine.begin() as connection:
            steps = await connection.run_sync(revision_by_revision)
        await engine.dispose()
    script = ScriptDirectory(revisions.location())
    unsaid = {}
    for (_, before), (revision, after) in itertools.pairwise(steps):
        broken = list(contractions(before, after))
        if broken and not hasattr(script.get_revision(revision).module, "oldest"):
            unsaid[revision] = broken
    assert len(steps) == len(revisions.known())
    assert unsaid == {}, "add `oldest = …` to it (CONTRIBUTING.md), or only add"


PET = "id TEXT PRIMARY KEY, name TEXT, kind TEXT NOT NULL DEFAULT 'cat'"


@pytest.mark.parametrize(
    "statements",
    [
        "DROP TABLE pet",
        "ALTER TABLE pet RENAME TO animal",
        "ALTER TABLE pet RENAME COLUMN name TO title",
        "ALTER TABLE pet DROP COLUMN name",
        f"DROP TABLE pet; CREATE TABLE pet ({PET}, age INTEGER NOT NULL)",
        "CREATE UNIQUE INDEX ix_pet_name ON pet (name)",
        "DROP TABLE pet; CREATE TABLE pet (id TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT DEFAULT 'cat')",
        "DROP TABLE pet; CREATE TABLE pet (id TEXT PRIMARY KEY, name TEXT, kind TEXT NOT NULL)",
        "DROP TABLE pet; CREATE TABLE pet (id INTEGER PRIMARY KEY, name TEXT, kind TEXT NOT NULL DEFAULT 'cat')",
    ],
)
def test_changes_that_would_break_an_older_version_are_found(statements: str) -> None:
    assert len(list(found_after(statements))) > 0


@pytest.mark.parametrize(
    "statements",
    [
        "CREATE TABLE owner (id TEXT PRIMARY KEY, name TEXT NOT NULL); CREATE UNIQUE INDEX ix_owner ON owner (name)",
        "ALTER TABLE pet ADD COLUMN age INTEGER",
        "ALTER TABLE pet ADD COLUMN age INTEGER NOT NULL DEFAULT 0",
        "CREATE INDEX ix_pet_name ON pet (name)",
    ],
)
def test_mere_additions_break_nobody(statements: str) -> None:
    assert list(found_after(statements)) == []


def found_after(statements: str) -> list[str]:
    """Return what some statements break."""
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        raw.execute(f"CREATE TABLE pet ({PET})")
        before = read(connection)
        raw.executescript(statements)
        return list(contractions(before, read(connection)))
