"""Triggers: the words that ask for a command, whether its name or others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from bot.features.talk.phrases import IDLE, TRIGGERS
from bot.features.talk.tokens import misspelt, tokens
from bot.language.commands import AnyCommand
from bot.language.text import fold

_DETERMINERS = frozenset(("the", "a", "an", "my", "our", "your"))


@dataclass(frozen=True, slots=True)
class Trigger:
    """What some words ask for.

    Args:
        command: the command.
        options: those that the words choose.
        is_name: whether they're the command's own name, and nothing else.
    """

    command: AnyCommand
    options: Mapping[str, str] = field(default_factory=dict)
    is_name: bool = False


class Triggers:
    """Knows all words that ask for a command.

    Args:
        catalogue: the commands that exist.

    Attributes:
        longest: words of the longest trigger.
    """

    def __init__(self, catalogue: Sequence[AnyCommand]) -> None:
        self._groups = {command.group for command in catalogue if command.group}
        by_name = {command.name: command for command in catalogue}
        self._triggers: dict[tuple[str, ...], Trigger] = {}
        for asked, phrases in _phrases().items():
            name, _, chosen = asked.partition("|")
            if name in by_name:
                trigger = Trigger(by_name[name], dict([chosen.split("=")]) if chosen else {})
                self._triggers |= dict.fromkeys(phrases, trigger)
        self._names = {tuple(fold(name).split()): Trigger(command, is_name=True) for name, command in by_name.items()}
        self._triggers |= self._names
        self.longest = max(map(len, self._triggers), default=0)

    def exactly(self, words: Sequence[str]) -> Trigger | None:
        """Return what exactly these words ask for, if they ask for anything."""
        return self._triggers.get(tuple(words))

    def like(self, words: Sequence[str]) -> Trigger | None:
        """Return what words ask for that say it with others between, or with a slip."""
        if found := self.exactly(words):
            return found
        found = self.exactly(_without_idle(words)) if words[-1] not in IDLE else None
        found = found or (self._misspelt(words[0]) if len(words) == 1 else None)
        return replace(found, is_name=False) if found else None

    def meant(self, named: str) -> str:
        """Return the command, or the group of commands, that someone wants to know more of; "" for none."""
        said = [token.word for token in tokens(named)]
        while said and said[-1] in IDLE:
            del said[-1]
        while len(said) > 1 and said[0] in _DETERMINERS:
            del said[0]
        if not said or (len(said) == 1 and said[0] in self._groups):
            return "".join(said)
        trigger = self.exactly(_without_idle(said)) or self.exactly([word for word in said if word not in IDLE])
        return trigger.options.get("command", trigger.command.name) if trigger else ""

    def is_group(self, word: str) -> bool:
        """Return whether the names of several commands begin with a word."""
        return word in self._groups

    def _misspelt(self, word: str) -> Trigger | None:
        return next(
            (trigger for name, trigger in self._names.items() if len(name) == 1 and misspelt(word, name[0])), None
        )


@cache  # they're many, and the same for everyone
def _phrases() -> Mapping[str, Sequence[tuple[str, ...]]]:
    """Return the words of each phrase that asks for something, by what it asks for."""
    return {
        asked: [tuple(each.word for each in tokens(phrase)) for phrase in phrases.split(";")]
        for asked, phrases in TRIGGERS.items()
    }


def _without_idle(words: Sequence[str]) -> list[str]:
    return [*words[:1], *(word for word in words[1:] if word not in IDLE)]
