"""The outbox: what is to be posted, what has been, and what nobody knows of yet.

A post is claimed for a while under an epoch that goes up by one each time; whoever held it before can then no longer
change anything. docs/reliability.md tells the whole protocol.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import RowMapping, bindparam, delete, func, insert, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.scheduling import store as schedules
from bot.runtime.bulkhead import bulkhead
from bot.storage.tables import outbox
from bot.storage.times import from_milliseconds, to_milliseconds

_POOL_SIZE = 500
"""Posts among which those to claim are chosen."""

_TIMES = ("due", "until", "next_try", "first_send", "last_send", "ended")


class State(StrEnum):
    """How a post stands; the last four are final."""

    WAITING = "waiting"
    """The platform has not got it."""
    DOUBTFUL = "doubtful"
    """It has been sent, and nobody knows yet whether the platform took it."""
    SENT = "sent"
    SKIPPED = "skipped"
    FAILED = "failed"
    UNKNOWN = "unknown"
    """It has been sent, and there is no way to find out whether it arrived."""


@dataclass(frozen=True, slots=True)
class Post:
    """One post.

    Args:
        tenant, key: which post it is; the key also tells it to the platform.
        platform, place: where it goes.
        schedule: the number of the schedule that it belongs to.
        payload: the message, as text; "" once it has ended, as nobody needs it any more and pictures are large.
        due: when it should be posted, in UTC.
        until: when it would be too late.
        late_note: what is added when it is late.
        late: whether that was added.
        state, reason: how it stands, and why.
        tries: how often the platform was asked.
        epoch: of the last claim.
        next_try: when somebody may claim it; None once it has ended.
        first_send, last_send: when it was sent first and last, as far as its outcome is in doubt.
        ref: the platform's reference.
        ended: when its state became final.
        notify: whom it pings (see bot.language.people.Audience), or "".
        member: whom alone it goes to; "" where all see it.
    """

    tenant: str
    key: str
    platform: str
    place: str
    schedule: int
    payload: str
    due: datetime
    until: datetime
    late_note: str
    late: bool = False
    state: State = State.WAITING
    reason: str = ""
    tries: int = 0
    epoch: int = 0
    next_try: datetime | None = None
    first_send: datetime | None = None
    last_send: datetime | None = None
    ref: str = ""
    ended: datetime | None = None
    notify: str = ""
    member: str = ""


_FIELDS = tuple(each.name for each in fields(Post))


async def add(connection: AsyncConnection, posts: Sequence[Post]) -> None:
    """Put posts into the outbox."""
    if posts:
        await connection.execute(insert(outbox), [_values(post) for post in posts])


async def is_any_due(connection: AsyncConnection, platforms: Collection[str], at: datetime) -> bool:
    """Whether anybody should claim anything on those platforms."""
    for platform in platforms:  # one after another, each by the index
        values = {"on": platform, "now": to_milliseconds(at)}
        if (await connection.execute(_ANY_DUE, values)).first() is not None:
            return True
    return False


@dataclass(frozen=True, slots=True)
class Due:
    """A post that anybody may claim.

    Args:
        tenant, key: which.
        place, member: where it goes (see Post).
    """

    tenant: str
    key: str
    place: str
    member: str

    @property
    def destination(self) -> str:
        """What tells where it goes from everywhere else."""
        return f"{self.tenant}/{self.place}/{self.member}"


class Broken(NamedTuple):
    """A post that this version cannot read.

    Args:
        tenant, key: which.
        schedule, member: as of the post.
        reference: under which the log tells more.
    """

    tenant: str
    key: str
    schedule: int
    member: str
    reference: str


async def due(connection: AsyncConnection, platform: str, at: datetime) -> list[Due]:
    """Some of the posts that are due, the longest due first; nobody else can claim them meanwhile.

    Args:
        connection: a writing transaction.
        platform: whose.
        at: now, in UTC.
    """
    found = await connection.execute(_POOL, {"on": platform, "now": to_milliseconds(at)})
    return [Due(*row) for row in found]


async def claim(
    connection: AsyncConnection, chosen: Sequence[Due], lease_until: datetime
) -> tuple[list[Post], list[Broken]]:
    """Claim posts that are due.

    Args:
        connection: the transaction in which they were found.
        chosen: which.
        lease_until: how long they are the claimant's alone.

    Returns:
        The posts, in the order of those chosen, and those of them that this version cannot read.
    """
    keys = [(each.tenant, each.key) for each in chosen]
    found = await connection.execute(_CLAIM, {"lease": to_milliseconds(lease_until), "chosen": keys})
    claimed: dict[tuple[str, str], Post] = {}
    broken: list[Broken] = []
    for row in found.mappings():
        with bulkhead("post") as compartment:
            claimed[row["tenant"], row["key"]] = _post(row)
        if compartment.error is not None:
            which = row["tenant"], row["key"], row["schedule"], row["member"]
            broken.append(Broken(*which, compartment.reference))
    return [claimed[key] for key in keys if key in claimed], broken


async def give_up(connection: AsyncConnection, post: Broken, at: datetime, reason: str) -> None:
    """End a post that cannot be read, as failed; what may have been wrong with it is cleared.

    Args:
        connection: a writing transaction.
        post: which.
        at: now, in UTC.
        reason: why, in a sentence.
    """
    this = (outbox.c.tenant == post.tenant) & (outbox.c.key == post.key)
    now = to_milliseconds(at)
    values = {**_ended(State.FAILED, at, reason), "due": now, "until": now, "first_send": None, "last_send": None}
    await connection.execute(update(outbox).where(this).values(values))


async def begin(connection: AsyncConnection, post: Post, at: datetime, next_try: datetime, *, late: bool) -> bool:
    """Note that a claimed post is about to be sent; once this is durable, it may be.

    Args:
        connection: a writing transaction.
        post: as it was claimed.
        at: now, in UTC.
        next_try: when somebody else should see to it if nothing more is heard.
        late: whether it says that it is late.

    Returns:
        Whether it may be sent: False where the claim is over, or the post has been called off.
    """
    values = {
        "state": State.DOUBTFUL,
        "first_send": to_milliseconds(post.first_send or at),
        "last_send": to_milliseconds(at),
        "next_try": to_milliseconds(next_try),
        "tries": post.tries + 1,
        "late": late,
    }
    held = _held(post) & (outbox.c.lease_until > to_milliseconds(at))
    return (await connection.execute(update(outbox).where(held).values(values))).rowcount == 1


async def put_off(
    connection: AsyncConnection,
    post: Post,
    state: State,
    next_try: datetime,
    *,
    reason: str,
    never_sent: bool = False,
) -> bool:
    """Give a claimed post back, to be seen to later.

    Args:
        connection: a writing transaction.
        post: as it was claimed.
        state: waiting or doubtful.
        next_try: when somebody may claim it again.
        reason: why, in a sentence.
        never_sent: the platform is known to have taken nothing, so that the times of sending mean nothing.

    Returns:
        False where the claim is over.
    """
    values = {"state": state, "reason": reason, "next_try": to_milliseconds(next_try), "lease_until": 0}
    values |= {"first_send": None, "last_send": None} if never_sent else {}
    return (await connection.execute(update(outbox).where(_held(post)).values(values))).rowcount == 1


async def end(
    connection: AsyncConnection, post: Post, state: State, at: datetime, *, reason: str = "", ref: str = ""
) -> bool:
    """Note how a claimed post has ended.

    Args:
        connection: a writing transaction.
        post: as it was claimed.
        state: how.
        at: now, in UTC.
        reason: why, in a sentence.
        ref: the platform's reference.

    Returns:
        False where the claim is over.
    """
    values = {**_ended(state, at, reason), "ref": ref}
    return (await connection.execute(update(outbox).where(_held(post)).values(values))).rowcount == 1


async def call_off(
    connection: AsyncConnection, tenant: str, numbers: Sequence[int], state: State, at: datetime, reason: str
) -> int:
    """End what the platform has not got yet of some schedules; returns how many posts that were."""
    waiting = (outbox.c.tenant == tenant) & outbox.c.schedule.in_(numbers) & (outbox.c.state == State.WAITING)
    values = _ended(state, at, reason)
    return (await connection.execute(update(outbox).where(waiting).values(values))).rowcount


async def halt(
    connection: AsyncConnection,
    tenant: str,
    numbers: Sequence[int],
    state: schedules.State,
    ended: State,
    at: datetime,
    reason: str,
) -> None:
    """Let schedules post no more, and call off what they have waiting.

    Args:
        connection: a writing transaction.
        tenant: whose.
        numbers: which schedules.
        state: how they stand from now on.
        ended: how their posts end.
        at: now, in UTC.
        reason: why, in a sentence.
    """
    await schedules.change(connection, numbers, tenant, state, reason=reason)
    await call_off(connection, tenant, numbers, ended, at, reason)


async def latest(connection: AsyncConnection, tenant: str, number: int, most: int) -> list[Post]:
    """The latest posts of a schedule, the newest first."""
    mine = (outbox.c.tenant == tenant) & (outbox.c.schedule == number)
    wanted = select(outbox).where(mine).order_by(outbox.c.due.desc(), outbox.c.key).limit(most)
    return [_post(row) for row in (await connection.execute(wanted)).mappings()]


async def latest_of_each(connection: AsyncConnection, tenant: str) -> dict[int, Post]:
    """The latest post of each schedule of a tenant, without those of single members."""
    newest = func.row_number().over(partition_by=outbox.c.schedule, order_by=(outbox.c.due.desc(), outbox.c.key))
    shared = (outbox.c.tenant == tenant) & (outbox.c.schedule > 0)
    ranked = select(outbox.c.key, newest.label("rank")).where(shared).cte()
    keys = select(ranked.c.key).where(ranked.c.rank == 1)
    wanted = select(outbox).where((outbox.c.tenant == tenant) & outbox.c.key.in_(keys))
    return {row["schedule"]: _post(row) for row in (await connection.execute(wanted)).mappings()}


async def forget(connection: AsyncConnection, before: datetime) -> None:
    """Forget posts that ended before a time."""
    await connection.execute(delete(outbox).where(outbox.c.ended < to_milliseconds(before)))


def _ended(state: State, at: datetime, reason: str) -> dict[str, object]:
    return {"state": state, "reason": reason, "ended": to_milliseconds(at), "next_try": None, "payload": ""}


_DUE = (outbox.c.platform == bindparam("on")) & (outbox.c.next_try <= bindparam("now"))
_ANY_DUE = select(outbox.c.key).where(_DUE).limit(1)
_POOL = (
    select(outbox.c.tenant, outbox.c.key, outbox.c.place, outbox.c.member)
    .where(_DUE)
    .order_by(outbox.c.next_try)
    .limit(_POOL_SIZE)
    .with_for_update(skip_locked=True)  # for PostgreSQL; on SQLite there is but one who writes
)
_CLAIM = (
    update(outbox)
    .where(tuple_(outbox.c.tenant, outbox.c.key).in_(bindparam("chosen", expanding=True)))
    .values(epoch=outbox.c.epoch + 1, lease_until=bindparam("lease"), next_try=bindparam("lease"))
    .returning(outbox)
)


def _held(post: Post) -> Any:  # noqa: ANN401 (a condition)
    return (
        (outbox.c.tenant == post.tenant)
        & (outbox.c.key == post.key)
        & (outbox.c.epoch == post.epoch)
        & (outbox.c.next_try.is_not(None))
    )


def _values(post: Post) -> dict[str, object]:
    times = {name: getattr(post, name) for name in _TIMES}
    stored = {name: None if at is None else to_milliseconds(at) for name, at in times.items()}
    return {name: getattr(post, name) for name in _FIELDS} | stored | {"lease_until": 0}


def _post(row: RowMapping) -> Post:
    values: dict[str, Any] = dict(row)
    del values["lease_until"]
    times = {name: None if values[name] is None else from_milliseconds(values[name]) for name in _TIMES}
    return Post(**values | times | {"state": State(values["state"])})
