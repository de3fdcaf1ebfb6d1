"""A tenant as a whole."""

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.learners.store import learners
from bot.storage.legacy_within import within
from bot.storage.tables import game_venue, metadata


async def purge(connection: AsyncConnection, tenant: str) -> None:
    """Delete everything kept about a tenant, for it has removed the bot.

    Members who linked selves elsewhere keep what they did there.
    """
    await within(connection, lambda transaction: learners.leave_all(transaction, tenant))
    # Where a game of theirs was on, another can begin.
    await connection.execute(game_venue.delete().where(game_venue.c.home == tenant))
    for table in reversed(metadata.sorted_tables):
        await connection.execute(table.delete().where(table.c.tenant == tenant))
