"""Triggers: the phrases that ask for a command, including its name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from bot.features.talk.phrases import EMPTY_WORDS, TRIGGERS
from bot.features.talk.tokens import misspelt, tokens
from bot.language.commands import AnyCommand
from bot.language.text import fold

_DETERMINERS = frozenset(("the", "a", "an", "my", "our", "your"))


@dataclass(frozen=True, slots=True)
class Trigger:
    """What a phrase asks for.

    Args:
        command: the command.
        options: the options that the phrase sets.
        is_name: whether the phrase is exactly the command's name.
    """

    command: AnyCommand
    options: Mapping[str, str] = field(default_factory=dict)
    is_name: bool = False


class Triggers:
    """Knows all phrases that ask for a command.

    Args:
        catalogue: all commands.

    Attributes:
        longest: the number of words of the longest phrase.
    """

    def __init__(self, catalogue: Sequence[AnyCommand]) -> None:
        self._groups = {command.group for command in catalogue if command.group}
        by_name = {command.name: command for command in catalogue}
        self._triggers: dict[tuple[str, ...], Trigger] = {}
        for key, phrases in _phrases().items():
            name, _, chosen = key.partition("|")
            if name in by_name:
                trigger = Trigger(by_name[name], dict([chosen.split("=")]) if chosen else {})
                self._triggers |= dict.fromkeys(phrases, trigger)
        self._names = {tuple(fold(name).split()): Trigger(command, is_name=True) for name, command in by_name.items()}
        self._triggers |= self._names
        self.longest = max(map(len, self._triggers), default=0)

    def exactly(self, words: Sequence[str]) -> Trigger | None:
        """Return the trigger that's exactly these words, or None."""
        return self._triggers.get(tuple(words))

    def like(self, words: Sequence[str]) -> Trigger | None:
        """Return the trigger for some words, ignoring empty words, or a typo in a command's name; or None."""
        if found := self.exactly(words):
            return found
        found = self.exactly(_without_empty_words(words)) if words[-1] not in EMPTY_WORDS else None
        found = found or (self._misspelt(words[0]) if len(words) == 1 else None)
        return replace(found, is_name=False) if found else None

    def meant(self, named: str) -> str:
        """Return the name of the command or group of commands that a text names; "" if there's none."""
        named_words = [token.word for token in tokens(named)]
        while named_words and named_words[-1] in EMPTY_WORDS:
            del named_words[-1]
        while len(named_words) > 1 and named_words[0] in _DETERMINERS:
            del named_words[0]
        if not named_words or (len(named_words) == 1 and named_words[0] in self._groups):
            return "".join(named_words)
        trigger = self.exactly(_without_empty_words(named_words)) or self.exactly(
            [word for word in named_words if word not in EMPTY_WORDS]
        )
        return trigger.options.get("command", trigger.command.name) if trigger else ""

    def is_group(self, word: str) -> bool:
        """Return whether a word is the name of a group of commands."""
        return word in self._groups

    def _misspelt(self, word: str) -> Trigger | None:
        return next(
            (trigger for name, trigger in self._names.items() if len(name) == 1 and misspelt(word, name[0])), None
        )


@cache  # there are many phrases, and they never change
def _phrases() -> Mapping[str, Sequence[tuple[str, ...]]]:
    """Return the phrases of TRIGGERS as words, by the same keys."""
    return {
        key: [tuple(each.word for each in tokens(phrase)) for phrase in phrases.split(";")]
        for key, phrases in TRIGGERS.items()
    }


def _without_empty_words(words: Sequence[str]) -> list[str]:
    return [*words[:1], *(word for word in words[1:] if word not in EMPTY_WORDS)]
