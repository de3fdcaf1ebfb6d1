"""The data held about people who join a team."""

from collections.abc import Collection
from datetime import datetime

from bot.features.teams import store
from bot.features.teams.model import UNDO, unnamed
from bot.language.names import mentions
from bot.language.people import MemberKey
from bot.storage.personal_data import MemberRows
from bot.storage.tables import team_member
from bot.storage.transaction import Transaction


class TeamData(MemberRows):
    """Holds the rows that say who is in which team."""

    def __init__(self) -> None:
        super().__init__(team_member)

    def forget(
        self, transaction: Transaction, me: MemberKey, names: Collection[str] = (), own_place: str = ""
    ) -> None:
        """Remove the member from their team, and their name from the names of all teams.

        If they were alone in their team, it's deleted. Versed doesn't keep who named a team, so one that stays keeps
        its name, unless the erased member's own is in it.

        See Holder.
        """
        store.hold(transaction, me.tenant)
        store.leave(transaction, me)
        team_names = store.kept_names(transaction, me.tenant)
        for team_id, name in team_names.items():
            if mentions(name, names):
                team_names[team_id] = unnamed(team_names.values())
                store.rename_kept(transaction, me.tenant, team_id, team_names[team_id])

    def expire(self, transaction: Transaction, now: datetime) -> None:
        """Delete removed teams that can't be restored any more."""
        store.expire(transaction, now - UNDO)


HOLDER = TeamData()
