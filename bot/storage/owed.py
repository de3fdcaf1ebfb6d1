"""Owed answers: what a platform was told is being worked on, kept until it's answered.

When the process that took a request has died, another one serves it again. A request is held by a lease, which
its process renews as long as it's at it; what has been taken up twice without an answer is given up, as it may be
what kills processes. Requests are sealed before they get here: they hold addresses to answer to.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, delete, select, update

from bot.storage.group_commit import GroupCommit
from bot.storage.personal_data import MemberRows
from bot.storage.tables import owed
from bot.storage.times import to_milliseconds
from bot.storage.transaction import Transaction, Wanted

LEASE = timedelta(seconds=15)
"""How long a request is left to its process without a sign of life."""

_MOST_TRIES = 2

_THIS = (owed.c.tenant == bindparam("tenant_")) & (owed.c.id == bindparam("id_"))
_SETTLE = delete(owed).where(_THIS)
_RENEW = (
    update(owed)
    .where((owed.c.platform == bindparam("on_")) & owed.c.id.in_(bindparam("ids_", expanding=True)))
    .values(lease_until=bindparam("lease_"))
)
_LEFT = (
    select(owed.c.tenant, owed.c.id, owed.c.request)
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
"""What's held of those who asked."""


class Request(NamedTuple):
    """A request that's owed an answer.

    Args:
        tenant, id: which.
        sealed: it, as it was kept.
    """

    tenant: str
    id: str
    sealed: str


async def keep(writer: GroupCommit, platform: str, member: str, request: Request, at: datetime) -> bool:
    """Keep a request until it's answered.

    Args:
        writer: of the database.
        platform: where it came from.
        member: who asked, by their id.
        request: what the platform sent.
        at: now, in UTC.

    Returns:
        Whether it wasn't kept already.
    """
    row = {
        "tenant": request.tenant,
        "id": request.id,
        "platform": platform,
        "member": member,
        "request": request.sealed,
        "at": to_milliseconds(at),
        "lease_until": to_milliseconds(at + LEASE),
        "tries": 0,
    }
    return await writer.insert(owed, row)


def settle(transaction: Transaction, tenant: str, request: str) -> None:
    """Forget a request, as it's answered.

    Args:
        transaction: to write in.
        tenant: where it came from.
        request: its id.
    """
    transaction.change(_SETTLE, {"tenant_": tenant, "id_": request})


def renew(transaction: Transaction, platform: str, requests: Collection[str], at: datetime) -> None:
    """Hold requests for another while.

    Args:
        transaction: to write in.
        platform: where they came from.
        requests: their ids.
        at: now, in UTC.
    """
    values: Wanted = {"on_": platform, "ids_": list(requests), "lease_": to_milliseconds(at + LEASE)}
    transaction.change(_RENEW, values)


def take_up(transaction: Transaction, platform: str, at: datetime, lasts: timedelta) -> list[Request]:
    """Return requests that nobody is at any more, held from now on; give up those that can't be answered.

    Args:
        transaction: to write in.
        platform: where they came from.
        at: now, in UTC.
        lasts: how long the platform takes answers.
    """
    now = to_milliseconds(at)
    transaction.change(_GIVE_UP, {"on_": platform, "before_": to_milliseconds(at - lasts), "now_": now})
    left = [Request(*row) for row in transaction.rows(_LEFT, {"on_": platform, "now_": now})]
    for each in left:
        values: Wanted = {"tenant_": each.tenant, "id_": each.id, "lease_": to_milliseconds(at + LEASE)}
        transaction.change(_TAKE, values)
    return left


def are_any_left(transaction: Transaction, platform: str, at: datetime) -> bool:
    """Return whether there are requests that nobody is at any more.

    Args:
        transaction: to read in.
        platform: where they came from.
        at: now, in UTC.
    """
    return bool(transaction.rows(_LEFT_AT_ALL, {"on_": platform, "now_": to_milliseconds(at)}))
