"""Announcements: posts at one moment, which Versed schedules for itself. Nobody lists, pauses or removes them.

They go the way of all posts: planned once, in the transaction in which their kind makes the message, and sent once.
Unlike others they come however late, as what they tell would otherwise never be told.
"""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.scheduling import store as schedules
from bot.features.scheduling.planner import Late
from bot.features.scheduling.store import INTERNAL, Draft, State
from bot.features.scheduling.wording import DAILY, write_days, write_time
from bot.language.people import platform_of
from bot.language.port import Destination


async def make(connection: AsyncConnection, kind: str, to: Destination, place_name: str, at: datetime) -> int:
    """Let something be posted at a moment.

    Args:
        connection: a writing transaction.
        kind: what; one of Versed's own.
        to: where.
        place_name: how people call that.
        at: when, in UTC.

    Returns:
        The number of its schedule.
    """
    if not kind.startswith(INTERNAL):
        raise ValueError(f"{kind!r} is a kind of schedule that people see")
    draft = Draft(
        tenant=to.tenant,
        platform=platform_of(to.tenant),
        kind=kind,
        place=to.place,
        place_name=place_name,
        pack="",
        topic="",
        time=write_time(at.time()),
        days=write_days(DAILY),
        zone="UTC",
        starts=at.date(),
        ends=at.date(),
        late=Late.ALWAYS,
    )
    return (await schedules.add(connection, draft, at.date(), at)).number


async def move(connection: AsyncConnection, tenant: str, number: int, at: datetime) -> None:
    """Let it be posted at another moment, in UTC; what has been planned already stays."""
    await schedules.move(connection, tenant, number, at.date(), at, write_time(at.time()))


async def call_off(connection: AsyncConnection, tenant: str, number: int) -> None:
    """Let it not be posted; what has been planned already stays."""
    await schedules.change(connection, [number], tenant, State.REMOVED)
