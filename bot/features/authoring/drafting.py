"""Writing in the chat: editors put items into a draft of a pack, and publish it when they're ready.

A draft is merged into versions that others publish in the meantime; its editor resolves any conflicts first.
"""

import asyncio
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.content.model import MOST_TOPICS, Pack
from bot.features.authoring.checking import Checked, new_pack, put_in
from bot.features.authoring.kinds import Filled, ItemKind
from bot.features.authoring.model import Clash, EditedPack
from bot.features.packs.carrying_over import Conflict, carry_over
from bot.features.packs.drafts import Drafts
from bot.features.packs.editors import Editors
from bot.features.packs.model import NEW, Draft, Listed
from bot.features.packs.service import OwnPacks
from bot.language.refusals import Refusal
from bot.language.requests import Asker

_TRIES = 10
"""How often to retry putting an item into a draft that the same editor is changing at the same time."""

_LEFT = "That new pack is published or gone by now; name another one, or run /pack add for one you have."
_NOTHING = "That draft is gone; /pack draft shows what you've kept."


@dataclass(frozen=True, slots=True)
class PutResult:
    """The result of putting an item into a draft.

    Args:
        checked: the item in its pack.
        on: the number of the version that the draft is based on; 0 for a new pack.
    """

    checked: Checked
    on: int


