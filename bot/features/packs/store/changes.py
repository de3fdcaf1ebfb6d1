"""When tenants' packs changed: by numbers that grow with every change of anybody's.

One row has the last number, so that a look at it tells whether anything is new. Each change takes the
next number first and holds that row until the end, so that numbers come in the order of commits.
"""

from collections.abc import Mapping

from sqlalchemy import bindparam, select, update

from bot.runtime.bulkhead import readable
from bot.storage.tables import pack_change
from bot.storage.transaction import Row, Transaction

_ALL = ""
"""Stands for the tenant in the row that has the last number."""

_OF = pack_change.c.tenant == bindparam("tenant_")
_LAST = select(pack_change.c.number).where(_OF)
_NEXT = update(pack_change).where(_OF).values(number=pack_change.c.number + 1)
_SINCE = select(pack_change.c.tenant, pack_change.c.number).where(
    (pack_change.c.number > bindparam("number_")) & (pack_change.c.tenant != _ALL)
)


def note(transaction: Transaction, tenant: str) -> int:
    """Note that something of a tenant's changes; return the number of this change.

    It's the first thing to do in a transaction that changes packs: others who change any wait from here on.
    """
    transaction.add_missing(pack_change, [{"tenant": _ALL, "number": 0}])
    transaction.change(_NEXT, {"tenant_": _ALL})
    number = last(transaction)
    transaction.put(pack_change, [{"tenant": tenant, "number": number}])
    return number


def last(transaction: Transaction) -> int:
    """Return the number of the last change of anybody's; 0 if there was none."""
    rows = transaction.rows(_LAST, {"tenant_": _ALL})
    return int(rows[0][0]) if rows else 0


def since(transaction: Transaction, number: int) -> Mapping[str, int]:
    """Return which tenants' packs changed after a change, each with the number of its last one."""
    return dict(readable("change of packs", transaction.rows(_SINCE, {"number_": number}), _change))


def _change(row: Row) -> tuple[str, int]:
    tenant, number = row
    return tenant, int(number)
