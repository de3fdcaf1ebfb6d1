"""What an operator can see of all tenants."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class TenantUse:
    """A tenant, and how much data is stored about it.

    Args:
        tenant: the key of the tenant.
        name: its name; "" if the platform only sends it with requests.
        people: the number of people with any data.
        rows: the number of rows in all tables.
        last_use: when a member last did something that was stored, in UTC; None if nobody has.
        packs: the number of its own packs.
        most_packs, most_items, most_megabytes: its limits (see Quota).
    """

    tenant: str
    name: str
    people: int
    rows: int
    last_use: datetime | None
    packs: int
    most_packs: int
    most_items: int
    most_megabytes: int


@dataclass(frozen=True, slots=True)
class StuckPost:
    """A post that failed or may not have arrived.

    Args:
        post: the post's key.
        tenant: the key of the tenant.
        schedule: the number of the schedule that it's from; negative for members' own and Versed's internal
            schedules.
        state: failed, unknown, or doubtful while Versed is still checking whether it arrived.
        reason: a sentence that says why.
        since: when it failed, or was first sent, in UTC.
        due: when it should have been posted, in UTC.
        can_retry: whether its content is still stored, so that it can be sent again.
    """

    post: str
    tenant: str
    schedule: int
    state: str
    reason: str
    since: datetime
    due: datetime
    can_retry: bool


@dataclass(frozen=True, slots=True)
class HeldLease:
    """Work that one process holds exclusively.

    Args:
        kind: shard, replica, game, post or answer.
        tenant: the tenant's key; the bot's for shards and replicas.
        which: the number or id of what's held.
        holder: the name of the replica; "" if only the epoch tells.
        epoch: raised each time the holder changes; None if there's none.
        until: when the lease expires, in UTC.
        seconds: seconds until then by the database's clock; negative for an expired lease that nobody has taken over.
    """

    kind: str
    tenant: str
    which: str
    holder: str
    epoch: int | None
    until: datetime
    seconds: float
