"""The personal data of players: their answers, their results, and what the logs say about them.

A log may belong to another tenant, where the game was started. It stays when someone in it is erased, because it
belongs to the other players, too; an anonymous stand-in replaces the erased person.

The erasing replica logs an event that says that someone was erased, and rewrites the earlier events in the same
transaction. So no replica can continue from a log that still names them: the number of its next event would be
taken, and it has to read the log first.
"""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from bot.features.games import erasure
from bot.features.games.events import Erased, encode
from bot.features.games.model import Key, stand_in_for
from bot.features.games.store import erasing, games, log
from bot.features.scheduling.store import schedules
from bot.language.people import MemberKey
from bot.storage.errors import StoreError
from bot.storage.personal_data import HeldRows, MemberRows
from bot.storage.tables import game_answer, game_event, game_result
from bot.storage.transaction import Transaction

KEPT = timedelta(days=90)
"""How long the log of a finished game is kept, so that its players can review what they missed."""

_ATTEMPTS = 100
_TOO_FAST = "A game is moving too fast; try again."


class GameData(MemberRows):
    """Holds the rows and the logs that name a member."""

    def __init__(self) -> None:
        super().__init__(game_answer, game_result, aging=(game_result,))
        self.tables = (*self.tables, game_event)

    def held(self, transaction: Transaction, me: MemberKey) -> HeldRows:
        """Return the member's rows, and what logs say about them, but nothing about others."""
        events = [
            {"tenant": key.tenant, "game": key.game, **erasure.shown(event, number, me)}
            for key, number, event in _logged(transaction, me)
        ]
        return {**super().held(transaction, me), **({game_event.name: events} if events else {})}

    def names(self, transaction: Transaction, me: MemberKey) -> set[str]:
        """Return the display names with which they have played and hosted."""
        logged = [erasure.shown(event, number, me) for _, number, event in _logged(transaction, me)]
        return super().names(transaction, me) | {each["name"] for each in logged if "name" in each}

    def forget(
        self, transaction: Transaction, me: MemberKey, names: Collection[str] = (), own_place: str = ""
    ) -> None:
        """Replace the member with an anonymous stand-in, and delete their results (see Holder)."""
        _erase(transaction, me, names)
        if super().names(transaction, me):  # a season's post that was composed ahead may show their results
            schedules.make_again(transaction, me.tenant)
        super().forget(transaction, me, names, own_place)

    def purge(self, transaction: Transaction, tenant: str) -> None:
        """Replace each of the tenant's members with an anonymous stand-in in the games of other tenants."""
        for key in sorted(erasing.elsewhere(transaction, tenant)):
            _erase_all_in(transaction, key, tenant)

    def prune(self, transaction: Transaction, before: datetime) -> None:
        """Delete the results from before a moment, and the games that ended before it."""
        super().prune(transaction, before)
        games.prune(transaction, before)

    def expire(self, transaction: Transaction, now: datetime) -> None:
        """Delete games that ended long ago, except for their results."""
        games.prune(transaction, now - KEPT)


def _logged(transaction: Transaction, who: MemberKey, names: Collection[str] = ()) -> list[tuple[Key, int, str]]:
    """Return the events that name a person, in any tenant's logs, in order, each with its game and its number."""
    return [each for each in erasing.naming(transaction, who, names) if erasure.is_named(each[2], who, names)]


def _erase(transaction: Transaction, who: MemberKey, names: Collection[str]) -> None:
    """Replace a person with an anonymous stand-in in all games that they are in."""
    keys = erasing.answered(transaction, who) | {key for key, _, _ in _logged(transaction, who, names)}
    for key in sorted(keys):  # the same order everywhere, to prevent deadlocks
        _erase_in(transaction, key, who, names)


def _erase_in(transaction: Transaction, key: Key, who: MemberKey, names: Collection[str]) -> None:
    someone = stand_in_for(who, secrets.token_hex(8))
    _log_erased(transaction, key, someone)  # first: after it, nobody else can log until this transaction ends
    for _, number, event in erasing.naming(transaction, who, names, key):
        if erasure.is_named(event, who, names):
            erasing.rewrite(transaction, key, number, erasure.without(event, {who: someone}, names))
    for position, answer in erasing.answers(transaction, key, who).items():
        wordless = erasure.answer_without_words(answer)
        erasing.replace_answer(transaction, key, who, position, someone=someone, given=wordless)


def _log_erased(transaction: Transaction, key: Key, someone: MemberKey) -> None:
    number = erasing.hold(transaction, key)
    for _ in range(_ATTEMPTS):
        if log.append(transaction, key, number, [encode(Erased(who=someone))]):
            return
        number = erasing.next_number(transaction, key)  # another replica has taken that number
    raise StoreError(_TOO_FAST)


def _erase_all_in(transaction: Transaction, key: Key, tenant: str) -> None:
    """Replace each of a tenant's members with an anonymous stand-in in another tenant's game.

    Their answers are rows of their own tenant, and are deleted with those.
    """
    erasing.hold(transaction, key)
    for _ in range(_ATTEMPTS):
        events = log.events(transaction, key, 0)
        people = erasure.people_of(events, tenant)
        stand_ins = {who: stand_in_for(who, secrets.token_hex(8)) for who in people}
        erasures = [encode(Erased(who=someone)) for someone in stand_ins.values()]
        # First, as in _erase_in. If someone has joined since we read the log, the number is taken, so read it again.
        if not erasures or log.append(transaction, key, len(events), erasures):
            for number, event in erasure.rewritten(events, stand_ins, set().union(*people.values())):
                erasing.rewrite(transaction, key, number, event)
            return
    raise StoreError(_TOO_FAST)


HOLDER = GameData()
