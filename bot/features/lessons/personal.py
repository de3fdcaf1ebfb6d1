"""The personal data of people who read lessons: what they've read, and what they said about tips."""

from collections.abc import Collection

from bot.features.lessons.store import tips
from bot.language.people import MemberKey
from bot.storage.personal_data import MemberRows
from bot.storage.tables import seen, tip_feedback
from bot.storage.transaction import Transaction


class LessonData(MemberRows):
    """Has rows that name a member, and rows about a place of their own, whose id may be theirs."""

    def __init__(self) -> None:
        super().__init__(seen, tip_feedback, aging=(seen, tip_feedback))

    def forget(
        self, transaction: Transaction, me: MemberKey, names: Collection[str] = (), own_place: str = ""
    ) -> None:
        """Delete all of a member's data (see Holder)."""
        super().forget(transaction, me, names, own_place)
        for place in filter(None, (me.member, own_place)):
            tips.forget_place(transaction, me.tenant, place)


HOLDER = LessonData()
