"""The data held about people who open or take challenges: their participation and their turns."""

from collections.abc import Collection
from datetime import datetime

from bot.features.challenges.store import challenges as store
from bot.features.scheduling.store import schedules
from bot.language.people import MemberKey
from bot.storage.personal_data import MemberRows
from bot.storage.tables import challenge_opener, challenge_player, challenge_turn
from bot.storage.transaction import Transaction


class ChallengeData(MemberRows):
    """Holds the rows that name a member; they're pruned together with their challenge."""

    def __init__(self) -> None:
        super().__init__(challenge_player, challenge_turn, challenge_opener)

    def forget(
        self, transaction: Transaction, me: MemberKey, names: Collection[str] = (), own_place: str = ""
    ) -> None:
        """Delete the member's rows, while no challenge of theirs is being scored or announced (see Holder)."""
        if store.hold_those_of(transaction, me):
            schedules.make_again(transaction, me.tenant)
        super().forget(transaction, me, names, own_place)

    def prune(self, transaction: Transaction, before: datetime) -> None:
        """Delete all rows of challenges that were closed before a given time."""
        for tenant, number in store.prune(transaction, before):
            schedules.drop(transaction, tenant, number)


HOLDER = ChallengeData()
