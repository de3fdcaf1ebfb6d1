"""What the last import into a pack of a tenant wrote."""

from sqlalchemy import bindparam, select

from bot.storage.tables import pack_import
from bot.storage.transaction import Transaction

_WROTE = select(pack_import.c.wrote).where(
    (pack_import.c.tenant == bindparam("tenant_")) & (pack_import.c.pack == bindparam("pack_"))
)


def wrote(transaction: Transaction, tenant: str, pack: str) -> bytes | None:
    """Return what the last import into a pack wrote; None if there was none.

    Args:
        transaction: to read in.
        tenant: whose.
        pack: its id.
    """
    rows = transaction.rows(_WROTE, {"tenant_": tenant, "pack_": pack})
    return bytes(rows[0][0]) if rows else None


def note(transaction: Transaction, tenant: str, pack: str, wrote: bytes) -> None:
    """Keep what an import into a pack wrote, in place of what the one before it did.

    Args:
        transaction: to write in.
        tenant: whose.
        pack: its id.
        wrote: by it.
    """
    transaction.put(pack_import, [{"tenant": tenant, "pack": pack, "wrote": wrote}])
