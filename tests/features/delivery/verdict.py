"""The verdict on a simulated world: its platforms' own logs against what the outbox says."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from bot.features.delivery.delivery import LATE
from bot.features.delivery.doubt import GRACE
from bot.features.delivery.model import Post, PostAct, PostState
from bot.features.delivery.store.followers import follower_key
from bot.features.delivery.store.rows import post_of
from bot.features.scheduling.calendar import occurrences, rule_of
from bot.features.scheduling.model import Schedule
from bot.storage.tables import occurrence, outbox
from tests.features.delivery.network import LONGEST_DELAY
from tests.features.delivery.world import BEGIN, World
from tests.rows import rows

Resumed = Mapping[tuple[str, int], Sequence[datetime]]
"""When schedules were resumed, by the machine's clock, for each tenant and number."""


_CHANCE = timedelta(minutes=30)
"""A post had a chance if it was due and not yet too late by the machine's clock for this long while a process ran:
long enough to send it, whatever is lost on the way."""


async def check(
    world: World, made: Sequence[Schedule], resumed: Resumed, end: datetime
) -> tuple[list[str], Counter[str]]:
    """Return what is wrong (posts lost, doubled, late without a mark, or without a reason), and how posts ended."""
    posts = [post_of(row) for row in await rows(world.database, select(outbox))]
    planned = {
        (tenant, number, day): post for tenant, number, day, post in await rows(world.database, select(occurrence))
    }
    logged: dict[str, list[Any]] = {}
    for network in world.ports.values():
        for taken in network.port.log:
            logged.setdefault(taken.key, []).append(taken)
    by_key = {post.key: post for post in posts}
    wrong = [f"{key} was posted, and nobody knows of it" for key in logged.keys() - by_key.keys()]
    for post in posts:
        wrong += _what_is_wrong(world, post, logged.get(post.key, []))
        wrong += _what_is_wrong_after(post, by_key, logged)
    wrong += _what_is_wrong_with_pins(world, posts)
    for each in made:
        wrong += _what_is_missing(each, resumed.get((each.tenant, each.number), ()), planned, end)
    return wrong, Counter(str(post.state) for post in posts)


def _what_is_wrong(world: World, post: Post, taken: list[Any]) -> list[str]:
    name = f"{post.tenant} {post.schedule} of {post.due:%Y-%m-%d %H:%M} ({post.key}, {post.state}: {post.reason})"
    allowed = {PostState.SENT: (1,), PostState.SKIPPED: (0,), PostState.FAILED: (0,), PostState.UNKNOWN: (0, 1)}
    if post.state not in allowed:
        return [f"{name} has not ended"]
    wrong = []
    if post.act.is_said and len(taken) not in allowed[post.state]:
        wrong.append(f"{name} is there {len(taken)} times")
    if post.state is not PostState.SENT and not post.reason:
        wrong.append(f"{name} has no reason")
    if post.state is PostState.UNKNOWN and post.key not in world.unreadable:
        wrong.append(f"{name} could have been known")
    if post.act is not PostAct.POST:
        return wrong  # it comes after the post it follows, and doesn't say that it's late
    patient = post.until - post.due > timedelta(hours=1)  # others may be skipped after a few minutes of trouble
    if post.state is PostState.SKIPPED and patient and post.key not in world.excused and _had_a_chance(world, post):
        wrong.append(f"{name} was skipped for no reason")
    longest = LATE + GRACE + timedelta(seconds=LONGEST_DELAY)
    for each in taken:
        (off_by,) = [setting.off_by for setting in world.settings if setting.at <= each.at][-1:]
        delay = each.at + off_by - post.due
        was_set = any(each.at - longest <= setting.at <= each.at for setting in world.settings)
        if delay > longest and not was_set and "Late: " not in each.text:
            wrong.append(f"{name} came {delay} late and does not say so")
    return wrong


def _what_is_wrong_after(post: Post, by_key: Mapping[str, Post], logged: Mapping[str, list[Any]]) -> list[str]:
    """Return what's wrong with a post's followers: they're there, under the post, if and only if it has arrived."""
    keys = [follower_key(post.key, act) for act in (PostAct.REPLY, PostAct.PIN, PostAct.UNPIN)]
    followers = [by_key[key] for key in keys if key in by_key]
    if post.leads and post.state is PostState.SENT and len(followers) != 2:
        return [f"{post.key} has {len(followers)} followers"]
    wrong = [f"{each.key} was sent, and {post.key} not" for each in followers if each.under and not post.ref]
    stray = [each for follower in followers for each in logged.get(follower.key, ()) if each.to.under != post.ref]
    return wrong + [f"{each.key} stands elsewhere" for each in stray]


def _what_is_wrong_with_pins(world: World, posts: Sequence[Post]) -> list[str]:
    """Return what's wrong with the pins: each place has those that the outbox knows of, at most one per schedule."""
    known = [each for each in posts if each.act is PostAct.PIN and each.state is PostState.SENT]
    there = {pin for network in world.ports.values() for pin in network.port.pins}
    wrong = [f"{each.key} isn't pinned" for each in known if (each.place, each.under) not in there]
    wrong += [f"{pin} is pinned, and nobody knows" for pin in there - {(each.place, each.under) for each in known}]
    counts = Counter((each.tenant, each.schedule) for each in known)
    return wrong + [f"{which} has {count} pins" for which, count in counts.items() if count > 1]


def _had_a_chance(world: World, post: Post) -> bool:
    """Return whether, by the machine's clock, a post could be sent for long enough before it was too late."""
    nobody = sorted([*world.outages, *world.paused.get((post.tenant, post.schedule), ())])
    ends = [each.at for each in world.settings[1:]] + [world.clock.true]
    for setting, end in zip(world.settings, ends, strict=True):
        begin, finish = max(setting.at, post.due - setting.off_by), min(end, post.until - setting.off_by)
        for away, back in nobody:
            if begin < back and away < finish:
                if away - begin >= _CHANCE:
                    return True
                begin = back
        if finish - begin >= _CHANCE:
            return True
        if end + setting.off_by > post.until:
            return False  # skipped by now; setting the clock back later doesn't change that
    return False


def _what_is_missing(
    made: Schedule, resumed: Sequence[datetime], planned: dict[tuple[str, int, str], str], end: datetime
) -> list[str]:
    """Return the days for which nothing was planned although the schedule was active."""
    missing: list[str] = []
    for each in occurrences(rule_of(made), BEGIN):
        if each.at >= end:
            return missing
        # it was paused before it was resumed, but never for longer than a place stays lost
        paused = any(each.at <= back and back - each.at < timedelta(hours=80) for back in resumed)
        if not paused and (made.tenant, made.number, str(each.day)) not in planned:
            missing.append(f"{made.tenant} {made.number} of {each.day} was lost")
    return missing
