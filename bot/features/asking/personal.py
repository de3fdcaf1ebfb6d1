"""What's held of a person who asks: a mark that someone asked, which doesn't tell who."""

from collections.abc import Collection
from datetime import datetime

from bot.features.asking.store import missing
from bot.features.asking.unanswered import forget
from bot.language.people import MemberKey
from bot.storage.personal_data import MemberRows
from bot.storage.transaction import Transaction


class AskingData(MemberRows):
    """Holds no rows that name a member, so there's nothing to show or to move."""

    def forget(self, transaction: Transaction, me: MemberKey, names: Collection[str] = ()) -> None:
        """Delete it all.

        Args:
            transaction: to write in.
            me: who has everything erased.
            names: under which they were shown.
        """
        forget(transaction, me.tenant, me.member)

    def prune(self, transaction: Transaction, before: datetime) -> None:
        """Delete what's older than a moment."""
        missing.prune(transaction, before)

    def expire(self, transaction: Transaction, now: datetime) -> None:
        """Delete what was asked without an answer in past months, as far as someone could be told by it."""
        missing.expire(transaction, now)


HOLDER = AskingData()