class Drafting:
    """Stores and publishes editors' drafts.

    Args:
        own_packs: the tenants' own packs.
        drafts: stores the drafts.
        editors: checks who may edit packs.
    """

    def __init__(self, own_packs: OwnPacks, drafts: Drafts, editors: Editors) -> None:
        self._own = own_packs
        self._drafts = drafts
        self._editors = editors

    async def edited_pack(self, asker: Asker, pack_id: str = NEW) -> EditedPack | None:
        """Return a pack with the asker's draft; None for a new pack without a draft.

        Args:
            asker: the editor.
            pack_id: the pack's id, untrusted; NEW for a new pack.

        Raises:
            Refusal: they may not edit packs, or have no such pack of their own.
        """
        await self._editors.check_may_edit(asker)
        draft = await self._drafts.find(asker, pack_id)
        if pack_id == NEW:
            return EditedPack(draft.content, None, None, draft) if draft else None
        listed = await self._own.find(asker.tenant.key, pack_id)
        taught = await self._own.content(asker.tenant.key, pack_id, listed.version)
        if draft is None:
            return EditedPack(taught, listed, taught, draft)
        if draft.on == listed.version:
            return EditedPack(draft.content, listed, taught, draft)
        return await self._carried_over(asker, draft, listed, taught)

    async def _carried_over(
        self, asker: Asker, draft: Draft, listed: Listed, taught: Pack, choices: str = "", seen: str = ""
    ) -> EditedPack:
        """Return a draft merged into the version that was published since it was started.

        Args:
            asker: the editor.
            draft: their draft.
            listed: the pack's entry in the list.
            taught: the published version.
            choices: their decisions, as in SettleDraft.
            seen: the digest of the conflicts that they saw; if it has changed, the decisions are ignored.
        """
        try:
            base: Pack | None = await self._own.content(asker.tenant.key, listed.id, draft.on)
        except Refusal:  # that version isn't kept any more
            base = None
        all_of_it = await asyncio.to_thread(carry_over, base, draft.content, taught)
        if not all_of_it.conflicts:
            return EditedPack(all_of_it.pack, listed, taught, draft)
        now = _digest(all_of_it.conflicts)
        chosen = choices if seen == now else ""
        mine = [each in "mM" for each in chosen]
        if chosen[-1:] in ("M", "T"):
            mine += [chosen[-1] == "M"] * len(all_of_it.conflicts)
        carried = await asyncio.to_thread(carry_over, base, draft.content, taught, mine)
        if not carried.conflicts:
            return EditedPack(carried.pack, listed, taught, draft)
        clash = Clash(listed.version, now, chosen, carried.conflicts)
        return EditedPack(draft.content, replace(listed, version=draft.on), base, draft, clash)

    async def settle(self, asker: Asker, pack_id: str, version: int, seen: str, choices: str) -> EditedPack:
        """Resolve the conflicts between a draft and a version published in the meantime.

        Args:
            asker: the editor.
            pack_id: the pack's id, untrusted.
            version: the number of that version, as they saw it; untrusted.
            seen: the digest of the conflicts that they saw; untrusted.
            choices: their decisions; untrusted.

        Raises:
            Refusal: they may not edit packs, or there's no draft.
        """
        await self._editors.check_may_edit(asker)
        draft, listed = await self._drafts.find(asker, pack_id), await self._own.find(asker.tenant.key, pack_id)
        if draft is None:
            raise Refusal(_NOTHING)
        taught = await self._own.content(asker.tenant.key, pack_id, listed.version)
        if draft.on == listed.version or version != listed.version:
            choices = ""
        edited = await self._carried_over(asker, draft, listed, taught, choices, seen)
        if edited.clash is None and not await self._drafts.keep(asker, edited.pack, listed, draft):
            raise Refusal("Your draft has just changed; /pack draft shows how it is now.")
        return edited

    async def waiting(self, asker: Asker) -> Sequence[EditedPack]:
        """Return all drafts of the asker.

        Raises:
            Refusal: they may not edit packs.
        """
        ids = [NEW, *(each.id for each in await self._own.all(asker.tenant.key))]
        edited_packs = [await self.edited_pack(asker, each) for each in ids]
        return [each for each in edited_packs if each is not None and each.waits]

    async def as_seen(self, asker: Asker, pack_id: str, seen: int) -> EditedPack | None:
        """Return a pack in the version that the asker saw, to be changed, even if others have published since.

        Args:
            asker: the editor.
            pack_id: the pack's id, untrusted.
            seen: the number of the version that they saw, untrusted; 0 for the current one.

        Raises:
            Refusal: they may not edit packs, or have no such pack of their own.
        """
        edited = await self.edited_pack(asker, pack_id)
        if edited is None or edited.on is None or edited.clash is not None or not 0 < seen < edited.on.version:
            return edited
        if edited.draft is not None and edited.draft.on != seen:
            return edited  # their draft is based on another version by now
        try:
            base = await self._own.content(asker.tenant.key, pack_id, seen)
        except Refusal:  # that version isn't kept any more
            return edited
        pack = edited.draft.content if edited.draft is not None else base
        return EditedPack(pack, replace(edited.on, version=seen), base, edited.draft)

    async def put(
        self, asker: Asker, pack_id: str, kind: ItemKind, item_id: str, filled: Filled, seen: int = 0
    ) -> PutResult:
        """Put the contents of a form into the asker's draft, if they pass the checks.

        Args:
            asker: the editor.
            pack_id: the pack's id, untrusted; NEW for a new pack.
            kind: the kind of item.
            item_id: the id of the item to change, untrusted; "" for a new one.
            filled: the form's contents, untrusted.
            seen: the number of the version in which they saw the item, untrusted; 0 for the current one.

        Raises:
            Refusal: they may not edit packs, or the item doesn't pass the checks.
        """
        for _ in range(_TRIES):
            edited = await self.as_seen(asker, pack_id, seen)
            if edited is None and "called" not in filled:  # the form was opened for a draft
                raise Refusal(_LEFT, option="called")
            pack = edited.pack if edited else new_pack(filled.get("called", ""))
            checked = await asyncio.to_thread(put_in, pack, kind, item_id, filled)
            on, before = (edited.on, edited.draft) if edited else (None, None)
            if await self._drafts.keep(asker, checked.pack, on, before):
                return PutResult(checked, on.version if on else 0)
        raise Refusal("You're sending a lot at once; send that again in a moment.")

    async def publish(self, asker: Asker, pack_id: str) -> Listed:
        """Publish the asker's draft.

        Args:
            asker: the editor.
            pack_id: the pack's id, untrusted.

        Raises:
            Refusal: they may not edit packs, there's no draft, it has conflicts, or there are too many topics.
        """
        edited = await self.edited_pack(asker, pack_id)
        if edited is None or not edited.waits:
            raise Refusal(_NOTHING)
        if edited.clash is not None:
            raise Refusal("Someone else changed the same thing, so you have to decide first; run /pack draft.")
        if len(edited.pack.topics) > MOST_TOPICS:
            raise Refusal(
                f"A pack can have {MOST_TOPICS} topics at most; press Change and choose one you already have."
            )
        note = "; ".join(edited.changes)
        return await self._own.publish(asker, edited.pack, {}, note, edited.on, draft=edited.draft)

    async def drop(self, asker: Asker, pack_id: str) -> None:
        """Delete the asker's draft.

        Args:
            asker: the editor.
            pack_id: the pack's id, untrusted.

        Raises:
            Refusal: there's no draft.
        """
        if not await self._drafts.drop(asker, pack_id):
            raise Refusal(_NOTHING)


def _digest(conflicts: Iterable[Conflict]) -> str:
    """Return a digest of some conflicts."""
    content = "\n".join(f"{each.list_name}:{each.id}:{each.mine!r}:{each.theirs!r}" for each in conflicts)
    return hashlib.blake2s(content.encode("utf-8", "replace"), digest_size=4).hexdigest()


def first_used(listed: Iterable[Listed], used: Sequence[str]) -> Listed | None:
    """Return the default pack to write for: the first one in use, or the first one there is; None if there are none.

    Args:
        listed: the tenant's own packs.
        used: the ids of the packs in use, in order of preference.
    """
    return min(listed, key=lambda each: used.index(each.id) if each.id in used else len(used), default=None)
