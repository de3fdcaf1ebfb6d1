"""Deduplication of events, which a platform may deliver again, and to any replica."""

from datetime import datetime

from sqlalchemy import bindparam, delete, select

from bot.storage.group_commit import GroupCommit
from bot.storage.tables import once
from bot.storage.times import to_milliseconds
from bot.storage.transaction import Transaction

_FIND = select(once.c.event).where((once.c.tenant == bindparam("tenant_")) & (once.c.event == bindparam("event_")))
_EXPIRE = delete(once).where((once.c.at < bindparam("before_")) & once.c.tenant.startswith(bindparam("platform_")))
_OF_KIND = select(once.c.event).where((once.c.tenant == bindparam("tenant_")) & once.c.event.like(bindparam("kind_")))


async def first_time(writer: GroupCommit, tenant: str, event: str, at: datetime) -> bool:
    """Record an event durably; return whether it's new.

    Args:
        writer: the database's group commit.
        tenant: the event's tenant.
        event: the event's id, the same at every delivery.
        at: the current time, in UTC.
    """
    return await writer.insert(once, {"tenant": tenant, "event": event, "at": to_milliseconds(at)})


def has_been(transaction: Transaction, tenant: str, event: str) -> bool:
    """Return whether an event has been recorded.

    Args:
        transaction: the transaction to read in.
        tenant: the event's tenant.
        event: the event's id, the same at every delivery.
    """
    return bool(transaction.rows(_FIND, {"tenant_": tenant, "event_": event}))


def events(transaction: Transaction, tenant: str, kind: str) -> list[str]:
    """Return the ids of a tenant's recorded events that begin with `kind:`.

    Args:
        transaction: the transaction to read in.
        tenant: the tenant's key.
        kind: the prefix, letters only.
    """
    return [event for (event,) in transaction.rows(_OF_KIND, {"tenant_": tenant, "kind_": f"{kind}:%"})]


def expire(transaction: Transaction, platform: str, before: datetime) -> None:
    """Delete a platform's events from before a time, because they won't be delivered again.

    Args:
        transaction: the transaction to write in.
        platform: the platform's name; each platform decides how long its events are kept.
        before: the time, in UTC.
    """
    transaction.change(_EXPIRE, {"before_": to_milliseconds(before), "platform_": f"{platform}:"})
