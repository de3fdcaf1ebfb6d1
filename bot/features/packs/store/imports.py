"""The record of what the last import into a tenant's pack wrote."""

from sqlalchemy import bindparam, select

from bot.storage.tables import pack_import
from bot.storage.transaction import Transaction

_WROTE = select(pack_import.c.wrote).where(
    (pack_import.c.tenant == bindparam("tenant_")) & (pack_import.c.pack == bindparam("pack_"))
)


def wrote(transaction: Transaction, tenant: str, pack: str) -> bytes | None:
    """Return the record of the last import into a pack; None if there was none.

    Args:
        transaction: to read in.
        tenant: the key of the tenant.
        pack: the pack's id.
    """
    rows = transaction.rows(_WROTE, {"tenant_": tenant, "pack_": pack})
    return bytes(rows[0][0]) if rows else None


def note(transaction: Transaction, tenant: str, pack: str, wrote: bytes) -> None:
    """Store the record of an import into a pack, replacing the previous one.

    Args:
        transaction: to write in.
        tenant: the key of the tenant.
        pack: the pack's id.
        wrote: the compressed record.
    """
    transaction.put(pack_import, [{"tenant": tenant, "pack": pack, "wrote": wrote}])
