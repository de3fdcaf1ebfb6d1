"""Names in the shared playground: each belongs to one person at a time, and identifies nobody."""

import asyncio
from functools import partial

from bot.features.learners.store import names
from bot.language.people import MemberKey
from bot.storage.database import Database


class TakenNames:
    """The names that are taken.

    Args:
        database: stores the names.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._turn = asyncio.Lock()  # the playground is a single process, so this is enough

    async def take(self, me: MemberKey, name: str) -> bool:
        """Give a member a name, replacing an earlier one; return whether it was free.

        Raises:
            StoreError: the name can't be stored now.
        """
        async with self._turn:
            return await self._database.transact(partial(names.take, me=me, name=name))
