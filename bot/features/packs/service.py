"""What editors do with packs of their tenant: publish, look back, restore, remove, switch parts off."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from random import Random
from typing import TypeVar

from bot.content.model import SCHEMA_VERSION, Pack
from bot.features.learners.linking import self_of
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
from bot.features.packs.parts import titles_of
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
"""Characters at the end of an id that tell packs of all tenants apart: learners link selves in several of them."""

_GONE = "That pack isn't here any more; /pack list shows them all."


def _nothing(_transaction: Transaction) -> None:
    pass


class OwnPacks:
    """The packs that tenants have of their own.

    What's published was read by the one loader before (bot.content.reading.load), so it isn't checked again.

    Args:
        database: where they are.
        shelf: has them in memory.
        quotas: how much a tenant may have.
        random: makes ids.
    """

    def __init__(self, database: Database, shelf: Shelf, quotas: Quotas, random: Random) -> None:
        self._database = database
        self._shelf = shelf
        self._quotas = quotas
        self._random = random

    async def all(self, tenant: str) -> Sequence[Listed]:
        """Return the packs that a tenant has of its own, the first first."""
        directory = await self._shelf.directory(tenant)
        return [each for each in directory.packs.values() if each.removed is None]

    async def removed(self, asker: Asker) -> Sequence[tuple[Listed, timedelta]]:
        """Return the packs that can still be brought back, each with how long for."""
        directory = await self._shelf.directory(asker.tenant.key)
        left = ((each, each.removed + REMOVED_FOR - asker.at) for each in directory.packs.values() if each.removed)
        return [(each, time) for each, time in left if time > timedelta()]

    async def find(self, tenant: str, pack_id: str) -> Listed:
        """Return a pack that a tenant has of its own.

        Args:
            tenant: its key.
            pack_id: untrusted.

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
        """Publish a pack, or a new version of one; it's taught from now on, on all replicas within seconds.

        Args:
            asker: the editor.
            pack: as the loader read it; its id is made by this, or stays.
            images: the files that it shows, by their names; those that an earlier version shows may be left out.
            note: what has changed, in the editor's words.
            on: the version that it changes, as the editor saw it; None for a new pack.
            wrote: what an import wrote of it, for the next one; None if it isn't one's work.
            draft: the editor's, if it's that; it goes, and if it isn't the same any more, nothing is published.
            also: what's done with it, or else nothing is; may refuse.

        Returns:
            The pack as it's listed now, with the number of its version; that of `on` if nothing has changed.

        Raises:
            Refusal: the asker may not, someone has published meanwhile, it's too large, or an image is missing.
        """
        listed = on if isinstance(on, Listed) or on is None else await self.find(asker.tenant.key, on.pack)
        expected = 0 if on is None else on.version if isinstance(on, Listed) else on.number
        own = self._new_id(pack) if listed is None else listed.id
        kept, files = await self._quotas.prepare(asker.tenant.key, pack.model_copy(update={"id": own}), images)
        new = Listed(own, pack.title, pack.summary or "", expected, count(pack), asker.at)

        def work(transaction: Transaction) -> Listed:
            number = self._begin(transaction, asker)
            if draft is not None and not drafts.take(transaction, self_of(asker), draft.pack, draft.kept):
                raise Refusal("That draft has just been published or changed; /pack draft shows what's waiting.")
            also(transaction)
            now = self._current(transaction, asker, own, expected)
            before = versions.content(transaction, asker.tenant.key, own, now.version) if now is not None else None
            if now is not None and before is not None and before.content == kept.content:
                return now
            self._quotas.check_images(transaction, asker, kept, files)
            versions.keep_images(transaction, asker.tenant.key, files, asker.at)
            if wrote is not None:
                imports.note(transaction, asker.tenant.key, own, wrote)
            published = replace(new, version=expected + 1)
            self._add(transaction, asker, published, kept, note)
            done = entry(asker, EditorAct.PUBLISHED, published.title, published.version, about=note)
            audit_log.add(transaction, self_of(asker), number, done, own)
            return published

        return await self._change(work)

    async def restore(self, asker: Asker, pack_id: str, number: int) -> Listed:
        """Publish an earlier version of a pack again, as a new one.

        Args:
            asker: the editor.
            pack_id: which pack, untrusted.
            number: of the version.

        Raises:
            Refusal: the asker may not, or there's no such version any more.
        """
        before = await self.content(asker.tenant.key, pack_id, number)
        kept = await asyncio.to_thread(packed, before)
        new = Listed(pack_id, before.title, before.summary or "", 0, count(before), asker.at)

        def work(transaction: Transaction) -> Listed:
            change = self._begin(transaction, asker)
            now = self._current(transaction, asker, pack_id, None)
            if now is None:
                raise Refusal(_GONE)
            taught = versions.content(transaction, asker.tenant.key, pack_id, now.version)
            if now.version == number or (taught is not None and taught.content == kept.content):
                raise Refusal(f"I already teach version {number}; choose an earlier one.", option="version")
            published = replace(new, version=now.version + 1)
            self._add(transaction, asker, published, kept, f"As version {number}")
            done = entry(asker, EditorAct.RESTORED, published.title, published.version, about=f"version {number}")
            audit_log.add(transaction, self_of(asker), change, done, pack_id)
            return published

        return await self._change(work)

    async def history(self, tenant: str, pack_id: str) -> Sequence[Version]:
        """Return the versions of a pack that are kept, the latest first.

        Args:
            tenant: whose.
            pack_id: untrusted.
        """
        return await self._database.read(partial(versions.history, tenant=tenant, pack=pack_id))

    async def content(self, tenant: str, pack_id: str, number: int) -> Pack:
        """Return a version of a pack.

        Args:
            tenant: whose.
            pack_id: untrusted.
            number: of the version.

        Raises:
            Refusal: it isn't kept, or can't be read any more.
        """
        found = await self._database.read(partial(versions.content, tenant=tenant, pack=pack_id, number=number))
        if found is None:
            raise Refusal(f"Version {number} isn't kept; /pack history shows which are.", option="version")
        try:
            return await asyncio.to_thread(unpacked, found.content)
        except ValueError as error:
            set_aside("version of a pack", error)
            raise Refusal(_unreadable(number, found.schema), option="version") from error

    async def parts(self, tenant: str, pack_id: str) -> Mapping[str, Title]:
        """Return what stands for all that a pack holds, by kind:id, with what's switched off; none if it's gone.

        Args:
            tenant: whose pack it is, unless it's the operator's.
            pack_id: which.
        """
        if (operators := self._shelf.library.get(pack_id)) is not None:
            return titles_of(operators)
        own = (await self._shelf.directory(tenant)).packs.get(pack_id)
        if own is None:
            return {}
        return titles_of(await self.content(tenant, pack_id, own.version))

    async def images(self, tenant: str, pack: Pack) -> dict[str, bytes]:
        """Return the image files of a version, by their names.

        Args:
            tenant: whose.
            pack: the version.
        """
        found = await self._database.read(partial(versions.images, tenant=tenant, digests={*pack.images.values()}))
        return {name: found[digest] for name, digest in pack.images.items() if digest in found}

    async def remove(self, asker: Asker, pack_id: str) -> Listed:
        """Remove a pack, which can come back for a while.

        Raises:
            Refusal: the asker may not, or it's gone already.
        """

        def work(transaction: Transaction) -> Listed:
            number = self._begin(transaction, asker)
            found = self._current(transaction, asker, pack_id, None)
            if found is None:
                raise Refusal(_GONE)
            versions.remove(transaction, asker.tenant.key, pack_id, asker.at)
            audit_log.add(transaction, self_of(asker), number, entry(asker, EditorAct.REMOVED, found.title), pack_id)
            return found

        return await self._change(work)

    async def bring_back(self, asker: Asker, pack_id: str) -> Listed:
        """Bring a pack back that was removed.

        Raises:
            Refusal: the asker may not, that's too late, or there are too many others by now.
        """

        def work(transaction: Transaction) -> Listed:
            number = self._begin(transaction, asker)
            found = versions.find(transaction, asker.tenant.key, pack_id)
            if found is None or found.removed is None or found.removed + REMOVED_FOR <= asker.at:
                raise Refusal("That pack can't come back; /pack list shows them all.")
            self._quotas.check_number(transaction, asker)
            versions.remove(transaction, asker.tenant.key, pack_id, None)
            audit_log.add(
                transaction, self_of(asker), number, entry(asker, EditorAct.BROUGHT_BACK, found.title), pack_id
            )
            return replace(found, removed=None)

        return await self._change(work)

    async def switch(self, asker: Asker, pack_id: str, part: str, *, off: bool) -> bool:
        """Leave a part of a pack out for the asker's tenant, or take it in again; return whether that's new.

        Args:
            asker: the editor.
            pack_id: a pack that they have, of their own or the operator's.
            part: kind:id of an item or a topic, which the pack has.
            off: whether it's left out.

        Raises:
            Refusal: the asker may not.
        """

        def work(transaction: Transaction) -> bool:
            number = self._begin(transaction, asker)
            tenant = asker.tenant.key
            is_off = part in switches.of_tenant(transaction, tenant).get(pack_id, ())
            if is_off == off:
                return False
            if off:
                switches.switch_off(transaction, tenant, pack_id, part, asker.at)
            else:
                switches.switch_on(transaction, tenant, pack_id, part)
            act = EditorAct.SWITCHED_OFF if off else EditorAct.SWITCHED_ON
            audit_log.add(transaction, self_of(asker), number, entry(asker, act, about=part), pack_id)
            return True

        return await self._change(work)

    async def _change(self, work: Callable[[Transaction], _T]) -> _T:
        """Change something in one transaction, which this replica's shelf sees at once."""
        done = await self._database.transact(work)
        await self._shelf.look()
        return done

    def _begin(self, transaction: Transaction, asker: Asker) -> int:
        """Begin to change packs; return the number of this change."""
        number = changes.note(transaction, asker.tenant.key)
        check_editor(transaction, asker)
        return number

    def _current(self, transaction: Transaction, asker: Asker, pack_id: str, expected: int | None) -> Listed | None:
        """Return a pack as it's listed now; None if it's to be a new one.

        Args:
            transaction: to read in.
            asker: the editor.
            pack_id: which pack.
            expected: the number of the version that's taught, as the editor saw it; None for whatever it is.
        """
        found = versions.find(transaction, asker.tenant.key, pack_id)
        if expected == 0:
            self._quotas.check_number(transaction, asker)
            return None
        if found is None or found.removed is not None:
            raise Refusal(_GONE)
        if expected is not None and found.version != expected:
            (latest, *_) = versions.history(transaction, asker.tenant.key, pack_id)
            raise Refusal(
                f"{latest.by} published version {latest.number} of {found.title} at the same time. Press again: your "
                "change goes on top of it."
            )
        return found

    def _add(self, transaction: Transaction, asker: Asker, new: Listed, kept: PackedPack, note: str) -> None:
        """Add a version, and let go of those that are too old."""
        tenant = asker.tenant.key
        versions.publish(transaction, tenant, new, kept, " ".join(note.split())[:LONGEST_NOTE])
        versions.forget_versions(transaction, tenant, new.id, new.version - KEPT_VERSIONS)
        versions.drop_images(transaction, tenant)

    def _new_id(self, pack: Pack) -> str:
        stem = pack.id[: _LONGEST_ID - _TAIL - 1].rstrip("-")
        return f"{stem}-{new_id(self._random, _TAIL)}"


def _unreadable(number: int, schema: int) -> str:
    """Say that a version can't be read, and why."""
    if schema == SCHEMA_VERSION:
        return f"Version {number} is damaged and can't be read; restore another."
    which = "an older" if schema < SCHEMA_VERSION else "a newer"
    return f"Version {number} was made by {which} Versed and can't be read; restore another."


def _there(directory: Directory, pack_id: str) -> Listed:
    found = directory.packs.get(pack_id)
    if found is None:
        raise Refusal(_GONE)
    if found.removed is not None:
        raise Refusal("Someone has removed that pack; /pack list can bring it back.")
    return found
