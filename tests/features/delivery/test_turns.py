"""Whose turn it is, for anything that is due."""

from collections import Counter
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from bot.features.delivery.fair_queue import Turns


@dataclass(frozen=True, slots=True)
class Post:
    tenant: str
    place: str
    number: int

    @property
    def destination(self) -> str:
        return f"{self.tenant}/{self.place}"


POSTS = st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("xyz")), min_size=1, max_size=60).map(
    lambda places: [Post(*place, number) for number, place in enumerate(places)]
)


def give(turns: Turns, left: list[Post], most: int) -> list[Post]:
    """Choose posts, and note that they've had their turn."""
    chosen = turns.choose(left, most)
    turns.note(chosen)
    return chosen


@given(POSTS, st.integers(1, 10))
def test_everything_gets_its_turn_once_and_in_order_in_each_place(posts: list[Post], most: int) -> None:
    turns, left, chosen = Turns(), list(posts), list[Post]()
    while left:
        now = give(turns, left, most)
        assert len(now) == min(most, len(left))
        left = [post for post in left if post not in now]
        chosen += now
    assert sorted(chosen, key=lambda post: post.number) == posts
    for destination in {post.destination for post in posts}:
        numbers = [post.number for post in chosen if post.destination == destination]
        assert numbers == sorted(numbers)


@given(POSTS, st.integers(1, 10))
def test_a_turn_comes_again_only_after_all_others_have_had_one(posts: list[Post], most: int) -> None:
    turns, left, last = Turns(), list(posts), dict[str, int]()
    count = 0
    while left:
        for post in give(turns, left, most):
            count += 1
            for rivals, own in (
                ({each.tenant for each in left}, post.tenant),
                ({each.destination for each in left if each.tenant == post.tenant}, post.destination),
            ):
                assert last.get(own, 0) == min(last.get(each, 0) for each in rivals)
                last[own] = count
            left.remove(post)


def test_a_rush_of_one_tenant_holds_nobody_up() -> None:
    turns = Turns()
    rush = [Post("large", str(number), number) for number in range(1000)]
    others = [Post(f"small{number}", "x", number) for number in range(9)]
    chosen = turns.choose([*rush, *others], 20)
    assert Counter(post.tenant == "large" for post in chosen) == {True: 11, False: 9}
    assert {post.tenant for post in chosen[:10]} == {"large", *(post.tenant for post in others)}


def test_only_so_many_turns_are_remembered() -> None:
    turns = Turns()
    for number in range(30_000):
        give(turns, [Post(f"tenant{number}", "x", 0)], 1)
    assert len(turns._last) <= 20_000
