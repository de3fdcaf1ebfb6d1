"""Looking schedules up: the one with a number, and when one would post next."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.features.scheduling.calendar import first, occurrences, rule_of
from bot.features.scheduling.model import Occurrence, Schedule
from bot.features.scheduling.store import planning, schedules
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.storage.transaction import Transaction

_A_MOMENT = timedelta(seconds=1)


def find(transaction: Transaction, asker: Asker, number: int) -> Schedule:
    """Return a schedule of the asker's tenant.

    Args:
        transaction: to read in.
        asker: who asks.
        number: which.

    Raises:
        Refusal: there's none with that number, or it's one member's own.
    """
    found = schedules.find(transaction, asker.tenant.key, number)
    if found is None or found.member:
        raise Refusal(f"There's no schedule {number} here; /schedule list shows them all.")
    return found


def find_all(transaction: Transaction, asker: Asker, numbers: Sequence[int]) -> list[Schedule]:
    """Return several schedules of the asker's tenant.

    Args:
        transaction: to read in.
        asker: who asks.
        numbers: which.

    Raises:
        Refusal: one of them isn't there.
    """
    return [find(transaction, asker, number) for number in numbers]


def first_new(transaction: Transaction, schedule: Schedule, after: datetime) -> Occurrence | None:
    """Return when a schedule posts next, without the days that it has posted on or left out already.

    Args:
        transaction: to read in.
        schedule: which.
        after: a moment, in UTC.
    """
    following = first(schedule, after)
    if following is None:
        return None
    known = planning.planned_days(transaction, schedule.tenant, schedule.number, following.day)
    return next((each for each in occurrences(rule_of(schedule), after) if each.day not in known), None)


def still_due(schedule: Schedule, at: datetime) -> datetime:
    """Return from when on a schedule's next post is looked for: what's due, and hasn't been planned yet, counts.

    Args:
        schedule: as it is.
        at: now, in UTC.
    """
    run = schedule.next_run_at
    return at if run is None else min(at, run - _A_MOMENT)
