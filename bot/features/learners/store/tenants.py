"""A tenant as a whole."""

from sqlalchemy import bindparam, select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.learners.store import learners
from bot.storage.legacy_within import within
from bot.storage.tables import game_venue, metadata
from bot.storage.transaction import Transaction

_OF_PLATFORM = union(
    *(select(table.c.tenant).where(table.c.tenant.like(bindparam("keys"))) for table in metadata.sorted_tables)
)


def of_platform(transaction: Transaction, platform: str) -> set[str]:
    """Return the keys of a platform's tenants of which anything is kept."""
    return {tenant for (tenant,) in transaction.rows(_OF_PLATFORM, {"keys": f"{platform}:%"})}


async def purge(connection: AsyncConnection, tenant: str) -> None:
    """Delete everything kept about a tenant, for it has removed the bot.

    Members who linked selves elsewhere keep what they did there.
    """
    await within(connection, lambda transaction: learners.leave_all(transaction, tenant))
    # Where a game of theirs was on, another can begin.
    await connection.execute(game_venue.delete().where(game_venue.c.home == tenant))
    for table in reversed(metadata.sorted_tables):
        await connection.execute(table.delete().where(table.c.tenant == tenant))
