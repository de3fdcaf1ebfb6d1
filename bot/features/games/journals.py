"""The games that this replica has read lately."""

import asyncio
from weakref import WeakValueDictionary

from cachetools import LRUCache

from bot.features.games.journal import Journal
from bot.features.games.model import Key
from bot.runtime.bulkhead import bulkhead
from bot.storage.database import Database

_MOST = 1_000
"""Games remembered though nobody uses them; the least recently used go first."""


class Journals:
    """Opens games' journals, and remembers them: of a game there's only ever one.

    Args:
        database: where the logs are.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._recent: LRUCache[Key, Journal] = LRUCache(_MOST)
        self._used: WeakValueDictionary[Key, Journal] = WeakValueDictionary()
        self._by_id: WeakValueDictionary[str, Journal] = WeakValueDictionary()
        self._opening: dict[Key, asyncio.Task[Journal]] = {}

    def known(self, game_id: str, tenant: str) -> Journal | None:
        """Return the journal of an untrusted id, if it's remembered and a place of that tenant takes part."""
        journal = self._by_id.get(game_id)
        if journal is not None:
            for venue in journal.state.venues:  # there are few, and this is done at every press
                if venue.tenant == tenant:
                    return journal
        return None

    async def open(self, key: Key) -> Journal:
        """Return a game's journal; read it, once for everybody who asks meanwhile, unless it's remembered.

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
        """Read on in all games that are remembered, as other replicas may have erased someone from them.

        Args:
            older_than: only where the last look is so many seconds ago.

        Raises:
            StoreError: the database can't be read now.
        """
        for journal in list(self._used.values()):
            with bulkhead("game"):
                await journal.catch_up(older_than)

    async def forget(self) -> None:
        """Read on in all games, as someone has just been erased from their logs.

        Raises:
            StoreError: the database can't be read now.
        """
        await asyncio.gather(*self._opening.values(), return_exceptions=True)
        await self.catch_up(0.0)

    async def _read(self, key: Key) -> Journal:
        journal = await Journal.open(self._database, key)
        self._used[key] = self._by_id[key.game] = journal
        return journal
