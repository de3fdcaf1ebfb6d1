"""Announcements: posts at one moment, which Versed schedules for itself. Nobody lists, pauses or removes them.

They go the way of all posts: planned once, in the transaction in which their kind makes the message, and sent once.
Unlike others they come however late, as what they tell would otherwise never be told.
"""

from collections.abc import Collection
from datetime import datetime

from bot.features.delivery.store import by_schedule
from bot.features.scheduling.model import DAILY, INTERNAL, NO_OPTIONS, Late, ScheduleDraft, ScheduleState
from bot.features.scheduling.store import schedules
from bot.features.scheduling.wording import write_time
from bot.language.people import platform_of
from bot.language.port import Destination
from bot.storage.transaction import Transaction


def make(
    transaction: Transaction, kind: str, to: Destination, place_name: str, at: datetime, options: str = NO_OPTIONS
) -> int:
    """Schedule an announcement for a moment.

    Args:
        transaction: to write in.
        kind: what; one of Versed's own.
        to: where.
        place_name: what people call that place.
        at: when, in UTC.
        options: what its kind wants to know then, as JSON.

    Returns:
        The number of its schedule.
    """
    if not kind.startswith(INTERNAL):
        raise ValueError(f"{kind!r} is a kind of schedule that people see")
    draft = ScheduleDraft(
        tenant=to.tenant,
        platform=platform_of(to.tenant),
        kind=kind,
        place=to.place,
        place_name=place_name,
        pack="",
        topic="",
        time=write_time(at.time()),
        days=DAILY,
        zone="UTC",
        starts=at.date(),
        ends=at.date(),
        late=Late.ALWAYS,
        options=options,
    )
    return (schedules.add(transaction, draft, at.date(), at)).number


def move(transaction: Transaction, tenant: str, number: int, at: datetime) -> None:
    """Move an announcement to another moment; what has been planned already stays.

    Args:
        transaction: to write in.
        tenant: whose.
        number: of its schedule.
        at: when, in UTC.
    """
    schedules.move(transaction, tenant, number, at.date(), at, write_time(at.time()))


def call_off(transaction: Transaction, tenant: str, number: int) -> None:
    """Call an announcement off; what has been planned already stays.

    Args:
        transaction: to write in.
        tenant: whose.
        number: of its schedule.
    """
    schedules.change(transaction, [number], tenant, ScheduleState.REMOVED)


def take_back(transaction: Transaction, tenant: str, kind: str, options: Collection[str]) -> None:
    """Call announcements off for good, and forget what they were to say, wherever that hasn't been posted.

    Args:
        transaction: to write in.
        tenant: whose.
        kind: of them.
        options: as they were made with.
    """
    numbers = schedules.saying(transaction, tenant, kind, options)
    if numbers:
        schedules.change(transaction, numbers, tenant, ScheduleState.REMOVED)
        by_schedule.forget(transaction, tenant, numbers)
