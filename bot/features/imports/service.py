"""Imports a file step by step: it's parsed, its editor sees a preview, and publishes it or doesn't."""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from bot.exchange.model import Imported
from bot.features.imports.making import CurrentPack, Made, is_export, made, read_upload
from bot.features.packs.editors import Editors
from bot.features.packs.import_record import pressed
from bot.features.packs.model import IMPORTED_FROM, Listed
from bot.features.packs.pending_uploads import PendingUploads
from bot.features.packs.renaming import new_title
from bot.features.packs.service import OwnPacks
from bot.features.packs.upload import Upload
from bot.language.files import MEGABYTE, GivenFile, too_large
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.language.text import fold

_T = TypeVar("_T")

MOST_AT_ONCE = 2
"""Maximum number of files that are parsed at the same time; each takes a whole processor core."""

_PATIENCE = 60.0
"""Seconds that a file waits for its turn to be parsed."""

ANOTHER = "That was about another file; /pack import shows the one that's waiting."


class Imports:
    """Turns uploaded files into packs.

    Args:
        own_packs: publishes them.
        uploads: holds the files until they're published.
        editors: checks who may edit packs.
        megabytes: the maximum size of a file.
    """

    def __init__(self, own_packs: OwnPacks, uploads: PendingUploads, editors: Editors, megabytes: int) -> None:
        self._own = own_packs
        self._uploads = uploads
        self._editors = editors
        self._most = megabytes * MEGABYTE
        self._reading = asyncio.Semaphore(MOST_AT_ONCE)

    async def fetched(self, asker: Asker, file: GivenFile) -> bytes:
        """Return the bytes of an editor's file.

        Raises:
            Refusal: the asker may not edit packs, or the file is too large or can't be downloaded.
        """
        await self._editors.check_may_edit(asker)
        if file.size > self._most:
            raise too_large(self._most)
        return await file.read(self._most)

    async def made(
        self, asker: Asker, upload: Upload, *, removes_missing: bool = False
    ) -> tuple[Made | Imported, Listed | None]:
        """Return the pack made from a file, and the list entry of the pack that it updates, if there's one.

        Args:
            asker: the editor.
            upload: the file.
            removes_missing: whether to remove items from earlier imports that the file doesn't have any more.

        Returns:
            Only what was read, without a pack, if nothing in the file could be used.

        Raises:
            Refusal: it can't be read, or no valid pack can be made from it.
        """
        imported = await self._apart(lambda: read_upload(upload))
        if not imported.placed:
            return imported, None
        own = await self._own.all(asker.tenant.key)
        on = await self._meant(asker, upload, imported, own)
        standing = None if on is None else await self._standing(asker.tenant.key, on)
        title = new_title(upload.title, on.id, own) if on and upload.pack and upload.title else ""
        make = partial(made, title=title, language=upload.language, removes_missing=removes_missing)
        return await self._apart(lambda: make(imported, standing)), on

    async def keep(self, asker: Asker, upload: Upload) -> None:
        """Hold a file until its editor decides.

        Raises:
            Refusal: the asker may not edit packs.
        """
        await self._uploads.keep(asker, upload)

    async def waiting(self, asker: Asker, mark: str = "") -> Upload:
        """Return the file that an editor has waiting.

        Args:
            asker: the editor.
            mark: the mark that the file must have, untrusted; "" for any.

        Raises:
            Refusal: none is waiting, or it's a different one.
        """
        await self._editors.check_may_edit(asker)
        upload = await self._uploads.find(asker)
        if upload is None:
            sentence = "That file isn't waiting any more; /pack history shows whether it was published."
            raise Refusal(sentence, option="file")
        if mark and upload.mark != mark:
            raise Refusal(ANOTHER)
        return upload

    async def drop(self, asker: Asker) -> None:
        """Delete the waiting file."""
        await self._uploads.drop(asker)

    async def publish(self, asker: Asker, upload: Upload, *, removes_missing: bool) -> tuple[Made, Listed]:
        """Publish the pack made from a file.

        Args:
            asker: the editor.
            upload: the file.
            removes_missing: whether to remove items from earlier imports that the file doesn't have any more.

        Raises:
            Refusal: the asker may not edit packs, the file can't be read, or no valid pack can be made from it.
        """
        result, on = await self.made(asker, upload, removes_missing=removes_missing)
        if isinstance(result, Imported):
            raise Refusal("I can't use anything in that file; /pack import says why.")
        note = f"{IMPORTED_FROM}{upload.name}"
        take = partial(self._uploads.take, asker=asker, upload=upload)
        wrote = await asyncio.to_thread(pressed, result.wrote)
        return result, await self._own.publish(asker, result.pack, result.images, note, on, wrote, also=take)

    async def _meant(self, asker: Asker, upload: Upload, imported: Imported, own: Sequence[Listed]) -> Listed | None:
        """Return the list entry of the pack that a file updates, if there's one.

        That's the named one, one with the same title, or one that the file was exported from. If the editor gave no
        title, it's also one that had that title before, or, if the file has no title, one that a file of that name
        was imported into.

        Args:
            asker: the editor.
            upload: the file.
            imported: what was read from it.
            own: all of the tenant's own packs.
        """
        if upload.pack:
            return await self._own.find(asker.tenant.key, upload.pack)
        listed = {each.id: each for each in own}
        title = fold(imported.pack.title)
        meant = (each for each in listed.values() if fold(each.title) == title or is_export(upload, each))
        if (found := next(meant, None)) or upload.title or not listed:
            return found
        note = "" if imported.found.title else f"{IMPORTED_FROM}{upload.name}"
        earlier = await self._own.published(asker.tenant.key)
        was = (pack for pack, titled, about in earlier if fold(titled) == title or (note and about == note))
        return next((listed[each] for each in was if each in listed), None)

    async def _standing(self, tenant: str, on: Listed) -> CurrentPack:
        pack = await self._own.content(tenant, on.id, on.version)
        wrote = await self._uploads.wrote(tenant, on.id)
        return CurrentPack(pack, await self._own.images(tenant, pack), wrote or {})

    async def _apart(self, work: Callable[[], _T]) -> _T:
        """Run something slow in a thread, waiting for a free slot."""
        try:
            async with asyncio.timeout(_PATIENCE):
                await self._reading.acquire()
        except TimeoutError as error:
            raise Refusal("I'm reading other files just now; try again in a minute.") from error
        try:
            return await asyncio.to_thread(work)
        finally:
            self._reading.release()
