"""The parts of packs that tenants have switched off, in their own and the operator's packs."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import bindparam, delete, select

from bot.storage.tables import pack_off
from bot.storage.times import to_milliseconds
from bot.storage.transaction import Transaction

_OF_TENANT = select(pack_off.c.pack, pack_off.c.part).where(pack_off.c.tenant == bindparam("tenant_"))
_ON = delete(pack_off).where(
    (pack_off.c.tenant == bindparam("tenant_"))
    & (pack_off.c.pack == bindparam("pack_"))
    & (pack_off.c.part == bindparam("part_"))
)


def of_tenant(transaction: Transaction, tenant: str) -> Mapping[str, frozenset[str]]:
    """Return the parts that a tenant has switched off: pack id → kind:id of items and topics."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for pack, part in transaction.rows(_OF_TENANT, {"tenant_": tenant}):
        found[pack].add(part)
    return {pack: frozenset(parts) for pack, parts in found.items()}


def switch_off(transaction: Transaction, tenant: str, pack: str, part: str, at: datetime) -> None:
    """Switch a part of a pack off.

    Args:
        transaction: to write in.
        tenant: the key of the tenant.
        pack: the pack's id.
        part: kind:id of an item or a topic.
        at: now, in UTC.
    """
    transaction.add_missing(pack_off, [{"tenant": tenant, "pack": pack, "part": part, "at": to_milliseconds(at)}])


def switch_on(transaction: Transaction, tenant: str, pack: str, part: str) -> bool:
    """Switch a part of a pack on; return whether it was off.

    Args:
        transaction: to write in.
        tenant: the key of the tenant.
        pack: the pack's id.
        part: kind:id of an item or a topic.
    """
    return transaction.change(_ON, {"tenant_": tenant, "pack_": pack, "part_": part}) > 0
