"""Parsing typed commands with the help of the names in the person's packs and teams."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.language import command_names, slash, text
from bot.language.caret import caret_in
from bot.language.commands import AnyCommand
from bot.language.forms import Suggestion
from bot.language.known_names import NO_NAMES, Known, Names
from bot.language.requests import Asker, Completion
from bot.language.routes import Completer, Routes

_MOST_SPACES = 4
"""Maximum number of spaces in a phrase that may be a misspelt name."""


@dataclass(frozen=True, slots=True)
class HalfTyped:
    """A line that someone is typing.

    Args:
        command: the command.
        values: the values given so far, as typed, by option name.
        option: the name of the option at the end; "" if there's none left.
        before: the line up to the start of that option's value.
        suggestions: suggested values for it, best first.
    """

    command: AnyCommand
    values: Mapping[str, str]
    option: str
    before: str
    suggestions: tuple[Suggestion, ...]


class CommandReader:
    """Parses typed commands.

    Args:
        catalogue: all commands.
        routes: the routes, which know the names that options accept.
        complete: suggests values for an option.
    """

    def __init__(
        self,
        catalogue: Sequence[AnyCommand],
        routes: Routes,
        complete: Callable[[Completion], Awaitable[Sequence[Suggestion]]],
    ) -> None:
        self._catalogue = catalogue
        self._routes = routes
        self._complete = complete

    async def read(self, asker: Asker, typed: str) -> tuple[str, dict[str, str]]:
        """Return the command and the options of a typed line.

        Args:
            asker: who typed it, and where.
            typed: the whole line, with or without its slash.

        Raises:
            Refusal: it can't be understood.
        """
        if group := command_names.group_named(typed, self._catalogue):
            return "help", {"command": group}  # help on the group
        command, rest = command_names.split(typed, self._catalogue)
        return command.name, slash.values(command, rest, await self._names(asker, command, rest))

    async def half_typed(self, asker: Asker, line: str, *, settled: bool = False) -> HalfTyped | None:
        """Parse a half-typed line, and suggest values for its end; return None while it names no command.

        Args:
            asker: who is typing.
            line: the text before the caret.
            settled: whether its last value is complete, because it was picked from suggestions.
        """
        typed = text.clean(line) + (" " if line[-1:].isspace() else "")
        named = command_names.named_by(typed, self._catalogue)
        if named is None:
            return None
        command, rest = named
        start = len(typed.rstrip()) - len(rest)
        at = caret_in(command, typed[start:], await self._names(asker, command, rest), settled=settled)
        before = typed[: start + at.start]
        candidates = [at.option] if at.option else []
        if not at.sure or not candidates:
            candidates += [each.name for each in command.options if each.name not in (*at.values, at.option)]
        for option in candidates:
            if suggestions := await self._complete(Completion(asker, command.name, option, at.typed)):
                return HalfTyped(command, at.values, option, before, tuple(suggestions))
        return HalfTyped(command, at.values, at.option, before, ())

    async def _names(self, asker: Asker, command: AnyCommand, rest: str) -> Names:
        """Return the names that a command's open options accept from the asker."""
        with_names = [option.name for option in command.options if option.is_open and option.completes]
        alone = len(command.options) == 1 and not command.options[0].leads
        if not rest or alone:
            return NO_NAMES
        finding = {name: self._routes.completer_for(command.name, name) for name in with_names}
        return _names_in({name: await find(asker) for name, find in finding.items() if find is not None})


def _names_in(completers: Mapping[str, Completer]) -> Names:
    def exactly(option: str, phrase: str) -> Known:
        found = completers[option].exact(phrase) if option in completers else None
        if found is None:
            return Known.NO
        return Known.NAME if text.words(found.name) == text.words(phrase) else Known.ALIAS

    def probably(option: str, phrase: str) -> Known:
        known = exactly(option, phrase)
        if known or option not in completers or phrase.count(" ") > _MOST_SPACES:
            return known
        return Known.LIKELY if completers[option].match(phrase) else Known.NO

    return Names(exactly, probably)
