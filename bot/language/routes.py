"""Routes: the handlers of commands, presses and forms, and the completers of options.

Each feature registers its own; the type checker makes sure that a handler matches what it handles.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Protocol, TypeAlias, TypeVar

from bot.language.actions import Action
from bot.language.commands import Command
from bot.language.forms import TYPED, AnyForm, Form, OptionsForm
from bot.language.message import Message
from bot.language.options import OptionsT
from bot.language.requests import Asker, Call, Pressed

ActionT = TypeVar("ActionT", bound=Action)


class AcceptedName(Protocol):
    """A name that an option accepts."""

    @property
    def name(self) -> str:
        """Return the name that people read and may type."""


class Completer(Protocol):
    """Finds the names that an option accepts, from half-typed or misspelt text."""

    def complete(self, typed: str, limit: int) -> Sequence[AcceptedName]:
        """Return at most `limit` completions, best first."""

    def exact(self, typed: str) -> AcceptedName | None:
        """Return the name that this is, exactly or as an alias; None if there's none."""

    def match(self, typed: str) -> AcceptedName | None:
        """Return the name that's clearly meant, even if misspelt; None if there's none."""


FindCompleter: TypeAlias = Callable[[Asker], Awaitable[Completer]]
"""Returns the completer for an asker."""


class Feature(Protocol):
    """A feature that handles commands and presses."""

    def register(self, routes: "Routes") -> None:
        """Register the feature's handlers."""


class Routes:
    """The handlers of a set of features.

    Args:
        features: the features; no two may handle the same command or press.

    Attributes:
        commands: the handler of each command, by name; takes the asker and the command's options.
        presses: the handler of each press, by the kind of action; takes the action, whose ids are untrusted, and the
            press.
        forms: makes the form to fill in before a press is handled, by the kind of action.
        calls: makes the call of the command that a press runs, by the kind of action; takes the same as `presses`.
        completers: finds the completer for an option, by the option's name.
        answers: the kinds of actions that take the answer to a question, entered in their form or typed as a line.
    """

    def __init__(self, *features: Feature) -> None:
        self.commands: dict[str, Callable[[Asker, Any], Awaitable[Message]]] = {}
        self.presses: dict[type[Action], Callable[[Any, Pressed], Awaitable[Message]]] = {}
        self.forms: dict[type[Action], Callable[[Asker, Any], Awaitable[AnyForm]]] = {}
        self.calls: dict[type[Action], Callable[[Any, Pressed], Awaitable[Call]]] = {}
        self.completers: dict[str, FindCompleter] = {}
        self.answers: set[type[Action]] = set()
        self._own_completers: dict[tuple[str, str], FindCompleter] = {}
        for feature in features:
            feature.register(self)
        if twice := self.presses.keys() & self.calls.keys():
            raise ValueError(f"served twice: {twice}")

    def command(self, command: Command[OptionsT], serve: Callable[[Asker, OptionsT], Awaitable[Message]]) -> None:
        """Register the handler of a command."""
        _add(self.commands, command.name, serve)

    def press(self, kind: type[ActionT], serve: Callable[[Asker, ActionT], Awaitable[Message]]) -> None:
        """Register the handler of a press.

        Args:
            kind: the kind of action that the press carries.
            serve: the handler.
        """
        self.whole_press(kind, lambda action, pressed: serve(pressed.asker, action))

    def whole_press(self, kind: type[ActionT], serve: Callable[[ActionT, Pressed], Awaitable[Message]]) -> None:
        """Register the handler of a press that needs the whole press, not only the asker.

        Args:
            kind: the kind of action that the press carries.
            serve: the handler.
        """
        _add(self.presses, kind, serve)

    def form(
        self,
        kind: type[ActionT],
        ask: Callable[[Asker, ActionT], Awaitable[Form]],
        serve: Callable[[Asker, ActionT, str], Awaitable[Message]],
    ) -> None:
        """Register the handler of a press with a form for one text.

        Args:
            kind: the kind of action that the press carries.
            ask: makes the form, with one field.
            serve: the handler; its last argument is the entered text.
        """
        self.filled_form(kind, ask, lambda asker, action, filled: serve(asker, action, filled.get(TYPED, "")))

    def filled_form(
        self,
        kind: type[ActionT],
        ask: Callable[[Asker, ActionT], Awaitable[Form]],
        serve: Callable[[Asker, ActionT, Mapping[str, str]], Awaitable[Message]],
    ) -> None:
        """Register the handler of a press with a form.

        Args:
            kind: the kind of action that the press carries.
            ask: makes the form.
            serve: the handler; its last argument is the entered values, by field name, untrusted.
        """
        self.asks_first(kind, ask)
        self.whole_press(kind, lambda action, pressed: serve(pressed.asker, action, pressed.filled))

    def answer_form(
        self,
        kind: type[ActionT],
        ask: Callable[[Asker, ActionT], Awaitable[Form]],
        serve: Callable[[Asker, ActionT, Mapping[str, str]], Awaitable[Message]],
    ) -> None:
        """Register the handler of a press with a form for an answer, which may also be typed as a plain line.

        Args:
            kind: the kind of action that the press carries.
            ask: makes the form; refuses if the question can't be answered any more.
            serve: the handler; its last argument is the entered values, by field name, untrusted.
        """
        self.filled_form(kind, ask, serve)
        self.answers.add(kind)

    def asks_first(self, kind: type[ActionT], ask: Callable[[Asker, ActionT], Awaitable[AnyForm]]) -> None:
        """Register the form to fill in before a press is handled.

        Args:
            kind: the kind of action that the press carries.
            ask: makes the form.
        """
        _add(self.forms, kind, ask)

    def options_form(self, kind: type[ActionT], ask: Callable[[Asker, ActionT], Awaitable[OptionsForm]]) -> None:
        """Register a form for a command's options; submitting it runs the command.

        Args:
            kind: the kind of action that the press carries.
            ask: makes the form.
        """

        async def filled_in(action: ActionT, pressed: Pressed) -> Call:
            form = await ask(pressed.asker, action)
            return Call(pressed.asker, form.command, form.filled(pressed.fields), pressed.files)

        self.asks_first(kind, ask)
        self.runs(kind, filled_in)

    def runs(self, kind: type[ActionT], call: Callable[[ActionT, Pressed], Awaitable[Call]]) -> None:
        """Register the command that a press runs, as if it had been typed.

        Args:
            kind: the kind of action that the press carries.
            call: makes the call of the command.
        """
        _add(self.calls, kind, call)

    def completer(self, option: str, find: FindCompleter) -> None:
        """Register the completer of an option's values, for all commands that have it."""
        _add(self.completers, option, find)

    def own_completer(self, command: str, option: str, find: FindCompleter) -> None:
        """Register a different completer for an option of one command.

        Args:
            command: the command's name.
            option: the option's name.
            find: returns the completer for an asker.
        """
        _add(self._own_completers, (command, option), find)

    def completer_for(self, command: str, option: str) -> FindCompleter | None:
        """Return what finds the completer for an option of a command; None if there's none."""
        return self._own_completers.get((command, option)) or self.completers.get(option)


def _add(served: dict[Any, Any], key: object, value: object) -> None:
    if key in served:
        raise ValueError(f"served twice: {key}")
    served[key] = value
