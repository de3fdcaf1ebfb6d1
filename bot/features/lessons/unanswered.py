"""Counting what's asked without an answer, so that those who teach learn what a pack lacks."""

from functools import partial
from random import Random

from bot.features.lessons.missing import KEY_LENGTH, WhyMissing, boiled_down
from bot.features.lessons.store import missing
from bot.language.requests import Asker
from bot.storage.database import Database


class Unanswered:
    """Counts questions that a pack didn't answer, or not as they were meant.

    Args:
        database: where.
        random: makes keys; seeded in tests.
    """

    def __init__(self, database: Database, random: Random) -> None:
        self._database = database
        self._random = random

    async def count(self, asker: Asker, pack: str, question: str, kind: WhyMissing) -> None:
        """Count a question; one without a word that tells what it's about isn't.

        Args:
            asker: who asked, where and when.
            pack: the id of the pack that was asked.
            question: as it was read.
            kind: how it went.
        """
        telling = boiled_down(question)
        if not telling:
            return
        await self._database.transact(
            partial(
                missing.note,
                tenant=asker.tenant.key,
                pack=pack,
                question=telling,
                kind=kind,
                member=asker.member.id,
                at=asker.at,
                new_key=self._random.randbytes(KEY_LENGTH),
            )
        )
