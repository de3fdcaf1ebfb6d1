"""A tenant as a whole."""

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import learners
from bot.store.tables import metadata
from bot.store.transaction import CoreTransaction


async def purge(connection: AsyncConnection, tenant: str) -> None:
    """Delete everything kept about a tenant, for it has removed the bot.

    Members who linked selves elsewhere keep what they did there.
    """
    await connection.run_sync(lambda sync: learners.leave_all(CoreTransaction(sync), tenant))
    for table in reversed(metadata.sorted_tables):
        await connection.execute(table.delete().where(table.c.tenant == tenant))
