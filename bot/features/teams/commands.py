"""Teams that last: /team create, join, list and leave."""

from random import Random

from bot.content.titles import Title, Titles
from bot.features.games.events import Team
from bot.features.teams import store as teams
from bot.features.teams.model import COLOURS, label
from bot.features.teams.store import LastingTeam
from bot.language.commands import Command, NoOptions, Suggestion, option, options
from bot.language.ids import new_id
from bot.language.message import Facts, Footer, Heading, Message, Refusal, message, strong, text
from bot.language.requests import Asker
from bot.language.routes import Routes
from bot.storage.database import Database

_LONGEST_NAME = 32
_MOST_TEAMS = 25


@options
class TeamCreate:
    """A team to be."""

    name: str = option("what it is called")
    colour: str = option(
        "its colour", default="", choices=tuple(Suggestion(each, each.capitalize()) for each in COLOURS)
    )


@options
class TeamJoin:
    """A team that there is."""

    team: str = option("which one", completes=True)


CREATE = Command("team create", "Make a team that lasts, and join it", "/team create Foxes colour:red", TeamCreate)
JOIN = Command("team join", "Join a team; you leave the one you are in", "/team join Foxes", TeamJoin)
LIST = Command("team list", "The teams there are, and who is in them", "/team list", NoOptions)
LEAVE = Command("team leave", "Leave your team", "/team leave", NoOptions)
COMMANDS = (CREATE, JOIN, LIST, LEAVE)
GROUP = {"team": "Teams that last beyond a game"}


class TeamCommands:
    """Serves teams.

    Args:
        database: where teams are kept.
        random: makes ids.
    """

    def __init__(self, database: Database, random: Random) -> None:
        self._database = database
        self._random = random

    def register(self, routes: Routes) -> None:
        """Add what is served here."""
        routes.command(CREATE, self.create)
        routes.command(JOIN, self.join)
        routes.command(LIST, self.show)
        routes.command(LEAVE, self.leave)
        routes.completion("team", self.titles)

    async def create(self, asker: Asker, options: TeamCreate) -> Message:
        """/team create <name> [colour]."""
        name = " ".join(options.name.split())
        if len(name) > _LONGEST_NAME:
            raise Refusal(f"That name is too long; keep it under {_LONGEST_NAME + 1} characters.")
        there_are = await self._all(asker)
        if len(there_are) >= _MOST_TEAMS:
            raise Refusal(f"There are {_MOST_TEAMS} teams already; join one with /team join.")
        colours = [each.colour for each in there_are]
        colour = options.colour or min(COLOURS, key=colours.count)
        team_id = new_id(self._random, 8)
        database = self._database
        if not await teams.create(database, asker.tenant.key, team_id, name, colour, asker.at):
            raise Refusal(f"There is a team “{name}” already; join it with /team join {name}")
        await teams.join(database, asker.tenant.key, asker.member.id, asker.member.name, team_id, asker.at)
        said = text("New team: ", strong(_shown(name, colour)), f", with {asker.member.name} in it.")
        return message(said, Footer(f"Join it with /team join {name} · games are played by teams: /game start"))

    async def join(self, asker: Asker, options: TeamJoin) -> Message:
        """/team join <team>."""
        typed = options.team
        there_are = {each.id: each for each in await self._all(asker)}
        found = _titles(list(there_are.values())).match(typed)
        if found is None:
            names = ", ".join(each.name for each in there_are.values())
            hint = f"choose one of: {names}." if names else f"make it with /team create {typed}"
            raise Refusal(f"There is no team “{typed}”; {hint}")
        team = there_are[found.key]
        await teams.join(self._database, asker.tenant.key, asker.member.id, asker.member.name, team.id, asker.at)
        return message(text("You are in ", strong(_shown(team.name, team.colour)), " now."), private=True)

    async def show(self, asker: Asker, _options: NoOptions) -> Message:
        """/team list."""
        there_are = await self._all(asker)
        if not there_are:
            raise Refusal("There are no teams yet; make the first with /team create and a name.")
        lines = tuple(
            (f"{_shown(each.name, each.colour)} ({len(each.members)})", ", ".join(each.members.values()) or "nobody")
            for each in there_are
        )
        return message(Heading("Teams"), Facts(lines), Footer("Join one with /team join."), private=True)

    async def leave(self, asker: Asker, _options: NoOptions) -> Message:
        """/team leave."""
        mine = next((each for each in await self._all(asker) if asker.member.id in each.members), None)
        if mine is None:
            raise Refusal("You are in no team; see those there are with /team list.")
        await teams.leave(self._database, asker.tenant.key, asker.member.id)
        return message(text("You have left ", strong(mine.name), "."), private=True)

    async def titles(self, asker: Asker) -> Titles:
        """The teams there are, by name."""
        return _titles(await self._all(asker))

    async def _all(self, asker: Asker) -> list[LastingTeam]:
        async with self._database.reading() as connection:
            return await teams.of_tenant(connection, asker.tenant.key)


def _titles(there_are: list[LastingTeam]) -> Titles:
    return Titles(Title(each.id, each.name) for each in there_are)


def _shown(name: str, colour: str) -> str:
    return label(Team("", name, colour))
