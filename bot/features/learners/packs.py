"""Packs as learners meet them: which one is taught where, and what an untrusted id in a button stands for."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Any, TypeVar

from bot.content.derived import PerPack
from bot.content.finding.find import Finder
from bot.content.finding.several import SeveralTitles, parts
from bot.content.model import Pack, Topic
from bot.content.reading.library import Library
from bot.features.learners import settings
from bot.features.learners.store.settings import Chosen
from bot.language.commands import option
from bot.language.message import Refusal
from bot.language.requests import Asker

_T = TypeVar("_T")
_CompleterT = TypeVar("_CompleterT")


_finder = PerPack(Finder)


class Packs:
    """The packs there are, and which of them is taught where.

    Args:
        library: the packs.
        chosen: what was chosen for places.

    Attributes:
        finder: finds things in a pack by their names.
    """

    def __init__(self, library: Library, chosen: Chosen) -> None:
        self._library = library
        self._chosen = chosen
        self.finder = _finder

    @property
    def installed(self) -> Collection[Pack]:
        """Return all packs that are installed."""
        return self._library.packs.values()

    async def taught(self, asker: Asker) -> Pack:
        """Return the pack that's taught where the asker is."""
        return await settings.pack_for(asker, self._library, self._chosen)

    def find(self, pack_id: str) -> Pack | None:
        """Return the pack of an id; None if it isn't installed any more."""
        return self._library.get(pack_id)

    def get(self, pack_id: str) -> Pack:
        """Return the pack of an untrusted id.

        Raises:
            Refusal: it isn't installed.
        """
        pack = self._library.get(pack_id)
        if pack is None:
            raise Refusal("That pack isn't installed any more; run /help to see what there is.")
        return pack

    def topic(self, pack: Pack, typed: str) -> Topic | None:
        """Return the topic that's meant; None for all, if nothing was typed.

        Raises:
            Refusal: there's no such topic.
        """
        return self.finder(pack).topic(typed) if typed else None

    def topics(self, pack: Pack, typed: str) -> tuple[Topic, ...]:
        """Return the topics that are meant, as in “data, models”; none for all, if nothing was typed.

        Raises:
            Refusal: there's no such topic.
        """
        if not typed:
            return ()
        finder = self.finder(pack)
        found = SeveralTitles(finder.topics).match(typed)
        if found is None:
            topics = [finder.topic(name) for name in parts(typed) or [typed]]
            return tuple({topic.id: topic for topic in topics}.values())
        return tuple(pack.topic_by_id[key] for key in found.key.split(","))

    def titles(self, of: Callable[[Finder], _CompleterT]) -> Callable[[Asker], Awaitable[_CompleterT]]:
        """Make a function that finds some of the titles of the pack that's taught where the asker is.

        Args:
            of: picks the titles.
        """

        async def find(asker: Asker) -> _CompleterT:
            return of(self.finder(await self.taught(asker)))

        return find


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
