"""Packs as learners meet them: which are in use where, and what an untrusted id in a button stands for."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TypeVar

from bot.content.at_hand import at_hand
from bot.content.finding.finder import terms_of
from bot.content.model import Pack
from bot.features.learners.chosen import Chosen
from bot.features.learners.settings import EVERYWHERE, place_of, scope_of
from bot.features.learners.settings_page import NamedPack
from bot.features.learners.store.settings import of_scopes
from bot.features.packs import naming
from bot.features.packs.naming import Several
from bot.features.packs.shelf import Shelf
from bot.features.packs.topics import TopicsInUse, finder
from bot.language.people import Right, check_right
from bot.language.refusals import Refusal, blaming
from bot.language.requests import Asker
from bot.storage.transaction import Transaction

_T = TypeVar("_T")

_PACK = "pack"
"""The setting that says which packs are in use: their ids, the first first, with commas between them."""

CHOOSE = "choose what I teach in a channel"
"""What only an administrator can do."""


class Packs:
    """The packs there are, and which of them are in use where.

    Args:
        shelf: has the packs.
        chosen: what was chosen for places.

    Attributes:
        finder: finds things in a pack by their names.
        topics: those of the packs in use, by name.
    """

    def __init__(self, shelf: Shelf, chosen: Chosen) -> None:
        self._shelf = shelf
        self._chosen = chosen
        self.finder = finder
        self.topics = TopicsInUse(self.used, self.offered)

    async def used(self, asker: Asker) -> Sequence[Pack]:
        """Return the packs in use where the asker is, the first first; one at least.

        Those chosen for the place, else for everywhere, else the operator's first.
        """
        for scope in (place_of(asker), EVERYWHERE):
            chosen = (await self._chosen.read(asker.tenant.key, scope)).get(_PACK, "")
            found = [await self._shelf.find(asker.tenant.key, each) for each in chosen.split(",") if each]
            if any(found):
                return [pack for pack in found if pack is not None]
        default = self._shelf.library.default
        return [await self._shelf.find(asker.tenant.key, default.id) or default]

    async def taught(self, asker: Asker) -> Pack:
        """Return the first pack in use where the asker is."""
        return (await self.used(asker))[0]

    async def find(self, tenant: str, pack_id: str) -> Pack | None:
        """Return the pack of an id; None if a tenant doesn't have it any more.

        Args:
            tenant: its key.
            pack_id: perhaps untrusted.
        """
        return await self._shelf.find(tenant, pack_id)

    def at_hand(self, tenant: str, pack_id: str) -> Pack | None:
        """Return the pack of an id as a part of a transaction; None if a tenant doesn't have it any more.

        Args:
            tenant: its key.
            pack_id: perhaps untrusted.

        Raises:
            NotReadyError: it isn't in memory.
        """
        return self._shelf.get(tenant, pack_id)

    async def get(self, asker: Asker, pack_id: str) -> Pack:
        """Return the pack of an untrusted id.

        Args:
            asker: whose tenant must have it.
            pack_id: the id.

        Raises:
            Refusal: they don't, or it can't be read.
        """
        pack = await self._shelf.find(asker.tenant.key, pack_id)
        if pack is None:
            own = (await self._shelf.directory(asker.tenant.key)).packs.get(pack_id)
            if own is not None and own.removed is None:
                raise Refusal(f"I can't read {own.title} any more; restore another version from /pack history.")
            raise Refusal("That pack isn't here any more; run /help to see what there is.")
        return pack

    async def all(self, tenant: str) -> Sequence[Pack]:
        """Return all packs that a tenant has: the operator's, and their own."""
        found = [await self._shelf.find(tenant, each.id) for each in await self.listed(tenant)]
        return [pack for pack in found if pack is not None]

    async def listed(self, tenant: str) -> Sequence[NamedPack]:
        """Return what's listed of all packs that a tenant has, the operator's first."""
        await self._shelf.directory(tenant)
        return self._shelf.listed(tenant)

    async def offered(self, asker: Asker) -> Sequence[NamedPack]:
        """Return what can be in use where the asker is."""
        return await self.listed(asker.tenant.key)

    async def off(self, tenant: str) -> Mapping[str, frozenset[str]]:
        """Return what a tenant has switched off: pack id → kind:id of items and topics."""
        return (await self._shelf.directory(tenant)).off

    async def choose(
        self, asker: Asker, choice: Callable[[Sequence[str]], Sequence[str]], *, everywhere: bool = False
    ) -> Sequence[str]:
        """Have packs in use from now on, and return their ids.

        Args:
            asker: who chooses, for where they are.
            choice: makes their ids of those chosen before, the first first; none for what's in use everywhere, or is
                usual.
            everywhere: whether they're in use wherever nothing else was chosen, instead of in the asker's place.

        Raises:
            Refusal: the asker may not, or the choice refuses.
        """
        check_right(asker.member, Right.ADMINISTRATOR, CHOOSE)
        scope = EVERYWHERE if everywhere else place_of(asker)
        chosen = await self._chosen.change(asker.tenant.key, scope, _PACK, lambda ids: ",".join(choice(_ids(ids))))
        return _ids(chosen)

    async def chosen(self, asker: Asker, *, everywhere: bool = False) -> list[str]:
        """Return the ids of the packs that were chosen.

        Args:
            asker: for where they are.
            everywhere: for wherever nothing else was chosen, instead.
        """
        scope = EVERYWHERE if everywhere else place_of(asker)
        return _ids((await self._chosen.read(asker.tenant.key, scope)).get(_PACK, ""))

    async def teach(self, asker: Asker, typed: str) -> None:
        """Have one pack in use where the asker is, as /settings pack:… says; from a direct message, everywhere.

        Args:
            asker: who wants it.
            typed: the pack's name.

        Raises:
            Refusal: there's no such pack, or the asker may not choose.
        """
        with blaming(_PACK):
            check_right(asker.member, Right.ADMINISTRATOR, CHOOSE)
            wanted = naming.named(await self.offered(asker), typed).id
            await self.choose(asker, lambda _: [wanted], everywhere=asker.place.direct)
            if asker.place.direct:  # where nothing else is chosen then
                await self.choose(asker, lambda _: [])

    async def terms(self, asker: Asker) -> Several:
        """Return the terms of all packs in use by name."""
        return Several([await at_hand(terms_of, pack) for pack in await self.used(asker)])


def _ids(chosen: str) -> list[str]:
    return [each for each in chosen.split(",") if each]


def in_use(transaction: Transaction, places: Collection[tuple[str, str]]) -> dict[tuple[str, str], list[str]]:
    """Return the ids of the packs that were chosen for some places, or else for everywhere, the first first.

    Args:
        transaction: to read in.
        places: each a tenant and the id of a place; one at least.
    """
    scopes = {each: (each[0], scope_of(each[1])) for each in places}
    everywhere = {(tenant, EVERYWHERE) for tenant, _ in places}
    chosen = of_scopes(transaction, _PACK, {*scopes.values(), *everywhere})
    found = {each: chosen.get(scope) or chosen.get((scope[0], EVERYWHERE), "") for each, scope in scopes.items()}
    return {each: [pack for pack in ids.split(",") if pack] for each, ids in found.items()}


def existing(things: Mapping[str, _T], thing_id: str) -> _T:
    """Return what an untrusted id stands for.

    Raises:
        Refusal: the pack has no such thing any more.
    """
    if thing_id not in things:
        raise Refusal("That isn't in the pack any more; run /help to see what there is.")
    return things[thing_id]
