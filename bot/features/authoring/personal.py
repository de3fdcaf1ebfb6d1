"""The data held about members who report problems or suggest something."""

from collections.abc import Collection
from datetime import datetime

from bot.features.authoring.editors_channel import NEWS, OPTIONS, About
from bot.features.authoring.store import feedback as reports
from bot.features.authoring.store import suggestions
from bot.features.packs.model import SAID_FOR
from bot.features.scheduling import announcements
from bot.language.people import MemberKey
from bot.storage.personal_data import MemberRows
from bot.storage.tables import feedback, suggestion
from bot.storage.transaction import Transaction


class SaidOfPacks(MemberRows):
    """Holds members' reports and suggestions, which are deleted with them."""

    def __init__(self) -> None:
        super().__init__(feedback, suggestion, aging=(feedback, suggestion))

    def forget(
        self, transaction: Transaction, me: MemberKey, names: Collection[str] = (), own_place: str = ""
    ) -> None:
        """Delete the member's reports and suggestions, and posts about them that editors haven't got yet.

        See Holder.
        """
        mentions = [About(suggestion=each) for each in suggestions.ids_of(transaction, me)]
        mentions += (About(report=each) for each in reports.ids_of(transaction, me))
        announcements.take_back(transaction, me.tenant, NEWS, [OPTIONS.write(each) for each in mentions])
        super().forget(transaction, me, names, own_place)

    def expire(self, transaction: Transaction, now: datetime) -> None:
        """Delete old reports and suggestions, whether answered or not."""
        reports.expire(transaction, now - SAID_FOR)
        suggestions.expire(transaction, now - SAID_FOR)


HOLDER = SaidOfPacks()
