"""The metrics that are measured periodically, as opposed to those counted when something happens."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from math import nan
from pathlib import Path

from bot.core import Core
from bot.features.delivery.store import outbox
from bot.features.scheduling.store import planning
from bot.language.port import Platform
from bot.runtime import metrics
from bot.runtime.bulkhead import bulkhead
from bot.runtime.health import Health
from bot.storage.backup_folder import newest_at
from bot.storage.clock import shared_now
from bot.storage.errors import StoreError
from bot.storage.transaction import Transaction

_EVERY = 1.0
"""Seconds between two measurements of this process."""

_DATABASE_EVERY = 15.0
"""Seconds between two measurements of the database and the disk."""


async def measure(
    core: Core, health: Callable[[], Health], platforms: Sequence[Platform], served: Sequence[str], backups: Path
) -> None:
    """Keep the gauges up to date until cancelled.

    Args:
        core: the running core.
        health: returns the health of this process.
        platforms: the platforms whose connection to report.
        served: the names of all platforms that posts may go to.
        backups: the folder of regular backups.
    """
    async with asyncio.TaskGroup() as both:  # the database may be slow, or hang
        both.create_task(_measure_process(core, health, platforms))
        both.create_task(_measure_database(core, served, backups))


async def _measure_process(core: Core, health: Callable[[], Health], platforms: Sequence[Platform]) -> None:
    loop = asyncio.get_running_loop()
    while True:
        metrics.READY.set(health().ready)
        for platform in platforms:
            metrics.CONNECTED.labels(platform.name).set(platform.is_ready())
        metrics.GAMES.set(core.running_games.count)
        metrics.WRITES_WAITING.set(core.database.writer.waiting)
        asleep = loop.time()
        await asyncio.sleep(_EVERY)
        metrics.LOOP_LAG_SECONDS.observe(max(0.0, loop.time() - asleep - _EVERY))


async def _measure_database(core: Core, served: Sequence[str], backups: Path) -> None:
    while True:
        await asyncio.sleep(_DATABASE_EVERY)
        await _look_deeper(core, served, backups)


async def _look_deeper(core: Core, served: Sequence[str], backups: Path) -> None:
    newest = await asyncio.to_thread(newest_at, backups, datetime.now(UTC))
    metrics.BACKUP_SECONDS.set(nan if newest is None else newest.timestamp())
    for platform in served:
        try:
            with bulkhead("figures of a platform"):
                waiting, post, schedule = await core.database.read(partial(_overdue, platform=platform))
                metrics.POSTS_DUE.labels(platform).set(waiting)
                metrics.POST_OVERDUE_SECONDS.labels(platform).set(post)
                metrics.SCHEDULE_OVERDUE_SECONDS.labels(platform).set(schedule)
        except StoreError:  # already counted, and reported wherever the database is needed
            return


def _overdue(transaction: Transaction, platform: str) -> tuple[int, float, float]:
    """Return the number of posts due, and the seconds by which the latest post and schedule are overdue."""
    now = shared_now(transaction)
    waiting, post = outbox.overdue(transaction, platform, now)
    return waiting, _seconds(post, now), _seconds(planning.overdue_since(transaction, platform, now), now)


def _seconds(since: datetime | None, now: datetime) -> float:
    return 0.0 if since is None else (now - since).total_seconds()
