"""What is held of a person who reads lessons: what they have read, and what they said of tips."""

from collections.abc import Collection

from bot.features.lessons.store import tips
from bot.language.people import MemberKey
from bot.storage.personal_data import MemberRows
from bot.storage.tables import seen, tip_feedback
from bot.storage.transaction import Transaction


class LessonData(MemberRows):
    """Holds rows that name a member; a place of their own, such as their Home, may have their id as well."""

    def __init__(self) -> None:
        super().__init__(seen, tip_feedback, aging=(seen, tip_feedback))

    def forget(self, transaction: Transaction, me: MemberKey, names: Collection[str] = ()) -> None:
        """Delete it all.

        Args:
            transaction: to write in.
            me: who has everything erased.
            names: under which they were shown.
        """
        super().forget(transaction, me, names)
        tips.forget_place(transaction, me.tenant, me.member)


HOLDER = LessonData()
