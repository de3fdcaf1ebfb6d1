"""The parts of a pack by name, for switching them off and on: its topics and items.

Only editors ask for them, and they take two thirds of the time it takes to prepare a large pack. So they're computed
when they're first needed, off the event loop.
"""

import asyncio
from collections.abc import Sequence

from bot.content.derived import CachedPerPack, When
from bot.content.model import Pack
from bot.content.without import TOPIC
from bot.features.packs.naming import Several
from bot.features.packs.part_names import titled
from bot.naming.titles import Title, Titles
from bot.naming.unknown import unknown

_titles = CachedPerPack(lambda pack: Titles(titled(pack)), When.WANTED)
_item_titles = CachedPerPack(
    lambda pack: Titles(each for each in titled(pack) if not each.key.startswith(f"{TOPIC}:")), When.WANTED
)


async def of_packs(packs: Sequence[Pack]) -> Several:
    """Return the topics and items of some packs by name; the keys are kind:id."""
    return Several(await asyncio.to_thread(lambda: [*map(_titles, packs)]))


async def items_of(packs: Sequence[Pack]) -> Several:
    """Return the items of some packs by name; the keys are kind:id."""
    return Several(await asyncio.to_thread(lambda: [*map(_item_titles, packs)]))


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
