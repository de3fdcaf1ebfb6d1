"""The shelf: packs in memory for as long as they're used, always in their published version.

A pack that isn't in memory is loaded off the event loop, in two steps: first what cards, tips and questions need;
then, while those are already served, what search and typed answers need. A transaction can't wait for a load, so the
database rolls it back and runs it again once the pack is in memory (NotReadyError). The directories tell which packs
there are, and when they have changed.
"""

import asyncio
import itertools
import logging
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from threading import Lock

from cachetools import LRUCache

from bot.content import derived
from bot.content.derived import When
from bot.content.model import SCHEMA_VERSION, Pack
from bot.content.reading.images import ImageError, redrawn
from bot.content.reading.library import Library
from bot.content.without import without
from bot.features.learners.store import notices
from bot.features.packs.directories import Directories
from bot.features.packs.model import Directory, Listed, count
from bot.features.packs.packed import PackedVersion, unpacked
from bot.features.packs.store import versions
from bot.language.rich_text import CommandMention, Text, text
from bot.runtime.bulkhead import OutageError, bulkhead, set_aside
from bot.storage.clock import shared_now
from bot.storage.database import Database, NotReadyError
from bot.storage.transaction import Transaction

_log = logging.getLogger(__name__)

MOST_ITEMS = 200_000
"""Maximum number of items of tenants' packs in memory; the least recently used packs are evicted first."""

_LEAST = 20
"""A pack counts as at least this many items, because its other parts take memory, too."""

_TRIES = 5

_LATER = 1.0
"""Seconds until the rest is derived from a loaded pack, so that people who wait for a card come first."""

_READ_AGAIN = 60
"""After this many looks, damaged packs are read again."""

LOOK_EVERY = 1.0
"""Seconds between two looks for changes."""


@dataclass(frozen=True, slots=True)
class _Source:
    """What a pack in memory was made from.

    Args:
        base: the operator's pack, or the entry in the list of the tenant's own.
        off: kind:id of the parts that are switched off.
    """

    base: Pack | Listed
    off: frozenset[str]

    def is_still(self, now: "_Source") -> bool:
        """Return whether a pack made now would be the same; large packs are compared by identity."""
        same = self.base is now.base or (isinstance(now.base, Listed) and self.base == now.base)
        return same and self.off == now.off


@dataclass(frozen=True, slots=True)
class _Book:
    """A pack in memory, with what it was made from; the pack is None if it can't be read."""

    pack: Pack | None
    source: _Source
    items: int


class _Books(LRUCache[tuple[str, str], _Book]):
    """Packs in memory by tenant and id; evicted ones are collected, to be freed in small pieces."""

    def __init__(self, most: int) -> None:
        super().__init__(most, lambda book: book.items)
        self.left: list[Pack] = []

    def __delitem__(self, key: tuple[str, str]) -> None:
        pack = self[key].pack
        super().__delitem__(key)
        if pack is not None:
            self.left.append(pack)


