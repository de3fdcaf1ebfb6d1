"""What is held of a person as a learner: their settings, links, codes and notices."""

from collections.abc import Collection
from datetime import datetime, timedelta

from bot.features.learners.store import link_codes, notices, settings
from bot.language.people import Learner, MemberKey
from bot.storage.personal_data import Held, MemberRows
from bot.storage.tables import learner, link_code, notice, setting
from bot.storage.transaction import Transaction

KEPT = timedelta(days=90)
"""For which it's remembered that someone has been told something, and that a code was asked for."""


class LearnerData(MemberRows):
    """Holds rows that name a member, and settings, which name their scope."""

    def __init__(self) -> None:
        super().__init__(learner, link_code, notice, secret=("code",))
        self.tables = (*self.tables, setting)

    def held(self, transaction: Transaction, me: MemberKey) -> Held:
        """Return it all, except the code."""
        return {**super().held(transaction, me), **settings.held(transaction, me)}

    def link(self, transaction: Transaction, first: Learner, second: Learner) -> None:
        """Copy the other home's choices to the one that stays, where that has made none.

        Args:
            transaction: to write in.
            first: the learner whose home stays.
            second: the other.
        """
        settings.copy_learning(transaction, second.home, first.home, replacing=False)

    def unlink(self, transaction: Transaction, whole: Learner, me: MemberKey, rest: MemberKey) -> None:
        """Let both go on with the settings that they had together.

        Args:
            transaction: to write in.
            whole: the learner as it was.
            me: the self that leaves, which may be their home.
            rest: the home of those who stay.
        """
        settings.copy_learning(transaction, whole.home, rest if whole.home == me else me, replacing=True)

    def forget(self, transaction: Transaction, me: MemberKey, names: Collection[str] = ()) -> None:
        """Delete it all.

        Args:
            transaction: to write in.
            me: who has everything erased.
            names: under which they were shown.
        """
        super().forget(transaction, me, names)
        settings.delete_of(transaction, me)

    def expire(self, transaction: Transaction, now: datetime) -> None:
        """Delete codes that nobody can use any more, and notices that were told long ago."""
        link_codes.forget(transaction, now - KEPT)
        notices.forget(transaction, now - KEPT)


HOLDER = LearnerData()
