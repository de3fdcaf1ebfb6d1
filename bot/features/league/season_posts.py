"""The announcements that seasons post: the start, and the final standings."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from bot.features.league import model as league
from bot.features.league import season_pages
from bot.features.league.model import Season
from bot.features.league.store import results, seasons
from bot.features.scheduling.kinds import Nothing, SlowComposer
from bot.features.scheduling.model import INTERNAL, Schedule
from bot.features.scoring.model import Result
from bot.features.teams import store as teams
from bot.language.message import Message
from bot.storage.database import Database
from bot.storage.transaction import Transaction

OPENING = f"{INTERNAL}season opening"
CLOSING = f"{INTERNAL}season closing"
"""The kinds of schedule that announce the start and the end of a season."""


class SeasonOpenings(SlowComposer):
    """Announces that a season has started, once the one before is over.

    Args:
        database: stores the seasons.
    """

    name = OPENING
    after = (CLOSING,)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def prepare(self, due: Sequence[Schedule], at: datetime) -> Sequence[Message | Nothing]:
        """Compose the announcement for each season that starts, unless it's over by now."""
        seasons = await self._database.read(lambda transaction: [_season(transaction, each) for each in due])
        return [season_pages.opened(each) if each.closes > at else Nothing("It's over already.") for each in seasons]


class SeasonClosings(SlowComposer):
    """Announces final standings, once everything that counts for them has been counted.

    Args:
        database: stores the results.
        after: the kinds of schedule that count it.
    """

    name = CLOSING

    def __init__(self, database: Database, after: tuple[str, ...]) -> None:
        self._database = database
        self.after = after

    async def prepare(self, due: Sequence[Schedule], _at: datetime) -> Sequence[Message]:
        """Compute the final standings and awards of each season."""
        seasons = await self._database.read(lambda transaction: [_season(transaction, each) for each in due])
        return [await self._closed(each) for each in seasons]

    async def _closed(self, season: Season) -> Message:
        results_found, hidden, names = await self._database.read(partial(_scored, season=season))
        now = [each for each in results_found if each.at >= season.opens]
        lines, ranked = league.members(now, hidden), league.teams(now, names)
        awards = league.awards(now, [each for each in results_found if each.at < season.opens], hidden)
        return season_pages.closed(season, lines, ranked, awards)


def _scored(transaction: Transaction, season: Season) -> tuple[list[Result], frozenset[str], dict[str, str]]:
    """Read the results of a season and of an equally long time before it; hidden members; and the names of teams."""
    results_found = results.since(
        transaction, season.tenant, season.opens - (season.closes - season.opens), season.closes
    )
    return results_found, results.hidden(transaction, season.tenant), teams.names(transaction, season.tenant)


def _season(transaction: Transaction, schedule: Schedule) -> Season:
    season = seasons.of_schedule(transaction, schedule.tenant, schedule.number)
    if season is None:
        raise ValueError(f"schedule {schedule.number} belongs to no season")
    return season
