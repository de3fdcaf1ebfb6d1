"""Erasure: deletes what's kept about a person or a tenant, wherever it's kept."""

import logging
from collections.abc import Callable, Collection, Sequence
from typing import Protocol, TypeVar

from bot.features.learners.linking import Linking
from bot.features.learners.store import learners, tenants
from bot.language.people import MemberKey
from bot.storage.database import Database
from bot.storage.errors import StoreError
from bot.storage.personal_data import PersonalData
from bot.storage.transaction import Transaction

_log = logging.getLogger(__name__)

_T = TypeVar("_T")


class PersonalCache(Protocol):
    """Has data about people in memory."""

    async def forget(self, me: MemberKey, names: Collection[str], /) -> None:
        """Drop a person who has just been erased from the database.

        Args:
            me: the person.
            names: all names under which they were ever shown.
        """

    async def forget_tenant(self, tenant: str) -> None:
        """Drop a tenant that has just been deleted from the database, with all its people."""


class Erasure:
    """Deletes people and tenants, including what's still queued, in memory, or left on the disk.

    Args:
        database: stores everything.
        personal_data: knows which data each feature holds about people.
        linking: unlinks selves before they're deleted.
        caches: everything in this process that has data about people in memory; the list may grow later.
    """

    def __init__(
        self, database: Database, personal_data: PersonalData, linking: Linking, caches: Sequence[PersonalCache] = ()
    ) -> None:
        self._database = database
        self._personal_data = personal_data
        self._linking = linking
        self._caches = caches

    async def erase(self, me: MemberKey, names: Collection[str] = (), own_place: str = "") -> None:
        """Delete everything about a person in one tenant.

        The rows go in one transaction; the rest follows. Repeating it finishes what was left undone.

        Args:
            me: the person.
            names: names that they're known by, besides those that are stored.
            own_place: the id of a place that only they can see; "" if it isn't known.

        Raises:
            StoreError: the database can't do it now.
        """

        def work(transaction: Transaction) -> set[str]:
            self._linking.leave(transaction, me)
            return self._personal_data.forget(transaction, me, names, own_place)

        await self._database.settle()  # wait for queued writes, which mustn't be committed afterwards
        known = await self._database.transact(work)
        for cache in self._caches:
            await cache.forget(me, known)
        await self._database.wipe()

    async def end(self, tenant: str) -> None:
        """Delete everything about a tenant.

        Members with linked selves in other tenants keep what they did there.

        Raises:
            StoreError: the database can't do it now; nothing was deleted.
        """
        await self.end_if(tenant, lambda _: True)

    async def end_if(self, tenant: str, decide: Callable[[Transaction], _T]) -> _T:
        """Delete everything about a tenant, if that's decided in the transaction that deletes it.

        Args:
            tenant: the tenant's key.
            decide: returns something true if the tenant is to be deleted.

        Returns:
            What `decide` returned.

        Raises:
            StoreError: the database can't do it now; nothing was deleted.
        """

        def work(transaction: Transaction) -> _T:
            decided = decide(transaction)
            if decided:
                self._delete(transaction, tenant)
            return decided

        await self._database.settle()  # wait for queued writes, which mustn't be committed afterwards
        decided = await self._database.transact(work)
        if decided:
            await self._drop_copies(tenant)
        return decided

    def _delete(self, transaction: Transaction, tenant: str) -> None:
        for each in learners.of_tenant(transaction, tenant):
            self._linking.leave(transaction, each)
        self._personal_data.purge(transaction, tenant)
        tenants.delete_all(transaction, tenant)

    async def _drop_copies(self, tenant: str) -> None:
        """Delete the copies in memory and on the disk; if that fails, the tenant is gone all the same."""
        try:
            for cache in self._caches:
                await cache.forget_tenant(tenant)
            await self._database.wipe()
        except StoreError as error:
            _log.error("a tenant was deleted, but copies in memory or in the database's files may stay: %s", error)
