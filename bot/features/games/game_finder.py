"""Finds games, whichever replica runs them: by id, by channel, or by key."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from bot.features.games.ailing import GIVE_UP
from bot.features.games.game_packs import GamePacks
from bot.features.games.journal import NOT_HERE, Journal
from bot.features.games.journals import Journals
from bot.features.games.model import Key
from bot.features.games.store import games
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.runtime.bulkhead import OutageError, set_aside
from bot.storage.database import Database

_FRESH = 0.5
"""Seconds for which the state of a game that another replica runs is considered fresh."""

_UNREADABLE = (
    "I can't read that game; if it's still on and I can't in "
    f"{GIVE_UP // timedelta(minutes=1)} minutes either, I'll end it so that you can start another one"
)


class GameFinder:
    """Finds games in their current state.

    Args:
        database: stores the games.
        packs: the packs of games.
        journals: the logs in memory.
        runs: returns whether this replica runs a game.
    """

    def __init__(self, database: Database, packs: GamePacks, journals: Journals, runs: Callable[[Key], bool]) -> None:
        self._database = database
        self._packs = packs
        self._journals = journals
        self._runs = runs

    def at_hand(self, asker: Asker, game_id: str) -> Journal | None:
        """Return the game with the given untrusted id, if this replica runs it and the asker's tenant takes part."""
        journal = self._journals.known(game_id, asker.tenant.key)
        return journal if journal is not None and self._runs(journal.key) else None

    async def find(self, asker: Asker, game_id: str) -> Journal:
        """Return the game with the given untrusted id, if the asker's tenant takes part in it.

        Raises:
            Refusal: there's no such game in the asker's tenant.
        """
        journal = self._journals.known(game_id, asker.tenant.key)
        if journal is not None:
            return await self.journal(journal.key)
        key = await self._database.read(partial(games.home, tenant=asker.tenant.key, game_id=game_id))
        if key is None:
            raise Refusal(NOT_HERE)
        return await self.journal(key)

    async def here(self, asker: Asker) -> Journal:
        """Return the game that's running in the asker's channel.

        Raises:
            Refusal: there's none, or it can't be read.
        """
        find = partial(games.running_in, tenant=asker.tenant.key, place=asker.place.id)
        key = await self._database.read(find)
        if key is None:
            raise Refusal("There's no game on in this channel; start one with /game start.")
        return await self.journal(key)

    async def latest(self, asker: Asker) -> Journal | None:
        """Return the game that's running in the asker's channel, or else the last one that ran there, if any.

        Raises:
            Refusal: it can't be read.
        """
        find = partial(games.latest_in, tenant=asker.tenant.key, place=asker.place.id)
        key = await self._database.read(find)
        return None if key is None else await self.journal(key)

    async def journal(self, key: Key) -> Journal:
        """Return a game in its current state; if it isn't run here, read its latest events first.

        Raises:
            Refusal: it has been deleted, for example because its tenant removed the bot, or it can't be read.
        """
        try:
            journal = await self._journals.open(key)
            if not self._runs(key):
                await journal.catch_up(_FRESH)
        except OutageError:
            raise
        except Exception as error:
            raise Refusal(f"{_UNREADABLE} (reference {set_aside('game', error, key)}).") from error
        if journal.is_gone:
            raise Refusal(NOT_HERE)
        await self._packs.load(journal.state)
        return journal
