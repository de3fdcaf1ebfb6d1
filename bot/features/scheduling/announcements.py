"""Announcements: single posts that Versed schedules for itself. Nobody can list, pause or remove them.

They're handled like all posts: planned once, in the transaction in which their kind composes the message, and sent
once. Unlike others, they're posted however late, because nobody would get their news otherwise.
"""

from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.features.delivery.store import by_schedule
from bot.features.learners.choices import ZONE
from bot.features.learners.scopes import EVERYWHERE
from bot.features.learners.store import settings
from bot.features.scheduling.model import DAILY, INTERNAL, NO_OPTIONS, Late, ScheduleDraft, ScheduleState
from bot.features.scheduling.store import schedules
from bot.features.scheduling.wording import write_time
from bot.language.people import platform_of
from bot.language.port import Destination
from bot.storage.transaction import Transaction


def make(
    transaction: Transaction,
    kind: str,
    to: Destination,
    place_name: str,
    at: datetime,
    *,
    zone: str = "",
    options: str = NO_OPTIONS,
) -> int:
    """Schedule an announcement for a moment.

    Args:
        transaction: the transaction to write in.
        kind: the name of an internal kind.
        to: where to post it.
        place_name: the channel's name.
        at: when to post it, in UTC.
        zone: the time zone in which it says that it's late, as an IANA name; "" for the team's.
        options: data for its kind, as JSON.

    Returns:
        The number of the announcement's schedule.
    """
    if not kind.startswith(INTERNAL):
        raise ValueError(f"{kind!r} is a kind of schedule that people see")
    zone = zone or settings.of_scope(transaction, to.tenant, EVERYWHERE).get(ZONE, "UTC")
    there = at.astimezone(ZoneInfo(zone))
    draft = ScheduleDraft(
        tenant=to.tenant,
        platform=platform_of(to.tenant),
        kind=kind,
        place=to.place,
        place_name=place_name,
        pack="",
        topic="",
        time=write_time(there.time()),
        days=DAILY,
        zone=zone,
        starts=there.date(),
        ends=there.date(),
        late=Late.ALWAYS,
        options=options,
    )
    return (schedules.add(transaction, draft, there.date(), at)).number


def move(transaction: Transaction, tenant: str, number: int, at: datetime) -> None:
    """Move an announcement to another moment, unless it has already been planned.

    Args:
        transaction: the transaction to write in.
        tenant: the tenant's key.
        number: the number of its schedule.
        at: the new moment, in UTC.
    """
    announcement = schedules.find(transaction, tenant, number)
    if announcement is not None:
        there = at.astimezone(ZoneInfo(announcement.zone))
        schedules.move(transaction, tenant, number, there.date(), at, write_time(there.time()))


def call_off(transaction: Transaction, tenant: str, number: int) -> None:
    """Call off an announcement; if it has already been planned, its post stays.

    Args:
        transaction: the transaction to write in.
        tenant: the tenant's key.
        number: the number of its schedule.
    """
    schedules.change(transaction, [number], tenant, ScheduleState.REMOVED)


def take_back(transaction: Transaction, tenant: str, kind: str, options: Collection[str]) -> None:
    """Remove announcements, and delete their posts that haven't been sent.

    Args:
        transaction: the transaction to write in.
        tenant: the tenant's key.
        kind: the name of their kind.
        options: the options with which they were made.
    """
    numbers = schedules.saying(transaction, tenant, kind, options)
    if numbers:
        schedules.change(transaction, numbers, tenant, ScheduleState.REMOVED)
        by_schedule.remove(transaction, tenant, numbers)
