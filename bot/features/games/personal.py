"""What is held of a person who plays games: their answers, their results, and what the logs say of them.

A log may be another tenant's, where the game was started. It stays when someone in it is erased, as it belongs to
the others too; someone without a name stands in their place.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from bot.features.games import erasure
from bot.features.games.model import Person
from bot.features.games.store import erasing, games
from bot.features.scheduling.store import schedules
from bot.language.people import MemberKey
from bot.storage.personal_data import Held, MemberRows
from bot.storage.tables import game_answer, game_event, game_result
from bot.storage.transaction import Transaction

KEPT = timedelta(days=90)
"""For which the log of a game that is over is kept, so that its players can look at what they missed."""


class GameData(MemberRows):
    """Holds rows that name a member, and logs that do."""

    def __init__(self) -> None:
        super().__init__(game_answer, game_result, aging=(game_result,))
        self.tables = (*self.tables, game_event)

    def held(self, transaction: Transaction, me: MemberKey) -> Held:
        """Return the member's rows, and what logs say of them, but not of others."""
        who = Person(*me)
        events = [
            {"tenant": key.tenant, "game": key.game, **erasure.shown(event, number, who)}
            for key, number, event in erasing.logged(transaction, who)
        ]
        return {**super().held(transaction, me), **({game_event.name: events} if events else {})}

    def names(self, transaction: Transaction, me: MemberKey) -> set[str]:
        """Return the names under which they have played and hosted."""
        who = Person(*me)
        said = [erasure.shown(event, number, who) for _, number, event in erasing.logged(transaction, who)]
        return super().names(transaction, me) | {each["name"] for each in said if "name" in each}

    def forget(self, transaction: Transaction, me: MemberKey, names: Collection[str] = ()) -> None:
        """Put someone without a name in the member's place, and delete their results.

        Args:
            transaction: to write in.
            me: who has everything erased.
            names: under which they were shown.
        """
        erasing.erase(transaction, Person(*me), names)
        if super().names(transaction, me):  # a season may be about to tell of their results
            schedules.make_again(transaction, me.tenant)
        super().forget(transaction, me, names)

    def purge(self, transaction: Transaction, tenant: str) -> None:
        """Put someone without a name in the place of each of a tenant's people, in the games of other tenants."""
        erasing.erase_tenant(transaction, tenant)

    def prune(self, transaction: Transaction, before: datetime) -> None:
        """Delete results, and games that ended before a moment, as a whole."""
        super().prune(transaction, before)
        games.forget(transaction, before)

    def expire(self, transaction: Transaction, now: datetime) -> None:
        """Delete games that ended long ago, as a whole, except for their results."""
        games.forget(transaction, now - KEPT)


HOLDER = GameData()
