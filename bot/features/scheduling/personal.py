"""Personal data in schedules: a person's own schedules, their planned dates, and which others they've stopped.

The dates are deleted first, because a schedule's number can be reused once its row is gone.
"""

from collections.abc import Collection

from bot.features.scheduling.store import schedules
from bot.language.people import MemberKey
from bot.storage.personal_data import Dependent, HeldRows, MemberRows
from bot.storage.tables import PRIVATE, occurrence, schedule
from bot.storage.times import to_milliseconds
from bot.storage.transaction import Transaction


class ScheduleData(MemberRows):
    """Holds people's own schedules, and who has paused or removed other schedules."""

    def __init__(self) -> None:
        super().__init__(schedule, only=PRIVATE, dependents=(Dependent(occurrence.c.schedule, schedule.c.number),))

    def held(self, transaction: Transaction, me: MemberKey) -> HeldRows:
        """Return a member's own schedules, and those that they've paused or removed."""
        stopped = [
            {"number": number, "stopped_name": name, "stopped_at": to_milliseconds(at)}
            for number, name, at in schedules.stopped_by(transaction, me)
        ]
        rows_held = super().held(transaction, me)
        rows = [*rows_held.get(schedule.name, []), *stopped]
        return {**rows_held, schedule.name: rows} if rows else rows_held

    def names(self, transaction: Transaction, me: MemberKey) -> set[str]:
        """Return the display names with which a member has paused or removed schedules."""
        return {name for _, name, _ in schedules.stopped_by(transaction, me)}

    def forget(
        self, transaction: Transaction, me: MemberKey, names: Collection[str] = (), own_place: str = ""
    ) -> None:
        """Delete a member's own schedules, and the record that they've paused or removed others (see Holder)."""
        super().forget(transaction, me, names, own_place)
        schedules.forget_stops(transaction, me)


HOLDER = ScheduleData()
