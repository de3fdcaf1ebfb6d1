"""Names in the shared playground: a label that one person has at a time, and that identifies nobody."""

import asyncio
from functools import partial

from bot.features.learners.store import names
from bot.language.people import MemberKey
from bot.storage.database import Database


class TakenNames:
    """The names that are taken.

    Args:
        database: where they are kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._turn = asyncio.Lock()  # the playground is one process, so nobody else takes names meanwhile

    async def take(self, tenant: str, member: str, name: str) -> bool:
        """Give a member a name, in place of an earlier one; return whether it was free.

        Args:
            tenant: where.
            member: who wants it.
            name: as shown.

        Raises:
            StoreError: it can't be kept now.
        """
        async with self._turn:
            return await self._database.transact(partial(names.take, me=MemberKey(tenant, member), name=name))
