"""The outbox: what is to be posted, what has been, and what nobody knows of yet.

A post is claimed for a while under an epoch that goes up by one each time; whoever held it before can then no longer
change anything. docs/reliability.md tells the whole protocol.
"""

from collections.abc import Collection, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, null, select, update

from bot.features.delivery.model import Act, BrokenPost, DuePost, Post, PostState
from bot.language.codec import without_names
from bot.runtime.bulkhead import bulkhead
from bot.storage.keys import among, wanted
from bot.storage.tables import outbox
from bot.storage.times import from_milliseconds, to_milliseconds
from bot.storage.transaction import Row, Transaction, Values, Wanted

_POOL_SIZE = 500
"""Posts among which those to claim are chosen."""

_TIMES = ("due", "until", "next_try", "first_send", "last_send", "ended")
_FIELDS = tuple(each.name for each in fields(Post))
_COLUMNS = tuple(column.name for column in outbox.columns)

_DUE = (outbox.c.platform == bindparam("on_")) & (outbox.c.next_try <= bindparam("now_"))
_ANY_DUE = select(outbox.c.key).where(_DUE).limit(1)
_POOL = (
    select(outbox.c.tenant, outbox.c.key, outbox.c.place, outbox.c.member)
    .where(_DUE)
    .order_by(outbox.c.next_try)
    .limit(_POOL_SIZE)
    .with_for_update(skip_locked=True)  # for PostgreSQL; on SQLite there is but one who writes
)
_ADD = insert(outbox)
_CLAIM = (
    update(outbox)
    .where(among(outbox.c.tenant, outbox.c.key))  # no two posts share a key
    .values(epoch=outbox.c.epoch + 1, lease_until=bindparam("lease_"), next_try=bindparam("lease_"))
    .returning(outbox)
)
_THIS = (outbox.c.tenant == bindparam("tenant_")) & (outbox.c.key == bindparam("key_"))
_HELD = _THIS & (outbox.c.epoch == bindparam("epoch_")) & outbox.c.next_try.is_not(None)
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
_ENDED = {
    "state": bindparam("state_"),
    "reason": bindparam("reason_"),
    "ended": bindparam("now_"),
    "next_try": null(),
    "payload": "",
}
_END = update(outbox).where(_HELD).values(**_ENDED, ref=bindparam("ref_"))
_GIVE_UP = (
    update(outbox)
    .where(_THIS)
    .values(**_ENDED, due=bindparam("now_"), until=bindparam("now_"), first_send=null(), last_send=null())
)
_CALL_OFF = (
    update(outbox)
    .where(
        (outbox.c.tenant == bindparam("tenant_"))
        & outbox.c.schedule.in_(bindparam("schedules_", expanding=True))
        & (outbox.c.state == PostState.WAITING)
    )
    .values(_ENDED)
)
_ABANDON = (
    update(outbox)
    .where(
        (outbox.c.tenant == bindparam("tenant_"))
        & outbox.c.schedule.in_(bindparam("schedules_", expanding=True))
        & (outbox.c.state == PostState.DOUBTFUL)
    )
    .values(_ENDED)
)
_DROP = delete(outbox).where(_THIS & (outbox.c.state == PostState.SKIPPED))
_OF_SCHEDULE = (outbox.c.tenant == bindparam("tenant_")) & (outbox.c.schedule == bindparam("schedule_"))
_IS_POST = outbox.c.act == Act.POST
_LATEST = (
    select(outbox)
    .where(_OF_SCHEDULE & _IS_POST)
    .order_by(outbox.c.due.desc(), outbox.c.key)
    .limit(bindparam("most_"))
)
_SKIPPED_AFTER = (
    select(outbox)
    .where(_OF_SCHEDULE & _IS_POST & (outbox.c.state == PostState.SKIPPED) & (outbox.c.due > bindparam("at_")))
    .order_by(outbox.c.due)
)
_RANKED = (
    select(
        outbox.c.key,
        func.row_number()
        .over(partition_by=outbox.c.schedule, order_by=(outbox.c.due.desc(), outbox.c.key))
        .label("rank"),
    )
    .where((outbox.c.tenant == bindparam("tenant_")) & (outbox.c.schedule > 0) & _IS_POST)
    .cte()
)
_LATEST_OF_EACH = select(outbox).where(
    (outbox.c.tenant == bindparam("tenant_")) & outbox.c.key.in_(select(_RANKED.c.key).where(_RANKED.c.rank == 1))
)
_REPLY = (
    select(outbox)
    .where(_OF_SCHEDULE & (outbox.c.act == Act.REPLY) & (outbox.c.state == PostState.SENT))
    .order_by(outbox.c.due, outbox.c.key)
    .limit(1)
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
_ANNOUNCED = (
    select(outbox.c.key, outbox.c.payload, outbox.c.state)
    .where(
        (outbox.c.tenant == bindparam("tenant_"))
        & (outbox.c.schedule < 0)  # Versed's own; an administrator's names nobody
        & (outbox.c.member == "")
        & outbox.c.next_try.is_not(None)
    )
    .with_for_update()
)
_REWRITE = update(outbox).where(_THIS).values(payload=bindparam("payload_"))
# A claimant has read what it said before, and must not begin to send that.
_REWRITE_UNSENT = _REWRITE.values(epoch=outbox.c.epoch + 1)
_IS_PINNED = (outbox.c.act == Act.PIN) & (outbox.c.state == PostState.SENT)
_FORGET = delete(outbox).where((outbox.c.ended < bindparam("before_")) & ~_IS_PINNED)
_HELD_BACK = (outbox.c.state == PostState.WAITING) & outbox.c.next_try.is_(None)
_FOLLOWERS = (
    (outbox.c.tenant == bindparam("tenant_")) & outbox.c.key.in_(bindparam("followers_", expanding=True)) & _HELD_BACK
)
_LET_FOLLOW = update(outbox).where(_FOLLOWERS).values(under=bindparam("ref_"), next_try=bindparam("now_"))
_DROP_FOLLOWERS = delete(outbox).where(_FOLLOWERS)
_PINNED = select(outbox.c.key).where(_OF_SCHEDULE & _IS_PINNED).order_by(outbox.c.due.desc(), outbox.c.key).offset(1)
_UNPIN = (
    update(outbox)
    .where((outbox.c.tenant == bindparam("tenant_")) & outbox.c.key.in_(bindparam("pinned_", expanding=True)))
    .values(
        act=Act.UNPIN,
        state=PostState.WAITING,
        until=bindparam("until_"),
        next_try=bindparam("now_"),
        lease_until=0,
        ended=null(),
    )
)


def add(transaction: Transaction, posts: Sequence[Post]) -> None:
    """Put posts into the outbox."""
    if posts:
        transaction.change_each(_ADD, [_values(post) for post in posts])


def is_any_due(transaction: Transaction, platforms: Collection[str], at: datetime) -> bool:
    """Return whether anybody should claim anything on those platforms.

    Args:
        transaction: to read in.
        platforms: by name.
        at: now, in UTC.
    """
    now = to_milliseconds(at)  # one platform after another, each by the index
    return any(transaction.rows(_ANY_DUE, {"on_": platform, "now_": now}) for platform in platforms)


def due(transaction: Transaction, platform: str, at: datetime) -> list[DuePost]:
    """Return some of the posts that are due, the longest due first; nobody else can claim them meanwhile.

    Args:
        transaction: to write in.
        platform: whose.
        at: now, in UTC.
    """
    return [DuePost(*row) for row in transaction.rows(_POOL, {"on_": platform, "now_": to_milliseconds(at)})]


def claim(
    transaction: Transaction, chosen: Sequence[DuePost], lease_until: datetime
) -> tuple[list[Post], list[BrokenPost]]:
    """Claim posts that are due.

    Args:
        transaction: the one in which they were found.
        chosen: which.
        lease_until: how long they are the claimant's alone.

    Returns:
        The posts, in the order of those chosen, and those of them that this version cannot read.
    """
    if not chosen:
        return [], []
    keys = [(each.tenant, each.key) for each in chosen]
    claimed: dict[tuple[str, str], Post] = {}
    broken: list[BrokenPost] = []
    for row in transaction.rows(_CLAIM, {**wanted(keys), "lease_": to_milliseconds(lease_until)}):
        values = dict(zip(_COLUMNS, row, strict=True))
        with bulkhead("post") as compartment:
            claimed[values["tenant"], values["key"]] = _post(row)
        if compartment.error is not None:
            which = values["tenant"], values["key"], values["schedule"], values["member"]
            broken.append(BrokenPost(*which, compartment.reference))
    return [claimed[key] for key in keys if key in claimed], broken


def give_up(transaction: Transaction, post: BrokenPost, at: datetime, reason: str) -> None:
    """End a post that cannot be read, as failed; what may have been wrong with it is cleared.

    Args:
        transaction: to write in.
        post: which.
        at: now, in UTC.
        reason: why, in a sentence.
    """
    values = _ended(PostState.FAILED, at, reason)
    transaction.change(_GIVE_UP, {**values, "tenant_": post.tenant, "key_": post.key})
    drop_followers(transaction, post.tenant, post.key)


def begin(transaction: Transaction, begun: Post, at: datetime, next_try: datetime) -> bool:
    """Note that a claimed post is about to be sent; once this is durable, it may be.

    Args:
        transaction: to write in.
        begun: as it was claimed, but for its times of sending, and whether it says that it is late.
        at: now, in UTC.
        next_try: when somebody else should see to it if nothing more is heard.

    Returns:
        Whether it may be sent: False where the claim is over, or the post has been called off.
    """
    values: Values = {
        **_key(begun),
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
        next_try: when somebody may claim it again.
        reason: why, in a sentence.
        never_sent: the platform is known to have taken nothing, so that the times of sending mean nothing.

    Returns:
        False where the claim is over.
    """
    values = {**_key(post), "state_": state, "reason_": reason, "next_try_": to_milliseconds(next_try)}
    return transaction.change(_PUT_OFF_UNSENT if never_sent else _PUT_OFF, values) == 1


def end(
    transaction: Transaction, post: Post, state: PostState, at: datetime, *, reason: str = "", ref: str = ""
) -> bool:
    """Note how a claimed post has ended.

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
    return transaction.change(_END, {**_key(post), **_ended(state, at, reason), "ref_": ref}) == 1


def let_follow(transaction: Transaction, post: Post, ref: str, at: datetime) -> None:
    """Let what follows a post be done, now that the post has arrived.

    Args:
        transaction: to write in.
        post: which.
        ref: the platform's reference to it.
        at: now, in UTC.
    """
    values: Wanted = {**_followers(post.tenant, post.key), "ref_": ref, "now_": to_milliseconds(at)}
    transaction.change(_LET_FOLLOW, values)


def drop_followers(transaction: Transaction, tenant: str, key: str) -> None:
    """Delete what was to follow a post that hasn't arrived.

    Args:
        transaction: to write in.
        tenant: whose.
        key: of the post.
    """
    transaction.change(_DROP_FOLLOWERS, _followers(tenant, key))


def unpin_earlier(transaction: Transaction, tenant: str, number: int, at: datetime, until: datetime) -> None:
    """Have all pins of a schedule taken off but that of its latest post.

    Args:
        transaction: to write in.
        tenant: whose.
        number: of the schedule.
        at: now, in UTC.
        until: when that's given up.
    """
    earlier = [key for (key,) in transaction.rows(_PINNED, {"tenant_": tenant, "schedule_": number})]
    if earlier:
        times = {"now_": to_milliseconds(at), "until_": to_milliseconds(until)}
        transaction.change(_UNPIN, {"tenant_": tenant, "pinned_": earlier, **times})


def follower_key(key: str, act: Act) -> str:
    """Return the key of what follows a post."""
    return f"{key}/{act}"


def call_off(
    transaction: Transaction, tenant: str, numbers: Sequence[int], state: PostState, at: datetime, reason: str
) -> int:
    """End what the platform has not got yet of some schedules; return how many posts that were.

    Args:
        transaction: to write in.
        tenant: whose.
        numbers: of the schedules.
        state: how the posts end.
        at: now, in UTC.
        reason: why, in a sentence.
    """
    values = {**_ended(state, at, reason), "tenant_": tenant, "schedules_": list(numbers)}
    return transaction.change(_CALL_OFF, values)


def abandon(transaction: Transaction, tenant: str, numbers: Sequence[int], at: datetime, reason: str) -> int:
    """Never send again what may have arrived already of some schedules; return how many posts that were.

    Args:
        transaction: to write in.
        tenant: whose.
        numbers: of the schedules.
        at: now, in UTC.
        reason: why, in a sentence.
    """
    values = {**_ended(PostState.UNKNOWN, at, reason), "tenant_": tenant, "schedules_": list(numbers)}
    return transaction.change(_ABANDON, values)


def drop_skipped(transaction: Transaction, post: Post) -> None:
    """Delete a post that was skipped, as if it had never been."""
    transaction.change(_DROP, _key(post))


def skipped_after(transaction: Transaction, tenant: str, number: int, at: datetime) -> list[Post]:
    """Return the posts of a schedule that were skipped ahead of their time, the next one first.

    Args:
        transaction: to read in.
        tenant: whose.
        number: of the schedule.
        at: now, in UTC.
    """
    values: Values = {"tenant_": tenant, "schedule_": number, "at_": to_milliseconds(at)}
    return [_post(row) for row in transaction.rows(_SKIPPED_AFTER, values)]


def latest(transaction: Transaction, tenant: str, number: int, most: int) -> list[Post]:
    """Return the latest posts of a schedule, the newest first.

    Args:
        transaction: to read in.
        tenant: whose.
        number: of the schedule.
        most: how many posts.
    """
    rows = transaction.rows(_LATEST, {"tenant_": tenant, "schedule_": number, "most_": most})
    return [_post(row) for row in rows]


def latest_of_each(transaction: Transaction, tenant: str) -> dict[int, Post]:
    """Return the latest post of each schedule of a tenant, without those of single members."""
    posts = [_post(row) for row in transaction.rows(_LATEST_OF_EACH, {"tenant_": tenant})]
    return {post.schedule: post for post in posts}


def first_reply(transaction: Transaction, tenant: str, number: int) -> Post | None:
    """Return the first reply of a schedule that has arrived, by which its thread is found; None without one.

    Args:
        transaction: to read in.
        tenant: whose.
        number: of the schedule.
    """
    rows = transaction.rows(_REPLY, {"tenant_": tenant, "schedule_": number})
    return _post(rows[0]) if rows else None


def bring_forward(
    transaction: Transaction, platforms: Collection[str], at: datetime, beyond: datetime, lease_until: datetime
) -> int:
    """Let nothing wait for what a clock said before it was set back; return how many posts are due at once.

    Args:
        transaction: to write in.
        platforms: by name.
        at: now, in UTC: when what nobody has claimed is to be seen to.
        beyond: what is to be seen to after that waits too long.
        lease_until: when a claim made now would be over. A longer one is older than the setting, but whoever made it
            may still be sending, so it's cut to this and not ended.
    """
    served: dict[str, Any] = {"platforms_": list(platforms)}
    transaction.change(_CUT_LEASES, {**served, "lease_": to_milliseconds(lease_until)})
    waiting = {**served, "beyond_": to_milliseconds(beyond), "now_": to_milliseconds(at)}
    return transaction.change(_BRING_FORWARD, waiting)


def forget_names(transaction: Transaction, tenant: str, names: Collection[str]) -> None:
    """Take names out of what Versed is about to announce, and pictures that show them.

    Args:
        transaction: to write in.
        tenant: where they are anybody's.
        names: of somebody who has been erased.
    """
    for key, payload, state in transaction.rows(_ANNOUNCED, {"tenant_": tenant}):
        rewritten = without_names(payload, names)
        if rewritten != payload:
            statement = _REWRITE_UNSENT if state == PostState.WAITING else _REWRITE
            transaction.change(statement, {"tenant_": tenant, "key_": key, "payload_": rewritten})


def forget(transaction: Transaction, before: datetime) -> None:
    """Forget posts that ended before a time."""
    transaction.change(_FORGET, {"before_": to_milliseconds(before)})


def _followers(tenant: str, key: str) -> Wanted:
    return {"tenant_": tenant, "followers_": [follower_key(key, act) for act in Act]}


def _ended(state: PostState, at: datetime, reason: str) -> dict[str, Any]:
    return {"state_": state, "reason_": reason, "now_": to_milliseconds(at)}


def _key(post: Post) -> dict[str, Any]:
    return {"tenant_": post.tenant, "key_": post.key, "epoch_": post.epoch}


def _values(post: Post) -> Values:
    times = {name: getattr(post, name) for name in _TIMES}
    stored = {name: None if at is None else to_milliseconds(at) for name, at in times.items()}
    return {name: getattr(post, name) for name in _FIELDS} | stored | {"lease_until": 0}


def _post(row: Row) -> Post:
    values: dict[str, Any] = dict(zip(_COLUMNS, row, strict=True))
    del values["lease_until"]
    times = {name: None if values[name] is None else from_milliseconds(values[name]) for name in _TIMES}
    told = {"state": PostState(values["state"]), "act": Act(values["act"])}
    return Post(**values | times | told | {name: bool(values[name]) for name in ("late", "leads")})
