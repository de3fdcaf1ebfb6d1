"""The outbox: what is to be posted, what has been, and what nobody knows of yet.

A post is claimed for a while under an epoch that goes up by one each time; a holder from before can then no longer
change anything. docs/reliability.md tells the whole protocol.
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
from bot.storage.transaction import Transaction, Values, Wanted

_POOL_SIZE = 500
"""Posts among which those to claim are chosen."""
_DUE = (outbox.c.platform == bindparam("on_")) & (outbox.c.next_try <= bindparam("now_"))
_ANY_DUE = select(outbox.c.key).where(_DUE).limit(1)
_OVERDUE = select(func.count(), func.min(outbox.c.due)).where(
    (outbox.c.platform == bindparam("on_"))
    & (outbox.c.next_try >= 0)  # what hasn't ended yet, which is little, by the index
    & (outbox.c.due <= bindparam("now_"))
    & (outbox.c.act == PostAct.POST)
)
_POOL = (
    select(outbox.c.tenant, outbox.c.key, outbox.c.place, outbox.c.member)
    .where(_DUE)
    .order_by(outbox.c.next_try)
    .limit(_POOL_SIZE)
    .with_for_update(skip_locked=True)  # for PostgreSQL; on SQLite only one writes
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
# Of what's no number, SQLite says that it's greater than all numbers.
_BRING_BACK = (
    update(outbox)
    .where(_SERVED & outbox.c.ended.is_(None) & (outbox.c.state.in_((PostState.WAITING, PostState.DOUBTFUL))))
    .where((outbox.c.next_try > LATEST) | (outbox.c.next_try.is_(None) & (outbox.c.act == PostAct.POST)))
    .values(next_try=bindparam("now_"), lease_until=0)
)
# Looked for among those that haven't ended, which are few.
_ANNOUNCED = (
    select(outbox.c.key, outbox.c.payload)
    .where(
        (outbox.c.tenant == bindparam("tenant_"))
        & (outbox.c.schedule < 0)  # Versed's own; an administrator's names nobody
        & (outbox.c.member == "")
        & (outbox.c.payload != "")
    )
    .with_for_update()
)
# A claimant has read what it said before, and must not begin to send that.
_EPOCH = case((outbox.c.state == PostState.WAITING, following(outbox.c.epoch)), else_=outbox.c.epoch)
_REWRITE = update(outbox).where(THIS).values(payload=bindparam("payload_"), epoch=_EPOCH)
_FORGET = delete(outbox).where((outbox.c.ended < bindparam("before_")) & ~IS_PINNED)

misplaced = Misplaced(outbox, outbox.c.ended.is_(None))
"""Posts that nobody would ever send."""


def add(transaction: Transaction, posts: Sequence[Post]) -> None:
    """Put posts into the outbox."""
    if posts:
        transaction.change_each(_ADD, [values_of(post) for post in posts])


def is_any_due(transaction: Transaction, platforms: Collection[str], at: datetime) -> bool:
    """Return whether anybody should claim anything on those platforms.

    Args:
        transaction: to read in.
        platforms: by name.
        at: now, in UTC.
    """
    now = to_milliseconds(at)  # one platform after another, each by the index
    return any(transaction.rows(_ANY_DUE, {"on_": platform, "now_": now}) for platform in platforms)


def overdue(transaction: Transaction, platform: str, at: datetime) -> tuple[int, datetime | None]:
    """Return how many posts are due and haven't ended, and since when the first of them has been; None for none.

    Args:
        transaction: to read in.
        platform: whose.
        at: now, in UTC.
    """
    [(count, first)] = transaction.rows(_OVERDUE, {"on_": platform, "now_": to_milliseconds(at)})
    return count, maybe_moment(first)


def due(transaction: Transaction, platform: str, at: datetime, tenants: int) -> list[DuePost]:
    """Return some of the posts that are due, the longest due first; nobody else can claim them meanwhile.

    If some tenants have so many that they hide all others, some of the others' follow.

    Args:
        transaction: to write in.
        platform: whose.
        at: now, in UTC.
        tenants: of how many tenants there are enough.
    """
    values: Wanted = {"on_": platform, "now_": to_milliseconds(at)}
    posts = rows = [DuePost(*row) for row in transaction.rows(_POOL, values)]
    while len(rows) == _POOL_SIZE and len(hiding := {each.tenant for each in posts}) < tenants:
        rows = [DuePost(*row) for row in transaction.rows(_POOL_OF_OTHERS, {**values, "but_": [*hiding]})]
        posts += rows
    return posts


def claim(
    transaction: Transaction, chosen: Sequence[DuePost], lease_until: datetime
) -> tuple[list[Post], list[BrokenPost]]:
    """Claim posts that are due.

    Args:
        transaction: the one in which they were found.
        chosen: which.
        lease_until: how long they are the claimant's alone.

    Returns:
        The posts, in the order of those chosen, and those of them that this version can't read.
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
    """End a post that can't be read, as failed; what may have been wrong with it is cleared.

    Args:
        transaction: to write in.
        post: which.
        at: now, in UTC.
        reason: why, in a sentence.
    """
    values = ended(PostState.FAILED, at, reason)
    transaction.change(_GIVE_UP, {**values, "tenant_": post.tenant, "key_": post.key})
    followers.drop_followers(transaction, post.tenant, post.key)


