"""What is held of a person who has schedules of their own: those, and the dates planned of them.

The dates go first: a number is free again once its schedule is gone.
"""

from collections.abc import Collection

from bot.features.scheduling import store
from bot.language.people import Self
from bot.storage.personal_data import Dependent, MemberRows
from bot.storage.tables import PRIVATE, occurrence, schedule
from bot.storage.transaction import Transaction


class ScheduleData(MemberRows):
    """Holds members' own schedules, and knows those that announce what members have scored."""

    def __init__(self) -> None:
        super().__init__(schedule, only=PRIVATE, dependents=(Dependent(occurrence.c.schedule, schedule.c.number),))

    def forget(self, transaction: Transaction, me: Self, names: Collection[str] = ()) -> None:
        """Delete the member's schedules, and let nothing be posted that was made of what they scored."""
        super().forget(transaction, me, names)
        store.make_again(transaction, me.tenant)


HOLDER = ScheduleData()
