"""Leaderboards: /leaderboard."""

from dataclasses import dataclass
from datetime import datetime

from bot.content.titles import Title, Titles
from bot.features.league import model as league
from bot.features.league import pages as league_pages
from bot.features.league import seasons
from bot.features.league.model import Period
from bot.features.league.seasons import Seasons
from bot.features.league.store import results
from bot.features.league.store.results import Result
from bot.features.learners.packs import Packs, topic_option
from bot.features.teams import store as teams
from bot.language.commands import Command, Suggestion, option, options
from bot.language.message import Footer, Heading, Message, Refusal, message, text
from bot.language.requests import Asker
from bot.language.routes import Routes
from bot.storage.database import Database

_TITLES = {Period.WEEK: "the last 7 days", Period.MONTH: "the last 30 days", Period.ALL: "all time"}


@dataclass(frozen=True, slots=True)
class _Window:
    """The time that a leaderboard covers.

    Args:
        title: in words.
        before: from when results are compared with.
        begins, ends: from when until when they count; None for until now.
    """

    title: str
    before: datetime
    begins: datetime
    ends: datetime | None


@options
class Leaderboard:
    """What is ranked."""

    period: str = option(
        "what time it covers",
        default="",
        usual="the last 30 days",
        choices=(
            Suggestion("week", "The last 7 days"),
            Suggestion("month", "The last 30 days"),
            Suggestion("season", "The season"),
            Suggestion("all", "All time"),
        ),
    )
    topic: str = topic_option()
    of: str = option(
        "whom it ranks",
        default="everyone",
        choices=(
            Suggestion("everyone", "Everyone here"),
            Suggestion("channel", "Games in this channel"),
            Suggestion("teams", "Teams"),
        ),
    )
    season: str = option("an earlier season by its name", default="", completes=True)


LEADERBOARD = Command(
    "leaderboard", "Who has scored most in games, and who deserves a word", "/leaderboard month", Leaderboard
)
COMMANDS = (LEADERBOARD,)


class LeaderboardCommands:
    """Serves leaderboards.

    Args:
        packs: what is taught where.
        database: what was scored.
        seasons: knows those there are.
    """

    def __init__(self, packs: Packs, database: Database, seasons: Seasons) -> None:
        self._packs = packs
        self._database = database
        self._seasons = seasons

    def register(self, routes: Routes) -> None:
        """Add what is served here."""
        routes.command(LEADERBOARD, self.leaderboard)

    async def leaderboard(self, asker: Asker, options: Leaderboard) -> Message:
        """/leaderboard [period] [topic] [of] [season]."""
        window = await self._window(asker, options)
        pack = await self._packs.taught(asker)
        topic = self._packs.topic(pack, options.topic)
        of = options.of
        async with self._database.reading() as connection:
            found = await results.since(connection, asker.tenant.key, window.before, window.ends)
            hidden = await results.hidden(connection, asker.tenant.key)
            names = {each.id: each.name for each in await teams.of_tenant(connection, asker.tenant.key)}
        if topic is not None:
            found = [each for each in found if (each.pack, each.topic) == (pack.id, topic.id)]
        if of == "channel":
            found = [each for each in found if each.place == asker.place.id]
        now, earlier = _parted(found, window.begins)
        lines = league.teams(now, names) if of == "teams" else league.members(now, hidden)
        title = f"Leaderboard: {f'{topic.title}, ' if topic else ''}{window.title}"
        if not lines:
            nothing = "No team has scored then yet." if of == "teams" else "Nobody has scored then yet."
            return message(Heading(title), text(nothing, " Play with /game start, in any channel."), private=True)
        awards = [] if of == "teams" else league.awards(now, earlier, hidden)
        footer = Footer("/settings shown:no takes you out")
        return message(Heading(title), *league_pages.standings(lines), *league_pages.honours(awards), footer)

    async def _window(self, asker: Asker, options: Leaderboard) -> _Window:
        """The time that is meant.

        Raises:
            Refusal: there is no such season.
        """
        period = Period(options.period or (Period.SEASON if options.season else Period.MONTH))
        if period is not Period.SEASON:
            begins = league.since(period, asker.at)
            before = begins if period is Period.ALL else begins - (asker.at - begins)
            return _Window(_TITLES[period], before, begins, None)
        there_are = await self._seasons.all(asker)
        season = seasons.current(there_are, asker.at)
        if typed := options.season:
            match = Titles(Title(str(each.number), each.name) for each in there_are).match(typed)
            if match is None:
                raise Refusal(f"There is no season “{typed[:40]}”; /season list shows those there are.")
            season = next(each for each in there_are if str(each.number) == match.key)
        before = season.opens - (season.closes - season.opens)
        return _Window(f"season {season.name}", before, season.opens, season.closes)


def _parted(found: list[Result], begins: datetime) -> tuple[list[Result], list[Result]]:
    """The results from a moment on, and those before it."""
    return [each for each in found if each.at >= begins], [each for each in found if each.at < begins]
