"""Files that editors upload to make packs of: each is held until its editor has seen a preview and confirms."""

import asyncio
from functools import partial

from bot.features.packs.editors import check_editor
from bot.features.packs.import_record import unpressed
from bot.features.packs.model import BROUGHT
from bot.features.packs.packed import PackedPack
from bot.features.packs.store import drafts, imports
from bot.features.packs.upload import Upload
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.storage.database import Database
from bot.storage.transaction import Transaction


class PendingUploads:
    """Keeps each editor's latest upload, for a week.

    Args:
        database: stores the files.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, asker: Asker, upload: Upload) -> None:
        """Store a file, replacing the one that the same editor uploaded before.

        Raises:
            Refusal: the asker may not edit packs.
        """
        packed, _ = await asyncio.to_thread(lambda: (PackedPack(upload.content, (), len(upload.raw)), upload.mark))

        def work(transaction: Transaction) -> None:
            check_editor(transaction, asker)
            drafts.keep_file(transaction, asker.key, packed, asker.at)

        await self._database.transact(work)

    async def find(self, asker: Asker) -> Upload | None:
        """Return an editor's latest upload; None if it has been used, dropped or has expired."""
        row = await self._database.read(partial(drafts.find, me=asker.key, pack=BROUGHT))
        return await asyncio.to_thread(_marked, row[1]) if row else None

    def take(self, transaction: Transaction, asker: Asker, upload: Upload) -> None:
        """Delete a file when a pack is made from it in the same transaction.

        Args:
            transaction: to write in.
            asker: the editor.
            upload: the file, as it was read.

        Raises:
            Refusal: it's gone, because someone pressed twice or has uploaded another file.
        """
        if not drafts.take(transaction, asker.key, BROUGHT, upload.kept):
            raise Refusal(f"{upload.name} isn't waiting any more; /pack history shows what happened to it.")

    async def drop(self, asker: Asker) -> None:
        """Delete an editor's latest upload."""
        await self._database.transact(partial(drafts.drop, me=asker.key, pack=BROUGHT))

    async def wrote(self, tenant: str, pack: str) -> dict[str, dict[str, str]] | None:
        """Return what the last import into a pack wrote: item → its fields → a hash of each; None if there was none.

        Args:
            tenant: the key of the tenant.
            pack: the pack's id.
        """
        record = await self._database.read(partial(imports.wrote, tenant=tenant, pack=pack))
        return None if record is None else await asyncio.to_thread(unpressed, record)


def _marked(content: bytes) -> Upload:
    """Return a file from its stored form with its mark computed; blocks."""
    upload = Upload.read(content)
    _ = upload.mark
    return upload
