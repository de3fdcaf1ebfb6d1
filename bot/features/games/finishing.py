"""Finishing a game that's over or can't go on: stores its results, and frees its channel."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Literal, TypeAlias

from bot.features.games.game_packs import GamePacks
from bot.features.games.model import Key, is_erased
from bot.features.games.results import answers_of, results_of
from bot.features.games.state import GameState
from bot.features.games.store import erasing, games
from bot.features.learners.store import notices
from bot.features.quizzes.model import Answer
from bot.features.quizzes.questions import bank
from bot.features.quizzes.store import answers
from bot.features.scoring import store as scoring_store
from bot.features.scoring.model import Result
from bot.runtime.bulkhead import set_aside
from bot.storage.database import Database
from bot.storage.transaction import Transaction

_AT_ONCE = 500
"""Results stored in one transaction, so that answers elsewhere don't wait for all of them."""

_CanNot: TypeAlias = Literal["read", "run"]
"""What no replica can do with a game, as a verb for the notice about it."""


class Finishing:
    """Finishes games.

    Args:
        database: stores games and results.
        packs: the packs of games.
    """

    def __init__(self, database: Database, packs: GamePacks) -> None:
        self._database = database
        self._packs = packs

    async def keep_results(self, key: Key, state: GameState, number: int, at: datetime) -> bool:
        """Store a game's results; return False if its log has grown, for example because someone was erased.

        Args:
            key: the game's key.
            state: the game's final state.
            number: how many events lead to that state.
            at: now, in UTC.
        """
        await self._packs.load(state)
        pack = self._packs.current_pack(state)
        if pack is None:
            set_aside("results of a game", LookupError("its pack is gone, so nobody can work them out"), key)
        else:
            scored, replies = results_of(state, pack, bank(pack), at), answers_of(state, pack, bank(pack))
            for first in range(0, max(len(scored), len(replies)), _AT_ONCE):
                batch = slice(first, first + _AT_ONCE)
                keep = partial(_keep, key=key, number=number, scored=scored[batch], replies=replies[batch])
                if not await self._database.transact(keep):
                    return False
        return await self._database.transact(partial(_end, key=key, number=number, state=state, at=at))

    async def give_up(self, key: Key, can_not: _CanNot, reference: str, at: datetime) -> None:
        """End a game that no replica can continue.

        Args:
            key: the game's key.
            can_not: what they can't do with it.
            reference: the reference of the log entry that says why.
            at: now, in UTC.
        """
        work = partial(_give_up, key=key, can_not=can_not, reference=reference, at=at)
        await self._database.transact(work)


def _keep(
    transaction: Transaction, key: Key, number: int, scored: Sequence[Result], replies: Sequence[Answer]
) -> bool:
    """Store results and answers, unless the log has grown: they might belong to someone who has just been erased."""
    current = erasing.hold(transaction, key) == number
    if current:
        scoring_store.add(transaction, scored)
        answers.add(transaction, replies)
    return current


def _give_up(transaction: Transaction, key: Key, can_not: _CanNot, reference: str, at: datetime) -> None:
    """End a game that no replica can read or run, and leave a notice about it."""
    games.end(transaction, key, at)
    sentence = (
        f"I can't {can_not} a game of yours any more, so I ended it; tell the person who runs Versed "
        f"(reference {reference}). You can start another one."
    )
    notices.add(transaction, key.tenant, f"given up game:{key.game}", sentence, at)


def _end(transaction: Transaction, key: Key, number: int, state: GameState, at: datetime) -> bool:
    """Mark a game as over, unless its log has grown since."""
    current = erasing.hold(transaction, key) == number
    if current:
        if any(is_erased(who) for who in state.players):
            tenants = {venue.tenant for venue in state.venues}
            erasing.drop_strangers(transaction, key.game, tenants, {*state.players, *state.kicked})
        games.end(transaction, key, at)
    return current
