"""Who should serve which shard. Pure: no database, no clock.

Every replica decides for itself what it takes and what it gives up, from the same rows, so none of them is in charge.
Their shares depend on what they hold already, so that as few shards as possible change hands.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShardPlan:
    """What a replica should do now.

    Args:
        take: shards that nobody holds.
        give: one that another replica should have; None for none.
    """

    take: tuple[int, ...] = ()
    give: int | None = None


def shares(held: Mapping[str, int], shards: int) -> dict[str, int]:
    """Return how many shards each replica should have: the same for all, or one more.

    Those that hold the most get the one more, as it doesn't have to move then.

    Args:
        held: how many each replica has now, by its name.
        shards: how many there are in all.
    """
    least, more = divmod(shards, len(held))
    ordered = sorted(held, key=lambda name: (-held[name], name))
    return {name: least + (rank < more) for rank, name in enumerate(ordered)}


def plan(
    holders: Mapping[int, str | None], replicas: Collection[str], me: str, connected: Collection[int] = ()
) -> ShardPlan:
    """Return what a replica should do now.

    It gives one shard at a time, and only while no shard is free: so a replica that joins hardly disturbs the others.

    Args:
        holders: each shard's, or None if nobody holds it.
        replicas: those that are there.
        me: this one; if the others don't see it, it does nothing.
        connected: its shards that are connected; others are given first, as that costs nobody anything.
    """
    if me not in replicas:
        return ShardPlan()
    held = dict.fromkeys(replicas, 0)
    for holder in holders.values():
        if holder in held:
            held[holder] += 1
    lacking = shares(held, len(holders))[me] - held[me]
    free = sorted(shard for shard, holder in holders.items() if holder is None)
    if lacking >= 0:
        return ShardPlan(take=tuple(free[:lacking]))
    if free:
        return ShardPlan()
    mine = (shard for shard, holder in holders.items() if holder == me)
    return ShardPlan(give=min(mine, key=lambda shard: (shard in connected, -shard)))
