"""The parts of a pack by name, as they're switched off and on: its topics and items.

Editors alone ask for them, and they're two thirds of the work of getting a large pack ready: so they're made when
they're first wanted, off the event loop.
"""

import asyncio
from collections.abc import Iterator, Sequence
from typing import Any

from bot.content.derived import PerPack, When
from bot.content.gaps import gapped
from bot.content.model import ClozeCard, Pack
from bot.content.question import QuestionItem, prompt_of
from bot.content.without import LISTS, TOPIC
from bot.features.packs.naming import Several
from bot.language.text import shortened
from bot.naming.titles import Title, Titles
from bot.naming.unknown import unknown

_LONGEST = 80
"""Characters of a name: platforms don't suggest longer ones."""

_SAYS = ("term", "title", "aspect", "front", "problem")
"""Fields that tell what an item is that's neither a question nor a text with gaps."""

_KINDS = {"cloze": "card", "worked": "card"}
"""What items are called whose kind isn't a usual word."""


def titles_of(pack: Pack) -> dict[str, Title]:
    """Return what stands for all topics and items of a pack, by kind:id: “RAG (term)”."""
    return {title.key: title for title in _named(pack)}


def names_of(pack: Pack) -> dict[str, str]:
    """Return the names of all topics and items of a pack, by kind:id."""
    return {title.key: title.name for title in _named(pack)}


def _named(pack: Pack) -> Iterator[Title]:
    """Yield what stands for each topic and item: found by what it says, with what it is behind that or without."""
    for topic in pack.topics:
        yield Title(f"{TOPIC}:{topic.id}", f"{topic.title} ({TOPIC})", (topic.title, *topic.aliases))
    for kind, several in LISTS.items():
        for item in getattr(pack, several):
            says = shortened(_said(item), _LONGEST)
            names = (says, *getattr(item, "aliases", ()))
            yield Title(f"{kind}:{item.id}", f"{says} ({_KINDS.get(kind, kind)})", names)


def _said(item: Any) -> str:  # noqa: ANN401 (an item of any kind)
    """Return what an item says of itself, without what it asks for."""
    if isinstance(item, ClozeCard):
        return gapped(item.text).blank
    if isinstance(item, QuestionItem):
        return prompt_of(item)  # type: ignore[arg-type]
    return next(str(getattr(item, field)) for field in _SAYS if hasattr(item, field))


_titles = PerPack(lambda pack: Titles(_named(pack)), When.WANTED)


async def of_packs(packs: Sequence[Pack]) -> Several:
    """Return the topics and items of some packs by name; their keys are kind:id."""
    return Several(await asyncio.to_thread(lambda: [*map(_titles, packs)]))


async def find(packs: Sequence[Pack], typed: str) -> tuple[Pack, Title]:
    """Return the topic or the item that's meant, with its pack.

    Args:
        packs: where to look, in this order.
        typed: its name.

    Raises:
        Refusal: there's none like that.
    """
    at, found = (await of_packs(packs)).find(typed)
    if found is None:
        sentence = f"I don't know a topic or an item “{typed}” here"
        raise unknown("part", sentence, _titles(packs[0]), typed, "Type its first letters, and pick it.")
    return packs[at], found
