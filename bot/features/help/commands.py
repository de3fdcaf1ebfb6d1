"""/help."""

from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache

from bot.content.model import Pack
from bot.features.help import pages as usage
from bot.features.help.actions import KeepAsItIs, ShowHelp
from bot.features.help.examples import example_from
from bot.features.packs.taught import Packs
from bot.language.command_names import find
from bot.language.commands import AnyCommand, Command
from bot.language.message import Message, message
from bot.language.nearest import did_you_mean, nearest
from bot.language.options import option, options
from bot.language.refusals import Refusal, values
from bot.language.requests import Asker
from bot.language.rich_text import text
from bot.language.routes import Routes
from bot.language.text import fold, singular
from bot.naming.titles import Title, Titles

SCORING = "scoring"
"""A topic that /help explains in addition to the commands."""

_FILLERS = frozenset(("about", "for", "me", "on", "please", "the", "using", "with"))
"""Words that people type between /help and what it's about: /help me with games."""

_OVERVIEWS = 64
"""Number of overviews that are cached."""


@options
class HelpOptions:
    """What to explain."""

    command: str = option("the command to explain, or scoring", default="", completes=True)


HELP = Command("help", "See what I can do, or how a command works", "/help compare", HelpOptions)
COMMANDS = (HELP,)


class HelpCommands:
    """Serves /help.

    Args:
        packs: finds the packs taught in a place.
        catalogue: all commands.
        groups: summaries of groups, which are commands with the same first word.
        parts: the parts of the overview.
    """

    def __init__(
        self,
        packs: Packs,
        catalogue: Sequence[AnyCommand],
        groups: Mapping[str, str],
        parts: Sequence[usage.HelpPart],
    ) -> None:
        self._packs = packs
        self._catalogue = catalogue
        self._groups = groups
        others = [part for part in parts if not part.for_administrators]
        self._overview = lru_cache(_OVERVIEWS)(
            lambda pack, compares, administers: usage.all_commands(
                catalogue, groups, parts if administers else others, pack, compares=compares
            )
        )

    def register(self, routes: Routes) -> None:
        """Register the handlers."""
        routes.command(HELP, self.help)
        routes.press(ShowHelp, self.show)
        routes.press(KeepAsItIs, self.keep)
        routes.completer("command", self.commands)

    async def help(self, asker: Asker, options: HelpOptions) -> Message:
        """Serve /help [command]."""
        words = (word.strip(",.!?;:") for word in options.command.split())
        name = " ".join(word for word in words if fold(word) not in _FILLERS)
        if fold(name) == SCORING:
            return usage.scoring()
        return await self._explained(asker, name)

    async def show(self, asker: Asker, action: ShowHelp) -> Message:
        """Explain a command or a group of commands, or list all commands."""
        return await self._explained(asker, action.name.replace("_", " "))

    async def keep(self, _asker: Asker, _action: KeepAsItIs) -> Message:
        """Say that nothing was deleted or ended."""
        return message(text("Nothing's changed."), private=True, replaces=True)

    async def commands(self, _asker: Asker) -> Titles:
        """Return the titles of all commands."""
        return self._commands

    @cached_property
    def _commands(self) -> Titles:
        """Return the titles of all commands; lazy, because building them takes longer than all else here."""
        return Titles(Title(name, name) for name in (*(command.name for command in self._catalogue), SCORING))

    async def _explained(self, asker: Asker, name: str) -> Message:
        pack = await self._packs.taught(asker)
        if name:
            return self._about(name, pack)
        return self._overview(pack.id, bool(pack.sides), asker.member.administers)

    def _about(self, typed: str, pack: Pack) -> Message:
        """Explain a command, with an example from a pack, or a group of commands."""
        name = typed.removeprefix("/")
        for each in (fold(name), singular(fold(name))):
            if each in self._groups:
                return usage.one_group(each, self._catalogue, self._groups)
        try:
            command = find(name, self._catalogue)
            return usage.one_command(command, example_from(pack, command))
        except Refusal as refused:
            near = nearest(name, [*self._groups, *(command.name for command in self._catalogue), SCORING])
            hint = did_you_mean(near) if near else "Run /help to see what I can do."
            sentence = f"There's no command “/{name[:40]}”. {hint}"
            raise Refusal(sentence, option="command", offers=values(near)) from refused
