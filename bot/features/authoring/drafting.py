"""What editors write in the chat: items are put into a draft of a pack, which is published when they say so."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.content.model import Pack
from bot.features.authoring.checking import Checked, new_pack, put_in
from bot.features.authoring.kinds import Filled, Kind
from bot.features.packs.editors import Editors
from bot.features.packs.model import NEW, Listed, differences
from bot.features.packs.parts import titles_of
from bot.features.packs.service import OwnPacks
from bot.language.message import Refusal
from bot.language.requests import Asker

_NOTHING = "No draft is waiting there any more; /pack draft shows what you've kept."


@dataclass(frozen=True, slots=True)
class Begun:
    """A pack of a tenant as an editor works on it.

    Args:
        pack: with all that the editor has written.
        on: how it's listed, with the number of the version that the editor began with; None for a new one.
        base: the version that they began with; None for a new one.
        waits: whether anything isn't published yet.
    """

    pack: Pack
    on: Listed | None
    base: Pack | None
    waits: bool

    @property
    def changes(self) -> Sequence[str]:
        """Return what's new or changed, by name."""
        if self.base is None:
            return [title.name for key, title in titles_of(self.pack).items() if not key.startswith("topic:")]
        found, titles = differences(self.base, self.pack), titles_of(self.pack)
        return [titles[key].name for key in (*found.added, *found.changed) if key in titles]


class Drafting:
    """Keeps and publishes what editors write.

    Args:
        own: the tenants' own packs.
        editors: who edits them.
    """

    def __init__(self, own: OwnPacks, editors: Editors) -> None:
        self._own = own
        self._editors = editors

    async def begun(self, asker: Asker, pack_id: str = NEW) -> Begun | None:
        """Return a pack as the asker works on it; None for a new one of which nothing is written yet.

        Args:
            asker: the editor.
            pack_id: untrusted; NEW for one that isn't there yet.

        Raises:
            Refusal: they may not, or there's no such pack of their own.
        """
        await self._editors.check_may_edit(asker)
        draft = await self._own.draft(asker, pack_id)
        if pack_id == NEW:
            return Begun(draft.content, None, None, True) if draft else None
        listed = await self._own.find(asker.tenant.key, pack_id)
        taught = await self._own.content(asker.tenant.key, pack_id, draft.on if draft else listed.version)
        if draft is None:
            return Begun(taught, listed, taught, False)
        return Begun(draft.content, replace(listed, version=draft.on), taught, True)

    async def waiting(self, asker: Asker) -> Sequence[Begun]:
        """Return all that the asker has written and not published.

        Raises:
            Refusal: they may not.
        """
        ids = [NEW, *(each.id for each in await self._own.all(asker.tenant.key))]
        found = [await self.begun(asker, each) for each in ids]
        return [each for each in found if each is not None and each.waits]

    async def put(self, asker: Asker, pack_id: str, kind: Kind, item_id: str, filled: Filled) -> Checked:
        """Put what was filled in into the asker's draft, if it's in order.

        Args:
            asker: the editor.
            pack_id: untrusted; NEW for a pack that isn't there yet.
            kind: of the item.
            item_id: of the item that it changes, untrusted; "" for a new one.
            filled: untrusted.

        Raises:
            Refusal: they may not, or it isn't in order.
        """
        begun = await self.begun(asker, pack_id)
        pack = begun.pack if begun else new_pack(filled.get("called", ""))
        checked = await asyncio.to_thread(put_in, pack, kind, item_id, filled)
        await self._own.keep_draft(asker, checked.pack, {}, begun.on if begun else None)
        return checked

    async def publish(self, asker: Asker, pack_id: str) -> Listed:
        """Publish what the asker has written.

        Args:
            asker: the editor.
            pack_id: untrusted.

        Raises:
            Refusal: they may not, nothing waits, or someone else has published meanwhile.
        """
        begun = await self.begun(asker, pack_id)
        if begun is None or not begun.waits:
            raise Refusal(_NOTHING)
        return await self._own.publish(asker, begun.pack, {}, "; ".join(begun.changes), begun.on)

    async def drop(self, asker: Asker, pack_id: str) -> None:
        """Throw away what the asker has written.

        Args:
            asker: the editor.
            pack_id: untrusted.

        Raises:
            Refusal: nothing waits.
        """
        if not await self._own.drop_draft(asker, pack_id):
            raise Refusal(_NOTHING)


def first_used(own: Iterable[Listed], used: Sequence[str]) -> Listed | None:
    """Return the pack that's written for unless another is named: the first in use, else the first; None for none.

    Args:
        own: the packs that a tenant has of its own.
        used: ids of those that are in use, the first first.
    """
    return min(own, key=lambda each: used.index(each.id) if each.id in used else len(used), default=None)
