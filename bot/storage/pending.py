"""Owed answers: requests that were acknowledged to the platform, kept until they're answered.

If the process handling a request dies, another one handles it again. A request is held by a lease, which its process
renews while it works on it. After two retries without an answer it's dropped, because the request itself may be what
kills the processes. Requests are encrypted before they get here, since they contain addresses for the answer.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, delete, select, update

from bot.storage.group_commit import GroupCommit
from bot.storage.personal_data import MemberRows
from bot.storage.tables import owed
from bot.storage.times import to_milliseconds
from bot.storage.transaction import QueryValues, Transaction

LEASE = timedelta(seconds=15)
"""How long a request belongs to a process that doesn't renew its lease."""

_MOST_TRIES = 2

_THIS = (owed.c.tenant == bindparam("tenant_")) & (owed.c.id == bindparam("id_"))
_REMOVE = delete(owed).where(_THIS)
_RENEW = update(owed).where(_THIS & (owed.c.tries == bindparam("tries_"))).values(lease_until=bindparam("lease_"))
_LEFT = (
    select(owed.c.tenant, owed.c.id, owed.c.request, owed.c.tries + 1)
    .where((owed.c.platform == bindparam("on_")) & (owed.c.lease_until < bindparam("now_")))
    .order_by(owed.c.at)
    .limit(20)
    .with_for_update(skip_locked=True)  # for PostgreSQL; on SQLite only one writes
)
_LEFT_AT_ALL = (
    select(owed.c.id).where((owed.c.platform == bindparam("on_")) & (owed.c.lease_until < bindparam("now_"))).limit(1)
)
_TAKE = update(owed).where(_THIS).values(lease_until=bindparam("lease_"), tries=owed.c.tries + 1)
_GIVE_UP = delete(owed).where(
    (owed.c.platform == bindparam("on_"))
    & (
        (owed.c.at < bindparam("before_"))  # an answer would come too late
        | ((owed.c.tries >= _MOST_TRIES) & (owed.c.lease_until < bindparam("now_")))
    )
)

HOLDER = MemberRows(owed, secret={"request"})
"""Holds the requests of members, for exporting and erasing their data."""


class Request(NamedTuple):
    """A request that's still to be answered.

    Args:
        tenant, id: its key.
        sealed: the encrypted request.
        tries: how often it has been taken up; whoever took it up last holds it.
    """

    tenant: str
    id: str
    sealed: str
    tries: int = 0


async def keep(writer: GroupCommit, platform: str, member: str, request: Request, at: datetime) -> bool:
    """Store a request until it's answered.

    Args:
        writer: the database's group commit.
        platform: the platform it came from.
        member: the id of the member who asked.
        request: the platform's request.
        at: the current time, in UTC.

    Returns:
        Whether it's new; False if it was stored already.
    """
    row = {
        "tenant": request.tenant,
        "id": request.id,
        "platform": platform,
        "member": member,
        "request": request.sealed,
        "at": to_milliseconds(at),
        "lease_until": to_milliseconds(at + LEASE),
        "tries": request.tries,
    }
    return await writer.insert(owed, row)


def remove(transaction: Transaction, tenant: str, request: str) -> None:
    """Delete a request that has been answered.

    Args:
        transaction: the transaction to write in.
        tenant: the request's tenant.
        request: the request's id.
    """
    transaction.change(_REMOVE, {"tenant_": tenant, "id_": request})


def renew(transaction: Transaction, request: Request, at: datetime) -> bool:
    """Renew the lease on a request; return False if it's answered, or another process has taken it up.

    Args:
        transaction: the transaction to write in.
        request: the request.
        at: the current time, in UTC.
    """
    held: QueryValues = {"tenant_": request.tenant, "id_": request.id, "tries_": request.tries}
    return bool(transaction.change(_RENEW, {**held, "lease_": to_milliseconds(at + LEASE)}))


def take_up(transaction: Transaction, platform: str, at: datetime, lasts: timedelta) -> list[Request]:
    """Claim and return requests whose leases have expired; delete those that can't be answered any more.

    Args:
        transaction: the transaction to write in.
        platform: the platform they came from.
        at: the current time, in UTC.
        lasts: how long the platform accepts answers.
    """
    now = to_milliseconds(at)
    transaction.change(_GIVE_UP, {"on_": platform, "before_": to_milliseconds(at - lasts), "now_": now})
    left = [Request(*row) for row in transaction.rows(_LEFT, {"on_": platform, "now_": now})]
    for each in left:
        values: QueryValues = {"tenant_": each.tenant, "id_": each.id, "lease_": to_milliseconds(at + LEASE)}
        transaction.change(_TAKE, values)
    return left


def are_any_left(transaction: Transaction, platform: str, at: datetime) -> bool:
    """Return whether there are requests whose leases have expired.

    Args:
        transaction: the transaction to read in.
        platform: the platform they came from.
        at: the current time, in UTC.
    """
    return bool(transaction.rows(_LEFT_AT_ALL, {"on_": platform, "now_": to_milliseconds(at)}))
