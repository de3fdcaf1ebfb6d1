"""Queries on stuck posts, which aren't retried although they may not have arrived: listing and resending them."""

from datetime import datetime

from sqlalchemy import bindparam, null, select, update

from bot.features.delivery.model import Post, PostAct, PostState
from bot.features.delivery.store.rows import post_of
from bot.runtime.bulkhead import readable
from bot.storage.epochs import following
from bot.storage.tables import STUCK, outbox
from bot.storage.times import to_milliseconds
from bot.storage.transaction import Transaction, Values

_IS_SAID = outbox.c.act.in_((PostAct.POST, PostAct.REPLY))
_ALL = select(outbox).where(STUCK & _IS_SAID).order_by(outbox.c.ended, outbox.c.key)
_IN_DOUBT = (
    select(outbox)
    .where(outbox.c.next_try.is_not(None) & (outbox.c.state == PostState.DOUBTFUL) & _IS_SAID)
    .order_by(outbox.c.first_send, outbox.c.key)
)
_FIND = select(outbox).where((outbox.c.key == bindparam("key_")) & _IS_SAID)
_AGAIN = (
    update(outbox)
    .where(
        (outbox.c.tenant == bindparam("tenant_"))
        & (outbox.c.key == bindparam("key_"))
        & (outbox.c.epoch == bindparam("epoch_"))
        & (outbox.c.state == bindparam("state_"))
        & (outbox.c.payload != "")
    )
    .values(
        state=PostState.WAITING,
        reason="",
        tries=0,
        epoch=following(outbox.c.epoch),
        lease_until=0,
        next_try=bindparam("now_"),
        until=bindparam("until_"),
        first_send=null(),
        last_send=null(),
        ended=null(),
    )
)
_EMPTY = (
    update(outbox)
    .where(STUCK & (outbox.c.ended < bindparam("before_")) & (outbox.c.payload != ""))
    .values(payload="")
)


def posts(transaction: Transaction) -> list[Post]:
    """Return the posts that failed or whose arrival is unknown, the oldest first; then those still in doubt."""
    return readable("post", [*transaction.rows(_ALL, {}), *transaction.rows(_IN_DOUBT, {})], post_of)


def find(transaction: Transaction, key: str) -> Post | None:
    """Return a post by its unique key."""
    rows = transaction.rows(_FIND, {"key_": key})
    return post_of(rows[0]) if rows else None


def send_again(transaction: Transaction, post: Post, at: datetime, until: datetime) -> bool:
    """Make a post due again; return False if it has changed since it was found.

    Args:
        transaction: the transaction to write in.
        post: the post, as it was found.
        at: now, in UTC.
        until: the latest time to post it.
    """
    which: Values = {"tenant_": post.tenant, "key_": post.key, "epoch_": post.epoch, "state_": post.state}
    times: Values = {"now_": to_milliseconds(at), "until_": to_milliseconds(until)}
    return transaction.change(_AGAIN, {**which, **times}) == 1


def empty(transaction: Transaction, before: datetime) -> None:
    """Delete the messages of stuck posts that ended before a moment."""
    transaction.change(_EMPTY, {"before_": to_milliseconds(before)})
