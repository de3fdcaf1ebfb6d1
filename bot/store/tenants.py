"""A tenant as a whole."""

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import metadata


async def purge(connection: AsyncConnection, tenant: str) -> None:
    """Delete everything kept about a tenant, for it has removed the bot."""
    for table in reversed(metadata.sorted_tables):
        await connection.execute(table.delete().where(table.c.tenant == tenant))
