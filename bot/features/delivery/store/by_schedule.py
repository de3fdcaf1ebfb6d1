"""Queries on the posts of a schedule: finding them, and ending those that are no longer wanted."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, func, select, update

from bot.features.delivery.model import Post, PostAct, PostState
from bot.features.delivery.store.rows import ENDED, OF_SCHEDULE, THIS, ended, key_of, post_of
from bot.runtime.bulkhead import readable
from bot.storage.tables import outbox
from bot.storage.times import from_milliseconds, to_milliseconds
from bot.storage.transaction import Transaction, Values

_CALL_OFF = (
    update(outbox)
    .where(
        (outbox.c.tenant == bindparam("tenant_"))
        & outbox.c.schedule.in_(bindparam("schedules_", expanding=True))
        & (outbox.c.state == PostState.WAITING)
    )
    .values(ENDED)
)
_ABANDON = (
    update(outbox)
    .where(
        (outbox.c.tenant == bindparam("tenant_"))
        & outbox.c.schedule.in_(bindparam("schedules_", expanding=True))
        & (outbox.c.state == PostState.DOUBTFUL)
    )
    .values(ENDED)
)
_DROP = delete(outbox).where(THIS & (outbox.c.state == PostState.SKIPPED))
_REMOVE = delete(outbox).where(
    (outbox.c.tenant == bindparam("tenant_")) & outbox.c.schedule.in_(bindparam("schedules_", expanding=True))
)
_IS_POST = outbox.c.act == PostAct.POST
_LATEST = (
    select(outbox).where(OF_SCHEDULE & _IS_POST).order_by(outbox.c.due.desc(), outbox.c.key).limit(bindparam("most_"))
)
_ARRIVED = (
    select(outbox.c.due)
    .where(OF_SCHEDULE & _IS_POST & (outbox.c.state == PostState.SENT))
    .order_by(outbox.c.due.desc())
    .limit(bindparam("most_"))
)
_SKIPPED_AFTER = (
    select(outbox)
    .where(OF_SCHEDULE & _IS_POST & (outbox.c.state == PostState.SKIPPED) & (outbox.c.due > bindparam("at_")))
    .order_by(outbox.c.due)
)
_RANKED = (
    select(
        outbox.c.key,
        func.row_number()
        .over(partition_by=outbox.c.schedule, order_by=(outbox.c.due.desc(), outbox.c.key))
        .label("rank"),
    )
    .where(
        (outbox.c.tenant == bindparam("tenant_"))
        & (outbox.c.schedule > 0)
        & (outbox.c.due <= bindparam("at_"))
        & _IS_POST
    )
    .cte()
)
_LATEST_OF_EACH = select(outbox).where(
    (outbox.c.tenant == bindparam("tenant_")) & outbox.c.key.in_(select(_RANKED.c.key).where(_RANKED.c.rank == 1))
)
_REPLY = (
    select(outbox)
    .where(OF_SCHEDULE & (outbox.c.act == PostAct.REPLY) & (outbox.c.state == PostState.SENT))
    .order_by(outbox.c.due, outbox.c.key)
    .limit(1)
)


def call_off(
    transaction: Transaction, tenant: str, numbers: Sequence[int], state: PostState, at: datetime, reason: str
) -> int:
    """End the waiting posts of schedules; return how many there were.

    Args:
        transaction: the transaction to write in.
        tenant: the tenant's key.
        numbers: the schedules' numbers.
        state: the posts' final state.
        at: now, in UTC.
        reason: why, as a sentence.
    """
    values = {**ended(state, at, reason), "tenant_": tenant, "schedules_": list(numbers)}
    return transaction.change(_CALL_OFF, values)


def abandon(transaction: Transaction, tenant: str, numbers: Sequence[int], at: datetime, reason: str) -> int:
    """End the doubtful posts of schedules, so that they're never sent again; return how many there were.

    Args:
        transaction: the transaction to write in.
        tenant: the tenant's key.
        numbers: the schedules' numbers.
        at: now, in UTC.
        reason: why, as a sentence.
    """
    values = {**ended(PostState.UNKNOWN, at, reason), "tenant_": tenant, "schedules_": list(numbers)}
    return transaction.change(_ABANDON, values)


def remove(transaction: Transaction, tenant: str, numbers: Sequence[int]) -> None:
    """Delete the posts of schedules, whatever their state.

    Args:
        transaction: the transaction to write in.
        tenant: the tenant's key.
        numbers: the schedules' numbers.
    """
    transaction.change(_REMOVE, {"tenant_": tenant, "schedules_": list(numbers)})


def drop_skipped(transaction: Transaction, post: Post) -> None:
    """Delete a skipped post."""
    transaction.change(_DROP, key_of(post))


def skipped_after(transaction: Transaction, tenant: str, number: int, at: datetime) -> list[Post]:
    """Return the skipped posts of a schedule that aren't due yet, the next one first.

    Args:
        transaction: the transaction to read in.
        tenant: the tenant's key.
        number: the schedule's number.
        at: now, in UTC.
    """
    values: Values = {"tenant_": tenant, "schedule_": number, "at_": to_milliseconds(at)}
    return readable("post", transaction.rows(_SKIPPED_AFTER, values), post_of)


def latest(transaction: Transaction, tenant: str, number: int, most: int) -> list[Post]:
    """Return the latest posts of a schedule, the newest first.

    Args:
        transaction: the transaction to read in.
        tenant: the tenant's key.
        number: the schedule's number.
        most: the maximum number of posts.
    """
    rows = transaction.rows(_LATEST, {"tenant_": tenant, "schedule_": number, "most_": most})
    return readable("post", rows, post_of)


def arrived(transaction: Transaction, tenant: str, number: int, most: int) -> list[datetime]:
    """Return when the latest posts of a schedule that arrived were due, the newest first.

    Args:
        transaction: the transaction to read in.
        tenant: the tenant's key.
        number: the schedule's number.
        most: the maximum number of posts.
    """
    rows = transaction.rows(_ARRIVED, {"tenant_": tenant, "schedule_": number, "most_": most})
    return [from_milliseconds(due) for (due,) in rows]


def latest_of_each(transaction: Transaction, tenant: str, at: datetime) -> dict[int, Post]:
    """Return the latest post of each of a tenant's schedules, without members' own and what they skip later.

    Args:
        transaction: the transaction to read in.
        tenant: the tenant's key.
        at: now, in UTC.
    """
    values: Values = {"tenant_": tenant, "at_": to_milliseconds(at)}
    posts = readable("post", transaction.rows(_LATEST_OF_EACH, values), post_of)
    return {post.schedule: post for post in posts}


def first_reply(transaction: Transaction, tenant: str, number: int) -> Post | None:
    """Return the first reply of a schedule that has arrived, which identifies its thread; None if there's none.

    Args:
        transaction: the transaction to read in.
        tenant: the tenant's key.
        number: the schedule's number.
    """
    rows = transaction.rows(_REPLY, {"tenant_": tenant, "schedule_": number})
    return post_of(rows[0]) if rows else None
