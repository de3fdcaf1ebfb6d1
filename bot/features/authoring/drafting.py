"""What editors write in the chat: items are put into a draft of a pack, which is published when they say so.

A draft goes on top of what others publish meanwhile; what they changed as well is decided by its editor first.
"""

import asyncio
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.content.model import MOST_TOPICS, Pack
from bot.features.authoring.checking import Checked, new_pack, put_in
from bot.features.authoring.kinds import Filled, ItemKind
from bot.features.packs.carrying_over import Conflict, carry_over
from bot.features.packs.drafts import Drafts
from bot.features.packs.editors import Editors
from bot.features.packs.model import NEW, Draft, Listed, differences
from bot.features.packs.parts import titles_of
from bot.features.packs.service import OwnPacks
from bot.language.refusals import Refusal
from bot.language.requests import Asker

_TRIES = 10
"""How often something is put on top of what the same editor writes at the same moment."""

_NOTHING = "That draft is gone; /pack draft shows what you've kept."


@dataclass(frozen=True, slots=True)
class Clash:
    """What a draft and a version that was published meanwhile both changed.

    Args:
        version: the number of that version.
        seen: the same as long as it's the same that's to be decided.
        choices: what has been decided so far, as SettleDraft carries it.
        conflicts: what hasn't.
    """

    version: int
    seen: str
    choices: str
    conflicts: Sequence[Conflict]


@dataclass(frozen=True, slots=True)
class Begun:
    """A pack of a tenant as an editor works on it.

    Args:
        pack: with all that the editor has written.
        on: how it's listed, with the number of the version that the editor began with; None for a new one.
        base: the version that they began with; None for a new one.
        draft: what isn't published yet; None if all is.
        clash: what has to be decided before it can be published; None for nothing.
    """

    pack: Pack
    on: Listed | None
    base: Pack | None
    draft: Draft | None
    clash: "Clash | None" = None

    @property
    def waits(self) -> bool:
        """Return whether anything isn't published yet."""
        return self.draft is not None

    @property
    def changes(self) -> Sequence[str]:
        """Return what's new or changed, by name."""
        if self.base is None:
            return [title.name for key, title in titles_of(self.pack).items() if not key.startswith("topic:")]
        found, titles = differences(self.base, self.pack), titles_of(self.pack)
        return [titles[key].name for key in (*found.added, *found.changed) if key in titles]


@dataclass(frozen=True, slots=True)
class Put:
    """What was put into a draft.

    Args:
        checked: the item in its pack.
        on: the number of the version that the draft goes on top of; 0 for a new pack.
    """

    checked: Checked
    on: int


