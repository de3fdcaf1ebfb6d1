"""What is held of a person who joins a team."""

from collections.abc import Collection
from datetime import datetime

from bot.features.teams import store
from bot.features.teams.model import UNDO
from bot.language.people import MemberKey
from bot.storage.personal_data import MemberRows
from bot.storage.tables import team_member
from bot.storage.transaction import Transaction


class TeamData(MemberRows):
    """Holds that a member is in a team."""

    def __init__(self) -> None:
        super().__init__(team_member)

    def forget(self, transaction: Transaction, me: MemberKey, names: Collection[str] = ()) -> None:
        """Take the member out of their team; one that they were in alone goes, with the name that they gave it.

        Args:
            transaction: to write in.
            me: who has everything erased.
            names: under which they were shown.
        """
        store.hold(transaction, me.tenant)
        store.leave(transaction, *me)

    def expire(self, transaction: Transaction, now: datetime) -> None:
        """Delete teams that were removed, and can't come back any more."""
        store.expire(transaction, now - UNDO)


HOLDER = TeamData()
