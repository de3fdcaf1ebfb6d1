"""What is held of a person who takes challenges: that they did, and their turns."""

from datetime import datetime

from bot.features.challenges import store
from bot.storage.personal_data import MemberRows
from bot.storage.tables import challenge_player, challenge_turn
from bot.storage.transaction import Transaction


class ChallengeData(MemberRows):
    """Holds rows that name a member; they grow old with their challenge."""

    def __init__(self) -> None:
        super().__init__(challenge_player, challenge_turn)

    def prune(self, transaction: Transaction, before: datetime) -> None:
        """Delete challenges that were closed before a moment, as a whole."""
        store.forget(transaction, before)


HOLDER = ChallengeData()
