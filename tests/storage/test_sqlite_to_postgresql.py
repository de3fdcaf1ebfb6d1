"""Moving to PostgreSQL: the backup of a SQLite database is restored there, all of it or nothing."""

import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from bot.storage import backup, condition, revisions
from bot.storage.database import Database
from bot.storage.errors import StoreError
from bot.storage.tables import place
from tests.past import BEFORE_ROOMS, Past
from tests.whole_database import everything


async def all_rows(url: str) -> dict[str, Counter[tuple[object, ...]]]:
    database = await Database.open(url)
    found = await everything(database)
    await database.close()
    return {table: Counter(tuple(row) for row in rows) for table, rows in found.items() if rows}


async def test_an_older_databases_rows_all_arrive(sqlite_url: str, empty_postgresql_url: str, tmp_path: Path) -> None:
    await Past.read(BEFORE_ROOMS).write(sqlite_url)
    copy = tmp_path / "copy.db"
    made = await backup.back_up(sqlite_url, copy)
    assert made.revision != revisions.HEAD
    before = copy.read_bytes()
    assert await backup.check_place(empty_postgresql_url, copy)
    assert await backup.restore(empty_postgresql_url, copy) == made
    assert await condition.examine(empty_postgresql_url) == f"can be reached, revision {revisions.HEAD}"
    moved = await all_rows(empty_postgresql_url)
    assert len(moved) > 20
    assert moved == await all_rows(sqlite_url)
    assert copy.read_bytes() == before


async def test_a_row_that_doesnt_fit_leaves_nothing_behind(
    migrated_sqlite_url: str, empty_postgresql_url: str
) -> None:
    path = Path(migrated_sqlite_url.removeprefix("sqlite:///"))
    with closing(sqlite3.connect(path)) as damaged:
        damaged.execute("INSERT INTO place (tenant, id, name, at) VALUES ('web:a', '1', 'general', 'yesterday')")
        damaged.commit()
    with pytest.raises(
        StoreError, match=r"A row of .* doesn't fit into PostgreSQL's table place \(.*\); nothing was"
    ):
        await backup.restore(empty_postgresql_url, path)
    assert "empty" in await condition.examine(empty_postgresql_url)


async def test_what_only_a_damaged_sqlite_file_holds_is_left_out(
    migrated_sqlite_url: str, empty_postgresql_url: str
) -> None:
    path = Path(migrated_sqlite_url.removeprefix("sqlite:///"))
    with closing(sqlite3.connect(path)) as damaged:
        damaged.execute(
            "INSERT INTO place (tenant, id, name, at) VALUES ('web:a', '1', CAST(x'61FF0062' AS TEXT), 0)"
        )
        damaged.commit()
    await backup.restore(empty_postgresql_url, path)
    assert list((await all_rows(empty_postgresql_url))[place.name]) == [("web:a", "1", "a\ufffdb", 0)]


async def test_a_newer_database_is_refused(migrated_sqlite_url: str, empty_postgresql_url: str) -> None:
    path = Path(migrated_sqlite_url.removeprefix("sqlite:///"))
    with closing(sqlite3.connect(path)) as newer:
        newer.execute(f"UPDATE alembic_version SET version_num = '9999', oldest = '{revisions.HEAD}'")
        newer.commit()
    with pytest.raises(StoreError, match="was written by a newer Versed; use that version to move it"):
        await backup.restore(empty_postgresql_url, path)
    assert "empty" in await condition.examine(empty_postgresql_url)
