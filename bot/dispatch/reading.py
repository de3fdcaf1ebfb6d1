"""Reading what's typed: with the names in the typist's packs and teams, which tell words apart."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.language import slash, text
from bot.language.caret import caret_in
from bot.language.commands import AnyCommand
from bot.language.forms import Suggestion
from bot.language.known_names import NO_NAMES, Known, Names
from bot.language.requests import Asker, Completion
from bot.language.routes import Completer, Routes

_MOST_SPACES = 4
"""Spaces in a phrase that may be a misspelt name."""


@dataclass(frozen=True, slots=True)
class HalfTyped:
    """A line that someone is typing.

    Args:
        command: its command.
        values: the options given so far, as typed.
        option: the one at its end; "" if there's none left.
        before: the line up to where that option's value starts.
        suggestions: values for it, best first.
    """

    command: AnyCommand
    values: Mapping[str, str]
    option: str
    before: str
    suggestions: tuple[Suggestion, ...]


class CommandReader:
    """Reads commands as they're typed.

    Args:
        catalogue: the commands there are.
        routes: know the names that options may have.
        complete: suggests values.
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
            typed: the whole line, with its slash or without.

        Raises:
            Refusal: it can't be understood.
        """
        if group := slash.group_named(typed, self._catalogue):
            return "help", {"command": group}  # all there is of that sort
        command, rest = slash.split(typed, self._catalogue)
        return command.name, slash.values(command, rest, await self._names(asker, command, rest))

    async def half_typed(self, asker: Asker, line: str, *, settled: bool = False) -> HalfTyped | None:
        """Return how a half-typed line is read, and what may come at its end; None while it names no command.

        Args:
            asker: who types.
            line: what's before the caret.
            settled: whether its last value is complete, because it was picked from suggestions.
        """
        typed = text.clean(line) + (" " if line[-1:].isspace() else "")
        named = slash.named_by(typed, self._catalogue)
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
        """Return the names that a command's open options may have for one who asks."""
        with_names = [option.name for option in command.options if option.is_open and option.completes]
        alone = len(command.options) == 1 and not command.options[0].leads
        if not rest or alone:
            return NO_NAMES
        find = {name: self._routes.titles_for(command.name, name) for name in with_names}
        return _names_in({name: await titles(asker) for name, titles in find.items() if titles is not None})


def _names_in(titles: Mapping[str, Completer]) -> Names:
    def exactly(option: str, phrase: str) -> Known:
        title = titles[option].exact(phrase) if option in titles else None
        if title is None:
            return Known.NO
        return Known.NAME if text.words(title.name) == text.words(phrase) else Known.ALIAS

    def probably(option: str, phrase: str) -> Known:
        known = exactly(option, phrase)
        if known or option not in titles or phrase.count(" ") > _MOST_SPACES:
            return known
        return Known.LIKELY if titles[option].match(phrase) else Known.NO

    return Names(exactly, probably)
