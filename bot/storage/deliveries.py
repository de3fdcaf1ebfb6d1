"""What happens only once: an event that a platform may deliver again, whoever of several replicas receives it."""

from datetime import datetime

from sqlalchemy import bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.group_commit import GroupCommit
from bot.storage.tables import once
from bot.storage.times import to_milliseconds
from bot.storage.transaction import Transaction

_OF_KIND = select(once.c.event).where((once.c.tenant == bindparam("whose")) & once.c.event.like(bindparam("kind")))


async def first_time(writer: GroupCommit, tenant: str, event: str, at: datetime) -> bool:
    """Whether this is the first time; by the time this returns, the answer is durable.

    Args:
        writer: of the database.
        tenant: whose event it is.
        event: its id, the same at every delivery.
        at: now, in UTC.
    """
    return await writer.insert(once, {"tenant": tenant, "event": event, "at": to_milliseconds(at)})


async def has_been(connection: AsyncConnection, tenant: str, event: str) -> bool:
    """Whether an event has had its first time."""
    wanted = select(once.c.event).where((once.c.tenant == tenant) & (once.c.event == event))
    return (await connection.execute(wanted)).first() is not None


def events(transaction: Transaction, tenant: str, kind: str) -> list[str]:
    """Return the events of a tenant that have happened, of those whose ids begin with `kind:`.

    Args:
        transaction: reads.
        tenant: whose.
        kind: what they begin with, of letters only.
    """
    return [event for (event,) in transaction.rows(_OF_KIND, {"whose": tenant, "kind": f"{kind}:%"})]


async def forget(connection: AsyncConnection, platform: str, before: datetime) -> None:
    """Forget a platform's events from before a time, which it delivers no more.

    Args:
        connection: a writing transaction.
        platform: whose; how long its events are worth remembering is for that platform to say.
        before: a moment, in UTC.
    """
    of_platform = once.c.tenant.startswith(f"{platform}:")
    await connection.execute(delete(once).where((once.c.at < to_milliseconds(before)) & of_platform))
