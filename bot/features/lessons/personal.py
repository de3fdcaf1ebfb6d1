"""The personal data of people who read lessons: what they've read, and what they said about tips."""

from collections.abc import Collection

from bot.features.lessons.store import tips
from bot.language.people import MemberKey
from bot.storage.personal_data import MemberRows
from bot.storage.tables import seen, tip_feedback
from bot.storage.transaction import Transaction


class LessonData(MemberRows):
    """Has rows that name a member; a place of their own, such as their Home, may have their id, too."""

    def __init__(self) -> None:
        super().__init__(seen, tip_feedback, aging=(seen, tip_feedback))

    def forget(self, transaction: Transaction, me: MemberKey, names: Collection[str] = ()) -> None:
        """Delete all of a member's data.

        Args:
            transaction: to write in.
            me: the member who is being erased.
            names: the names they were shown under.
        """
        super().forget(transaction, me, names)
        tips.forget_place(transaction, me.tenant, me.member)


HOLDER = LessonData()