class Drafting:
    """Keeps and publishes what editors write.

    Args:
        own: the tenants' own packs.
        drafts: keeps what isn't published.
        editors: who edits them.
    """

    def __init__(self, own: OwnPacks, drafts: Drafts, editors: Editors) -> None:
        self._own = own
        self._drafts = drafts
        self._editors = editors

    async def begun(self, asker: Asker, pack_id: str = NEW) -> Begun | None:
        """Return a pack as the asker works on it; None for a new one that has nothing in it yet.

        Args:
            asker: the editor.
            pack_id: untrusted; NEW for one that isn't there yet.

        Raises:
            Refusal: they may not, or there's no such pack of their own.
        """
        await self._editors.check_may_edit(asker)
        draft = await self._drafts.find(asker, pack_id)
        if pack_id == NEW:
            return Begun(draft.content, None, None, draft) if draft else None
        listed = await self._own.find(asker.tenant.key, pack_id)
        taught = await self._own.content(asker.tenant.key, pack_id, listed.version)
        if draft is None:
            return Begun(taught, listed, taught, draft)
        if draft.on == listed.version:
            return Begun(draft.content, listed, taught, draft)
        return await self._carried_over(asker, draft, listed, taught)

    async def _carried_over(
        self, asker: Asker, draft: Draft, listed: Listed, taught: Pack, choices: str = "", seen: str = ""
    ) -> Begun:
        """Return a draft on top of the version that was published since it was begun.

        Args:
            asker: the editor.
            draft: what they work on.
            listed: the pack as it's listed.
            taught: that version.
            choices: what they decided, as SettleDraft carries it.
            seen: what they saw when they did; nothing counts that they decided of something else.
        """
        try:
            base: Pack | None = await self._own.content(asker.tenant.key, listed.id, draft.on)
        except Refusal:  # it isn't kept any more
            base = None
        all_of_it = await asyncio.to_thread(carry_over, base, draft.content, taught)
        if not all_of_it.conflicts:
            return Begun(all_of_it.pack, listed, taught, draft)
        now = _digest(all_of_it.conflicts)
        taken = choices if seen == now else ""
        mine = [each in "mM" for each in taken]
        if taken[-1:] in ("M", "T"):
            mine += [taken[-1] == "M"] * len(all_of_it.conflicts)
        carried = await asyncio.to_thread(carry_over, base, draft.content, taught, mine)
        if not carried.conflicts:
            return Begun(carried.pack, listed, taught, draft)
        clash = Clash(listed.version, now, taken, carried.conflicts)
        return Begun(draft.content, replace(listed, version=draft.on), base, draft, clash)

    async def settle(self, asker: Asker, pack_id: str, version: int, seen: str, choices: str) -> Begun:
        """Decide what a draft and a version that was published meanwhile both changed.

        Args:
            asker: the editor.
            pack_id: untrusted.
            version: the number of that version, as they saw it; untrusted.
            seen: what was to be decided when they did; untrusted.
            choices: what they decided; untrusted.

        Raises:
            Refusal: they may not, or nothing waits.
        """
        await self._editors.check_may_edit(asker)
        draft, listed = await self._drafts.find(asker, pack_id), await self._own.find(asker.tenant.key, pack_id)
        if draft is None:
            raise Refusal(_NOTHING)
        taught = await self._own.content(asker.tenant.key, pack_id, listed.version)
        if draft.on == listed.version or version != listed.version:
            choices = ""
        begun = await self._carried_over(asker, draft, listed, taught, choices, seen)
        if begun.clash is None and not await self._drafts.keep(asker, begun.pack, listed, draft):
            raise Refusal("Your draft has just changed; /pack draft shows how it is now.")
        return begun

    async def waiting(self, asker: Asker) -> Sequence[Begun]:
        """Return all that the asker has written and not published.

        Raises:
            Refusal: they may not.
        """
        ids = [NEW, *(each.id for each in await self._own.all(asker.tenant.key))]
        found = [await self.begun(asker, each) for each in ids]
        return [each for each in found if each is not None and each.waits]

    async def upon(self, asker: Asker, pack_id: str, seen: int) -> Begun | None:
        """Return a pack as the asker saw it, to put something into: others may have published since.

        Args:
            asker: the editor.
            pack_id: untrusted.
            seen: the number of the version that they saw, untrusted; 0 for the one that's published now.

        Raises:
            Refusal: they may not, or there's no such pack of their own.
        """
        begun = await self.begun(asker, pack_id)
        if begun is None or begun.on is None or begun.clash is not None or not 0 < seen < begun.on.version:
            return begun
        if begun.draft is not None and begun.draft.on != seen:
            return begun  # they have gone on since, with what's published
        try:
            base = await self._own.content(asker.tenant.key, pack_id, seen)
        except Refusal:  # it isn't kept any more
            return begun
        pack = begun.draft.content if begun.draft is not None else base
        return Begun(pack, replace(begun.on, version=seen), base, begun.draft)

    async def put(
        self, asker: Asker, pack_id: str, kind: ItemKind, item_id: str, filled: Filled, seen: int = 0
    ) -> Put:
        """Put what was filled in into the asker's draft, if it's in order.

        Args:
            asker: the editor.
            pack_id: untrusted; NEW for a pack that isn't there yet.
            kind: of the item.
            item_id: of the item that it changes, untrusted; "" for a new one.
            filled: untrusted.
            seen: the number of the version in which they saw that item, untrusted; 0 for what's published now.

        Raises:
            Refusal: they may not, or it isn't in order.
        """
        for _ in range(_TRIES):
            begun = await self.upon(asker, pack_id, seen)
            pack = begun.pack if begun else new_pack(filled.get("called", ""))
            checked = await asyncio.to_thread(put_in, pack, kind, item_id, filled)
            on, before = (begun.on, begun.draft) if begun else (None, None)
            if await self._drafts.keep(asker, checked.pack, on, before):
                return Put(checked, on.version if on else 0)
        raise Refusal("You're sending a lot at once; send that again in a moment.")

    async def publish(self, asker: Asker, pack_id: str) -> Listed:
        """Publish what the asker has written.

        Args:
            asker: the editor.
            pack_id: untrusted.

        Raises:
            Refusal: they may not, nothing waits, something has to be decided first, or there are too many topics.
        """
        begun = await self.begun(asker, pack_id)
        if begun is None or not begun.waits:
            raise Refusal(_NOTHING)
        if begun.clash is not None:
            raise Refusal("Someone else changed the same thing, so you have to decide first; run /pack draft.")
        if len(begun.pack.topics) > MOST_TOPICS:
            raise Refusal(
                f"A pack can have {MOST_TOPICS} topics at most; press Change and choose one you already have."
            )
        note = "; ".join(begun.changes)
        return await self._own.publish(asker, begun.pack, {}, note, begun.on, draft=begun.draft)

    async def drop(self, asker: Asker, pack_id: str) -> None:
        """Throw away what the asker has written.

        Args:
            asker: the editor.
            pack_id: untrusted.

        Raises:
            Refusal: nothing waits.
        """
        if not await self._drafts.drop(asker, pack_id):
            raise Refusal(_NOTHING)


def _digest(conflicts: Iterable[Conflict]) -> str:
    """Return what's the same as long as the same is to be decided."""
    said = "\n".join(f"{each.several}:{each.id}:{each.mine!r}:{each.theirs!r}" for each in conflicts)
    return hashlib.blake2s(said.encode("utf-8", "replace"), digest_size=4).hexdigest()


def first_used(own: Iterable[Listed], used: Sequence[str]) -> Listed | None:
    """Return the pack that's written for unless another is named: the first in use, else the first; None for none.

    Args:
        own: the packs that a tenant has of its own.
        used: ids of those that are in use, the first first.
    """
    return min(own, key=lambda each: used.index(each.id) if each.id in used else len(used), default=None)
