"""Leaderboards: /leaderboard."""

from bot.features.league import pages
from bot.features.league.leaderboard import LeaderboardQuery, Leaderboards
from bot.features.league.model import LONGEST_NAME, Period, Rows
from bot.features.packs.taught import Packs
from bot.features.packs.topics import topic_option
from bot.language.commands import Command
from bot.language.forms import Suggestion
from bot.language.message import Message
from bot.language.options import option, options
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.language.routes import Routes


@options
class LeaderboardOptions:
    """What to rank."""

    period: str = option(
        "how far back to look",
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
        "who to rank",
        default="everyone",
        choices=(
            Suggestion("everyone", "Everyone here"),
            Suggestion("channel", "Games in this channel"),
            Suggestion("teams", "Teams"),
        ),
    )
    season: str = option("the name of an earlier season", default="", longest=LONGEST_NAME, completes=True)


LEADERBOARD = Command(
    "leaderboard",
    "See who's scored most, and who deserves a mention",
    "/leaderboard month",
    LeaderboardOptions,
    of_team=True,
    shared=True,
)
COMMANDS = (LEADERBOARD,)


class LeaderboardCommands:
    """Serves /leaderboard.

    Args:
        packs: finds the packs taught in a place.
        leaderboards: ranks members and teams.
    """

    def __init__(self, packs: Packs, leaderboards: Leaderboards) -> None:
        self._packs = packs
        self._leaderboards = leaderboards

    def register(self, routes: Routes) -> None:
        """Register the handlers."""
        routes.command(LEADERBOARD, self.leaderboard)

    async def leaderboard(self, asker: Asker, options: LeaderboardOptions) -> Message:
        """Serve /leaderboard [period] [topic] [of] [season]."""
        if options.season and options.period not in ("", Period.SEASON):
            sentence = f"“{options.period}” and a season don't go together; leave one of them out."
            raise Refusal(sentence, option="season")
        pack, topic = await self._packs.topics.one(asker, options.topic)
        query = LeaderboardQuery(
            period=Period(options.period or (Period.SEASON if options.season else Period.MONTH)),
            season=options.season,
            pack=pack,
            topic=topic,
            rows=Rows(options.of),
        )
        return pages.leaderboard(await self._leaderboards.rank(asker, query), asker.member.id)
