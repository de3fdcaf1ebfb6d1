"""The journals of games that this replica has read recently."""

import asyncio
from weakref import WeakValueDictionary

from cachetools import LRUCache

from bot.features.games.journal import Journal
from bot.features.games.model import Key
from bot.runtime.bulkhead import bulkhead
from bot.storage.database import Database

_MOST = 1_000
"""Maximum number of unused games kept in memory; the least recently used ones are dropped first."""


class Journals:
    """Opens games' journals and keeps them in memory; there's only ever one journal per game.

    Args:
        database: stores the logs.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._recent: LRUCache[Key, Journal] = LRUCache(_MOST)
        self._used: WeakValueDictionary[Key, Journal] = WeakValueDictionary()
        self._by_id: WeakValueDictionary[str, Journal] = WeakValueDictionary()
        self._opening: dict[Key, asyncio.Task[Journal]] = {}

    def known(self, game_id: str, tenant: str) -> Journal | None:
        """Return the journal of the game with an untrusted id, if it's in memory and the tenant takes part."""
        journal = self._by_id.get(game_id)
        if journal is not None:
            for venue in journal.state.venues:  # a plain loop, as there are few, and this runs at every press
                if venue.tenant == tenant:
                    return journal
        return None

    async def open(self, key: Key) -> Journal:
        """Return a game's journal; if it isn't in memory, read it, once for all concurrent callers.

        Raises:
            ValueError: a newer version of Versed has written it.
        """
        journal = self._used.get(key)
        if journal is None:
            if key not in self._opening:
                self._opening[key] = asyncio.create_task(self._read(key))
                self._opening[key].add_done_callback(lambda _task: self._opening.pop(key, None))
            journal = await asyncio.shield(self._opening[key])
        self._recent[key] = journal
        return journal

    async def catch_up(self, older_than: float) -> None:
        """Read the new events of all games in memory, because other replicas may have erased someone.

        Args:
            older_than: read only games whose last read was at least this many seconds ago.

        Raises:
            StoreError: the database can't be read now.
        """
        for journal in list(self._used.values()):
            with bulkhead("game"):
                await journal.catch_up(older_than)

    async def forget(self) -> None:
        """Read the new events of all games, because someone has just been erased from their logs.

        Raises:
            StoreError: the database can't be read now.
        """
        await asyncio.gather(*self._opening.values(), return_exceptions=True)
        await self.catch_up(0.0)

    async def forget_tenant(self, tenant: str) -> None:
        """Drop a deleted tenant's games, and read the new events of the others, which its people may have been in.

        Raises:
            StoreError: the database can't be read now.
        """
        await self.forget()
        for key in [key for key in self._recent if key.tenant == tenant]:
            del self._recent[key]

    async def _read(self, key: Key) -> Journal:
        journal = await Journal.open(self._database, key)
        self._used[key] = self._by_id[key.game] = journal
        return journal
