"""What a process does in which people review cards, until it's killed."""

import asyncio
import os

from bot.content.model import Pack
from bot.storage.database import Database
from tests.features.reviews.desk import Learner, asker_named


def learn(url: str, days: int, pack: Pack) -> None:
    """Have three people review all cards of a pack, and print each review that they were told is kept.

    Args:
        url: of the database.
        days: that have gone by since the first time.
        pack: what they learn.
    """
    asyncio.run(_learn(url, days, pack))


async def _learn(url: str, days: int, pack: Pack) -> None:
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
