"""Computes how a learner is doing, how two members compare, and how a team is doing."""

from bot.content.model import Pack
from bot.features.learners import settings
from bot.features.learners.chosen import Chosen
from bot.features.lessons.lesson import Lesson
from bot.features.packs.taught import Packs
from bot.features.progress import own, side_by_side, team, weeks
from bot.features.progress.model import OverWeeks, OwnProgress, TeamReport, TooFew
from bot.features.reviews.session import Reviews
from bot.language.people import Member
from bot.language.requests import Asker
from bot.storage.database import Database


class ProgressReports:
    """Computes the progress of learners and teams.

    Args:
        packs: knows what's taught where.
        database: has what was answered and read.
        chosen: has the settings.
        reviews: gives access to learners' cards.
    """

    def __init__(self, packs: Packs, database: Database, chosen: Chosen, reviews: Reviews) -> None:
        self._packs = packs
        self._database = database
        self._chosen = chosen
        self._reviews = reviews

    async def standing(self, pack: Pack, asker: Asker) -> OwnProgress:
        """Return the asker's progress.

        Args:
            pack: the pack.
            asker: who asks.
        """
        await self._database.writer.flush()  # so that recent readings count
        study = await settings.study(asker, self._chosen)
        return await own.standing(pack, asker, study, self._reviews, await self._packs.all(asker.tenant.key))

    async def over_weeks(self, pack: Pack, asker: Asker) -> OverWeeks:
        """Return the asker's past weeks, and what's expected in the coming ones.

        Args:
            pack: the pack.
            asker: who asks.
        """
        study = await settings.study(asker, self._chosen)
        return await weeks.over_weeks(pack, asker, study, self._reviews)

    async def beside(self, pack: Pack, asker: Asker, other: Member) -> Lesson:
        """Return a comparison of the asker's progress with another member's.

        Args:
            pack: the pack.
            asker: who asks.
            other: the other member.

        Raises:
            Refusal: the other member is the asker, or doesn't share their progress.
        """
        return await side_by_side.side_by_side(pack, asker, other, self._chosen, self._database)

    async def of_team(self, pack: Pack, asker: Asker) -> TeamReport | TooFew:
        """Return what the asker's team knows, or only what it asks for if too few people have answered.

        Args:
            pack: the pack.
            asker: who asks.
        """
        tenant, at = asker.tenant.key, asker.at
        return await self._database.read(lambda transaction: team.what_is_told(transaction, tenant, pack, at))
