"""How much a tenant may have of its own: packs, items and megabytes."""

import asyncio
from collections.abc import Mapping
from functools import partial

from bot.content.model import Pack
from bot.content.reading.images import ImageError, digest_of_file
from bot.features.packs.model import Quota, count
from bot.features.packs.packed import PackedPack, packed
from bot.features.packs.store import quotas, versions
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.language.text import counted
from bot.storage.database import Database
from bot.storage.transaction import Transaction


class Quotas:
    """Enforces the limits on a tenant's packs.

    Args:
        database: stores limits set for individual tenants.
        usual: the limits for all other tenants.
    """

    def __init__(self, database: Database, usual: Quota) -> None:
        self._database = database
        self._usual = usual

    async def prepare(
        self, tenant: str, pack: Pack, images: Mapping[str, bytes]
    ) -> tuple[PackedPack, dict[str, bytes]]:
        """Return the stored form of a pack, and of its images by digest.

        Args:
            tenant: the key of the tenant.
            pack: the pack from the loader.
            images: its image files, by name.

        Raises:
            Refusal: it's too large, or an image differs from the one that the pack was loaded with.
        """
        quota = await self._database.read(partial(quotas.of, tenant=tenant, usual=self._usual))
        if count(pack) > quota.items:
            raise Refusal(f"This pack has {count(pack):,} items, and the limit is {quota.items:,}; leave some out.")
        packed_pack, files = await asyncio.to_thread(lambda: (packed(pack), _files(pack, images)))
        _check_size(packed_pack.size, quota)
        return packed_pack, files

    def check_number(self, transaction: Transaction, asker: Asker) -> None:
        """Refuse a new pack if the tenant has reached its limit."""
        current = [each for each in versions.of_tenant(transaction, asker.tenant.key) if each.removed is None]
        most = quotas.of(transaction, asker.tenant.key, self._usual).packs
        if len(current) >= most:
            raise Refusal(f"You already have {counted(most, 'pack')} of your own; remove one first.")

    def check_images(
        self, transaction: Transaction, asker: Asker, packed_pack: PackedPack, files: Mapping[str, bytes]
    ) -> None:
        """Refuse a pack if one of its images isn't stored, or if its images are too large together.

        Args:
            transaction: to read in.
            asker: the editor.
            packed_pack: the stored form of the pack.
            files: the images that come with it, by digest.
        """
        others = {*packed_pack.images} - files.keys()
        if versions.missing_images(transaction, asker.tenant.key, others):
            raise Refusal("An image in this pack is missing; add its file.")
        held = versions.images(transaction, asker.tenant.key, others) if others else {}
        size = packed_pack.size + sum(len(each) for each in (*files.values(), *held.values()))
        _check_size(size, quotas.of(transaction, asker.tenant.key, self._usual))


def _check_size(size: int, quota: Quota) -> None:
    """Refuse a pack that takes more bytes than allowed."""
    if size > quota.megabytes * 1024 * 1024:
        raise Refusal(f"This pack takes more than {quota.megabytes} MB; leave some of it out.")


def _files(pack: Pack, images: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the image files that a pack uses, by digest; blocks."""
    found: dict[str, bytes] = {}
    for name, raw in images.items():
        if name not in pack.images:
            continue
        try:
            digest = digest_of_file(raw)
        except ImageError as error:
            raise Refusal(f"{name} can't be shown: {error}.") from error
        if digest != pack.images[name]:
            raise Refusal(f"{name} changed while you were working on it; upload the pack again.")
        found[digest] = raw
    return found
