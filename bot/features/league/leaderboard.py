"""Ranks members and teams by their results in games and challenges, over a period of time."""

from dataclasses import dataclass
from datetime import datetime

from bot.content.model import Pack, Topic
from bot.features.league import model as league
from bot.features.league import seasons
from bot.features.league.model import Leaderboard, Period, Rows
from bot.features.league.seasons import Seasons
from bot.features.league.store import results
from bot.features.scoring.model import Result
from bot.features.teams import store as teams
from bot.language.requests import Asker
from bot.storage.database import Database
from bot.storage.transaction import Transaction

_TITLES = {Period.WEEK: "the last 7 days", Period.MONTH: "the last 30 days", Period.ALL: "all time"}


@dataclass(frozen=True, slots=True)
class LeaderboardQuery:
    """The options of a leaderboard.

    Args:
        period: the period of time.
        season: the name of the season, as typed; "" for the latest.
        pack: the pack of the topic.
        topic: the only topic that counts; None for all topics of all packs.
        rows: who to rank.
    """

    period: Period
    season: str
    pack: Pack
    topic: Topic | None
    rows: Rows


@dataclass(frozen=True, slots=True)
class _Window:
    """The time that a leaderboard covers.

    Args:
        title: the time, in words.
        before: start of the time before that, for comparison, in UTC.
        begins, ends: results between these count, in UTC; None means until now.
    """

    title: str
    before: datetime
    begins: datetime
    ends: datetime | None


class Leaderboards:
    """Ranks members and teams.

    Args:
        database: stores the results.
        seasons: has the seasons.
    """

    def __init__(self, database: Database, seasons: Seasons) -> None:
        self._database = database
        self._seasons = seasons

    async def rank(self, asker: Asker, query: LeaderboardQuery) -> Leaderboard:
        """Return a leaderboard.

        Raises:
            Refusal: there's no such season.
        """
        window = await self._window(asker, query)

        def read(transaction: Transaction) -> tuple[list[Result], frozenset[str], dict[str, str]]:
            results_found = results.since(transaction, asker.tenant.key, window.before, window.ends)
            hidden = results.hidden(transaction, asker.tenant.key)
            return results_found, hidden, teams.names(transaction, asker.tenant.key)

        results_found, hidden, names = await self._database.read(read)
        counted = [each for each in results_found if _counts(each, query, asker.place.id)]
        now = [each for each in counted if each.at >= window.begins]
        earlier = [each for each in counted if each.at < window.begins]
        of_teams = query.rows is Rows.TEAMS
        return Leaderboard(
            time=window.title,
            topic=query.topic.title if query.topic else "",
            rows=query.rows,
            lines=league.teams(now, names) if of_teams else league.members(now, hidden),
            awards=[] if of_teams else league.awards(now, earlier, hidden),
            is_over=window.ends is not None and window.ends <= asker.at,
        )

    async def _window(self, asker: Asker, query: LeaderboardQuery) -> _Window:
        """Return the time that a leaderboard covers.

        Raises:
            Refusal: there's no such season.
        """
        period = query.period
        if period is not Period.SEASON:
            begins = league.since(period, asker.at)
            before = begins if period is Period.ALL else begins - (asker.at - begins)
            return _Window(_TITLES[period], before, begins, None)
        all_seasons = await self._seasons.all(asker)
        season = seasons.current(all_seasons, asker.at)
        if typed := query.season:
            season = seasons.named(all_seasons, typed)
        before = season.opens - (season.closes - season.opens)
        return _Window(f"season {season.name}", before, season.opens, season.closes)


def _counts(result: Result, query: LeaderboardQuery, place: str) -> bool:
    """Return whether a result is on the wanted topic and from the wanted place."""
    if query.topic is not None and (result.pack, result.topic) != (query.pack.id, query.topic.id):
        return False
    return query.rows is not Rows.CHANNEL or result.place == place
