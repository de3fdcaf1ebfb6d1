"""What editors do with their tenant's packs: publish, look back, restore, remove, switch parts off."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from random import Random
from typing import TypeVar

from bot.content.model import SCHEMA_VERSION, Pack
from bot.features.packs import import_record
from bot.features.packs.editors import check_editor, entry
from bot.features.packs.model import (
    KEPT_VERSIONS,
    LONGEST_NOTE,
    REMOVED_FOR,
    Directory,
    Draft,
    EditorAct,
    Listed,
    Version,
    count,
)
from bot.features.packs.packed import PackedPack, packed, unpacked
from bot.features.packs.part_names import titles_of
from bot.features.packs.quotas import Quotas
from bot.features.packs.shelf import Shelf
from bot.features.packs.store import audit_log, changes, drafts, imports, switches, versions
from bot.language.ids import new_id
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.naming.titles import Title
from bot.runtime.bulkhead import set_aside
from bot.storage.database import Database
from bot.storage.transaction import Transaction

_T = TypeVar("_T")

_LONGEST_ID = 40
_TAIL = 6
"""Length of the random suffix that makes ids unique among all tenants: learners link selves in several of them."""

_GONE = "That pack isn't here any more; /pack list shows them all."


def _nothing(_transaction: Transaction) -> None:
    pass


class OwnPacks:
    """Tenants' own packs.

    Packs passed to it come from the one loader (bot.content.reading.load), so they aren't checked again.

    Args:
        database: stores the packs.
        shelf: has them in memory.
        quotas: limits how much a tenant may have.
        random: generates ids.
    """

    def __init__(self, database: Database, shelf: Shelf, quotas: Quotas, random: Random) -> None:
        self._database = database
        self._shelf = shelf
        self._quotas = quotas
        self._random = random

    async def all(self, tenant: str) -> Sequence[Listed]:
        """Return a tenant's own packs, without the removed ones."""
        directory = await self._shelf.directory(tenant)
        return [each for each in directory.packs.values() if each.removed is None]

    async def removed(self, asker: Asker) -> Sequence[tuple[Listed, timedelta]]:
        """Return the removed packs that can still be restored, each with the time left."""
        directory = await self._shelf.directory(asker.tenant.key)
        left = ((each, each.removed + REMOVED_FOR - asker.at) for each in directory.packs.values() if each.removed)
        return [(each, time) for each, time in left if time > timedelta()]

    async def find(self, tenant: str, pack_id: str) -> Listed:
        """Return a tenant's own pack.

        Args:
            tenant: the key of the tenant.
            pack_id: the pack's id, from untrusted input.

        Raises:
            Refusal: there's none.
        """
        return _there(await self._shelf.directory(tenant), pack_id)

    async def publish(
        self,
        asker: Asker,
        pack: Pack,
        images: Mapping[str, bytes],
        note: str = "",
        on: Version | Listed | None = None,
        wrote: bytes | None = None,
        draft: Draft | None = None,
        also: Callable[[Transaction], None] = _nothing,
    ) -> Listed:
        """Publish a new pack, or a new version of one; all replicas teach it within seconds.

        Args:
            asker: the editor.
            pack: the pack from the loader; a new one gets a new id.
            images: its image files, by name; images of an earlier version may be left out.
            note: the editor's note on what has changed.
            on: the version that it changes, as the editor saw it; None for a new pack.
            wrote: the record of what an import wrote, for the next import; None if it isn't an import.
            draft: the draft it was made from, which is deleted; if it has changed since, nothing is published.
            also: called in the same transaction; a Refusal that it raises cancels the publication.

        Returns:
            The published pack's entry in the list; if nothing has changed, the entry of the current version.

        Raises:
            Refusal: the asker may not edit packs, someone else has published since, it's too large, or an image is
                missing.
        """
        listed = on if isinstance(on, Listed) or on is None else await self.find(asker.tenant.key, on.pack)
        seen = 0 if on is None else on.version if isinstance(on, Listed) else on.number
        pack_id = self._new_id(pack) if listed is None else listed.id
        packed_pack, files = await self._quotas.prepare(
            asker.tenant.key, pack.model_copy(update={"id": pack_id}), images
        )
        new = Listed(pack_id, pack.title, pack.summary or "", seen, count(pack), asker.at)

        def work(transaction: Transaction) -> Listed:
            number = self._begin(transaction, asker)
            if draft is not None and not drafts.take(transaction, asker.key, draft.pack, draft.kept):
                raise Refusal("That draft has just been published or changed; /pack draft shows what's waiting.")
            also(transaction)
            if not seen:
                self._quotas.check_number(transaction, asker)
            else:
                now = self._as_seen(transaction, asker, pack_id, seen)
                before = versions.content(transaction, asker.tenant.key, pack_id, now.version)
                if before is not None and before.content == packed_pack.content:
                    return now
            self._quotas.check_images(transaction, asker, packed_pack, files)
            versions.keep_images(transaction, asker.tenant.key, files, asker.at)
            if wrote is not None:
                imports.note(transaction, asker.tenant.key, pack_id, wrote)
            published = replace(new, version=seen + 1)
            self._add(transaction, asker, published, packed_pack, note)
            done = entry(asker, EditorAct.PUBLISHED, published.title, published.version, about=note)
            audit_log.add(transaction, asker.key, number, done, pack_id)
            return published

        return await self._change(work)

    async def restore(self, asker: Asker, pack_id: str, number: int) -> Listed:
        """Publish an earlier version of a pack again, as a new version.

        Args:
            asker: the editor.
            pack_id: the pack's id, from untrusted input.
            number: the number of the version.

        Raises:
            Refusal: the asker may not edit packs, or the version isn't kept any more.
        """
        before = await self.content(asker.tenant.key, pack_id, number)
        packed_pack = await asyncio.to_thread(packed, before)
        new = Listed(pack_id, before.title, before.summary or "", 0, count(before), asker.at)
        seen, wrote = await self._restored_record(asker, pack_id, before)

        def work(transaction: Transaction) -> Listed:
            change = self._begin(transaction, asker)
            now = self._as_seen(transaction, asker, pack_id, seen)
            taught = versions.content(transaction, asker.tenant.key, pack_id, now.version)
            if now.version == number or (taught is not None and taught.content == packed_pack.content):
                then = "choose an earlier one" if now.version > 1 else "there's no earlier one"
                raise Refusal(f"I already teach version {number}; {then}.", option="version")
            if wrote is not None:
                imports.note(transaction, asker.tenant.key, pack_id, wrote)
            published = replace(new, version=now.version + 1)
            self._add(transaction, asker, published, packed_pack, f"As version {number}")
            done = entry(asker, EditorAct.RESTORED, published.title, published.version, about=f"version {number}")
            audit_log.add(transaction, asker.key, change, done, pack_id)
            return published

        return await self._change(work)

    async def _restored_record(self, asker: Asker, pack_id: str, then: Pack) -> tuple[int, bytes | None]:
        """Return the number of a pack's current version, and the import record for an earlier one that replaces it.

        Args:
            asker: the editor.
            pack_id: the pack's id.
            then: the earlier version.
        """
        tenant = asker.tenant.key

        def look(transaction: Transaction) -> tuple[int, bytes | None]:
            now = self._current(transaction, asker, pack_id)
            return now.version, imports.wrote(transaction, tenant, pack_id)

        seen, wrote = await self._database.read(look)
        if wrote is None:
            return seen, None
        try:
            taught: Pack | None = await self.content(tenant, pack_id, seen)
        except Refusal:  # nobody can read it, which may be why it's replaced
            taught = None
        return seen, await asyncio.to_thread(import_record.restored, wrote, taught, then)

    async def history(self, tenant: str, pack_id: str) -> Sequence[Version]:
        """Return the versions of a pack that are kept, latest first.

        Args:
            tenant: the key of the tenant.
            pack_id: the pack's id, from untrusted input.
        """
        return await self._database.read(partial(versions.history, tenant=tenant, pack=pack_id))

    async def published(self, tenant: str) -> Sequence[tuple[str, str, str]]:
        """Return the pack, the title and the note of each publication in the last year, latest first."""
        return await self._database.read(partial(audit_log.published, tenant=tenant))

    async def content(self, tenant: str, pack_id: str, number: int) -> Pack:
        """Return the content of a version.

        Args:
            tenant: the key of the tenant.
            pack_id: the pack's id, from untrusted input.
            number: the number of the version.

        Raises:
            Refusal: it isn't kept, or can't be read any more.
        """
        packed_pack = await self._database.read(partial(versions.content, tenant=tenant, pack=pack_id, number=number))
        if packed_pack is None:
            raise Refusal(f"Version {number} isn't kept; /pack history shows which are.", option="version")
        try:
            return await asyncio.to_thread(unpacked, packed_pack.content)
        except ValueError as error:
            set_aside("version of a pack", error)
            raise Refusal(_unreadable(number, packed_pack.schema), option="version") from error

    async def parts(self, tenant: str, pack_id: str) -> Mapping[str, Title]:
        """Return the titles of all parts of a pack by kind:id, hidden ones included; none if the pack is gone.

        Args:
            tenant: the key of the tenant, if the pack isn't the operator's.
            pack_id: the pack's id.
        """
        if (operators := self._shelf.library.get(pack_id)) is not None:
            return titles_of(operators)
        listed = (await self._shelf.directory(tenant)).packs.get(pack_id)
        if listed is None:
            return {}
        return titles_of(await self.content(tenant, pack_id, listed.version))

    async def images(self, tenant: str, pack: Pack) -> dict[str, bytes]:
        """Return the image files of a version, by name.

        Args:
            tenant: the key of the tenant.
            pack: the version.
        """
        by_digest = await self._database.read(
            partial(versions.images, tenant=tenant, digests={*pack.images.values()})
        )
        return {name: by_digest[digest] for name, digest in pack.images.items() if digest in by_digest}

    async def remove(self, asker: Asker, pack_id: str) -> Listed:
        """Remove a pack; it can be restored for a while.

        Raises:
            Refusal: the asker may not edit packs, or it's already gone.
        """

        def work(transaction: Transaction) -> Listed:
            number = self._begin(transaction, asker)
            listed = self._current(transaction, asker, pack_id)
            versions.remove(transaction, asker.tenant.key, pack_id, asker.at)
            audit_log.add(transaction, asker.key, number, entry(asker, EditorAct.REMOVED, listed.title), pack_id)
            return listed

        return await self._change(work)

    async def bring_back(self, asker: Asker, pack_id: str) -> Listed:
        """Restore a removed pack.

        Raises:
            Refusal: the asker may not edit packs, it's too late, or the tenant has too many other packs now.
        """

        def work(transaction: Transaction) -> Listed:
            number = self._begin(transaction, asker)
            listed = versions.find(transaction, asker.tenant.key, pack_id)
            if listed is None or listed.removed is None or listed.removed + REMOVED_FOR <= asker.at:
                raise Refusal("That pack can't come back; /pack list shows them all.")
            self._quotas.check_number(transaction, asker)
            versions.remove(transaction, asker.tenant.key, pack_id, None)
            audit_log.add(transaction, asker.key, number, entry(asker, EditorAct.BROUGHT_BACK, listed.title), pack_id)
            return replace(listed, removed=None)

        return await self._change(work)

    async def switch(self, asker: Asker, pack_id: str, part: Title, *, off: bool) -> bool:
        """Hide a part of a pack for the asker's tenant, or show it again; return whether anything changed.

        Args:
            asker: the editor.
            pack_id: the id of one of the tenant's or the operator's packs.
            part: an item or topic in the pack; its key is kind:id.
            off: whether to hide it.

        Raises:
            Refusal: the asker may not edit packs.
        """

        def work(transaction: Transaction) -> bool:
            number = self._begin(transaction, asker)
            tenant = asker.tenant.key
            is_off = part.key in switches.of_tenant(transaction, tenant).get(pack_id, ())
            if is_off == off:
                return False
            if off:
                switches.switch_off(transaction, tenant, pack_id, part.key, asker.at)
            else:
                switches.switch_on(transaction, tenant, pack_id, part.key)
            act = EditorAct.SWITCHED_OFF if off else EditorAct.SWITCHED_ON
            audit_log.add(transaction, asker.key, number, entry(asker, act, about=part.name), pack_id)
            return True

        return await self._change(work)

    async def _change(self, work: Callable[[Transaction], _T]) -> _T:
        """Change something in a transaction, and let this replica's shelf see it at once."""
        done = await self._database.transact(work)
        await self._shelf.look()
        return done

    def _begin(self, transaction: Transaction, asker: Asker) -> int:
        """Start a change of packs; return its number."""
        number = changes.note(transaction, asker.tenant.key)
        check_editor(transaction, asker)
        return number

    def _current(self, transaction: Transaction, asker: Asker, pack_id: str) -> Listed:
        """Return a pack's current entry in the list.

        Raises:
            Refusal: it's gone.
        """
        listed = versions.find(transaction, asker.tenant.key, pack_id)
        if listed is None or listed.removed is not None:
            raise Refusal(_GONE)
        return listed

    def _as_seen(self, transaction: Transaction, asker: Asker, pack_id: str, seen: int) -> Listed:
        """Return a pack's current entry in the list, if the editor has seen that version.

        Args:
            transaction: to read in.
            asker: the editor.
            pack_id: the pack's id.
            seen: the number of the version that the editor saw.

        Raises:
            Refusal: it's gone, or someone else has published since.
        """
        listed = self._current(transaction, asker, pack_id)
        if listed.version != seen:
            (latest, *_) = versions.history(transaction, asker.tenant.key, pack_id)
            raise Refusal(
                f"{latest.by} published version {latest.number} of {listed.title} at the same time. Press again: "
                "your change goes on top of it."
            )
        return listed

    def _add(self, transaction: Transaction, asker: Asker, new: Listed, packed_pack: PackedPack, note: str) -> None:
        """Add a version, and delete those that are too old."""
        tenant = asker.tenant.key
        versions.publish(transaction, tenant, new, packed_pack, " ".join(note.split())[:LONGEST_NOTE])
        versions.remove_versions(transaction, tenant, new.id, new.version - KEPT_VERSIONS)
        versions.drop_images(transaction, tenant)

    def _new_id(self, pack: Pack) -> str:
        stem = pack.id[: _LONGEST_ID - _TAIL - 1].rstrip("-")
        return f"{stem}-{new_id(self._random, _TAIL)}"


def _unreadable(number: int, schema: int) -> str:
    """Return a sentence on why a version can't be read."""
    if schema == SCHEMA_VERSION:
        return f"Version {number} is damaged and can't be read; restore another."
    which = "an older" if schema < SCHEMA_VERSION else "a newer"
    return f"Version {number} was made by {which} Versed and can't be read; restore another."


def _there(directory: Directory, pack_id: str) -> Listed:
    listed = directory.packs.get(pack_id)
    if listed is None:
        raise Refusal(_GONE)
    if listed.removed is not None:
        raise Refusal("Someone has removed that pack; /pack list can bring it back.")
    return listed
