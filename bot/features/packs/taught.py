"""Packs as learners meet them: which are in use where, and what an untrusted id in a button stands for."""

from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from cachetools import LRUCache

from bot.content.at_hand import at_hand
from bot.content.derived import PerPack
from bot.content.finding.finder import Finder, terms_of
from bot.content.model import Pack, Topic
from bot.features.learners.settings import EVERYWHERE, place_of, scope_of
from bot.features.learners.settings_page import NamedPack
from bot.features.learners.store.settings import Chosen, of_scopes
from bot.features.packs import naming
from bot.features.packs.naming import Several, TopicNames
from bot.features.packs.shelf import Shelf
from bot.language.options import option
from bot.language.people import Right, check_right
from bot.language.refusals import Offer, Refusal, blaming
from bot.language.requests import Asker
from bot.naming.several import SeveralTitles, parts
from bot.naming.titles import Titles
from bot.storage.transaction import Transaction

_T = TypeVar("_T")

_PACK = "pack"
"""The setting that says which packs are in use: their ids, the first first, with commas between them."""

CHOOSE = "choose what I teach in a channel"
"""What only an administrator can do."""

_MOST_MIXES = 500
"""Packs in use together whose topics are remembered by name."""

_finder = PerPack(Finder)


class Packs:
    """The packs there are, and which of them are in use where.

    Args:
        shelf: has the packs.
        chosen: what was chosen for places.

    Attributes:
        finder: finds things in a pack by their names.
    """

    def __init__(self, shelf: Shelf, chosen: Chosen) -> None:
        self._shelf = shelf
        self._chosen = chosen
        self._topics: LRUCache[tuple[int, ...], tuple[Sequence[Pack], TopicNames]] = LRUCache(_MOST_MIXES)
        self.finder = _finder

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

    async def topic(self, asker: Asker, typed: str) -> tuple[Pack, Topic | None]:
        """Return the topic that's meant, with its pack; no topic for all of the pack.

        Args:
            asker: where the packs are in use.
            typed: the name; "" for all of the first pack.

        Raises:
            Refusal: there's no such topic.
        """
        packs = await self.used(asker)
        if not typed:
            return packs[0], None
        async with self._named_here(asker, packs, typed):
            if len(packs) == 1:
                return packs[0], topic_in(packs[0], typed)
            return self._together(packs).one(typed)

    async def within(self, asker: Asker, typed: str, otherwise: Callable[[Sequence[Pack]], Pack]) -> tuple[Pack, str]:
        """Return the pack that a text is about, and what of the text is about something in it.

        Args:
            asker: where the packs are in use.
            typed: perhaps the name of a topic or a pack.
            otherwise: chooses the pack where it isn't.
        """
        packs = await self.used(asker)
        found = self._together(packs).titles.match(typed) if typed and len(packs) > 1 else None
        if found is None:
            return otherwise(packs), typed
        pack, topic = self._together(packs).one(typed)
        return pack, topic.title if topic else ""

    async def topics(self, asker: Asker, typed: str) -> tuple[Pack, tuple[Topic, ...]]:
        """Return the topics that are meant, as in “data, models”, with their pack; none for all of the pack.

        Args:
            asker: where the packs are in use.
            typed: the names; "" for all of the first pack.

        Raises:
            Refusal: there's no such topic, or they're of several packs.
        """
        packs = await self.used(asker)
        if not typed:
            return packs[0], ()
        async with self._named_here(asker, packs, typed):
            if len(packs) == 1:
                return packs[0], topics_in(packs[0], typed)
            return self._together(packs).several(typed)

    @asynccontextmanager
    async def _named_here(self, asker: Asker, packs: Sequence[Pack], typed: str) -> AsyncIterator[None]:
        """Refuse with how to have a pack in use, where that's what was named for a topic.

        Args:
            asker: where the packs are in use.
            packs: in use there.
            typed: the name.

        Raises:
            Refusal: there's no such topic.
        """
        try:
            yield
        except Refusal as refused:
            found = naming.titles(await self.offered(asker)).exact(typed)
            if found is None or any(pack.id == found.key for pack in packs):
                raise
            use = f"/pack use {found.name}"
            sentence = f"I don't teach {found.name} here yet; an administrator can change that with {use}."
            offers = [Offer(f"Use {found.name}", line=use)] if asker.member.administers else []
            raise Refusal(sentence, option=refused.option, offers=offers) from refused

    async def topic_titles(self, asker: Asker) -> Titles:
        """Return the topics of all packs in use by name; with several in use, also the packs."""
        packs = await self.used(asker)
        return self.finder(packs[0]).topics if len(packs) == 1 else self._together(packs).titles

    async def several_topic_titles(self, asker: Asker) -> SeveralTitles:
        """Return the same, where several may be named in one go."""
        return SeveralTitles(await self.topic_titles(asker))

    async def name_of(self, asker: Asker, pack: Pack, topic: Topic) -> str:
        """Return a name that leads to a topic where the asker is: with its pack's, if several are in use.

        Args:
            asker: where the packs are in use.
            pack: the one the topic is in.
            topic: which.
        """
        several = len(await self.used(asker)) > 1
        return f"{pack.title}{naming.BETWEEN}{topic.title}" if several else topic.title

    async def terms(self, asker: Asker) -> Several:
        """Return the terms of all packs in use by name."""
        return Several([await at_hand(terms_of, pack) for pack in await self.used(asker)])

    def _together(self, packs: Sequence[Pack]) -> TopicNames:
        key = tuple(map(id, packs))
        known = self._topics.get(key)
        if known is None:
            known = self._topics[key] = (packs, TopicNames(packs))  # holds the packs, so that no other gets their ids
        return known[1]


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


def topic_in(pack: Pack, typed: str) -> Topic | None:
    """Return the topic of a pack that's meant; None for all, if nothing was typed.

    Raises:
        Refusal: there's no such topic.
    """
    return _finder(pack).topic(typed) if typed and not _is_all_of(pack, typed) else None


def topics_in(pack: Pack, typed: str) -> tuple[Topic, ...]:
    """Return the topics of a pack that are meant, as in “data, models”; none for all, if nothing was typed.

    Raises:
        Refusal: there's no such topic.
    """
    if not typed or _is_all_of(pack, typed):
        return ()
    finder = _finder(pack)
    found = SeveralTitles(finder.topics).match(typed)
    if found is None:
        topics = [finder.topic(name) for name in parts(typed) or [typed]]
        return tuple({topic.id: topic for topic in topics}.values())
    return tuple(pack.topic_by_id[key] for key in found.key.split(","))


def _is_all_of(pack: Pack, typed: str) -> bool:
    """Return whether a pack itself is named, rather than a topic of it."""
    return naming.titles([pack]).exact(typed) is not None and _finder(pack).topics.exact(typed) is None


def topic_option() -> Any:  # noqa: ANN401 (a field of a command's options)
    """Declare the option that narrows a command down to one topic."""
    return option("one topic", default="", usual="all", completes=True, leads=("on", "about"))


def topics_option() -> Any:  # noqa: ANN401
    """Declare the option that narrows a command down to one topic or several."""
    summary = "one topic, or several: data, models"
    return option(summary, default="", usual="all", completes=True, leads=("on", "about"))


def existing(things: Mapping[str, _T], thing_id: str) -> _T:
    """Return what an untrusted id stands for.

    Raises:
        Refusal: the pack has no such thing any more.
    """
    if thing_id not in things:
        raise Refusal("That isn't in the pack any more; run /help to see what there is.")
    return things[thing_id]
