"""A pooler between Versed and PostgreSQL that gives each transaction whichever session is free."""

from pathlib import Path

import pytest
from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import StaticPool

from bot.bootstrap import open_database
from bot.runtime.settings import Settings
from bot.storage import condition, postgresql_backup, sessions, urls
from bot.storage.errors import StoreError
from bot.storage.postgresql import open_engine

REFUSED = "A pooler gives each transaction another session; set the pooler in between to session mode"


def with_one_session(url: URL) -> AsyncEngine:
    """Return an engine whose connections all share a session, as those to a pooler do while one is free."""
    return create_async_engine(url.set(drivername="postgresql+asyncpg"), poolclass=StaticPool)


async def test_the_doctor_refuses_connections_that_share_a_session(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(condition, "open_engine", with_one_session)
    with pytest.raises(StoreError, match=REFUSED):
        await condition.examine(postgresql_url)


async def test_a_start_refuses_them_too(empty_postgresql_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERSED_DATABASE_URL", empty_postgresql_url)
    monkeypatch.setattr(sessions, "open_engine", with_one_session)
    with pytest.raises(StoreError, match=REFUSED):
        await open_database(Settings())
    assert "empty" in await condition.examine(empty_postgresql_url)
    monkeypatch.undo()
    monkeypatch.setenv("VERSED_DATABASE_URL", empty_postgresql_url)
    await (await open_database(Settings())).close()


async def test_backups_and_restores_refuse_them(postgresql_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgresql_backup, "open_engine", with_one_session)
    with pytest.raises(StoreError, match=REFUSED):
        await postgresql_backup.back_up(urls.parse(postgresql_url), Path("never-written"))
    with pytest.raises(StoreError, match=REFUSED):
        await postgresql_backup.check_empty(urls.parse(postgresql_url))


async def test_a_connection_that_comes_back_to_another_session_is_refused(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lent = iter([1, 2, 3])

    async def next_one(_: object) -> int:
        return next(lent)

    monkeypatch.setattr(sessions, "_session", next_one)
    engine = open_engine(urls.parse(postgresql_url))
    async with engine.connect() as connection:
        with pytest.raises(StoreError, match=REFUSED):
            await sessions.check(engine, connection)
    await engine.dispose()
