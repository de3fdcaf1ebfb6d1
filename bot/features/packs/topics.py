"""Finds topics of the packs in use by the names that people type."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from cachetools import LRUCache

from bot.content.derived import CachedPerPack
from bot.content.finding.finder import Finder
from bot.content.model import Pack, Topic
from bot.features.learners.settings_page import NamedPack
from bot.features.packs import naming
from bot.features.packs.naming import TopicNames
from bot.language.options import option
from bot.language.refusals import Offer, Refusal
from bot.language.requests import Asker
from bot.language.text import fold
from bot.naming.several import SeveralTitles, parts
from bot.naming.titles import Titles

_MOST_MIXES = 500
"""Number of combinations of packs for which the names of topics are cached."""

_ALL = frozenset(("all", "all topics", "any", "any topic", "anything", "everything", "random"))
"""Folded ways to say that no topic in particular is meant."""

_GO = frozenset(("again", "another", "another one", "more", "new", "next", "now", "one", "start"))
"""Folded words that only ask to begin, as in “/quiz start”, unless a topic's name has them."""

finder = CachedPerPack(Finder)
"""Returns the finder of a pack, which finds its parts by name."""


class TopicsInUse:
    """Finds topics of the packs in use in a place.

    Args:
        used: returns the packs in use, in order of preference.
        offered: returns the packs that can be put in use.
    """

    def __init__(
        self,
        used: Callable[[Asker], Awaitable[Sequence[Pack]]],
        offered: Callable[[Asker], Awaitable[Sequence[NamedPack]]],
    ) -> None:
        self._used = used
        self._offered = offered
        self._names: LRUCache[tuple[int, ...], tuple[Sequence[Pack], TopicNames]] = LRUCache(_MOST_MIXES)

    async def one(self, asker: Asker, typed: str) -> tuple[Pack, Topic | None]:
        """Return the topic that a text means, with its pack; no topic for the whole pack.

        Args:
            asker: the member, where the packs are in use.
            typed: the name; "" for the whole first pack.

        Raises:
            Refusal: there's no such topic.
        """
        packs = await self._used(asker)
        if not typed or self._means_all(packs, typed):
            return packs[0], None
        async with self._named_here(asker, packs, typed):
            if len(packs) == 1:
                return packs[0], topic_in(packs[0], typed)
            return self._together(packs).one(typed)

    async def several(self, asker: Asker, typed: str) -> tuple[Pack, tuple[Topic, ...]]:
        """Return the topics that a text such as “data, models” means, with their pack; none for the whole pack.

        Args:
            asker: the member, where the packs are in use.
            typed: the names; "" for the whole first pack.

        Raises:
            Refusal: there's no such topic, or they're from several packs.
        """
        packs = await self._used(asker)
        if not typed or self._means_all(packs, typed):
            return packs[0], ()
        async with self._named_here(asker, packs, typed):
            if len(packs) == 1:
                return packs[0], topics_in(packs[0], typed)
            return self._together(packs).several(typed)

    async def within(self, asker: Asker, typed: str, otherwise: Callable[[Sequence[Pack]], Pack]) -> tuple[Pack, str]:
        """Return the pack that a text is about, and the rest of the text, which is about something in the pack.

        Args:
            asker: the member, where the packs are in use.
            typed: a text that may be the name of a topic or a pack.
            otherwise: chooses the pack if the text isn't one.
        """
        packs = await self._used(asker)
        typed = "" if self._means_all(packs, typed) else typed
        found = self._together(packs).titles.match(typed) if typed and len(packs) > 1 else None
        if found is None:
            return otherwise(packs), typed
        pack, topic = self._together(packs).one(typed)
        return pack, topic.title if topic else ""

    @asynccontextmanager
    async def _named_here(self, asker: Asker, packs: Sequence[Pack], typed: str) -> AsyncIterator[None]:
        """Refuse with advice on how to put a pack in use, if the unknown topic is the name of a pack.

        Args:
            asker: the member, where the packs are in use.
            packs: the packs in use there.
            typed: the name.

        Raises:
            Refusal: there's no such topic.
        """
        try:
            yield
        except Refusal as refused:
            found = naming.titles(await self._offered(asker)).exact(typed)
            if found is None or any(pack.id == found.key for pack in packs):
                raise
            use = f"/pack use {found.name}"
            sentence = f"I don't teach {found.name} here yet; an administrator can change that with {use}."
            offers = [Offer(f"Use {found.name}", line=use)] if asker.member.administers else []
            raise Refusal(sentence, option=refused.option, offers=offers) from refused

    async def titles(self, asker: Asker) -> Titles:
        """Return the topics of all packs in use by name; with several in use, also the packs."""
        return self._titles(await self._used(asker))

    def _titles(self, packs: Sequence[Pack]) -> Titles:
        return finder(packs[0]).topics if len(packs) == 1 else self._together(packs).titles

    def _means_all(self, packs: Sequence[Pack], typed: str) -> bool:
        """Return whether a text means all topics, rather than a topic of that name."""
        titles, folded = self._titles(packs), fold(typed)
        return (folded in _ALL and titles.exact(typed) is None) or (folded in _GO and not titles.nearest(typed))

    async def several_titles(self, asker: Asker) -> SeveralTitles:
        """Return the topics of all packs in use, for options in which several can be named."""
        return SeveralTitles(await self.titles(asker))

    async def name_of(self, asker: Asker, pack: Pack, topic: Topic) -> str:
        """Return a name that finds a topic where the asker is: with its pack's title if several are in use.

        Args:
            asker: the member, where the packs are in use.
            pack: the pack of the topic.
            topic: the topic.
        """
        several = len(await self._used(asker)) > 1
        return f"{pack.title}{naming.BETWEEN}{topic.title}" if several else topic.title

    def _together(self, packs: Sequence[Pack]) -> TopicNames:
        key = tuple(map(id, packs))
        known = self._names.get(key)
        if known is None:
            known = self._names[key] = (packs, TopicNames(packs))  # holds the packs, so that no other gets their ids
        return known[1]


def topic_in(pack: Pack, typed: str) -> Topic | None:
    """Return the topic of a pack that a text means; None for all topics, if the text is empty or names the pack.

    Raises:
        Refusal: there's no such topic.
    """
    return finder(pack).topic(typed) if typed and not _is_all_of(pack, typed) else None


def topics_in(pack: Pack, typed: str) -> tuple[Topic, ...]:
    """Return the topics of a pack that a text such as “data, models” means; none for all topics.

    Raises:
        Refusal: there's no such topic.
    """
    if not typed or _is_all_of(pack, typed):
        return ()
    names = finder(pack)
    found = SeveralTitles(names.topics).match(typed)
    if found is None:
        topics = [names.topic(name) for name in parts(typed) or [typed]]
        return tuple({topic.id: topic for topic in topics}.values())
    return tuple(pack.topic_by_id[key] for key in found.key.split(","))


def _is_all_of(pack: Pack, typed: str) -> bool:
    """Return whether a text names the pack itself rather than one of its topics."""
    return naming.titles([pack]).exact(typed) is not None and finder(pack).topics.exact(typed) is None


def topic_option() -> Any:  # noqa: ANN401 (a field of a command's options)
    """Declare the option that limits a command to one topic."""
    return option("one topic", default="", usual="all", completes=True, leads=("on", "about"))


def topics_option() -> Any:  # noqa: ANN401
    """Declare the option that limits a command to one or more topics."""
    summary = "one topic, or several: data, models"
    return option(summary, default="", usual="all", completes=True, leads=("on", "about"))
