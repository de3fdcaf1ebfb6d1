"""Bringing a file, step by step: it's read, its editor sees what would come of it, and publishes that or doesn't."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from bot.exchange.model import Imported
from bot.features.imports.making import CurrentPack, Made, made, read_brought
from bot.features.packs.brought import Brought, BroughtFiles, pressed
from bot.features.packs.editors import Editors
from bot.features.packs.model import IMPORTED_FROM, Listed
from bot.features.packs.service import OwnPacks
from bot.language.files import MEGABYTE, GivenFile, too_large
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.language.text import fold

_T = TypeVar("_T")

MOST_AT_ONCE = 2
"""Files that are read at the same time: each takes a processor."""

_PATIENCE = 60.0
"""Seconds that a file waits for others to be read."""

ANOTHER = "That was about another file; /pack import shows the one that's waiting."


class Imports:
    """Makes packs of files.

    Args:
        own: publishes them.
        brought: keeps the files meanwhile.
        editors: know who may.
        megabytes: of a file, at most.
    """

    def __init__(self, own: OwnPacks, brought: BroughtFiles, editors: Editors, megabytes: int) -> None:
        self._own = own
        self._brought = brought
        self._editors = editors
        self._most = megabytes * MEGABYTE
        self._reading = asyncio.Semaphore(MOST_AT_ONCE)

    async def fetched(self, asker: Asker, file: GivenFile) -> bytes:
        """Return the bytes of a file that an editor gives.

        Raises:
            Refusal: the asker may not edit packs, it's too large, or it can't be had.
        """
        await self._editors.check_may_edit(asker)
        if file.size > self._most:
            raise too_large(self._most)
        return await file.read(self._most)

    async def made(
        self, asker: Asker, brought: Brought, *, clears: bool = False
    ) -> tuple[Made | Imported, Listed | None]:
        """Return what would come of a file, and the pack that it's for, if that's there.

        Args:
            asker: who brought it.
            brought: the file.
            clears: whether items go that earlier imports brought, and the file doesn't have any more.

        Returns:
            What was read alone, if nothing in it could be taken.

        Raises:
            Refusal: it can't be read, or no pack can be made of it.
        """
        imported = await self._apart(lambda: read_brought(brought))
        if not imported.placed:
            return imported, None
        on = await self._meant(asker, brought, imported.pack.title)
        standing = None if on is None else await self._standing(asker.tenant.key, on)
        return await self._apart(lambda: made(imported, standing, clears=clears)), on

    async def keep(self, asker: Asker, brought: Brought) -> None:
        """Have a file wait for its editor to decide.

        Raises:
            Refusal: the asker may not edit packs.
        """
        await self._brought.keep(asker, brought)

    async def waiting(self, asker: Asker, mark: str = "") -> Brought:
        """Return the file that waits for an editor to decide.

        Args:
            asker: the editor.
            mark: of the file that it has to be, untrusted; "" for any.

        Raises:
            Refusal: none waits, or another one does.
        """
        await self._editors.check_may_edit(asker)
        found = await self._brought.find(asker)
        if found is None:
            raise Refusal("Your file has expired; bring it again with /pack import.", option="file")
        if mark and found.mark != mark:
            raise Refusal(ANOTHER)
        return found

    async def drop(self, asker: Asker) -> None:
        """Let go of the file that waits."""
        await self._brought.drop(asker)

    async def publish(self, asker: Asker, brought: Brought, *, clears: bool) -> tuple[Made, Listed]:
        """Publish what comes of a file.

        Args:
            asker: the editor.
            brought: the file.
            clears: whether items go that earlier imports brought, and the file doesn't have any more.

        Raises:
            Refusal: the asker may not, it can't be read, or no pack can be made of it.
        """
        found, on = await self.made(asker, brought, clears=clears)
        if isinstance(found, Imported):
            raise Refusal("I can't use anything in that file; /pack import says why.")
        note = f"{IMPORTED_FROM}{brought.name}"
        take = partial(self._brought.take, asker=asker, brought=brought)
        wrote = await asyncio.to_thread(pressed, found.wrote)
        return found, await self._own.publish(asker, found.pack, found.images, note, on, wrote, also=take)

    async def _meant(self, asker: Asker, brought: Brought, title: str) -> Listed | None:
        """Return the pack that a file is for: the one that was named, or else one that's called the same."""
        if brought.pack:
            return await self._own.find(asker.tenant.key, brought.pack)
        own = await self._own.all(asker.tenant.key)
        return next((each for each in own if fold(each.title) == fold(title)), None)

    async def _standing(self, tenant: str, on: Listed) -> CurrentPack:
        pack = await self._own.content(tenant, on.id, on.version)
        wrote = await self._brought.wrote(tenant, on.id)
        return CurrentPack(pack, await self._own.images(tenant, pack), wrote or {})

    async def _apart(self, work: Callable[[], _T]) -> _T:
        """Do something that takes long, in a thread, when it's its turn."""
        try:
            async with asyncio.timeout(_PATIENCE):
                await self._reading.acquire()
        except TimeoutError as error:
            raise Refusal("I'm reading other files just now; try again in a minute.") from error
        try:
            return await asyncio.to_thread(work)
        finally:
            self._reading.release()
