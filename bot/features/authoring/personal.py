"""What is held of people who say that something's wrong in a pack, or suggest something."""

from datetime import datetime

from bot.features.authoring.store import feedback as reports
from bot.features.authoring.store import suggestions
from bot.features.packs.model import SAID_FOR
from bot.storage.personal_data import MemberRows
from bot.storage.tables import feedback, suggestion
from bot.storage.transaction import Transaction


class SaidOfPacks(MemberRows):
    """Holds what members said, which goes with them."""

    def __init__(self) -> None:
        super().__init__(feedback, suggestion, aging=(feedback, suggestion))

    def expire(self, transaction: Transaction, now: datetime) -> None:
        """Delete what was said long ago, answered or not."""
        reports.expire(transaction, now - SAID_FOR)
        suggestions.expire(transaction, now - SAID_FOR)


HOLDER = SaidOfPacks()
