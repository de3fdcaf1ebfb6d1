"""What an operator sees of all tenants."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class TenantUse:
    """A tenant, and how much is kept of it.

    Args:
        tenant: its key.
        name: as people know it; "" where the platform tells it only when it's used.
        people: how many something is kept about.
        rows: in all tables.
        last_use: when someone there last did something that's kept, in UTC; None if nobody did.
        packs: of its own.
        most_packs, most_items, most_megabytes: how many it may have, how much is in each (see Quota).
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
    """A post that failed, or may not have arrived.

    Args:
        post: its key.
        tenant: whose.
        schedule: the number of what put it there; below zero for members' own and Versed's.
        state: failed, unknown, or doubtful while Versed is still finding out.
        reason: why, in a sentence.
        since: when it ended, or was sent first, in UTC.
        due: when it should have been posted, in UTC.
        can_retry: whether it's kept what it says.
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
    """What one process does, and no other meanwhile.

    Args:
        kind: shard, replica, game, post or answer.
        tenant: whose; of shards and replicas, the bot.
        which: its number or id.
        holder: the replica; "" where only the epoch tells.
        epoch: raised whenever it changes hands; None where there's none.
        until: when the lease ends, in UTC.
        seconds: left until then, by the database's clock; below zero if it's over and nobody has taken it up.
    """

    kind: str
    tenant: str
    which: str
    holder: str
    epoch: int | None
    until: datetime
    seconds: float
