"""Packs from a learner's point of view: which are in use where, and resolving untrusted ids from buttons."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TypeVar

from bot.content.at_hand import at_hand
from bot.content.finding.finder import terms_of
from bot.content.model import Pack
from bot.features.learners import scopes
from bot.features.learners.chosen import Chosen
from bot.features.learners.settings_page import NamedPack
from bot.features.learners.store.settings import of_scopes
from bot.features.packs import naming
from bot.features.packs.naming import Several
from bot.features.packs.shelf import Shelf
from bot.features.packs.topics import TopicsInUse, finder
from bot.language.people import Place, Right, check_right
from bot.language.refusals import Refusal, blaming
from bot.language.requests import Asker
from bot.storage.transaction import Transaction

_T = TypeVar("_T")

_PACK = "pack"
"""The setting that says which packs are in use: comma-separated ids, in order of preference."""

_PARENT = "parent"
"""The setting of a thread for posts, which no request comes with: the id of the channel that it's a thread of."""

CHOOSE = "choose what I teach in a channel"
"""Says what only administrators can do, for refusals."""


class Packs:
    """The existing packs, and which of them are in use where.

    Args:
        shelf: provides the packs.
        chosen: the settings, with the packs chosen for places.

    Attributes:
        finder: finds parts of a pack by name.
        topics: finds topics of the packs in use by name.
    """

    def __init__(self, shelf: Shelf, chosen: Chosen) -> None:
        self._shelf = shelf
        self._chosen = chosen
        self.finder = finder
        self.topics = TopicsInUse(self.used, self.offered)

    async def used(self, asker: Asker) -> Sequence[Pack]:
        """Return the packs in use here, in order of preference; never empty.

        Those are the packs chosen for this place, else those chosen for the channel that it's a thread of, else those
        chosen for everywhere, else the operator's first.
        """
        for scope in (*_scopes_of(asker.place), scopes.EVERYWHERE):
            if packs := await self._existing(asker.tenant.key, scope):
                return packs
        default = self._shelf.library.default
        return [await self._shelf.find(asker.tenant.key, default.id) or default]

    async def taught(self, asker: Asker) -> Pack:
        """Return the first pack in use where the asker is."""
        return (await self.used(asker))[0]

    async def find(self, tenant: str, pack_id: str) -> Pack | None:
        """Return the pack with this id; None if the tenant doesn't have it any more.

        Args:
            tenant: the key of the tenant.
            pack_id: the pack's id, possibly untrusted.
        """
        return await self._shelf.find(tenant, pack_id)

    def at_hand(self, tenant: str, pack_id: str) -> Pack | None:
        """Return the pack with this id, within a transaction; None if the tenant doesn't have it any more.

        Args:
            tenant: the key of the tenant.
            pack_id: the pack's id, possibly untrusted.

        Raises:
            NotReadyError: it isn't in memory.
        """
        return self._shelf.get(tenant, pack_id)

    async def get(self, asker: Asker, pack_id: str) -> Pack:
        """Return the pack with an untrusted id.

        Args:
            asker: the member who asks.
            pack_id: the pack's id.

        Raises:
            Refusal: the asker's tenant doesn't have it, or it can't be read.
        """
        pack = await self._shelf.find(asker.tenant.key, pack_id)
        if pack is None:
            listed = (await self._shelf.directory(asker.tenant.key)).packs.get(pack_id)
            if listed is not None and listed.removed is None:
                raise Refusal(f"I can't read {listed.title} any more; restore another version from /pack history.")
            raise Refusal("That pack isn't here any more; run /help to see what there is.")
        return pack

    async def all(self, tenant: str) -> Sequence[Pack]:
        """Return all packs that a tenant has: the operator's and its own."""
        packs = [await self._shelf.find(tenant, each.id) for each in await self.listed(tenant)]
        return [pack for pack in packs if pack is not None]

    async def listed(self, tenant: str) -> Sequence[NamedPack]:
        """Return the list entries of all packs that a tenant has, the operator's first."""
        await self._shelf.directory(tenant)
        return self._shelf.listed(tenant)

    async def offered(self, asker: Asker) -> Sequence[NamedPack]:
        """Return the list entries of the packs that can be put in use where the asker is."""
        return await self.listed(asker.tenant.key)

    async def off(self, tenant: str) -> Mapping[str, frozenset[str]]:
        """Return the parts that a tenant has switched off: pack id → kind:id of items and topics."""
        return (await self._shelf.directory(tenant)).off

    async def choose(
        self, asker: Asker, choice: Callable[[Sequence[str]], Sequence[str]], *, everywhere: bool = False
    ) -> Sequence[str]:
        """Set which packs are in use, and return their ids.

        Args:
            asker: the administrator, in the place to choose for.
            choice: returns the new ids, in order of preference, given the ids chosen before; an empty result resets
                to what's in use everywhere, or to the default.
            everywhere: whether to choose for all places without their own choice, instead of the asker's place.

        Raises:
            Refusal: the asker may not choose, or the choice raised it.
        """
        check_right(asker.member, Right.ADMINISTRATOR, CHOOSE)
        scope = scopes.EVERYWHERE if everywhere else scopes.of_place(asker.place.id)
        chosen = await self._chosen.change(asker.tenant.key, scope, _PACK, lambda ids: ",".join(choice(_ids(ids))))
        return _ids(chosen)

    async def has_own(self, asker: Asker) -> bool:
        """Return whether packs were chosen for where the asker is, or for the channel that it's a thread of."""
        return any([await self._existing(asker.tenant.key, scope) for scope in _scopes_of(asker.place)])

    async def _existing(self, tenant: str, scope: str) -> Sequence[Pack]:
        """Return the packs that were chosen for a scope and still exist, in order of preference."""
        chosen = _ids((await self._chosen.read(tenant, scope)).get(_PACK, ""))
        return [pack for each in chosen if (pack := await self._shelf.find(tenant, each)) is not None]

    async def teach(self, asker: Asker, typed: str) -> None:
        """Put one pack in use where the asker is, for /settings pack:…; from a direct message, everywhere.

        Args:
            asker: the administrator.
            typed: the pack's name.

        Raises:
            Refusal: there's no such pack, or the asker may not choose.
        """
        with blaming(_PACK):
            check_right(asker.member, Right.ADMINISTRATOR, CHOOSE)
            pack_id = naming.named(await self.offered(asker), typed).id
            await self.choose(asker, lambda _: [pack_id], everywhere=asker.place.direct)
            if asker.place.direct:  # so that the choice for everywhere applies here, too
                await self.choose(asker, lambda _: [])

    async def terms(self, asker: Asker) -> Several:
        """Return the terms of all packs in use by name."""
        return await terms_in(await self.used(asker))


