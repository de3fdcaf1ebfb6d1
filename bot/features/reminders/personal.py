"""Reminders as personal data: merges a learner's reminders, which are schedules, when they link selves."""

from bot.features.reminders.store import KIND
from bot.features.scheduling.store import own
from bot.language.people import Learner
from bot.storage.personal_data import MemberRows
from bot.storage.transaction import Transaction


class ReminderData(MemberRows):
    """Has no rows of its own (see bot.features.scheduling.personal)."""

    def link(self, transaction: Transaction, first: Learner, second: Learner) -> None:
        """Keep one reminder, so that nobody is reminded twice a day: the first one's if it's on, else the second's.

        See Holder.
        """
        own.keep_one(transaction, first, second, KIND)


HOLDER = ReminderData()
