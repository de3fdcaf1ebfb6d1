"""The personal data of people who ask: marks that someone asked, which don't tell who."""

from collections.abc import Collection
from datetime import datetime

from bot.features.asking.store import missing
from bot.features.asking.unanswered import forget
from bot.language.people import MemberKey
from bot.storage.personal_data import MemberRows
from bot.storage.transaction import Transaction


class AskingData(MemberRows):
    """Has no rows that name a member, so there's nothing to show or to move."""

    def forget(
        self, transaction: Transaction, me: MemberKey, names: Collection[str] = (), own_place: str = ""
    ) -> None:
        """Delete a member's marks (see Holder)."""
        forget(transaction, me)

    def prune(self, transaction: Transaction, before: datetime) -> None:
        """Delete what was last asked before a moment."""
        missing.prune(transaction, before)

    def expire(self, transaction: Transaction, now: datetime) -> None:
        """Delete what could identify someone from past months' unanswered questions."""
        missing.expire(transaction, now)


HOLDER = AskingData()
