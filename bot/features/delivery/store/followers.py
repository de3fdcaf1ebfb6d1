"""Queries on followers of posts: held back until the post has arrived, and pins removed at the next pin."""

from datetime import datetime

from sqlalchemy import bindparam, delete, null, select, update

from bot.features.delivery.model import Post, PostAct, PostState
from bot.features.delivery.store.rows import IS_PINNED, OF_SCHEDULE
from bot.storage.tables import outbox
from bot.storage.times import to_milliseconds
from bot.storage.transaction import QueryValues, Transaction

_HELD_BACK = (outbox.c.state == PostState.WAITING) & outbox.c.next_try.is_(None)
_FOLLOWERS = (
    (outbox.c.tenant == bindparam("tenant_")) & outbox.c.key.in_(bindparam("followers_", expanding=True)) & _HELD_BACK
)
_LET_FOLLOW = update(outbox).where(_FOLLOWERS).values(under=bindparam("ref_"), next_try=bindparam("now_"))
_DROP_FOLLOWERS = delete(outbox).where(_FOLLOWERS)
_PINNED = select(outbox.c.key).where(OF_SCHEDULE & IS_PINNED).order_by(outbox.c.due.desc(), outbox.c.key).offset(1)
_UNPIN = (
    update(outbox)
    .where((outbox.c.tenant == bindparam("tenant_")) & outbox.c.key.in_(bindparam("pinned_", expanding=True)))
    .values(
        act=PostAct.UNPIN,
        state=PostState.WAITING,
        until=bindparam("until_"),
        next_try=bindparam("now_"),
        lease_until=0,
        ended=null(),
    )
)


def let_follow(transaction: Transaction, post: Post, ref: str, at: datetime) -> None:
    """Make the followers of a post due, now that it has arrived.

    Args:
        transaction: the transaction to write in.
        post: the post.
        ref: the platform's reference to it.
        at: now, in UTC.
    """
    values: QueryValues = {**_followers(post.tenant, post.key), "ref_": ref, "now_": to_milliseconds(at)}
    transaction.change(_LET_FOLLOW, values)


def drop_followers(transaction: Transaction, tenant: str, key: str) -> None:
    """Delete the followers of a post that hasn't arrived.

    Args:
        transaction: the transaction to write in.
        tenant: the tenant's key.
        key: the post's key.
    """
    transaction.change(_DROP_FOLLOWERS, _followers(tenant, key))


def unpin_earlier(transaction: Transaction, tenant: str, number: int, at: datetime, until: datetime) -> None:
    """Turn all pins of a schedule except the latest into due unpins.

    Args:
        transaction: the transaction to write in.
        tenant: the tenant's key.
        number: the schedule's number.
        at: now, in UTC.
        until: when to give up unpinning.
    """
    earlier = [key for (key,) in transaction.rows(_PINNED, {"tenant_": tenant, "schedule_": number})]
    if earlier:
        times = {"now_": to_milliseconds(at), "until_": to_milliseconds(until)}
        transaction.change(_UNPIN, {"tenant_": tenant, "pinned_": earlier, **times})


def follower_key(key: str, act: PostAct) -> str:
    """Return the key of a post's follower."""
    return f"{key}/{act}"


def _followers(tenant: str, key: str) -> QueryValues:
    return {"tenant_": tenant, "followers_": [follower_key(key, act) for act in PostAct]}