class Shelf:
    """Packs as each tenant sees them: its own, and the operator's, both without the parts switched off.

    Args:
        library: the operator's packs.
        database: stores tenants' own packs.
        most: the maximum number of items in memory.

    Attributes:
        library: the operator's packs.
    """

    def __init__(self, library: Library, database: Database, most: int = MOST_ITEMS) -> None:
        self.library = library
        self._database = database
        self._most = most
        self._lock = Lock()  # transactions use it, too, from other threads
        self._books = _Books(most)
        self._directories = Directories(database)
        self._loading: dict[tuple[str, str], asyncio.Task[None]] = {}
        self._finishing: set[asyncio.Task[None]] = set()
        self._turn = asyncio.Semaphore()

    def get(self, tenant: str, pack_id: str) -> Pack | None:
        """Return a pack as a tenant sees it, from memory; None if the tenant has none with that id.

        Args:
            tenant: the key of the tenant.
            pack_id: the pack's id, possibly untrusted.

        Raises:
            NotReadyError: it isn't in memory.
        """
        directory = self._directories.at_hand(tenant)
        if directory is not None:
            source = self._source(directory, pack_id)
            if source is None:
                return None
            if isinstance(source.base, Pack) and not source.off:
                return source.base
            with self._lock:
                book = self._books.get((tenant, pack_id))
            if book is not None and book.source.is_still(source):
                return book.pack
        raise NotReadyError(partial(self.find, tenant, pack_id))

    def require(self, keys: Collection[tuple[str, str]]) -> None:
        """Make sure that some packs are in memory; missing ones are loaded before the transaction runs again.

        Args:
            keys: (tenant, pack id) of each pack.

        Raises:
            NotReadyError: some aren't in memory.
        """
        missing = []
        for each in keys:
            try:
                self.get(*each)
            except NotReadyError:
                missing.append(each)
        if missing:
            raise NotReadyError(partial(self._find_all, missing))

    async def _find_all(self, keys: Collection[tuple[str, str]]) -> None:
        for each in keys:
            await self.find(*each)

    async def find(self, tenant: str, pack_id: str) -> Pack | None:
        """Return a pack as a tenant sees it, loading it if necessary; None if the tenant has none with that id.

        Args:
            tenant: the key of the tenant.
            pack_id: the pack's id, possibly untrusted.
        """
        for _ in range(_TRIES):
            await self.directory(tenant)
            with suppress(NotReadyError):
                return self.get(tenant, pack_id)
            await self._load_once(tenant, pack_id)
        return self.get(tenant, pack_id)

    async def directory(self, tenant: str) -> Directory:
        """Return a tenant's own packs and switched-off parts."""
        return await self._directories.find(tenant)

    def listed(self, tenant: str) -> Sequence[Pack | Listed]:
        """Return the list entries of all packs that a tenant has, the operator's first.

        Raises:
            NotReadyError: the tenant's directory isn't in memory.
        """
        directory = self._directories.at_hand(tenant)
        if directory is None:
            raise NotReadyError(partial(self.directory, tenant))
        own = (
            each for each in directory.packs.values() if each.removed is None and each.id not in self.library.packs
        )
        return [*self.library.packs.values(), *own]

    async def look(self) -> None:
        """Read what has changed on any replica since the last look."""
        await self._directories.look()

    async def follow(self, interval: float = LOOK_EVERY) -> None:
        """Look for changes until cancelled, and free packs that aren't used any more.

        Args:
            interval: the pause between two looks, in seconds.
        """
        leaving: list[Pack] = []
        for number in itertools.count(1):
            await asyncio.sleep(interval)
            if number % _READ_AGAIN == 0:
                self._forget_damaged()
            try:
                with bulkhead("look at tenants' packs"):
                    await self.look()
            except OutageError as error:
                _log.warning("can't see now whether tenants' packs have changed: %s", error)
            await asyncio.to_thread(derived.drop, leaving)  # one look later, so nothing uses them any more
            with self._lock:
                leaving, self._books.left = self._books.left, []

    def _forget_damaged(self) -> None:
        """Drop what couldn't be read, so that it's read again: a repair by hand leaves no other trace."""
        self._directories.forget_damaged()
        with self._lock:
            for key in [key for key, book in self._books.items() if book.pack is None]:
                del self._books[key]

    async def image(self, digest: str) -> bytes | None:
        """Return an image of a tenant's pack, redrawn for display; None if no image has that digest.

        Args:
            digest: the digest of its file.
        """
        raw = await self._database.read(partial(versions.image, digest=digest))
        with suppress(ImageError):
            return await asyncio.to_thread(redrawn, raw) if raw is not None else None
        return None

    async def _tell_of_damage(self, tenant: str, pack: Listed) -> None:
        """Leave a notice for the administrators, once per version, that another one should be restored."""
        subject = f"damaged:{pack.id}:{pack.version}"

        def leave(transaction: Transaction) -> None:
            notices.add(transaction, tenant, subject, _damaged(pack), shared_now(transaction))

        with suppress(OutageError):  # it's told when the pack is next loaded
            await self._database.transact(leave)

    def _source(self, directory: Directory, pack_id: str) -> _Source | None:
        """Return what a pack is to be made from; None if there's none with that id."""
        base: Pack | Listed | None = self.library.get(pack_id) or directory.packs.get(pack_id)
        if base is None or (isinstance(base, Listed) and base.removed is not None):
            return None
        return _Source(base, directory.off.get(pack_id, frozenset()))

    async def _load_once(self, tenant: str, pack_id: str) -> None:
        """Load a pack, only once however many callers ask for it at the same time."""
        key = (tenant, pack_id)
        task = self._loading.get(key)
        if task is None:
            task = self._loading[key] = asyncio.create_task(self._load(tenant, pack_id))
            task.add_done_callback(lambda _: self._loading.pop(key, None))
        await asyncio.shield(task)

    async def _load(self, tenant: str, pack_id: str) -> None:
        source = self._source(await self.directory(tenant), pack_id)
        if source is None:
            return
        written: PackedVersion | None = None
        if isinstance(source.base, Listed):
            find = partial(versions.content, tenant=tenant, pack=pack_id, number=source.base.version)
            written = await self._database.read(find)
        pack = await asyncio.to_thread(_made, source, written.content if written else b"")
        if pack is None and isinstance(source.base, Listed) and written and written.schema <= SCHEMA_VERSION:
            await self._tell_of_damage(tenant, source.base)
        items = max(_LEAST, count(pack)) if pack is not None else _LEAST
        with self._lock:
            self._books.pop((tenant, pack_id), None)
            self._books[tenant, pack_id] = _Book(pack, source, min(items, self._most))
        if pack is not None:
            task = asyncio.create_task(self._finish((tenant, pack_id), pack))
            self._finishing.add(task)
            task.add_done_callback(self._finishing.discard)

    async def _finish(self, key: tuple[str, str], pack: Pack) -> None:
        """Derive the rest from a pack that's already served, one pack at a time, if it's still in memory."""
        await asyncio.sleep(_LATER)
        async with self._turn:
            with self._lock:
                book = self._books.get(key)
            if book is not None and book.pack is pack:
                await asyncio.to_thread(derived.prepare, pack, When.SOON)


def _damaged(pack: Listed) -> Text:
    """Return a notice that a version is damaged, and what to do."""
    lead = f"Version {pack.version} of your pack {pack.title} is damaged, so nobody can learn from it. Look at "
    return text(lead, CommandMention(f"/pack history {pack.id}"), ", and restore another one.")


def _made(source: _Source, content: bytes) -> Pack | None:
    """Return a pack, prepared for serving; None if its stored form can't be read; blocks."""
    try:
        whole = source.base if isinstance(source.base, Pack) else unpacked(content)
        pack = without(whole, source.off) if source.off else whole
    except ValueError as error:
        set_aside("pack of a tenant", error, hash(content))
        return None
    derived.prepare(pack, When.FIRST)
    return pack
