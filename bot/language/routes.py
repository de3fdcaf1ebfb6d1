"""Routes: which handler serves which command, press and completion."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

from bot.language.actions import Action
from bot.language.message import Form, Message
from bot.language.requests import Asker


class Named(Protocol):
    """Something that may be suggested."""

    @property
    def name(self) -> str:
        """Return what people read and may type."""


class Completer(Protocol):
    """Knows what half-typed text may become."""

    def complete(self, typed: str, limit: int) -> Sequence[Named]:
        """Return at most `limit` completions, best first."""


Options: TypeAlias = Mapping[str, str | int]
"""The values of a command's options, parsed."""

ServeCommand: TypeAlias = Callable[[Asker, Options], Awaitable[Message]]
ServePress: TypeAlias = Callable[[Asker, Any, str], Awaitable[Message]]
"""Takes the asker, the action and what was typed into the button's form, or ""."""
AskFirst: TypeAlias = Callable[[Asker, Any], Awaitable[Form]]
FindTitles: TypeAlias = Callable[[Asker], Awaitable[Completer]]


@dataclass(frozen=True, slots=True)
class Routes:
    """What some handlers serve.

    Args:
        commands: by the command's name.
        presses: by the kind of action; the ids in an action are untrusted.
        forms: what to ask before a press is served, by the kind of action.
        titles: what may be suggested for an option, by the option's name.
    """

    commands: Mapping[str, ServeCommand] = field(default_factory=dict)
    presses: Mapping[type[Action], ServePress] = field(default_factory=dict)
    forms: Mapping[type[Action], AskFirst] = field(default_factory=dict)
    titles: Mapping[str, FindTitles] = field(default_factory=dict)


def joined(*parts: Routes) -> Routes:
    """Several sets of routes as one; no two may serve the same."""
    whole = Routes({}, {}, {}, {})
    for name in ("commands", "presses", "forms", "titles"):
        into: dict[object, object] = getattr(whole, name)
        for part in parts:
            served = getattr(part, name)
            if twice := into.keys() & served.keys():
                raise ValueError(f"served twice: {twice}")
            into.update(served)
    return whole
