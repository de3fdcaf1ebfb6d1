"""Brings back removed schedules, in their former state; posts that they missed aren't made up for."""

from datetime import timedelta

from bot.features.scheduling.lookup import first_new
from bot.features.scheduling.model import Schedule, ScheduleState
from bot.features.scheduling.outcomes import stop
from bot.features.scheduling.store import schedules
from bot.language.requests import Asker
from bot.storage.transaction import Transaction

UNDO = timedelta(hours=1)
"""How long a removed schedule can be brought back."""


def bring_back(transaction: Transaction, asker: Asker, schedule: Schedule, *, paused: bool) -> bool:
    """Bring back a removed schedule; return False, and do nothing, if it has no days left.

    Args:
        transaction: the transaction to write in.
        asker: the administrator.
        schedule: the removed schedule.
        paused: whether it was paused before.
    """
    following = first_new(transaction, schedule, asker.at)
    if following is None:
        return False
    if paused:
        stop(transaction, asker, [schedule.number], ScheduleState.PAUSED)
    else:
        schedules.activate(transaction, schedule.tenant, schedule.number, following.day, following.at)
    return True
