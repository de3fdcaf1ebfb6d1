"""Completions: suggested values for a half-typed option, on all platforms."""

from collections.abc import Mapping, Sequence

from bot.language import slash
from bot.language.commands import AnyCommand
from bot.language.forms import Suggestion
from bot.language.options import MAX_TEXT, CommandOption
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
        """Return an example of a command: what the call gives, with values for what's missing from it.

        A missing name is one that's known where the call is from.

        Args:
            command: the command.
            call: the call.
        """
        if command.missing(call.options, call.files) is None:
            return command.example
        _, usual = slash.read(command.example, (command,))
        missing = [
            each for each in command.options if each.required and each.name not in {*call.options, *call.files}
        ]
        values = {**call.options, **{each.name: await self._usual(each, usual, call) for each in missing}}
        values = {each.name: values[each.name] for each in command.options if each.name in values}
        is_usual = values.items() <= usual.items()
        return command.example if is_usual else slash.write_briefly(command, values) or command.example

    async def _usual(self, option: CommandOption, usual: Mapping[str, str], call: Call) -> str:
        """Return an example of an option's value, a known name if it takes one.

        Args:
            option: the option.
            usual: the values in the example of the command.
            call: the call that lacks a value.
        """
        value = usual.get(option.name, "")
        if option.completes:
            for typed in (value, ""):
                if found := await self.complete(Completion(call.asker, call.command, option.name, typed)):
                    return value if typed else found[0].value
        return value