def begin(transaction: Transaction, begun: Post, at: datetime, next_try: datetime) -> bool:
    """Note that a claimed post is about to be sent; once this is durable, it may be.

    Args:
        transaction: to write in.
        begun: as it was claimed, except for its times of sending, and whether it says that it is late.
        at: now, in UTC.
        next_try: when someone else should see to it if nothing more is heard.

    Returns:
        Whether it may be sent: False where the claim is over, or the post has been called off.
    """
    values: Values = {
        **key_of(begun),
        "now_": to_milliseconds(at),
        "first_send_": to_milliseconds(begun.first_send or at),
        "last_send_": to_milliseconds(begun.last_send or at),
        "next_try_": to_milliseconds(next_try),
        "tries_": begun.tries + 1,
        "late_": begun.late,
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
    """Give a claimed post back, to be seen to later.

    Args:
        transaction: to write in.
        post: as it was claimed.
        state: waiting or doubtful.
        next_try: when someone may claim it again.
        reason: why, in a sentence.
        never_sent: the platform is known to have taken nothing, so that the times of sending mean nothing.

    Returns:
        False where the claim is over.
    """
    values = {**key_of(post), "state_": state, "reason_": reason, "next_try_": to_milliseconds(next_try)}
    return transaction.change(_PUT_OFF_UNSENT if never_sent else _PUT_OFF, values) == 1


def end(
    transaction: Transaction, post: Post, state: PostState, at: datetime, *, reason: str = "", ref: str = ""
) -> bool:
    """Note how a claimed post has ended; what may be sent again by hand keeps what it says.

    Args:
        transaction: to write in.
        post: as it was claimed.
        state: how.
        at: now, in UTC.
        reason: why, in a sentence.
        ref: the platform's reference.

    Returns:
        False where the claim is over.
    """
    statement = _FAIL if state in (PostState.FAILED, PostState.UNKNOWN) else _END
    return transaction.change(statement, {**key_of(post), **ended(state, at, reason), "ref_": ref}) == 1


def bring_forward(
    transaction: Transaction, platforms: Collection[str], at: datetime, beyond: datetime, lease_until: datetime
) -> int:
    """Let nothing wait for what a clock said before it was set back; return how many posts are due at once.

    Args:
        transaction: to write in.
        platforms: by name.
        at: now, in UTC: when what nobody has claimed is to be seen to.
        beyond: what is to be seen to after that waits too long.
        lease_until: when a claim made now would be over. A longer one is older than the setting, but its maker
            may still be sending, so it's cut to this and not ended.
    """
    served: dict[str, Any] = {"platforms_": list(platforms)}
    transaction.change(_CUT_LEASES, {**served, "lease_": to_milliseconds(lease_until)})
    waiting = {**served, "beyond_": to_milliseconds(beyond), "now_": to_milliseconds(at)}
    return transaction.change(_BRING_FORWARD, waiting)


def bring_back(transaction: Transaction, platforms: Collection[str], at: datetime) -> int:
    """Make due what has no time any more at which it would be seen to; return how many posts that were.

    Args:
        transaction: to write in.
        platforms: by name.
        at: now, in UTC.
    """
    return transaction.change(_BRING_BACK, {"platforms_": list(platforms), "now_": to_milliseconds(at)})


def announced(transaction: Transaction, tenant: str) -> dict[str, str]:
    """Return the messages that Versed is about to announce in a tenant, or may be told to: as kept, by key."""
    return {key: payload for key, payload in transaction.rows(_ANNOUNCED, {"tenant_": tenant})}  # noqa: C416 (rows)


def rewrite(transaction: Transaction, tenant: str, key: str, payload: str) -> None:
    """Have a post say something else.

    Args:
        transaction: to write in.
        tenant: whose post.
        key: which.
        payload: the message from now on, as it's kept.
    """
    transaction.change(_REWRITE, {"tenant_": tenant, "key_": key, "payload_": payload})


def forget(transaction: Transaction, before: datetime) -> None:
    """Forget posts that ended before a time."""
    transaction.change(_FORGET, {"before_": to_milliseconds(before)})
