"""Completions: suggested values for a half-typed option, on all platforms."""

from collections.abc import Sequence

from bot.language.commands import AnyCommand
from bot.language.forms import Suggestion
from bot.language.options import MAX_TEXT
from bot.language.requests import Call, Completion
from bot.language.routes import Completer, Routes
from bot.language.text import fold
from bot.naming.titles import Title, Titles

MOST_SUGGESTIONS = 25
"""Maximum number of suggestions for an option: Discord's limit, the lowest among the platforms."""


class Completions:
    """Suggests values for options.

    Args:
        catalogue: all commands.
        routes: the routes, which know the names that options accept.
    """

    def __init__(self, catalogue: Sequence[AnyCommand], routes: Routes) -> None:
        self._by_name = {command.name: command for command in catalogue}
        self._routes = routes

    async def complete(self, completion: Completion) -> list[Suggestion]:
        """Suggest values for a half-typed option, best first; none if the command or the option is unknown."""
        command = self._by_name.get(completion.command)
        option = next((each for each in command.options if each.name == completion.option), None) if command else None
        if option is None or len(fold(completion.typed)) > MAX_TEXT:  # no name is that long
            return []
        if option.choices:
            completer: Completer = Titles(
                Title(choice.value, choice.label, (choice.value,)) for choice in option.choices
            )
        elif option.completes:
            find = self._routes.completer_for(completion.command, option.name)
            completer = await find(completion.asker) if find is not None else Titles(())
        else:
            return []
        names = [each.name for each in completer.complete(completion.typed, MOST_SUGGESTIONS)]
        return [Suggestion(name, name) for name in names]

    async def example(self, command: AnyCommand, call: Call) -> str:
        """Return an example of a command; if a name is missing from the call, one with a name that's known here."""
        option = command.missing(call.options, call.files)
        if option is None or not option.completes:
            return command.example
        for typed in (command.example.removeprefix(f"/{command.name} "), ""):
            if found := await self.complete(Completion(call.asker, command.name, option.name, typed)):
                return command.example if typed else f"/{command.name} {found[0].value}"
        return command.example
