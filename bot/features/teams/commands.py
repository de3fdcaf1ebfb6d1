"""The /team commands for lasting teams: create, join, list, leave, rename and remove."""

from bot.features.teams import actions, pages
from bot.features.teams.model import COLOURS, LONGEST_NAME
from bot.features.teams.service import Teams, titles
from bot.language.bare_orders import is_bare_order
from bot.language.commands import Command
from bot.language.forms import Suggestion
from bot.language.message import Message
from bot.language.offers import fill_in
from bot.language.options import NoOptions, option, options
from bot.language.refusals import Offer, Refusal
from bot.language.requests import Asker
from bot.language.rich_text import CommandMention, text
from bot.language.routes import Routes
from bot.naming.titles import Titles


@options
class CreateTeamOptions:
    """The options of a new team."""

    name: str = option("what to call it", longest=LONGEST_NAME, names=True)
    colour: str = option(
        "its colour", default="", choices=tuple(Suggestion(each, each.capitalize()) for each in COLOURS)
    )


@options
class NamedTeamOptions:
    """The name of an existing team."""

    team: str = option("which team", longest=LONGEST_NAME, completes=True)


@options
class RenameTeamOptions:
    """The name of an existing team, and its new name."""

    team: str = option("which team", longest=LONGEST_NAME, completes=True)
    name: str = option("its new name", longest=LONGEST_NAME, names=True, leads=("to", "into", "as", "->", "→"))


CREATE = Command(
    "team create",
    "Make a team that lasts, and join it",
    "/team create Foxes colour:red",
    CreateTeamOptions,
    of_team=True,
)
JOIN = Command(
    "team join", "Join a team, and leave the one you're in", "/team join Foxes", NamedTeamOptions, of_team=True
)
RENAME = Command(
    "team rename",
    "Rename a team; for administrators, or its only member",
    "/team rename Foxes name:Wolves",
    RenameTeamOptions,
    of_team=True,
)
REMOVE = Command(
    "team remove",
    "Remove a team; for administrators, or its only member",
    "/team remove Foxes",
    NamedTeamOptions,
    of_team=True,
)
LIST = Command("team list", "See the teams, and who's in them", "/team list", NoOptions, of_team=True)
LEAVE = Command("team leave", "Leave your team", "/team leave", NoOptions, of_team=True)
COMMANDS = (CREATE, JOIN, LIST, LEAVE, RENAME, REMOVE)
GROUP = {"team": "Teams that last beyond a game"}


class TeamCommands:
    """Serves the /team commands.

    Args:
        teams: creates and changes teams.
    """

    def __init__(self, teams: Teams) -> None:
        self._teams = teams

    def register(self, routes: Routes) -> None:
        """Register the handlers."""
        routes.command(CREATE, self.create)
        routes.command(JOIN, self.join)
        routes.command(LIST, self.list_all)
        routes.command(LEAVE, self.leave)
        routes.command(RENAME, self.rename)
        routes.command(REMOVE, self.ask_to_remove)
        routes.press(actions.RemoveTeam, self.remove)
        routes.press(actions.BringBackTeam, self.bring_back)
        routes.completer("team", self.titles)

    async def create(self, asker: Asker, options: CreateTeamOptions) -> Message:
        """Serve /team create <name> [colour]."""
        if is_bare_order(options.name):
            raise Refusal(
                text(
                    CommandMention("/team list"),
                    " shows the teams, and ",
                    CommandMention("/team remove"),
                    f" removes one. To make a team, choose a name other than “{options.name}”.",
                ),
                offers=[Offer("/team list", line="/team list")],
            )
        return pages.created(await self._teams.create(asker, options.name, options.colour), asker.member.name)

    async def join(self, asker: Asker, options: NamedTeamOptions) -> Message:
        """Serve /team join <team>."""
        return pages.joined(await self._teams.join(asker, options.team))

    async def list_all(self, asker: Asker, _options: NoOptions) -> Message:
        """Serve /team list."""
        all_teams = await self._teams.all(asker)
        return pages.teams(all_teams, asker.member.id) if all_teams else pages.none_yet(fill_in(CREATE))

    async def leave(self, asker: Asker, _options: NoOptions) -> Message:
        """Serve /team leave."""
        return pages.left(await self._teams.leave(asker))

    async def rename(self, asker: Asker, options: RenameTeamOptions) -> Message:
        """Serve /team rename <team> <name>."""
        name = options.name.removeprefix("to ")  # in a form, where it's not the parser that takes it away
        return pages.renamed(*await self._teams.rename(asker, options.team, name))

    async def ask_to_remove(self, asker: Asker, options: NamedTeamOptions) -> Message:
        """Serve /team remove <team>: ask for confirmation."""
        return pages.are_you_sure(await self._teams.to_remove(asker, options.team))

    async def remove(self, asker: Asker, action: actions.RemoveTeam) -> Message:
        """Remove a team."""
        return pages.removed(await self._teams.remove(asker, action.team))

    async def bring_back(self, asker: Asker, action: actions.BringBackTeam) -> Message:
        """Restore a team that was removed recently."""
        return pages.back(await self._teams.bring_back(asker, action.team))

    async def titles(self, asker: Asker) -> Titles:
        """Return the existing teams, by name."""
        return titles(await self._teams.all(asker), asker.member.id)
