"""What happens only once: an event that a platform may deliver again, to whichever replica."""

from datetime import datetime

from sqlalchemy import bindparam, delete, select

from bot.storage.group_commit import GroupCommit
from bot.storage.tables import once
from bot.storage.times import to_milliseconds
from bot.storage.transaction import Transaction

_FIND = select(once.c.event).where((once.c.tenant == bindparam("tenant_")) & (once.c.event == bindparam("event_")))
_FORGET = delete(once).where((once.c.at < bindparam("before_")) & once.c.tenant.startswith(bindparam("platform_")))
_OF_KIND = select(once.c.event).where((once.c.tenant == bindparam("tenant_")) & once.c.event.like(bindparam("kind_")))


async def first_time(writer: GroupCommit, tenant: str, event: str, at: datetime) -> bool:
    """Return whether this is the first time; by then, the answer is durable.

    Args:
        writer: of the database.
        tenant: whose event it is.
        event: its id, the same at every delivery.
        at: now, in UTC.
    """
    return await writer.insert(once, {"tenant": tenant, "event": event, "at": to_milliseconds(at)})


def has_been(transaction: Transaction, tenant: str, event: str) -> bool:
    """Return whether an event has had its first time.

    Args:
        transaction: to read in.
        tenant: whose event it is.
        event: its id, the same at every delivery.
    """
    return bool(transaction.rows(_FIND, {"tenant_": tenant, "event_": event}))


def events(transaction: Transaction, tenant: str, kind: str) -> list[str]:
    """Return the events of a tenant that have happened, of those whose ids begin with `kind:`.

    Args:
        transaction: to read in.
        tenant: whose.
        kind: what they begin with, of letters only.
    """
    return [event for (event,) in transaction.rows(_OF_KIND, {"tenant_": tenant, "kind_": f"{kind}:%"})]


def forget(transaction: Transaction, platform: str, before: datetime) -> None:
    """Forget a platform's events from before a time, which it doesn't deliver any more.

    Args:
        transaction: to write in.
        platform: whose; how long its events are worth remembering is for that platform to say.
        before: a moment, in UTC.
    """
    transaction.change(_FORGET, {"before_": to_milliseconds(before), "platform_": f"{platform}:"})
