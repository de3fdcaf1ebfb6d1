"""What is held of people who say that something's wrong in a pack."""

from datetime import datetime

from bot.features.authoring.model import KEPT_FOR
from bot.features.authoring.store import feedback as store
from bot.storage.personal_data import MemberRows
from bot.storage.tables import feedback
from bot.storage.transaction import Transaction


class FeedbackData(MemberRows):
    """Holds what members said, which goes with them."""

    def __init__(self) -> None:
        super().__init__(feedback, aging=(feedback,))

    def expire(self, transaction: Transaction, now: datetime) -> None:
        """Delete what was said long ago, answered or not."""
        store.expire(transaction, now - KEPT_FOR)


HOLDER = FeedbackData()
