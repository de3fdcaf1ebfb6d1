"""Editors' unpublished work: a draft for each pack, and one for a new pack."""

import asyncio
from functools import partial

from bot.content.model import Pack
from bot.features.packs.editors import check_editor
from bot.features.packs.model import NEW, Draft, Listed
from bot.features.packs.packed import unpacked
from bot.features.packs.quotas import Quotas
from bot.features.packs.store import drafts
from bot.language.requests import Asker
from bot.runtime.bulkhead import set_aside
from bot.storage.database import Database
from bot.storage.transaction import Transaction


class Drafts:
    """Stores drafts.

    Args:
        database: stores the drafts.
        quotas: limits how much a tenant may have.
    """

    def __init__(self, database: Database, quotas: Quotas) -> None:
        self._database = database
        self._quotas = quotas

    async def keep(self, asker: Asker, pack: Pack, on: Listed | None, before: Draft | None = None) -> bool:
        """Store an editor's draft, replacing the one they had for the same pack.

        Args:
            asker: the editor.
            pack: the pack from the loader; its images were stored with an earlier version.
            on: the pack that it changes, as the editor saw it; None for a new one.
            before: the draft to replace; None if there's none, or it's unreadable.

        Returns:
            Whether it was stored; False if the editor's draft has changed since, which would be lost.

        Raises:
            Refusal: the asker may not edit packs, the draft is too large, or an image is missing.
        """
        pack_id, expected = (NEW, 0) if on is None else (on.id, on.version)
        had = before.kept if before is not None else await self._unreadable(asker, pack_id)
        packed, _ = await self._quotas.prepare(asker.tenant.key, pack, {})

        def work(transaction: Transaction) -> bool:
            check_editor(transaction, asker)
            self._quotas.check_images(transaction, asker, packed, {})
            me = asker.key
            if had is None:
                return drafts.begin(transaction, me, pack_id, expected, packed, asker.at)
            return drafts.change(transaction, me, pack_id, had, expected, packed, asker.at)

        return await self._database.transact(work)

    async def find(self, asker: Asker, pack_id: str = NEW) -> Draft | None:
        """Return an editor's draft; None if there's none, or it's unreadable.

        Args:
            asker: the editor.
            pack_id: the pack that it changes; NEW for a new pack.
        """
        row = await self._database.read(partial(drafts.find, me=asker.key, pack=pack_id))
        if row is None:
            return None
        on, content = row
        try:
            return Draft(pack_id, on, await asyncio.to_thread(unpacked, content), content)
        except ValueError as error:
            set_aside("draft of a pack", error)
            return None

    async def drop(self, asker: Asker, pack_id: str = NEW) -> bool:
        """Delete an editor's draft; return whether there was one.

        Args:
            asker: the editor.
            pack_id: the pack that it changes; NEW for a new pack.
        """
        return await self._database.transact(partial(drafts.drop, me=asker.key, pack=pack_id))

    async def _unreadable(self, asker: Asker, pack_id: str) -> bytes | None:
        """Return the stored bytes of an editor's draft if they're unreadable, else None."""
        row = await self._database.read(partial(drafts.find, me=asker.key, pack=pack_id))
        if row is None:
            return None
        try:
            await asyncio.to_thread(unpacked, row[1])
        except ValueError:
            return row[1]
        return None
