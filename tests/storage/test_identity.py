"""A SQLite file that is damaged, removed, replaced or gets a second name: it's noticed, and nothing is lost."""

import logging
import os
import shutil
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.storage.database import Database
from bot.storage.errors import StoreError
from bot.storage.identity import Identity
from bot.storage.tables import place
from tests.storage.test_backup import damage


def a_place(number: int = 0) -> dict[str, object]:
    return {"tenant": "web:a", "id": str(number), "name": "0", "at": 0}


@pytest.fixture
def path(migrated_sqlite_url: str) -> Path:
    """The file of an open database."""
    return Path(migrated_sqlite_url.removeprefix("sqlite:///"))


def remove(path: Path) -> None:
    path.unlink()


def remove_all(path: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def remove_log(path: Path) -> None:
    path.with_name(f"{path.name}-wal").unlink()


def replace(path: Path) -> None:
    shutil.copy(path, path.with_name("other"))
    path.with_name("other").replace(path)


def link(path: Path) -> None:
    os.link(path, path.with_name("link"))


@pytest.mark.parametrize("happens", [remove, remove_all, remove_log, replace, link])
async def test_nothing_is_acknowledged_once_the_file_is_another(
    sqlite_database: Database, path: Path, happens: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    await sqlite_database.writer.insert(place, a_place())
    assert sqlite_database.trouble() is None
    happens(path)
    for number in range(1, 4):
        with pytest.raises(StoreError):
            await sqlite_database.writer.insert(place, a_place(number))
    assert str(path) in str(sqlite_database.trouble())
    told = [record for record in caplog.records if record.getMessage().startswith("nothing can be stored any more")]
    assert [record.levelno for record in told] == [logging.ERROR]


async def test_a_file_that_is_gone_before_the_first_row_is_not_made_again(
    sqlite_database: Database, path: Path
) -> None:
    remove_all(path)
    with pytest.raises(StoreError):
        await sqlite_database.writer.insert(place, a_place())
    with pytest.raises(StoreError):
        await sqlite_database.read(lambda transaction: transaction.rows(place.select(), {}))
    assert not path.exists()


async def test_it_goes_on_once_all_is_as_it_was(sqlite_database: Database, path: Path) -> None:
    await sqlite_database.writer.insert(place, a_place())
    link(path)
    with pytest.raises(StoreError, match=r"has a second name \(a hard link\)"):
        await sqlite_database.writer.insert(place, a_place(1))
    path.with_name("link").unlink()
    assert sqlite_database.trouble() is None
    assert await sqlite_database.writer.insert(place, a_place(2))


async def test_a_second_process_by_a_hard_link_is_refused(sqlite_database: Database, path: Path) -> None:
    await sqlite_database.writer.insert(place, a_place())
    (path.parent / "elsewhere").mkdir()
    other = path.parent / "elsewhere" / "versed.db"
    os.link(path, other)
    with pytest.raises(StoreError, match="has a second name"):
        await Database.open(f"sqlite:///{other}", lock_wait=0)


async def test_a_missing_database_is_not_a_fresh_start(migrated_sqlite_url: str, path: Path) -> None:
    await (await Database.open(migrated_sqlite_url)).close()
    kept = path.read_bytes()
    path.unlink()
    with pytest.raises(StoreError, match=r"was here and is gone; bring it back.*delete versed\.db\.marker"):
        await Database.open(migrated_sqlite_url)
    assert not path.exists()
    path.write_bytes(kept)
    await (await Database.open(migrated_sqlite_url)).close()
    path.unlink()
    path.with_name("versed.db.marker").unlink()  # as the sentence says
    await (await Database.open(migrated_sqlite_url)).close()


async def test_an_interrupted_start_does_not_count_as_a_missing_database(sqlite_url: str, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "versed.db.lock").write_text("123 0 ", encoding="utf-8")
    (tmp_path / "data" / "versed.db.new").write_text("half", encoding="utf-8")
    await (await Database.open(sqlite_url)).close()


async def test_a_new_database_is_logged(sqlite_url: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    for _ in range(2):
        await (await Database.open(sqlite_url)).close()
    assert caplog.text.count("a new, empty database was made") == 1


async def test_a_page_that_was_changed_is_noticed_at_the_start(migrated_sqlite_url: str, path: Path) -> None:
    database = await Database.open(migrated_sqlite_url)
    for number in range(2000):
        database.writer.put(place, a_place(number))
    await database.close()
    damage(path, 100)
    damaged = path.read_bytes()
    with pytest.raises(StoreError, match=r"is damaged.*restore a backup, or move it away"):
        await Database.open(migrated_sqlite_url)
    assert path.read_bytes() == damaged


@pytest.mark.parametrize(("before", "after"), [(0o644, 0o600), (0o664, 0o600), (0o640, 0o640), (0o600, 0o600)])
async def test_the_database_is_for_its_owner(migrated_sqlite_url: str, path: Path, before: int, after: int) -> None:
    path.chmod(before)
    database = await Database.open(migrated_sqlite_url)
    await database.writer.insert(place, a_place())
    files = [path, path.with_name("versed.db-wal"), path.with_name("versed.db-shm")]
    assert [stat.S_IMODE(each.stat().st_mode) for each in files] == [after] * 3
    await database.close()


@pytest.mark.parametrize("header", [b"127.0.0.1 localhost\n", b"", None])
async def test_a_file_that_is_not_ours_is_left_alone(sqlite_url: str, tmp_path: Path, header: bytes | None) -> None:
    """VERSED_DATABASE_URL names a text, an empty file, or the database of another program."""
    path = tmp_path / "data" / "versed.db"
    path.parent.mkdir()
    if header is None:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("CREATE TABLE bookmarks (address TEXT)")
    else:
        path.write_bytes(header)
    path.chmod(0o644)
    before = path.read_bytes()
    with pytest.raises(StoreError):
        await Database.open(sqlite_url)
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (before, 0o644)
    beside = {each.name for each in path.parent.iterdir()} - {"versed.db"}
    assert beside <= ({"versed.db.lock"} if header is None else set())


async def test_a_new_database_is_for_its_owner_whatever_the_umask(sqlite_url: str, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        database = await Database.open(sqlite_url)
        await database.writer.insert(place, a_place())
        modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in (tmp_path / "data").iterdir()}
        await database.close()
    finally:
        os.umask(before)
    del modes["versed.db.marker"]  # holds nothing secret
    assert set(modes.values()) == {0o600}
    assert modes.keys() >= {"versed.db", "versed.db-wal", "versed.db-shm", "versed.db.lock"}


@pytest.mark.parametrize("name", ["~nobody-of-that-name/v.db", "x" * 300, "a/" * 3000 + "v.db"])
async def test_impossible_paths_are_refused_with_a_sentence(name: str) -> None:
    with pytest.raises(StoreError):
        await Database.open(f"sqlite:///{name}")


def test_files_may_be_adopted_while_they_are_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "versed.db"
    for ending in ("", "-wal", "-shm"):
        path.with_name(f"versed.db{ending}").touch()
    identity = Identity(path)
    one = Identity._check

    def adopting(self: Identity, ending: str) -> None:
        self.adopt_log()  # as the thread that writes does when it first connects
        one(self, ending)

    monkeypatch.setattr(Identity, "_check", adopting)
    identity.check()
    path.with_name("versed.db-wal").unlink()
    with pytest.raises(Exception, match="has been removed while Versed was using it"):
        identity.check()
