"""Checks that each connection to PostgreSQL keeps its session, which a pooler in transaction mode doesn't allow.

Versed prepares statements and sets a lock timeout once per connection. Behind such a pooler, both would end up in
sessions that others get, and nearly all work would fail.
"""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage import urls
from bot.storage.errors import TO_DO_ABOUT_A_POOLER, StoreError, while_connecting
from bot.storage.postgresql import open_engine

_SESSION = text("SELECT pg_backend_pid()")


async def check_address(url: str) -> None:
    """Check the PostgreSQL database at a URL.

    Raises:
        StoreError: connections share sessions, or the database can't be reached.
    """
    engine = open_engine(urls.parse(url))
    try:
        with while_connecting():
            async with engine.connect() as connection:
                await check(engine, connection)
    finally:
        await engine.dispose()


async def check(engine: AsyncEngine, connection: AsyncConnection) -> None:
    """Check that a connection keeps its session while another one is busy; this ends the connection's transaction.

    Raises:
        StoreError: connections share sessions.
    """
    await connection.rollback()
    session = await _session(connection)
    await connection.rollback()
    async with engine.connect() as another:
        # This transaction stays open, so a pooler has to give the first connection something else.
        if await _session(another) == session or await _session(connection) != session:
            raise StoreError(f"A pooler gives each transaction another session; {TO_DO_ABOUT_A_POOLER}.")


async def _session(connection: AsyncConnection) -> int:
    return int((await connection.execute(_SESSION)).scalar_one())
