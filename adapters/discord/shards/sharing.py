"""Decides which replica should serve which shard. Pure: no database, no clock.

Each replica decides for itself which shards to take or give up, based on the same rows, so there's no leader. The
shares depend on what the replicas already hold, so that as few shards as possible move.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShardPlan:
    """What a replica should do now.

    Args:
        take: free shards to take.
        give: a shard to give up for another replica, or None.
    """

    take: tuple[int, ...] = ()
    give: int | None = None


def shares(held: Mapping[str, int], shards: int) -> dict[str, int]:
    """Return how many shards each replica should have: the same number for all, or one more for some.

    The replicas that hold the most get the extra one, as it doesn't have to move then.

    Args:
        held: the number of shards that each replica holds now, by the replica's name.
        shards: the total number of shards.
    """
    least, more = divmod(shards, len(held))
    ordered = sorted(held, key=lambda name: (-held[name], name))
    return {name: least + (rank < more) for rank, name in enumerate(ordered)}


def plan(
    holders: Mapping[int, str | None], replicas: Collection[str], me: str, connected: Collection[int] = ()
) -> ShardPlan:
    """Return what a replica should do now.

    It gives up one shard at a time, and only while no shard is free, so a new replica hardly disturbs the others.

    Args:
        holders: the replica that holds each shard, or None if it's free.
        replicas: the names of the running replicas.
        me: this replica's name; if it isn't among the running ones, the plan is to do nothing.
        connected: this replica's connected shards; the others are given up first, as that interrupts nobody.
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
