"""What editors are working on and haven't published: a draft for each pack, and one for a new pack."""

import asyncio
from functools import partial

from bot.content.model import Pack
from bot.features.learners.linking import self_of
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
    """Keeps drafts.

    Args:
        database: where they are.
        quotas: how much a tenant may have.
    """

    def __init__(self, database: Database, quotas: Quotas) -> None:
        self._database = database
        self._quotas = quotas

    async def keep(self, asker: Asker, pack: Pack, on: Listed | None, before: Draft | None = None) -> bool:
        """Keep an editor's draft, in place of the one they had for the same pack.

        Args:
            asker: the editor.
            pack: as the loader read it; images that it shows were kept with an earlier version.
            on: the pack that it changes, as the editor saw it; None for a new one.
            before: what they had; None for nothing, or for what can't be read any more.

        Returns:
            Whether it's kept; not if they have something else by now, which would be lost.

        Raises:
            Refusal: the asker may not, it's too large, or an image is missing.
        """
        own, expected = (NEW, 0) if on is None else (on.id, on.version)
        had = before.kept if before is not None else await self._unreadable(asker, own)
        kept, _ = await self._quotas.prepare(asker.tenant.key, pack, {})

        def work(transaction: Transaction) -> bool:
            check_editor(transaction, asker)
            self._quotas.check_images(transaction, asker, kept, {})
            me = self_of(asker)
            if had is None:
                return drafts.begin(transaction, me, own, expected, kept, asker.at)
            return drafts.change(transaction, me, own, had, expected, kept, asker.at)

        return await self._database.transact(work)

    async def find(self, asker: Asker, pack_id: str = NEW) -> Draft | None:
        """Return what an editor is working on; None for nothing, or for what can't be read any more.

        Args:
            asker: the editor.
            pack_id: the pack that it changes; NEW for one that isn't there yet.
        """
        found = await self._database.read(partial(drafts.find, me=self_of(asker), pack=pack_id))
        if found is None:
            return None
        on, kept = found
        try:
            return Draft(pack_id, on, await asyncio.to_thread(unpacked, kept), kept)
        except ValueError as error:
            set_aside("draft of a pack", error)
            return None

    async def drop(self, asker: Asker, pack_id: str = NEW) -> bool:
        """Delete what an editor is working on; return whether there was anything.

        Args:
            asker: the editor.
            pack_id: the pack that it changes; NEW for one that isn't there yet.
        """
        return await self._database.transact(partial(drafts.drop, me=self_of(asker), pack=pack_id))

    async def _unreadable(self, asker: Asker, pack_id: str) -> bytes | None:
        """Return what's kept of an editor's draft if it can't be read; None if it can, or if there's none."""
        found = await self._database.read(partial(drafts.find, me=self_of(asker), pack=pack_id))
        if found is None:
            return None
        try:
            await asyncio.to_thread(unpacked, found[1])
        except ValueError:
            return found[1]
        return None
