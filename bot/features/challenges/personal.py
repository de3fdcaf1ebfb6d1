"""What is held of a person who opens or takes challenges: that they did, and their turns."""

from collections.abc import Collection
from datetime import datetime

from bot.features.challenges.store import challenges as store
from bot.features.scheduling.store import schedules
from bot.language.people import MemberKey
from bot.storage.personal_data import MemberRows
from bot.storage.tables import challenge_opener, challenge_player, challenge_turn
from bot.storage.transaction import Transaction


class ChallengeData(MemberRows):
    """Holds rows that name a member; they grow old with their challenge."""

    def __init__(self) -> None:
        super().__init__(challenge_player, challenge_turn, challenge_opener)

    def forget(self, transaction: Transaction, me: MemberKey, names: Collection[str] = ()) -> None:
        """Delete the member's rows, while none of their challenges is being counted or told about.

        Args:
            transaction: to write in.
            me: who has everything erased.
            names: under which they were shown.
        """
        if store.hold_those_of(transaction, *me):
            schedules.make_again(transaction, me.tenant)
        super().forget(transaction, me, names)

    def prune(self, transaction: Transaction, before: datetime) -> None:
        """Delete challenges that were closed before a moment, as a whole."""
        for tenant, number in store.forget(transaction, before):
            schedules.drop(transaction, tenant, number)


HOLDER = ChallengeData()
