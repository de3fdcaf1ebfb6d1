"""A tenant as a whole."""

from sqlalchemy import bindparam, delete, select, union

from bot.storage.tables import game_venue, metadata
from bot.storage.transaction import Transaction

_HOSTED = delete(game_venue).where(game_venue.c.home == bindparam("tenant_"))
_ALL = [delete(table).where(table.c.tenant == bindparam("tenant_")) for table in reversed(metadata.sorted_tables)]
_OF_PLATFORM = union(
    *(select(table.c.tenant).where(table.c.tenant.like(bindparam("keys_"))) for table in metadata.sorted_tables)
)


def of_platform(transaction: Transaction, platform: str) -> set[str]:
    """Return the keys of a platform's tenants that any data is stored about."""
    return {tenant for (tenant,) in transaction.rows(_OF_PLATFORM, {"keys_": f"{platform}:%"})}


def delete_all(transaction: Transaction, tenant: str) -> None:
    """Delete all rows of a tenant, and free the venues in other tenants of the games that it hosted."""
    for statement in (_HOSTED, *_ALL):
        transaction.change(statement, {"tenant_": tenant})
