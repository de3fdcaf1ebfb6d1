"""The packs in use: loaded from folders, and reloaded when their files change."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from bot.content import derived
from bot.content.derived import When
from bot.content.model import Pack
from bot.content.reading.cache import load_cached
from bot.content.reading.files import Stamps, packs_in, same_id, stamps
from bot.content.reading.images import ImageError, shown
from bot.content.reading.load import load
from bot.content.reading.problems import PackError, Problem
from bot.language.refusals import Refusal
from bot.runtime.bulkhead import bulkhead, set_aside

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Book:
    """One pack folder as last seen: the last version that loaded, and the current problems of its files."""

    folder: Path
    stamps: Stamps
    pack: Pack | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Shelf:
    """All packs at one moment; replaced as a whole, so that readers never see half a change."""

    books: tuple[_Book, ...]
    packs: Mapping[str, Pack]
    problems: tuple[Problem, ...]


class Library:
    """The packs in use.

    If a pack's files break, its last good version stays, and `problems` says why. An unchanged pack stays the same
    object, so that values derived from a pack can be stored by identity.

    Args:
        folders: packs, or folders that hold packs; if two packs have the same id, the first is used.
        cache: the folder of the cache of validated packs; None for no cache.
    """

    def __init__(self, folders: Iterable[Path], cache: Path | None = None) -> None:
        self._folders = tuple(folders)
        self._cache = cache
        self._listeners: list[Callable[[], None]] = []
        self._replaced: list[Pack] = []
        self._shelf = _Shelf((), MappingProxyType({}), ())
        self._shelf = self._look()

    @property
    def packs(self) -> Mapping[str, Pack]:
        """Return pack id → pack, in the order of the folders."""
        return self._shelf.packs

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return the problems that keep packs, or their latest edits, from being used."""
        return self._shelf.problems

    @property
    def default(self) -> Pack:
        """Return the first pack. Raises Refusal if there's none."""
        for pack in self.packs.values():
            return pack
        raise Refusal("No pack is loaded, so there's nothing to learn yet; run “versed check” to see why.")

    def get(self, pack_id: str) -> Pack | None:
        """Return the pack with an id; None if there's none."""
        return self.packs.get(pack_id)

    def image(self, digest: str) -> bytes | None:
        """Return an image of a pack in use, re-encoded; None if no image has that digest any more. Blocks.

        Args:
            digest: the digest of the image's file, from the pack's `images`.
        """
        for book in self._shelf.books:
            for name, known in book.pack.images.items() if book.pack else ():
                if known == digest:
                    with suppress(ImageError):
                        return shown(book.folder, name, digest)
        return None

    def subscribe(self, listener: Callable[[], None]) -> None:
        """Call `listener` on the event loop after each change of the packs or their problems."""
        self._listeners.append(listener)

    async def reload_if_changed(self) -> bool:
        """Load what has changed on disk, and compute what's derived from it, off the event loop.

        Returns:
            Whether the packs or their problems have changed.
        """
        before = self._shelf
        after = await asyncio.to_thread(self._look_again)
        self._shelf = after
        replaced = _left(before, after)
        self._replaced += replaced
        if not replaced and len(after.packs) == len(before.packs) and after.problems == before.problems:
            return False
        for problem in after.problems:
            if problem not in before.problems:
                _log.warning("%s", problem)
        for listener in self._listeners:
            with bulkhead("listener for packs"):
                listener()
        return True

    async def watch(self, interval: float = 1.0) -> None:
        """Keep reloading changed packs until cancelled.

        Args:
            interval: seconds between two checks.
        """
        while True:
            await asyncio.sleep(interval)
            with bulkhead("look at the packs"):
                await self.reload_if_changed()

    def prepare(self) -> None:
        """Compute what's derived from all packs, so that nobody waits for it. Blocks."""
        for pack in self.packs.values():
            derived.prepare(pack, When.FIRST, When.SOON)

    def _look_again(self) -> _Shelf:
        """Read the files into a new shelf, and compute what's derived from new packs. Blocks."""
        derived.drop(self._replaced)  # they were replaced one check ago, so nobody is using them any more
        after = self._look()
        for pack in _left(after, self._shelf):
            derived.prepare(pack, When.FIRST, When.SOON)
        return after

    def _look(self) -> _Shelf:
        """Read the files into a new shelf. Blocks."""
        known = {book.folder: book for book in self._shelf.books}
        books: dict[Path, _Book] = {}  # by resolved folder, as two paths can lead to the same pack
        problems: list[Problem] = []
        for folder in self._folders:
            within = packs_in(folder)
            # a pack without its pack.yaml is a broken edit, not a removed pack, as long as its folder exists
            within += [old for old in known if old not in within and _stands_for(folder, old) and old.is_dir()]
            if not within:
                problems.append(Problem(folder, 1, 1, "there's no pack here; name a folder with a pack.yaml in it"))
            for pack_folder in within:
                if (home := _home(pack_folder)) not in books:
                    books[home] = self._try(pack_folder, known.get(pack_folder))
        return _shelve(tuple(books.values()), problems)

    def _try(self, folder: Path, known: _Book | None) -> _Book:
        """Read a pack folder, catching every exception; it's retried when its files change."""
        try:
            return self._read(folder, known)
        except Exception as error:  # noqa: BLE001 (one pack's failure mustn't keep the others from loading)
            reference = set_aside("pack", error)
        now: Stamps = {}
        with bulkhead("pack"):
            now = stamps(folder)
        sentence = f"couldn't load this pack; the log says why (reference {reference})"
        return _Book(folder, now, known.pack if known else None, (Problem(folder, 1, 1, sentence),))

    def _read(self, folder: Path, known: _Book | None) -> _Book:
        """Read a pack folder; if its pack doesn't load, keep the known version."""
        now = stamps(folder)
        if known is not None and known.stamps == now:
            return known
        try:
            pack = load(folder) if self._cache is None else load_cached(folder, self._cache)
        except PackError as error:
            return _Book(folder, now, known.pack if known else None, error.problems)
        if known is not None and known.pack == pack:
            pack = known.pack
        return _Book(folder, now, pack, ())


def _left(before: _Shelf, after: _Shelf) -> list[Pack]:
    """Return the packs of one shelf that aren't on the other, by identity, as comparing contents takes long."""
    return [pack for id_, pack in before.packs.items() if after.packs.get(id_) is not pack]


def _home(folder: Path) -> Path:
    """Return a folder's resolved path, or the folder itself if it can't be resolved."""
    try:
        return folder.resolve()
    except (OSError, RuntimeError):  # such as circular links
        return folder


def _stands_for(folder: Path, pack_folder: Path) -> bool:
    """Return whether a pack folder is `folder` itself or directly below it."""
    return pack_folder == folder or pack_folder.parent == folder


def _shelve(books: tuple[_Book, ...], problems: list[Problem]) -> _Shelf:
    """Make a shelf with the packs of all folders by id; if two have the same id, use the first."""
    packs: dict[str, Pack] = {}
    folders: dict[str, Path] = {}
    for book in books:
        problems += book.problems
        if book.pack is None:
            continue
        first = folders.setdefault(book.pack.id.casefold(), book.folder)
        if first == book.folder:
            packs[book.pack.id] = book.pack
        else:
            problems.append(same_id(book.pack.id, book.folder, first))
    return _Shelf(books, MappingProxyType(packs), tuple(problems))
