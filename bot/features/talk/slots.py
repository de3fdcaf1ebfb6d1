"""Slots: reads the text after a command's name as its options, if the command can accept it."""

import re
from collections.abc import Iterator, Mapping, Sequence

from bot.features.talk.intent import Confidence, Intent
from bot.features.talk.phrases import EMPTY_WORDS, SENTENCE_WORDS
from bot.features.talk.tokens import tokens
from bot.features.talk.triggers import Trigger
from bot.language import slash
from bot.language.commands import AnyCommand
from bot.language.option_values import reads
from bot.language.options import CommandOption, OptionKind
from bot.language.refusals import Refusal
from bot.language.text import fold, said
from bot.language.whole_numbers import NUMBERS
from bot.naming.titles import Titles

_LONGEST_DOUBTFUL = 3
"""Up to this many words after a command's name are more likely wrong options than a sentence."""

_LONGEST_VALUE = 5
"""Maximum number of words in a value that a phrase asks for, such as a team's new name."""

_BETWEEN = re.compile(r"\s*(?:,|/|&|\band\b|\bvs\.?(?=\s)|\bversus\b)\s*", re.IGNORECASE)
_INTO = re.compile(r"^(?:(?:at|on|for|called|named|about|with|of)\s+)+", re.IGNORECASE)
_FOR_WHOM = re.compile(r"^(?:me|us)\s+(?=\S)", re.IGNORECASE)
_OF_SOMEBODY = frozenset(("my", "our", "your", "this", "that", "these", "those"))


