"""Packs and topics by the names that people type, when several packs are in use. Pure."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TypeVar

from bot.content.model import Pack, Topic
from bot.features.learners.settings_page import NamedPack
from bot.features.packs.model import Listed
from bot.language.refusals import Refusal
from bot.language.text import as_seen
from bot.naming.several import SeveralTitles, parts
from bot.naming.titles import Title, Titles
from bot.naming.unknown import unknown

BETWEEN = " › "
"""Separates a pack's title from a topic's."""


_MOST_NAMED = 10
_NamedT = TypeVar("_NamedT", bound=NamedPack)


def titles(packs: Iterable[NamedPack]) -> Titles:
    """Return packs as titles to search."""
    return Titles(Title(pack.id, pack.title, (pack.id,)) for pack in packs)


def named(packs: Collection[_NamedT], typed: str) -> _NamedT:
    """Return the pack with the typed name.

    Raises:
        Refusal: there's none; the sentence lists the existing ones.
    """
    known = titles(packs)
    found = known.match(typed)
    if found is None:
        known_titles = ", ".join(pack.title for pack in packs)
        choose = f"Choose one of: {known_titles}." if packs else "There's none yet."
        raise unknown("pack", f"I don't have a pack “{typed}”", known, typed, choose)
    return next(pack for pack in packs if pack.id == found.key)


def one_of_own(listed: Sequence[Listed], typed: str) -> Listed:
    """Return the tenant's own pack with the typed name.

    Args:
        listed: the tenant's packs.
        typed: the name; "" for the only pack.

    Raises:
        Refusal: there's none with that name, or none was named although there are several.
    """
    if not listed:
        raise Refusal("You have no packs of your own yet; /pack list shows what there is.")
    if not typed and len(listed) > 1:
        titles = ", ".join(each.title for each in listed[:_MOST_NAMED]) + (", …" if listed[_MOST_NAMED:] else "")
        raise Refusal(f"Which pack? Name one of yours: {titles}", option="pack")
    return named(listed, typed) if typed else listed[0]


class Several:
    """Titles in several packs; the first pack that has a name wins.

    Args:
        titles: the titles of each pack.
    """

    def __init__(self, titles: Iterable[Titles]) -> None:
        self._titles = [*titles]

    def complete(self, typed: str, limit: int) -> list[Title]:
        """Return up to `limit` completions, best first."""
        found = (title for each in self._titles for title in each.complete(typed, limit))
        return list({title.name: title for title in found}.values())[:limit]

    def exact(self, typed: str) -> Title | None:
        """Return the title that has exactly this name."""
        return self._found(typed, Titles.exact)[1]

    def match(self, typed: str) -> Title | None:
        """Return the title that the text clearly means."""
        return self.find(typed)[1]

    def find(self, typed: str) -> tuple[int, Title | None]:
        """Return the title that the text clearly means and the index of its pack; None and 0 if there's none."""
        at, found = self._found(typed, Titles.exact)
        return (at, found) if found else self._found(typed, Titles.match)

    def _found(self, typed: str, look: Callable[[Titles, str], Title | None]) -> tuple[int, Title | None]:
        for at, each in enumerate(self._titles):
            if found := look(each, typed):
                return at, found
        return 0, None


class TopicNames:
    """The topics of some packs by name: “Rust › Ownership”, or “Ownership” if only one pack has a topic of that name.

    Args:
        packs: the packs; the first one is used if nothing is named.
    """

    def __init__(self, packs: Sequence[Pack]) -> None:
        self._packs = packs
        self.titles = Titles(_titles(packs))

    def one(self, typed: str) -> tuple[Pack, Topic | None]:
        """Return the topic that the text means, with its pack; no topic if the whole pack is meant.

        Raises:
            Refusal: there's no such topic; the nearest is offered.
        """
        pack, topics = self._meant(self._key(typed))
        return pack, topics[0] if topics else None

    def several(self, typed: str) -> tuple[Pack, tuple[Topic, ...]]:
        """Return the topics that a text such as “data, models” means, with their pack; none for the whole pack.

        Raises:
            Refusal: there's no such topic, or they're from several packs.
        """
        found = SeveralTitles(self.titles).match(typed)
        keys = found.key.split(",") if found else [self._key(name) for name in parts(typed) or [typed]]
        meant = [self._meant(key) for key in keys]
        if len({pack.id for pack, _ in meant}) > 1:
            raise Refusal("Those topics are of several packs; choose topics of one.", option="topic")
        pack = meant[0][0]
        if any(not topics for _, topics in meant):
            return pack, ()
        return pack, tuple({topic.id: topic for _, topics in meant for topic in topics}.values())

    def _key(self, typed: str) -> str:
        found = self.titles.match(typed)
        if found is None:
            names = ", ".join(title.name for title in self.titles.complete("", 25))
            raise unknown("topic", f"I don't have a topic “{typed}”", self.titles, typed, f"Choose one of: {names}.")
        return found.key

    def _meant(self, key: str) -> tuple[Pack, tuple[Topic, ...]]:
        pack_id, _, topic_id = key.partition("/")
        pack = next(each for each in self._packs if each.id == pack_id)
        return pack, (pack.topic_by_id[topic_id],) if topic_id else ()


def _titles(packs: Sequence[Pack]) -> Iterator[Title]:
    """Yield titles for packs and topics; a topic can be found without its pack's title only if its name is unique."""
    uses = Counter(as_seen(name) for pack in packs for topic in pack.topics for name in (topic.title, *topic.aliases))
    uses.update(as_seen(pack.title) for pack in packs)
    for pack in packs:
        yield Title(f"{pack.id}/", pack.title, (pack.id,))
        for topic in pack.topics:
            short = tuple(name for name in (topic.title, *topic.aliases) if uses[as_seen(name)] == 1)
            full = f"{pack.title}{BETWEEN}{topic.title}"
            yield Title(f"{pack.id}/{topic.id}", full, (*short, f"{pack.title} {topic.title}"))
