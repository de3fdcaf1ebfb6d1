"""A tenant as a whole."""

from sqlalchemy import bindparam, delete

from bot.storage.tables import game_venue, metadata
from bot.storage.transaction import Transaction

_HOSTED = delete(game_venue).where(game_venue.c.home == bindparam("tenant_"))
_ALL = [delete(table).where(table.c.tenant == bindparam("tenant_")) for table in reversed(metadata.sorted_tables)]


def delete_all(transaction: Transaction, tenant: str) -> None:
    """Delete every row of a tenant; and where a game of theirs was on, so that another can begin there."""
    for statement in (_HOSTED, *_ALL):
        transaction.change(statement, {"tenant_": tenant})
