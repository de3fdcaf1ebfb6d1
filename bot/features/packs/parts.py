"""The parts of a pack by name, as they're switched off and on: its topics and items. Pure."""

from collections.abc import Iterable, Iterator, Sequence

from bot.content.derived import PerPack
from bot.content.finding.find import unknown
from bot.content.finding.titles import Title, Titles
from bot.content.model import Pack
from bot.content.without import LISTS, TOPIC
from bot.features.packs.naming import Several
from bot.language.text import shortened

_LONGEST = 80
"""Characters of a name: platforms don't suggest longer ones."""

_SAYS = ("term", "title", "aspect", "front", "prompt", "statement", "problem", "text")
"""Fields that tell what an item is, the first that it has."""

_KINDS = {"cloze": "card", "worked": "card"}
"""What items are called whose kind isn't a usual word."""


def names_of(pack: Pack) -> dict[str, str]:
    """Return the names of all topics and items of a pack, by kind:id: “RAG (term)”."""
    return dict(_named(pack))


def _named(pack: Pack) -> Iterator[tuple[str, str]]:
    for topic in pack.topics:
        yield f"{TOPIC}:{topic.id}", f"{topic.title} ({TOPIC})"
    for kind, several in LISTS.items():
        for item in getattr(pack, several):
            says = next(str(getattr(item, field)) for field in _SAYS if getattr(item, field, None))
            # A cloze question's text says more than its prompt, which is mostly the same.
            says = item.text if getattr(item, "type", "") == "cloze" else says
            yield f"{kind}:{item.id}", f"{shortened(says, _LONGEST)} ({_KINDS.get(kind, kind)})"


def titles(parts: Iterable[tuple[str, str]]) -> Titles:
    """Return parts as they're found by name: with what they are behind it, or without.

    Args:
        parts: keys, each with its name.
    """
    return Titles(Title(key, name, (without_kind(name),)) for key, name in parts)


def without_kind(name: str) -> str:
    """Return the name of a part without what it is: “RAG”."""
    return name.rpartition(" (")[0]


_titles = PerPack(lambda pack: titles(_named(pack)))


def of_pack(pack: Pack) -> Titles:
    """Return the topics and items of a pack by name; their keys are kind:id."""
    return _titles(pack)


def find(packs: Sequence[Pack], typed: str) -> tuple[Pack, Title]:
    """Return the topic or the item that's meant, with its pack.

    Args:
        packs: where to look, in this order.
        typed: its name.

    Raises:
        Refusal: there's none like that.
    """
    at, found = Several(map(of_pack, packs)).find(typed)
    if found is None:
        sentence = f"I don't know a topic or an item “{typed}” here"
        raise unknown("part", sentence, of_pack(packs[0]), typed, "Type how it begins, and pick it.")
    return packs[at], found
