"""The outbox: posts that wait to be sent, have been sent, or may have been.

A process claims a post with a lease and an epoch, which goes up by one at each claim, so that the holder of an
earlier claim can't change the post any more. docs/reliability.md describes the whole protocol.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, delete, func, insert, null, select, update

from bot.features.delivery.model import BrokenPost, DuePost, Post, PostAct, PostState
from bot.features.delivery.store import followers
from bot.features.delivery.store.rows import COLUMNS, ENDED, IS_PINNED, KEPT, THIS, ended, key_of, post_of, values_of
from bot.runtime.bulkhead import bulkhead
from bot.storage.epochs import following
from bot.storage.keys import among, wanted
from bot.storage.misplaced import Misplaced
from bot.storage.tables import outbox
from bot.storage.times import LATEST, maybe_moment, to_milliseconds
from bot.storage.transaction import QueryValues, Transaction, Values

_POOL_SIZE = 500
"""Maximum number of due posts from which those to claim are chosen."""
_DUE = (outbox.c.platform == bindparam("on_")) & (outbox.c.next_try <= bindparam("now_"))
_ANY_DUE = select(outbox.c.key).where(_DUE).limit(1)
_OVERDUE = select(func.count(), func.min(outbox.c.due)).where(
    (outbox.c.platform == bindparam("on_"))
    & (outbox.c.next_try >= 0)  # lets the index find posts that haven't ended, which are few
    & (outbox.c.due <= bindparam("now_"))
    & (outbox.c.act == PostAct.POST)
)
_POOL = (
    select(outbox.c.tenant, outbox.c.key, outbox.c.place, outbox.c.member)
    .where(_DUE)
    .order_by(outbox.c.next_try)
    .limit(_POOL_SIZE)
    .with_for_update(skip_locked=True)  # for PostgreSQL; SQLite has only one writer
)
_POOL_OF_OTHERS = _POOL.where(outbox.c.tenant.not_in(bindparam("but_", expanding=True)))
_ADD = insert(outbox)
_CLAIM = (
    update(outbox)
    .where(among(outbox.c.tenant, outbox.c.key))  # no two posts share a key
    .values(epoch=following(outbox.c.epoch), lease_until=bindparam("lease_"), next_try=bindparam("lease_"))
    .returning(outbox)
)
_HELD = THIS & (outbox.c.epoch == bindparam("epoch_")) & outbox.c.next_try.is_not(None)
_BEGIN = (
    update(outbox)
    .where(_HELD & (outbox.c.lease_until > bindparam("now_")))
    .values(
        state=PostState.DOUBTFUL,
        first_send=bindparam("first_send_"),
        last_send=bindparam("last_send_"),
        next_try=bindparam("next_try_"),
        tries=bindparam("tries_"),
        late=bindparam("late_"),
    )
)
_PUT_OFF = (
    update(outbox)
    .where(_HELD)
    .values(state=bindparam("state_"), reason=bindparam("reason_"), next_try=bindparam("next_try_"), lease_until=0)
)
_PUT_OFF_UNSENT = _PUT_OFF.values(first_send=null(), last_send=null())
_END = update(outbox).where(_HELD).values(**ENDED, ref=bindparam("ref_"))
_FAIL = update(outbox).where(_HELD).values(**KEPT, ref=bindparam("ref_"))
_GIVE_UP = (
    update(outbox)
    .where(THIS)
    .values(**ENDED, due=bindparam("now_"), until=bindparam("now_"), first_send=null(), last_send=null(), tries=0)
)
_SERVED = outbox.c.platform.in_(bindparam("platforms_", expanding=True))
_BRING_FORWARD = (
    update(outbox)
    .where(_SERVED & (outbox.c.next_try > bindparam("beyond_")) & (outbox.c.lease_until == 0))
    .values(next_try=bindparam("now_"))
)
_CUT_LEASES = (
    update(outbox)
    .where(_SERVED & outbox.c.next_try.is_not(None) & (outbox.c.lease_until > bindparam("lease_")))
    .values(lease_until=bindparam("lease_"), next_try=bindparam("lease_"))
)
# Besides impossible times, this finds values that aren't numbers: SQLite sorts them above all numbers.
_BRING_BACK = (
    update(outbox)
    .where(_SERVED & outbox.c.ended.is_(None) & (outbox.c.state.in_((PostState.WAITING, PostState.DOUBTFUL))))
    .where((outbox.c.next_try > LATEST) | (outbox.c.next_try.is_(None) & (outbox.c.act == PostAct.POST)))
    .values(next_try=bindparam("now_"), lease_until=0)
)
# Only posts that haven't ended, or couldn't be sent, still have a payload, and they're few.
_ANNOUNCED = (
    select(outbox.c.key, outbox.c.payload)
    .where(
        (outbox.c.tenant == bindparam("tenant_"))
        & (outbox.c.schedule < 0)  # Versed's own schedules; posts of administrators' schedules name nobody
        & (outbox.c.member == "")
        & (outbox.c.payload != "")
    )
    .with_for_update()
)
# A process that has claimed the post has read the old payload, so invalidate its claim before it starts sending.
_EPOCH = case((outbox.c.state == PostState.WAITING, following(outbox.c.epoch)), else_=outbox.c.epoch)
_REWRITE = update(outbox).where(THIS).values(payload=bindparam("payload_"), epoch=_EPOCH)
_EXPIRE = delete(outbox).where((outbox.c.ended < bindparam("before_")) & ~IS_PINNED)

misplaced = Misplaced(outbox, outbox.c.ended.is_(None))
"""Finds and corrects posts with a wrong platform, which would never be sent."""


def add(transaction: Transaction, posts: Sequence[Post]) -> None:
    """Add posts to the outbox."""
    if posts:
        transaction.change_each(_ADD, [values_of(post) for post in posts])


def is_any_due(transaction: Transaction, platforms: Collection[str], at: datetime) -> bool:
    """Return whether any post of the platforms is due.

    Args:
        transaction: the transaction to read in.
        platforms: the platforms' names.
        at: now, in UTC.
    """
    now = to_milliseconds(at)  # one query for each platform, so that the index is used
    return any(transaction.rows(_ANY_DUE, {"on_": platform, "now_": now}) for platform in platforms)


def overdue(transaction: Transaction, platform: str, at: datetime) -> tuple[int, datetime | None]:
    """Return how many posts are due and haven't ended, and when the longest overdue one became due, or None.

    Args:
        transaction: the transaction to read in.
        platform: the platform's name.
        at: now, in UTC.
    """
    [(count, first)] = transaction.rows(_OVERDUE, {"on_": platform, "now_": to_milliseconds(at)})
    return count, maybe_moment(first)


def due(transaction: Transaction, platform: str, at: datetime, tenants: int) -> list[DuePost]:
    """Lock and return some due posts, the longest overdue first.

    If a few tenants have so many posts that they fill the pool, add posts of other tenants.

    Args:
        transaction: the transaction to write in, which holds the locks.
        platform: the platform's name.
        at: now, in UTC.
        tenants: the number of different tenants that's enough.
    """
    values: QueryValues = {"on_": platform, "now_": to_milliseconds(at)}
    posts = rows = [DuePost(*row) for row in transaction.rows(_POOL, values)]
    while len(rows) == _POOL_SIZE and len(hiding := {each.tenant for each in posts}) < tenants:
        rows = [DuePost(*row) for row in transaction.rows(_POOL_OF_OTHERS, {**values, "but_": [*hiding]})]
        posts += rows
    return posts


def claim(
    transaction: Transaction, chosen: Sequence[DuePost], lease_until: datetime
) -> tuple[list[Post], list[BrokenPost]]:
    """Claim due posts.

    Args:
        transaction: the transaction in which they were locked.
        chosen: the posts to claim.
        lease_until: when the lease expires.

    Returns:
        The claimed posts in the order of `chosen`, and those of them that this version can't read.
    """
    if not chosen:
        return [], []
    keys = [(each.tenant, each.key) for each in chosen]
    claimed: dict[tuple[str, str], Post] = {}
    broken: list[BrokenPost] = []
    for row in transaction.rows(_CLAIM, {**wanted(keys), "lease_": to_milliseconds(lease_until)}):
        values = dict(zip(COLUMNS, row, strict=True))
        with bulkhead("post") as compartment:
            claimed[values["tenant"], values["key"]] = post_of(row)
        if compartment.error is not None:
            which = values["tenant"], values["key"], values["schedule"], values["member"]
            broken.append(BrokenPost(*which, compartment.reference))
    return [claimed[key] for key in keys if key in claimed], broken


def give_up(transaction: Transaction, post: BrokenPost, at: datetime, reason: str) -> None:
    """End an unreadable post as failed, and reset the columns that may be corrupt.

    Args:
        transaction: the transaction to write in.
        post: the post.
        at: now, in UTC.
        reason: why, as a sentence.
    """
    values = ended(PostState.FAILED, at, reason)
    transaction.change(_GIVE_UP, {**values, "tenant_": post.tenant, "key_": post.key})
    followers.drop_followers(transaction, post.tenant, post.key)


def begin(transaction: Transaction, attempt: Post, at: datetime, next_try: datetime) -> bool:
    """Mark a claimed post as about to be sent; it may be sent once this is committed.

    Args:
        transaction: the transaction to write in.
        attempt: the claimed post, with its new times of sending and its `late` flag.
        at: now, in UTC.
        next_try: when another process should take over if the outcome isn't stored by then.

    Returns:
        Whether it may be sent: False if the lease has expired, or the post was called off.
    """
    values: Values = {
        **key_of(attempt),
        "now_": to_milliseconds(at),
        "first_send_": to_milliseconds(attempt.first_send or at),
        "last_send_": to_milliseconds(attempt.last_send or at),
        "next_try_": to_milliseconds(next_try),
        "tries_": attempt.tries + 1,
        "late_": attempt.late,
    }
    return transaction.change(_BEGIN, values) == 1


def put_off(
    transaction: Transaction,
    post: Post,
    state: PostState,
    next_try: datetime,
    *,
    reason: str,
    never_sent: bool = False,
) -> bool:
    """Release a claimed post, to be handled later.

    Args:
        transaction: the transaction to write in.
        post: the post, as it was claimed.
        state: waiting or doubtful.
        next_try: when it may be claimed again.
        reason: why, as a sentence.
        never_sent: whether the platform certainly hasn't accepted it, so that the times of sending are cleared.

    Returns:
        False if the claim is no longer valid.
    """
    values = {**key_of(post), "state_": state, "reason_": reason, "next_try_": to_milliseconds(next_try)}
    return transaction.change(_PUT_OFF_UNSENT if never_sent else _PUT_OFF, values) == 1


def end(
    transaction: Transaction, post: Post, state: PostState, at: datetime, *, reason: str = "", ref: str = ""
) -> bool:
    """Store how a claimed post ended; one that may be sent again by hand keeps its message.

    Args:
        transaction: the transaction to write in.
        post: the post, as it was claimed.
        state: the final state.
        at: now, in UTC.
        reason: why, as a sentence.
        ref: the platform's reference to it.

    Returns:
        False if the claim is no longer valid.
    """
    statement = _FAIL if state in (PostState.FAILED, PostState.UNKNOWN) else _END
    return transaction.change(statement, {**key_of(post), **ended(state, at, reason), "ref_": ref}) == 1


def bring_forward(
    transaction: Transaction, platforms: Collection[str], at: datetime, beyond: datetime, lease_until: datetime
) -> int:
    """Correct times from before the clock was set back; return how many posts became due by that.

    Args:
        transaction: the transaction to write in.
        platforms: the platforms' names.
        at: now, in UTC, which becomes the next try of unclaimed posts.
        beyond: unclaimed posts with a next try after this are corrected.
        lease_until: when a lease taken now would expire. A lease that ends later is from before the clock was set
            back, but its holder may still be sending, so it's shortened to this rather than ended.
    """
    served: dict[str, Any] = {"platforms_": list(platforms)}
    transaction.change(_CUT_LEASES, {**served, "lease_": to_milliseconds(lease_until)})
    waiting = {**served, "beyond_": to_milliseconds(beyond), "now_": to_milliseconds(at)}
    return transaction.change(_BRING_FORWARD, waiting)


def bring_back(transaction: Transaction, platforms: Collection[str], at: datetime) -> int:
    """Make posts due whose next try is missing or corrupt; return how many there were.

    Args:
        transaction: the transaction to write in.
        platforms: the platforms' names.
        at: now, in UTC.
    """
    return transaction.change(_BRING_BACK, {"platforms_": list(platforms), "now_": to_milliseconds(at)})


def announced(transaction: Transaction, tenant: str) -> dict[str, str]:
    """Lock and return the encoded messages of a tenant's announcements that may still be sent, by key."""
    return {key: payload for key, payload in transaction.rows(_ANNOUNCED, {"tenant_": tenant})}  # noqa: C416 (rows)


def rewrite(transaction: Transaction, tenant: str, key: str, payload: str) -> None:
    """Replace the message of a post.

    Args:
        transaction: the transaction to write in.
        tenant: the tenant's key.
        key: the post's key.
        payload: the new message, encoded.
    """
    transaction.change(_REWRITE, {"tenant_": tenant, "key_": key, "payload_": payload})


def expire(transaction: Transaction, before: datetime) -> None:
    """Delete posts that ended before a moment, except for current pins."""
    transaction.change(_EXPIRE, {"before_": to_milliseconds(before)})
