"""/help."""

from functools import lru_cache, partial

from bot.catalogue import CATALOGUE, GROUPS, SCORING
from bot.content.titles import Title, Titles
from bot.features.help import pages as usage
from bot.features.help.actions import ShowHelp
from bot.language.message import Message
from bot.language.requests import Asker
from bot.language.routes import Options, Routes
from bot.language.slash import find
from bot.language.text import fold
from bot.services import Services, text_of

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
            return _about(text_of(options, "command"))
        return _all_commands((await self._services.pack_for(asker)).id)

    async def show(self, _asker: Asker, action: ShowHelp, _typed: str) -> Message:
        """How one command, or a group of commands, is used."""
        return _about(action.name.replace("_", " "))

    async def commands(self, _asker: Asker) -> Titles:
        """All commands by name."""
        return self._commands


def _about(typed: str) -> Message:
    """How what is meant is used: a command, or all whose names begin with that word."""
    name = typed.removeprefix("/")
    if fold(name) in GROUPS:
        return usage.one_group(fold(name), CATALOGUE)
    return usage.one_command(find(name, CATALOGUE))
