"""Routes: what serves which command, press, form and completion.

Each feature adds its own, with the types of a handler and of what it serves held together by the type checker.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Protocol, TypeAlias, TypeVar

from bot.language.actions import Action
from bot.language.commands import Command
from bot.language.forms import TYPED, AnyForm, Form, OptionsForm
from bot.language.message import Message
from bot.language.options import OptionsT
from bot.language.requests import Asker, Pressed

ActionT = TypeVar("ActionT", bound=Action)


class Named(Protocol):
    """Something that may be suggested."""

    @property
    def name(self) -> str:
        """Return what people read and may type."""


class Completer(Protocol):
    """Knows what half-typed text may become."""

    def complete(self, typed: str, limit: int) -> Sequence[Named]:
        """Return at most `limit` completions, best first."""

    def exact(self, typed: str) -> Named | None:
        """Return what has exactly this name, or this other name; None if nothing has."""

    def match(self, typed: str) -> Named | None:
        """Return what's clearly meant, however it's spelt; None if nothing is."""


FindTitles: TypeAlias = Callable[[Asker], Awaitable[Completer]]
"""What may be suggested to an asker."""


OptionsFormMaker: TypeAlias = Callable[[Asker, Any], Awaitable[OptionsForm]]
"""What to ask of a command's options before a press is served as that command."""


class Feature(Protocol):
    """Something that serves commands and presses."""

    def register(self, routes: "Routes") -> None:
        """Add what it serves."""


class Routes:
    """What some features serve.

    Args:
        features: those that serve; no two may serve the same.

    Attributes:
        commands: what serves a command, by its name; takes the asker and the command's options.
        presses: what serves a press, by the kind of action; takes the action, whose ids are untrusted, and the press.
        forms: what to ask before a press is served, by the kind of action.
        options_forms: what to ask before a press is served as a command, by the kind of action.
        titles: what may be suggested for an option, by the option's name.
        answers: the kinds of actions that take the answer to a question, typed into their form or said in a line.
    """

    def __init__(self, *features: Feature) -> None:
        self.commands: dict[str, Callable[[Asker, Any], Awaitable[Message]]] = {}
        self.presses: dict[type[Action], Callable[[Any, Pressed], Awaitable[Message]]] = {}
        self.forms: dict[type[Action], Callable[[Asker, Any], Awaitable[AnyForm]]] = {}
        self.options_forms: dict[type[Action], OptionsFormMaker] = {}
        self.titles: dict[str, FindTitles] = {}
        self.answers: set[type[Action]] = set()
        self._own_titles: dict[tuple[str, str], FindTitles] = {}
        for feature in features:
            feature.register(self)

    def command(self, command: Command[OptionsT], serve: Callable[[Asker, OptionsT], Awaitable[Message]]) -> None:
        """Have a command served."""
        _add(self.commands, command.name, serve)

    def press(self, kind: type[ActionT], serve: Callable[[Asker, ActionT], Awaitable[Message]]) -> None:
        """Have a press served.

        Args:
            kind: of the action that it carries.
            serve: answers it.
        """
        self.whole_press(kind, lambda action, pressed: serve(pressed.asker, action))

    def whole_press(self, kind: type[ActionT], serve: Callable[[ActionT, Pressed], Awaitable[Message]]) -> None:
        """Have a press served by what wants to see all of it.

        Args:
            kind: of the action that it carries.
            serve: answers it.
        """
        _add(self.presses, kind, serve)

    def form(
        self,
        kind: type[ActionT],
        ask: Callable[[Asker, ActionT], Awaitable[Form]],
        serve: Callable[[Asker, ActionT, str], Awaitable[Message]],
    ) -> None:
        """Have a press served that asks for a text first.

        Args:
            kind: of the action that it carries.
            ask: makes the form, with one field.
            serve: answers it; its last argument is what was typed.
        """
        self.filled_form(kind, ask, lambda asker, action, filled: serve(asker, action, filled.get(TYPED, "")))

    def filled_form(
        self,
        kind: type[ActionT],
        ask: Callable[[Asker, ActionT], Awaitable[Form]],
        serve: Callable[[Asker, ActionT, Mapping[str, str]], Awaitable[Message]],
    ) -> None:
        """Have a press served that asks for something first.

        Args:
            kind: of the action that it carries.
            ask: makes the form.
            serve: answers it; its last argument is what was filled in, by the name of the field, untrusted.
        """
        self.asks_first(kind, ask)
        self.whole_press(kind, lambda action, pressed: serve(pressed.asker, action, pressed.filled))

    def answer_form(
        self,
        kind: type[ActionT],
        ask: Callable[[Asker, ActionT], Awaitable[Form]],
        serve: Callable[[Asker, ActionT, Mapping[str, str]], Awaitable[Message]],
    ) -> None:
        """Have a press served that takes the answer to a question, which may also be said in a line.

        Args:
            kind: of the action that it carries.
            ask: makes the form; refuses if the question takes no answer any more.
            serve: answers it; its last argument is what was filled in, by the name of the field, untrusted.
        """
        self.filled_form(kind, ask, serve)
        self.answers.add(kind)

    def asks_first(self, kind: type[ActionT], ask: Callable[[Asker, ActionT], Awaitable[AnyForm]]) -> None:
        """Have something asked before a press is served.

        Args:
            kind: of the action that it carries.
            ask: makes the form.
        """
        _add(self.forms, kind, ask)

    def options_form(self, kind: type[ActionT], ask: Callable[[Asker, ActionT], Awaitable[OptionsForm]]) -> None:
        """Have a command's options asked for where a press is; what's filled in is served as that command.

        Args:
            kind: of the action that the press carries.
            ask: makes the form.
        """
        self.asks_first(kind, ask)
        _add(self.options_forms, kind, ask)

    def completion(self, option: str, find: FindTitles) -> None:
        """Have values suggested for an option, for any command."""
        _add(self.titles, option, find)

    def own_completion(self, command: str, option: str, find: FindTitles) -> None:
        """Have other values suggested for an option of one command than for its namesakes.

        Args:
            command: by its name.
            option: of it.
            find: finds its values.
        """
        _add(self._own_titles, (command, option), find)

    def titles_for(self, command: str, option: str) -> FindTitles | None:
        """Return what finds the values of an option of a command; None if it has no names for them."""
        return self._own_titles.get((command, option)) or self.titles.get(option)


def _add(served: dict[Any, Any], key: object, value: object) -> None:
    if key in served:
        raise ValueError(f"served twice: {key}")
    served[key] = value
