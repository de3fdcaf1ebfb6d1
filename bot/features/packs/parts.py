"""The parts of a pack by name, for switching them off and on: its topics and items.

Only editors ask for them, and they take two thirds of the time it takes to prepare a large pack. So they're computed
when they're first needed, off the event loop.
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
"""Maximum length of a name in characters; platforms don't suggest longer ones."""

_SAYS = ("term", "title", "aspect", "front", "problem")
"""The field that identifies an item which is neither a question nor a cloze card."""

_KINDS = {"cloze": "card", "worked": "card"}
"""The words shown for kinds of items whose own name isn't a common word."""


def titles_of(pack: Pack) -> dict[str, Title]:
    """Return the titles of all topics and items of a pack, by kind:id: “RAG (term)”."""
    return {title.key: title for title in _named(pack)}


def names_of(pack: Pack) -> dict[str, str]:
    """Return the names of all topics and items of a pack, by kind:id."""
    return {title.key: title.name for title in _named(pack)}


def _named(pack: Pack) -> Iterator[Title]:
    """Yield a title for each topic and item, which can be found with or without its kind."""
    for topic in pack.topics:
        yield Title(f"{TOPIC}:{topic.id}", f"{topic.title} ({TOPIC})", (topic.title, *topic.aliases))
    for kind, several in LISTS.items():
        for item in getattr(pack, several):
            says = shortened(_said(item), _LONGEST)
            names = (says, *getattr(item, "aliases", ()))
            yield Title(f"{kind}:{item.id}", f"{says} ({_KINDS.get(kind, kind)})", names)


def _said(item: Any) -> str:  # noqa: ANN401 (an item of any kind)
    """Return the text that identifies an item, without giving away its answer."""
    if isinstance(item, ClozeCard):
        return gapped(item.text).blank
    if isinstance(item, QuestionItem):
        return prompt_of(item)  # type: ignore[arg-type]
    return next(str(getattr(item, field)) for field in _SAYS if hasattr(item, field))


_titles = PerPack(lambda pack: Titles(_named(pack)), When.WANTED)


async def of_packs(packs: Sequence[Pack]) -> Several:
    """Return the topics and items of some packs by name; the keys are kind:id."""
    return Several(await asyncio.to_thread(lambda: [*map(_titles, packs)]))


async def find(packs: Sequence[Pack], typed: str) -> tuple[Pack, Title]:
    """Return the topic or item that a text means, with its pack.

    Args:
        packs: the packs to search, in this order.
        typed: the name of the topic or item.

    Raises:
        Refusal: there's none with that name.
    """
    at, found = (await of_packs(packs)).find(typed)
    if found is None:
        sentence = f"I don't know a topic or an item “{typed}” here"
        raise unknown("part", sentence, _titles(packs[0]), typed, "Type its first letters, and pick it.")
    return packs[at], found
