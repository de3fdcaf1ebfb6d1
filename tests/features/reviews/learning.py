"""A process in which people review cards until it's killed."""

import asyncio
import os

from bot.storage.database import Database
from tests.features.reviews.desk import Learner, asker_named
from tests.packs import bundled


def learn(url: str, days: int) -> None:
    """Let three people review all cards of the bundled pack, and print each review once it's acknowledged.

    Args:
        url: of the database.
        days: how many have passed since the first run.
    """
    asyncio.run(_learn(url, days))


async def _learn(url: str, days: int) -> None:
    pack = bundled()
    database = await Database.open(url)

    async def one(name: str) -> None:
        learner = Learner(database, asker_named(name), pack)
        learner.wait(days=days)
        await learner.choose(new_cards=900, reviews=900)
        page = await learner.start()
        while (named := learner.shown(page)) is not None:
            page = await learner.rate(named, 3)
            os.write(1, f"{name.lower()} {named.code} {named.number + 1}\n".encode())

    await asyncio.gather(*(one(name) for name in ("Ana", "Ben", "Cleo")))
