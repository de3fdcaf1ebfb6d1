"""/help."""

from functools import lru_cache, partial

from bot import usage
from bot.actions import ShowHelp
from bot.call import Asker
from bot.catalogue import CATALOGUE, SCORING
from bot.content.titles import Title, Titles
from bot.handlers.routes import Options, Routes
from bot.handlers.services import Services, text_of
from bot.message import Message
from bot.slash import find

_all_commands = lru_cache(64)(partial(usage.all_commands, CATALOGUE))
"""The overview, made once for each pack."""


class UsageHandlers:
    """Serves help.

    Args:
        services: what it works with.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._commands = Titles(Title(name, name) for name in (*(command.name for command in CATALOGUE), SCORING))

    @property
    def routes(self) -> Routes:
        """What is served here."""
        return Routes(commands={"help": self.help}, presses={ShowHelp: self.show}, titles={"command": self.commands})

    async def help(self, asker: Asker, options: Options) -> Message:
        """/help [command]."""
        if text_of(options, "command").casefold() == SCORING:
            return usage.scoring()
        if "command" in options:
            return usage.one_command(find(text_of(options, "command").removeprefix("/"), CATALOGUE))
        return _all_commands((await self._services.pack_for(asker)).id)

    async def show(self, _asker: Asker, action: ShowHelp, _typed: str) -> Message:
        """How one command is used."""
        return usage.one_command(find(action.name.replace("_", " "), CATALOGUE))

    async def commands(self, _asker: Asker) -> Titles:
        """All commands by name."""
        return self._commands
