"""Removals: tenants that seem to have removed Versed, and when all their data is to be deleted."""

from datetime import datetime

from sqlalchemy import bindparam, delete, select, update

from bot.runtime.bulkhead import readable
from bot.storage.tables import removal
from bot.storage.times import from_milliseconds, to_milliseconds
from bot.storage.transaction import Row, Transaction

_SOONER = (
    update(removal)
    .where((removal.c.tenant == bindparam("tenant_")) & (removal.c.until > bindparam("until_")))
    .values(until=bindparam("until_"))
)
_PENDING = select(removal.c.tenant, removal.c.until).where(removal.c.tenant.startswith(bindparam("platform_")))
_CANCEL = delete(removal).where(removal.c.tenant == bindparam("tenant_"))


def note(transaction: Transaction, tenant: str, until: datetime) -> None:
    """Schedule the deletion of a tenant's data; an earlier date that's already set stays.

    Args:
        transaction: the transaction to write in.
        tenant: the tenant's key.
        until: when to delete it, in UTC.
    """
    ends = to_milliseconds(until)
    transaction.add_missing(removal, [{"tenant": tenant, "until": ends}])
    transaction.change(_SOONER, {"tenant_": tenant, "until_": ends})


def pending(transaction: Transaction, platform: str) -> dict[str, datetime]:
    """Return the tenants of a platform that are to be deleted, with the time of each."""
    rows = transaction.rows(_PENDING, {"platform_": f"{platform}:"})
    return dict(readable("removed workspace", rows, _when))


def cancel(transaction: Transaction, tenant: str) -> bool:
    """Cancel the deletion of a tenant's data; return whether one was scheduled."""
    return transaction.change(_CANCEL, {"tenant_": tenant}) > 0


def _when(row: Row) -> tuple[str, datetime]:
    tenant, until = row
    return tenant, from_milliseconds(until)