async def terms_in(packs: Iterable[Pack]) -> Several:
    """Return the terms of some packs by name."""
    return Several([await at_hand(terms_of, pack) for pack in packs])


def _scopes_of(place: Place) -> Sequence[str]:
    """Return the scopes of the settings that apply in a place before those for everywhere."""
    return [scopes.of_place(each) for each in (place.id, place.parent) if each]


def _ids(chosen: str) -> list[str]:
    return [each for each in chosen.split(",") if each]


async def remember_parent(chosen: Chosen, tenant: str, place: Place) -> None:
    """Store which channel a place is a thread of, if it's one, for what will be posted there.

    Args:
        chosen: the settings.
        tenant: the key of the tenant.
        place: the place.
    """
    if place.parent:
        await chosen.put(tenant, scopes.of_place(place.id), _PARENT, place.parent)


def in_use(transaction: Transaction, places: Collection[tuple[str, str]]) -> dict[tuple[str, str], list[str]]:
    """Return the ids of the packs in use in some places, in order of preference.

    Those are chosen as in `Packs.used`, but may no longer exist.

    Args:
        transaction: to read in.
        places: (tenant, place id) of each place; at least one.
    """
    scope_of = {each: (each[0], scopes.of_place(each[1])) for each in places}
    parents = of_scopes(transaction, _PARENT, scope_of.values())
    parent_of = {scope: (scope[0], scopes.of_place(parent)) for scope, parent in parents.items()}
    everywhere = {(tenant, scopes.EVERYWHERE) for tenant, _ in places}
    chosen = of_scopes(transaction, _PACK, {*scope_of.values(), *parent_of.values(), *everywhere})

    def ids(scope: tuple[str, str]) -> list[str]:
        places = (scope, parent_of.get(scope, scope), (scope[0], scopes.EVERYWHERE))
        return _ids(next(filter(None, map(chosen.get, places)), ""))

    return {each: ids(scope) for each, scope in scope_of.items()}


def existing(things: Mapping[str, _T], thing_id: str) -> _T:
    """Return the object with an untrusted id.

    Raises:
        Refusal: the pack doesn't have it any more.
    """
    if thing_id not in things:
        raise Refusal("That isn't in the pack any more; run /help to see what there is.")
    return things[thing_id]
