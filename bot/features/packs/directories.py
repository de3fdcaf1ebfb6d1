"""Tenants' directories in memory: the list of their own packs, and the parts that they've switched off.

Replicas poll one row of the database: a number that grows with every change.
"""

from functools import partial
from threading import Lock

from cachetools import LRUCache

from bot.features.packs.model import NOTHING, Directory
from bot.features.packs.store import changes, switches, versions
from bot.storage.database import Database
from bot.storage.transaction import Transaction

_MOST = 20_000


class Directories:
    """A cache of tenants' directories; each is valid until its tenant's next change.

    Args:
        database: stores the directories.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = Lock()  # transactions use it, too, from other threads
        self._known: LRUCache[str, tuple[int, Directory]] = LRUCache(_MOST)
        self._changed: dict[str, int] = {}
        self._last: int | None = None  # until the first look

    def at_hand(self, tenant: str) -> Directory | None:
        """Return a tenant's directory from memory; None if it isn't there."""
        if self._last is None:
            return None
        number = self._changed.get(tenant)
        if number is None:
            return NOTHING
        with self._lock:
            known = self._known.get(tenant)
        return known[1] if known is not None and known[0] == number else None

    async def find(self, tenant: str) -> Directory:
        """Return a tenant's own packs and switched-off parts."""
        if self._last is None:
            await self.look()
        known = self.at_hand(tenant)
        if known is not None:
            return known
        number = self._changed[tenant]
        read = await self._database.read(partial(_directory_of, tenant=tenant))
        with self._lock:
            self._known[tenant] = (number, read)
        return read

    async def look(self) -> None:
        """Read what has changed on any replica since the last look."""
        before = self._last
        last, changed = await self._database.read(partial(_changed_since, number=before or 0))
        if before is not None and len(changed) < last - before:  # a tenant was purged, or changed several times
            with self._lock:
                self._known.clear()
        self._changed.update(changed)
        self._last = max(last, self._last or 0)

    def forget_damaged(self) -> None:
        """Drop directories that couldn't be read in full, so that they're read again."""
        with self._lock:
            for tenant in [tenant for tenant, (_, read) in self._known.items() if not read.is_whole]:
                del self._known[tenant]


def _directory_of(transaction: Transaction, tenant: str) -> Directory:
    packs = {each.id: each for each in versions.of_tenant(transaction, tenant)}
    is_whole = len(packs) == versions.count(transaction, tenant)
    return Directory(packs, switches.of_tenant(transaction, tenant), is_whole)


def _changed_since(transaction: Transaction, number: int) -> tuple[int, dict[str, int]]:
    """Return the number of the last change, and the tenants that have changed since the given number."""
    last = changes.last(transaction)
    return last, dict(changes.since(transaction, number)) if last > number else {}
