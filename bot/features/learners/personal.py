"""The data held about learners: their settings, links, codes and notices."""

from collections.abc import Collection
from datetime import datetime, timedelta

from bot.features.learners.store import link_codes, notices, settings
from bot.language.people import Learner, MemberKey
from bot.storage.personal_data import HeldRows, MemberRows
from bot.storage.tables import learner, link_code, notice, setting
from bot.storage.transaction import Transaction

KEPT = timedelta(days=90)
"""How long told notices, and requests for codes, are kept."""


class LearnerData(MemberRows):
    """Holds rows that name a member, and settings, which name their scope."""

    def __init__(self) -> None:
        super().__init__(learner, link_code, notice, secret=("code",))
        self.tables = (*self.tables, setting)

    def held(self, transaction: Transaction, me: MemberKey) -> HeldRows:
        """Return all rows, without the code."""
        return {**super().held(transaction, me), **settings.held(transaction, me)}

    def link(self, transaction: Transaction, first: Learner, second: Learner) -> None:
        """Copy the settings of the home that goes to the home that stays, unless it has its own (see Holder)."""
        settings.copy_learning(transaction, second.home, first.home, replacing=False)

    def unlink(self, transaction: Transaction, whole: Learner, me: MemberKey, rest: MemberKey) -> None:
        """Let both sides keep the settings that they had together (see Holder)."""
        settings.copy_learning(transaction, whole.home, rest if whole.home == me else me, replacing=True)

    def forget(
        self, transaction: Transaction, me: MemberKey, names: Collection[str] = (), own_place: str = ""
    ) -> None:
        """Delete all rows of a member (see Holder)."""
        super().forget(transaction, me, names, own_place)
        settings.delete_of(transaction, me)

    def expire(self, transaction: Transaction, now: datetime) -> None:
        """Delete expired codes, and notices that were told long ago."""
        link_codes.expire(transaction, now - KEPT)
        notices.expire(transaction, now - KEPT)


HOLDER = LearnerData()
