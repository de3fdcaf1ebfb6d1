"""Leaderboards: /leaderboard."""

from datetime import datetime

from bot.call import Asker
from bot.handlers.routes import Options, Routes
from bot.handlers.services import Services, text_of
from bot.message import Block, Facts, Footer, Heading, Message, Table, message, text
from bot.quiz import league
from bot.quiz.league import Award, Line, Period
from bot.store import results, teams
from bot.store.results import Result

_MOST_LINES = 15
_TITLES = {Period.WEEK: "the last 7 days", Period.MONTH: "the last 30 days", Period.ALL: "all time"}


class LeagueHandlers:
    """Serves leaderboards.

    Args:
        services: what it works with.
    """

    def __init__(self, services: Services) -> None:
        self._services = services

    @property
    def routes(self) -> Routes:
        """What is served here."""
        return Routes(commands={"leaderboard": self.leaderboard})

    async def leaderboard(self, asker: Asker, options: Options) -> Message:
        """/leaderboard [period] [topic] [of]."""
        period = Period(text_of(options, "period") or Period.MONTH)
        pack = await self._services.pack_for(asker)
        topic = self._services.finder(pack).topic(text_of(options, "topic")) if "topic" in options else None
        of = text_of(options, "of") or "everyone"
        begins = league.since(period, asker.at)
        before = begins if period is Period.ALL else begins - (asker.at - begins)
        async with self._services.database.read() as connection:
            found = await results.since(connection, asker.tenant.key, before)
            hidden = await results.hidden(connection, asker.tenant.key)
            names = {each.id: each.name for each in await teams.of_tenant(connection, asker.tenant.key)}
        if topic is not None:
            found = [each for each in found if (each.pack, each.topic) == (pack.id, topic.id)]
        if of == "channel":
            found = [each for each in found if each.place == asker.place.id]
        now, earlier = _parted(found, begins)
        lines = league.teams(now, names) if of == "teams" else league.members(now, hidden)
        title = f"Leaderboard: {f'{topic.title}, ' if topic else ''}{_TITLES[period]}"
        if not lines:
            nothing = "No team has scored then yet." if of == "teams" else "Nobody has scored then yet."
            return message(Heading(title), text(nothing, " Play with /game start, in any channel."), private=True)
        awards = [] if of == "teams" else league.awards(now, earlier, hidden)
        return message(Heading(title), *_shown(lines), *_awarded(awards), Footer("/settings shown:no takes you out"))


def _parted(found: list[Result], begins: datetime) -> tuple[list[Result], list[Result]]:
    """The results from a moment on, and those before it."""
    return [each for each in found if each.at >= begins], [each for each in found if each.at < begins]


def _shown(lines: list[Line]) -> list[Block]:
    rows = tuple(
        (
            f"{line.rank}. {line.name}",
            f"{line.points:,}",
            str(line.games),
            f"{round(100 * line.correct / line.asked)} %",
        )
        for line in lines[:_MOST_LINES]
    )
    more = [text(f"… and {len(lines) - _MOST_LINES} more.")] if len(lines) > _MOST_LINES else []
    return [Table(("Name", "Points", "Games", "Right"), rows), *more]


def _share(line: Line) -> str:
    return f"{round(100 * line.correct / line.asked)} %"


def _awarded(awards: list[Award]) -> list[Block]:
    return [Facts(tuple((award.title, f"{award.name}: {award.reason}") for award in awards))] if awards else []
