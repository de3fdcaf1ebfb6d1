"""Looks up schedules by number, and when they post next."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.features.scheduling.calendar import first, occurrences, rule_of
from bot.features.scheduling.model import Occurrence, Schedule
from bot.features.scheduling.store import planning, schedules
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.runtime.bulkhead import bulkhead
from bot.storage.transaction import Transaction

_A_MOMENT = timedelta(seconds=1)


def find(transaction: Transaction, asker: Asker, number: int) -> Schedule:
    """Return a schedule of the asker's tenant.

    Args:
        transaction: the transaction to read in.
        asker: the person who asks.
        number: the schedule's number.

    Raises:
        Refusal: there's none with that number, or it belongs to a single member.
    """
    schedule = schedules.find(transaction, asker.tenant.key, number)
    if schedule is None or schedule.member:
        raise Refusal(f"There's no schedule {number} here; /schedule list shows them all.")
    return without_skipped(transaction, schedule)


def find_all(transaction: Transaction, asker: Asker, numbers: Sequence[int]) -> list[Schedule]:
    """Return several schedules of the asker's tenant.

    Args:
        transaction: the transaction to read in.
        asker: the person who asks.
        numbers: the schedules' numbers.

    Raises:
        Refusal: one of them doesn't exist.
    """
    return [find(transaction, asker, number) for number in numbers]


def first_new(transaction: Transaction, schedule: Schedule, after: datetime) -> Occurrence | None:
    """Return a schedule's first occurrence after a moment, without days that it has already posted on or skipped.

    Args:
        transaction: the transaction to read in.
        schedule: the schedule.
        after: the moment, in UTC.
    """
    following = first(schedule, after)
    if following is None:
        return None
    known = planning.planned_days(transaction, schedule.tenant, schedule.number, following.day)
    return next((each for each in occurrences(rule_of(schedule), after) if each.day not in known), None)


def without_skipped(transaction: Transaction, schedule: Schedule) -> Schedule:
    """Return a schedule with the next post that isn't skipped; the stored one may be, as a break can begin later.

    Args:
        transaction: the transaction to read in.
        schedule: the schedule.
    """
    run, coming = schedule.next_run_at, None
    if run is not None:
        with bulkhead("next post of a schedule"):  # one that can't be read is shown, so that it can be removed
            coming = first_new(transaction, schedule, run - _A_MOMENT)
    if coming is None or coming.day == schedule.next_day:
        return schedule
    return replace(schedule, next_day=coming.day, next_run_at=coming.at)


def still_due(schedule: Schedule, at: datetime) -> datetime:
    """Return the moment after which to look for a schedule's next post, so that a due but unplanned one is included.

    Args:
        schedule: the schedule.
        at: now, in UTC.
    """
    run = schedule.next_run_at
    return at if run is None else min(at, run - _A_MOMENT)
