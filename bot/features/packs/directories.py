"""What tenants have of their own, in memory: which packs are listed, and what's switched off.

Replicas follow one row of the database: a number that grows with every change.
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
    """Directories of tenants, each as it is since its tenant's last change.

    Args:
        database: where they are.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = Lock()  # transactions ask as well, in threads of their own
        self._known: LRUCache[str, tuple[int, Directory]] = LRUCache(_MOST)
        self._changed: dict[str, int] = {}
        self._last: int | None = None  # until the first look

    def at_hand(self, tenant: str) -> Directory | None:
        """Return what a tenant has of its own, from memory; None if it isn't there."""
        if self._last is None:
            return None
        number = self._changed.get(tenant)
        if number is None:
            return NOTHING
        with self._lock:
            known = self._known.get(tenant)
        return known[1] if known is not None and known[0] == number else None

    async def find(self, tenant: str) -> Directory:
        """Return what a tenant has of its own."""
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
        """Look at what has changed, by anybody and on any replica, since the last look."""
        before = self._last
        last, changed = await self._database.read(partial(_changed_since, number=before or 0))
        if before is not None and len(changed) < last - before:  # a tenant was purged, or changed several things
            with self._lock:
                self._known.clear()
        self._changed.update(changed)
        self._last = max(last, self._last or 0)

    def forget_damaged(self) -> None:
        """Read what couldn't be read in full once more when it's asked for next."""
        with self._lock:
            for tenant in [tenant for tenant, (_, read) in self._known.items() if not read.is_whole]:
                del self._known[tenant]


def _directory_of(transaction: Transaction, tenant: str) -> Directory:
    packs = {each.id: each for each in versions.of_tenant(transaction, tenant)}
    is_whole = len(packs) == versions.count(transaction, tenant)
    return Directory(packs, switches.of_tenant(transaction, tenant), is_whole)


def _changed_since(transaction: Transaction, number: int) -> tuple[int, dict[str, int]]:
    """Return the number of the last change, and which tenants have changed since one."""
    last = changes.last(transaction)
    return last, dict(changes.since(transaction, number)) if last > number else {}
