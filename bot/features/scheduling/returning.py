"""Bringing back what was removed: as it was before, and without what it would have posted since."""

from datetime import timedelta

from bot.features.scheduling.lookup import first_new
from bot.features.scheduling.model import Schedule, ScheduleState
from bot.features.scheduling.outcomes import stop
from bot.features.scheduling.store import schedules
from bot.language.requests import Asker
from bot.storage.transaction import Transaction

UNDO = timedelta(hours=1)
"""How long what was removed can come back."""


def bring_back(transaction: Transaction, asker: Asker, schedule: Schedule, *, paused: bool) -> bool:
    """Bring a removed schedule back; return False, and do nothing, if it has no days left.

    Args:
        transaction: to write in.
        asker: who asks.
        schedule: that was removed.
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
