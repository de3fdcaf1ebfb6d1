"""Numbers for the changes of tenants' packs, growing with every change in any tenant.

One row has the last number, so reading it tells whether anything is new. Each change first takes the next number and
so locks that row until it commits; that's why numbers are in the order of commits.
"""

from collections.abc import Mapping

from sqlalchemy import bindparam, select, update

from bot.runtime.bulkhead import readable
from bot.storage.tables import pack_change
from bot.storage.transaction import Row, Transaction

_ALL = ""
"""Stands in place of the tenant in the row with the last number."""

_OF = pack_change.c.tenant == bindparam("tenant_")
_LAST = select(pack_change.c.number).where(_OF)
_NEXT = update(pack_change).where(_OF).values(number=pack_change.c.number + 1)
_SINCE = select(pack_change.c.tenant, pack_change.c.number).where(
    (pack_change.c.number > bindparam("number_")) & (pack_change.c.tenant != _ALL)
)


def note(transaction: Transaction, tenant: str) -> int:
    """Record that a tenant's packs change; return the number of this change.

    Call this first in a transaction that changes packs: other such transactions wait from here on.
    """
    transaction.add_missing(pack_change, [{"tenant": _ALL, "number": 0}])
    transaction.change(_NEXT, {"tenant_": _ALL})
    number = last(transaction)
    transaction.put(pack_change, [{"tenant": tenant, "number": number}])
    return number


def last(transaction: Transaction) -> int:
    """Return the number of the last change in any tenant; 0 if there was none."""
    rows = transaction.rows(_LAST, {"tenant_": _ALL})
    return int(rows[0][0]) if rows else 0


def since(transaction: Transaction, number: int) -> Mapping[str, int]:
    """Return the tenants whose packs changed after the given number, each with the number of its last change."""
    return dict(readable("change of packs", transaction.rows(_SINCE, {"number_": number}), _change))


def _change(row: Row) -> tuple[str, int]:
    tenant, number = row
    return tenant, int(number)
