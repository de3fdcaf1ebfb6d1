"""Who serves which shard: each replica decides alone, yet all shards end up evenly shared, in few moves."""

from collections import Counter
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.shards.sharing import ShardPlan, plan, shares

Holders = dict[int, str | None]

NAMES = "abcdefg"


class Fleet:
    """Replicas with leases in one table; each of them looks, and later acts on what it saw.

    Args:
        shards: how many there are.
        replicas: the names of those running.
    """

    def __init__(self, shards: int, replicas: Sequence[str]) -> None:
        self.holders: Holders = dict.fromkeys(range(shards))
        self.replicas = set(replicas)
        self.plans: dict[str, ShardPlan] = {}
        self.moves = 0

    def look(self, name: str) -> None:
        self.plans[name] = plan(dict(self.holders), set(self.replicas), name)

    def act(self, name: str) -> None:
        """Do what was planned; like the store, leave alone what someone else has taken since."""
        planned = self.plans.pop(name, ShardPlan())
        for shard in planned.take:
            if self.holders[shard] is None:
                self.holders[shard] = name
        if planned.give is not None and self.holders[planned.give] == name:
            self.holders[planned.give] = None
            self.moves += 1

    def settle(self) -> None:
        """Let everybody look and act in turn, until nobody wants anything."""
        for _ in range(len(self.holders) * 3 + 3):
            for name in sorted(self.replicas):
                self.look(name)
                self.act(name)

    def leave(self, name: str) -> None:
        self.replicas.discard(name)
        self.plans.pop(name, None)
        self.holders = {shard: None if holder == name else holder for shard, holder in self.holders.items()}

    @property
    def counts(self) -> list[int]:
        found = Counter(holder for holder in self.holders.values() if holder)
        return sorted(found[name] for name in self.replicas)

    @property
    def is_even(self) -> bool:
        return None not in self.holders.values() and self.counts[-1] - self.counts[0] <= 1


fleets = st.builds(Fleet, st.integers(1, 20), st.sets(st.sampled_from(NAMES), min_size=1).map(sorted))
steps = st.lists(st.tuples(st.sampled_from(["look", "act", "join", "leave"]), st.sampled_from(NAMES)), max_size=60)


@given(fleets, steps)
def test_whatever_happens_all_are_served_evenly_in_the_end(fleet: Fleet, steps: list[tuple[str, str]]) -> None:
    for what, name in steps:
        if what == "join":
            fleet.replicas.add(name)
        elif what == "leave" and len(fleet.replicas) > 1:
            fleet.leave(name)
        elif name in fleet.replicas:
            (fleet.look if what == "look" else fleet.act)(name)
    fleet.settle()
    assert fleet.is_even
    before = dict(fleet.holders)
    fleet.settle()
    assert fleet.holders == before, "and stays so"


@given(fleets)
def test_whoever_joins_gets_a_share_and_nothing_else_moves(fleet: Fleet) -> None:
    fleet.settle()
    fleet.moves = 0
    fleet.replicas.add("new")
    fleet.settle()
    assert fleet.is_even
    assert fleet.moves == Counter(fleet.holders.values())["new"]


@given(fleets.filter(lambda fleet: len(fleet.replicas) > 1))
def test_when_one_leaves_only_its_shards_move(fleet: Fleet) -> None:
    fleet.settle()
    fleet.moves = 0
    fleet.leave(min(fleet.replicas))
    fleet.settle()
    assert fleet.is_even
    assert fleet.moves == 0


@given(st.dictionaries(st.sampled_from(NAMES), st.integers(0, 9), min_size=1), st.integers(0, 40))
def test_shares_add_up(held: dict[str, int], shards: int) -> None:
    found = shares(held, shards)
    assert sum(found.values()) == shards
    assert max(found.values()) - min(found.values()) <= 1


def test_a_replica_that_the_others_do_not_see_does_nothing() -> None:
    assert plan({0: None, 1: "a"}, {"a"}, "b") == ShardPlan()


def test_a_disconnected_shard_is_given_away_first() -> None:
    holders: Holders = dict.fromkeys(range(4), "a")
    assert plan(holders, {"a", "b"}, "a", connected={0, 1, 3}) == ShardPlan(give=2)


def test_one_shard_is_given_away_at_a_time() -> None:
    holders: Holders = {0: "a", 1: "a", 2: "a", 3: None}
    assert plan(holders, {"a", "b"}, "a") == ShardPlan()
    assert plan(holders, {"a", "b"}, "b") == ShardPlan(take=(3,))


def test_shards_of_someone_who_may_have_died_are_left_alone() -> None:
    holders: Holders = {0: "dead", 1: "dead", 2: "a", 3: None}
    assert plan(holders, {"a"}, "a") == ShardPlan(take=(3,))
