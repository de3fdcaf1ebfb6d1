"""What is held of a person who plays games: their answers, their results, and what the logs say of them.

A log may be another tenant's, where the game was started. It stays when someone in it is erased, as it belongs to
the others too; someone without a name stands in their place.

An erasing replica takes part in the log's agreement: it logs that someone has been erased, and rewrites what was
logged before in the same transaction. So no replica can go on from a log that names them: its next event would have a
number that is taken, and it reads on first.
"""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from bot.features.games import erasure
from bot.features.games.events import Erased, encode
from bot.features.games.model import Key, Person
from bot.features.games.store import erasing, games, log
from bot.features.scheduling.store import schedules
from bot.language.people import MemberKey
from bot.storage.errors import StoreError
from bot.storage.personal_data import Held, MemberRows
from bot.storage.tables import game_answer, game_event, game_result
from bot.storage.transaction import Transaction

KEPT = timedelta(days=90)
"""For which the log of a game that is over is kept, so that its players can look at what they missed."""

_ATTEMPTS = 100
_TOO_FAST = "A game is moving too fast; try again."


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
            for key, number, event in _logged(transaction, who)
        ]
        return {**super().held(transaction, me), **({game_event.name: events} if events else {})}

    def names(self, transaction: Transaction, me: MemberKey) -> set[str]:
        """Return the names under which they have played and hosted."""
        who = Person(*me)
        said = [erasure.shown(event, number, who) for _, number, event in _logged(transaction, who)]
        return super().names(transaction, me) | {each["name"] for each in said if "name" in each}

    def forget(self, transaction: Transaction, me: MemberKey, names: Collection[str] = ()) -> None:
        """Put someone without a name in the member's place, and delete their results.

        Args:
            transaction: to write in.
            me: who has everything erased.
            names: under which they were shown.
        """
        _erase(transaction, Person(*me), names)
        if super().names(transaction, me):  # a season may be about to tell of their results
            schedules.make_again(transaction, me.tenant)
        super().forget(transaction, me, names)

    def purge(self, transaction: Transaction, tenant: str) -> None:
        """Put someone without a name in the place of each of a tenant's people, in the games of other tenants."""
        for key in sorted(erasing.elsewhere(transaction, tenant)):
            _erase_all_in(transaction, key, tenant)

    def prune(self, transaction: Transaction, before: datetime) -> None:
        """Delete results, and games that ended before a moment, as a whole."""
        super().prune(transaction, before)
        games.forget(transaction, before)

    def expire(self, transaction: Transaction, now: datetime) -> None:
        """Delete games that ended long ago, as a whole, except for their results."""
        games.forget(transaction, now - KEPT)


def _logged(transaction: Transaction, who: Person, names: Collection[str] = ()) -> list[tuple[Key, int, str]]:
    """Return the events that name a person, whichever tenant keeps them, in order: their games and numbers too."""
    return [each for each in erasing.naming(transaction, who, names) if erasure.is_named(each[2], who, names)]


def _erase(transaction: Transaction, who: Person, names: Collection[str]) -> None:
    """Put someone without a name in a person's place, in all games that they are in."""
    keys = erasing.answered(transaction, who) | {key for key, _, _ in _logged(transaction, who, names)}
    for key in sorted(keys):  # in one order everywhere, or two could each wait for a game that the other holds
        _erase_in(transaction, key, who, names)


def _erase_in(transaction: Transaction, key: Key, who: Person, names: Collection[str]) -> None:
    someone = who.replaced_by(secrets.token_hex(8))
    _log_erased(transaction, key, someone)  # first, as from then on nobody can log anything until this is done
    for _, number, event in erasing.naming(transaction, who, names, key):
        if erasure.is_named(event, who, names):
            erasing.rewrite(transaction, key, number, erasure.without(event, {who: someone}, names))
    for position, given in erasing.answers(transaction, key, who).items():
        kept = erasure.answer_without_words(given)
        erasing.replace_answer(transaction, key, who, position, someone=someone, given=kept)


def _log_erased(transaction: Transaction, key: Key, someone: Person) -> None:
    number = erasing.hold(transaction, key)
    for _ in range(_ATTEMPTS):
        if log.append(transaction, key, number, [encode(Erased(who=someone))]):
            return
        number = erasing.next_number(transaction, key)  # another replica has taken the one before
    raise StoreError(_TOO_FAST)


def _erase_all_in(transaction: Transaction, key: Key, tenant: str) -> None:
    """Put someone without a name in the place of each of a tenant's people, in another tenant's game.

    What they have answered is a row of the tenant's own, and stays until those are deleted.
    """
    erasing.hold(transaction, key)
    for _ in range(_ATTEMPTS):
        kept = log.events(transaction, key, 0)
        people = erasure.people_of(kept, tenant)
        stand_ins = {who: who.replaced_by(secrets.token_hex(8)) for who in people}
        gone = [encode(Erased(who=someone)) for someone in stand_ins.values()]
        # As in _erase_in, first: one who has joined since the log was read has taken the number, so it's read again.
        if not gone or log.append(transaction, key, len(kept), gone):
            for number, event in erasure.rewritten(kept, stand_ins, set().union(*people.values())):
                erasing.rewrite(transaction, key, number, event)
            return
    raise StoreError(_TOO_FAST)


HOLDER = GameData()
