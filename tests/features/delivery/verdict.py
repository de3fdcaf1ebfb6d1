"""The verdict on a simulated world: its platforms' own logs against what the outbox says."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from bot.features.delivery.delivery import GRACE, LATE
from bot.features.delivery.model import Post, PostState
from bot.features.delivery.store import _post as post_of
from bot.features.scheduling.calendar import occurrences, rule_of
from bot.features.scheduling.model import Schedule
from bot.storage.tables import occurrence, outbox
from tests.features.delivery.network import LONGEST_DELAY
from tests.features.delivery.world import BEGIN, World
from tests.rows import rows

Resumed = Mapping[tuple[str, int], Sequence[datetime]]
"""When schedules were resumed, by tenant and number, as the machine's clock said."""


_IN_DOUBT = timedelta(minutes=5)
"""After it was due; a post that met no outage by then is known to have arrived, or is sent again."""


async def check(
    world: World, made: Sequence[Schedule], resumed: Resumed, end: datetime
) -> tuple[list[str], Counter[str]]:
    """What is wrong in the end: lost, doubled, late without a mark, or without a reason."""
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
    for each in made:
        wrong += _what_is_missing(each, resumed.get((each.tenant, each.number), ()), planned, end)
    return wrong, Counter(str(post.state) for post in posts)


def _what_is_wrong(world: World, post: Post, taken: list[Any]) -> list[str]:
    name = f"{post.tenant} {post.schedule} of {post.due:%Y-%m-%d %H:%M} ({post.key}, {post.state}: {post.reason})"
    allowed = {PostState.SENT: (1,), PostState.SKIPPED: (0,), PostState.FAILED: (0,), PostState.UNKNOWN: (0, 1)}
    if post.state not in allowed:
        return [f"{name} has not ended"]
    wrong = []
    if len(taken) not in allowed[post.state]:
        wrong.append(f"{name} is there {len(taken)} times")
    if post.state is not PostState.SENT and not post.reason:
        wrong.append(f"{name} has no reason")
    if post.state is PostState.UNKNOWN and post.key not in world.unreadable:
        wrong.append(f"{name} could have been known")
    set_clock = any(begin <= post.due <= finish for begin, finish in world.outages)
    patient = post.until - post.due > timedelta(hours=1)  # others may be skipped after a few minutes of trouble
    # An outage that began while the post was in doubt: afterwards, it turned out not to have arrived.
    cut_off = any(post.due <= begin <= post.due + _IN_DOUBT for begin, _ in world.outages)
    excused = post.key in world.excused or set_clock or cut_off
    if post.state is PostState.SKIPPED and patient and not excused:
        wrong.append(f"{name} was skipped for no reason")
    for each in taken:
        delay = each.at - post.due
        if delay > LATE + GRACE + timedelta(seconds=LONGEST_DELAY) and not set_clock and "Late: " not in each.text:
            wrong.append(f"{name} came {delay} late and does not say so")
    return wrong


def _what_is_missing(
    made: Schedule, resumed: Sequence[datetime], planned: dict[tuple[str, int, str], str], end: datetime
) -> list[str]:
    """The days for which nothing was planned although the schedule was active."""
    missing: list[str] = []
    for each in occurrences(rule_of(made), BEGIN):
        if each.at >= end:
            return missing
        # before it was resumed, it had been paused, though never for longer than a place is lost
        paused = any(each.at <= back and back - each.at < timedelta(hours=80) for back in resumed)
        if not paused and (made.tenant, made.number, str(each.day)) not in planned:
            missing.append(f"{made.tenant} {made.number} of {each.day} was lost")
    return missing