class Slots:
    """Reads the text after a command's name.

    Args:
        catalogue: all commands.
        names: the names that options accept, by the option's name; other options accept anything.
    """

    def __init__(self, catalogue: Sequence[AnyCommand], names: Mapping[str, Titles]) -> None:
        self._catalogue = catalogue
        self._names = names

    def take(self, trigger: Trigger, rest: str) -> Intent | None:
        """Return the command with the options in the text after it; None if it can't accept them.

        Args:
            trigger: the command, and how it was asked for.
            rest: the text after it.
        """
        command = trigger.command
        if "" in trigger.options.values():
            return Intent(command.name, dict.fromkeys(trigger.options, rest)) if _is_short(rest) else None
        if "schedule" in trigger.options and telling(rest) and _is_short(rest):
            return Intent(command.name, {"schedule": f"{trigger.options['schedule']} {rest}"})
        if trigger.options or not telling(rest):
            is_all = not telling(rest)
            return Intent(command.name, trigger.options or self._chosen(command, rest)) if is_all else None
        if not command.options:
            return None
        if trigger.is_name and command.group:
            options = self._read(command, rest)
            return Intent(command.name, options) if options and self._fits(command, rest, options) else None
        if tokens(rest)[0].word in _OF_SOMEBODY and not self._names_exactly(command, rest):
            return None
        exactly = command.needs_channel and not trigger.is_name  # be strict, because everyone sees what it does
        for typed in self._readings(command, rest):
            options = self._read(command, typed)
            if options and _names_options(command, rest):
                return Intent(command.name, options)
            if options and self._fits(command, rest, options, exactly=exactly):
                return Intent(command.name, options, self._confidence_of(options))
        return None

    def _confidence_of(self, options: Mapping[str, str]) -> Confidence:
        """Return how sure it is that a command with these options is meant: sure if they're exactly known names."""
        are_known = all(name in self._names and self._names[name].exact(each) for name, each in options.items())
        return Confidence.SURE if are_known else Confidence.LIKELY

    def recurring(self, command: AnyCommand, rest: str) -> Mapping[str, str]:
        """Return the options of a command for recurring posts; none unless the text says on which days.

        Args:
            command: the command.
            rest: the text around the word for what's posted.
        """
        options = self._read(command, rest) or {}
        by_name = {option.name: option for option in command.options}
        if "topic" in options:
            options = {**options, "topic": _INTO.sub("", options["topic"])}
        sure = all(_is_meant_for(by_name[name], value) or name in self._names for name, value in options.items())
        return options if "days" in options and sure and self._fits(command, rest, options, exactly=True) else {}

    def doubt(self, command: AnyCommand, line: str, rest: str) -> Intent | None:
        """Return a command that couldn't accept the text after it, if that's more likely a mistake than a sentence.

        Args:
            command: the command that the line starts with.
            line: the whole line.
            rest: the text after the command.
        """
        rest = _FOR_WHOM.sub("", rest)
        if command.name == "help" or line.rstrip().endswith("?") or len(rest.split()) > _LONGEST_DOUBTFUL:
            return None
        try:
            name, options = slash.read(f"{command.name} {rest}", self._catalogue)
        except Refusal as refused:
            return Intent(command.name, confidence=Confidence.DOUBTFUL, refusal=refused)
        knows_a_word = not _of_options(command).isdisjoint(token.word for token in tokens(rest))
        return Intent(name, options, Confidence.SURE if knows_a_word else Confidence.DOUBTFUL)

    def is_topic(self, name: str) -> bool:
        """Return whether a text is the name of a topic."""
        return "topic" in self._names and self._names["topic"].exact(name) is not None

    def _read(self, command: AnyCommand, rest: str) -> dict[str, str] | None:
        try:
            name, options = slash.read(f"{command.name} {rest}", self._catalogue)
            command.parse(options)
        except Refusal:
            return None
        return options if name == command.name else None

    def _chosen(self, command: AnyCommand, rest: str) -> Mapping[str, str]:
        """Return options with choices that are given by words in EMPTY_WORDS, such as “all” in “leaderboard all”."""
        options = self._read(command, rest) or {}
        may_choose = {option.name for option in command.options if option.choices}
        return options if options.keys() <= may_choose else {}

    def _names_exactly(self, command: AnyCommand, rest: str) -> bool:
        """Return whether a text with “my” and the like names something that the option knows: my data, my team."""
        known = self._names.get(command.options[0].name)
        return known is None or known.exact(" ".join(telling(rest))) is not None

    def _fits(self, command: AnyCommand, rest: str, options: Mapping[str, str], *, exactly: bool = False) -> bool:
        """Return whether all values are plausible for their options.

        Args:
            command: the command.
            rest: the text after its name.
            options: the options that were read from it.
            exactly: whether names must match exactly.
        """
        return all(
            self._may_be(command, option, options[option.name], rest, exactly=exactly)
            for option in command.options
            if option.name in options and option.kind is not OptionKind.INTEGER and not option.choices
        )

    def _may_be(self, command: AnyCommand, option: CommandOption, value: str, rest: str, *, exactly: bool) -> bool:
        known = self._names.get(option.name)
        if option.notation is not None and reads(option, value):
            return True
        if known is None:
            return command.group is not None or not any(token.word in SENTENCE_WORDS for token in tokens(rest))
        if (known.exact(value) if exactly else known.match(value)) is not None:
            return True
        return command.name == "compare" and option.name == "topic" and self._names_aspect_or_sides(value)

    def _names_aspect_or_sides(self, value: str) -> bool:
        if "aspect" in self._names and self._names["aspect"].match(value) is not None:
            return True
        sides = self._names.get("sides")
        return sides is not None and all(sides.exact(part) for part in _BETWEEN.split(value))

    def _readings(self, command: AnyCommand, rest: str) -> Iterator[str]:
        """Yield possible texts of the options: the whole text, or the part without the surrounding empty words."""
        rest = _INTO.sub("", rest)
        telling_tokens = [token for token in tokens(rest) if token.word not in EMPTY_WORDS]
        if command.group or not telling_tokens:
            yield rest
            return
        core = trimmed(rest[telling_tokens[0].start : telling_tokens[-1].end])
        whole_first = any(option.name in self._names or option.choices for option in command.options[:1])
        yield from dict.fromkeys((rest, core) if whole_first else (core, rest))
        if takes_numbers(command):
            typed = dict.fromkeys(rest[token.start : token.end] for token in telling_tokens)
            yield " ".join(NUMBERS.get(word.lower(), word) for word in typed)


def _is_meant_for(option: CommandOption, value: str) -> bool:
    """Return whether a text is a value of an option, or looks meant as one, as “half nine” does for a time."""
    return reads(option, value) or (option.notation is not None and option.notation.resembles(said(value)))


def _is_short(rest: str) -> bool:
    return 0 < len(rest.split()) <= _LONGEST_VALUE and not rest.endswith("?")


_START = re.compile(r"^[\s:,;.\-–—>(]+")
_END = re.compile(r"[^\w\"”%+#]+$")


def trimmed(rest: str) -> str:
    """Return the text after a command without the punctuation around it."""
    return _END.sub("", _START.sub("", rest))


def telling(rest: str) -> list[str]:
    """Return the words that add something to the command itself."""
    return [token.word for token in tokens(rest) if token.word not in EMPTY_WORDS]


def takes_numbers(command: AnyCommand) -> bool:
    """Return whether a command takes a whole number."""
    return any(option.kind is OptionKind.INTEGER for option in command.options)


def _of_options(command: AnyCommand) -> set[str]:
    """Return the words that have a meaning only for this command: names and choices of its options."""
    names = {option.name for option in command.options if option.name not in ("topic", "term")}
    return names | {fold(choice.value) for option in command.options for choice in option.choices}


def _names_options(command: AnyCommand, rest: str) -> bool:
    return any(re.search(rf"(?:^|\s){re.escape(option.name)}:", rest, re.IGNORECASE) for option in command.options)
