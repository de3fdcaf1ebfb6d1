"""Commands as people ask for them in a chat: `quiz data`, “could you give me a tip about models, please?”."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from bot.content.titles import Titles
from bot.features.talk.phrases import ASKING, HOW_TO, IDLE, LEADS, NUMBERS, SENTENCE, WAYS_TO_ASK, WORKS
from bot.features.talk.tokens import Token, misspelt, tokens
from bot.language import slash
from bot.language.commands import AnyCommand, Option, OptionKind
from bot.language.message import Refusal
from bot.language.text import fold


class Certainty(StrEnum):
    """How sure it is that a line asks for a command."""

    SURE = "sure"
    """What the command says to it is the answer, even if it's a refusal."""
    LIKELY = "likely"
    """If the command refuses, it may have been a question."""
    DOUBTFUL = "doubtful"
    """It's a question, unless nobody knows an answer."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A command that somebody asks for.

    Args:
        command: its name.
        options: raw values by option name, as typed.
        certainty: how sure that is.
        text: what was said, in case that it was a question.
    """

    command: str
    options: Mapping[str, str] = field(default_factory=dict)
    certainty: Certainty = Certainty.SURE
    text: str = ""


_LONGEST_DOUBTFUL = 3
"""Words after a command's name that are more likely a slip than a sentence."""

_BETWEEN = re.compile(r"\s*(?:,|/|&|\band\b|\bvs\.?(?=\s)|\bversus\b)\s*", re.IGNORECASE)
_INTO = re.compile(r"^(?:(?:at|on|for|called|named|about|with)\s+)+", re.IGNORECASE)
_START = re.compile(r"^[\s:,;.\-–—>(]+")
_END = re.compile(r"[^\w\"”%+#]+$")


class Wishes:
    """Finds commands in what people say.

    Args:
        catalogue: the commands that exist.

    Attributes:
        catalogue: the commands that exist.
    """

    def __init__(self, catalogue: Sequence[AnyCommand]) -> None:
        self.catalogue = catalogue
        self._by_name = {command.name: command for command in catalogue}
        self._groups = {command.group for command in catalogue if command.group}
        self._ways = {
            tuple(each.word for each in tokens(phrase)): tuple(command.split("|"))
            for command, phrases in WAYS_TO_ASK.items()
            if command.partition("|")[0] in self._by_name
            for phrase in phrases.split(";")
        }
        self._names = {tuple(fold(name).split()): name for name in self._by_name}
        self._ways |= {words: (name,) for words, name in self._names.items()}
        self._longest = max(map(len, self._ways), default=0)

    def find(self, line: str, names: Mapping[str, Titles]) -> Wish | None:
        """Return the command that a line asks for, if it does.

        Args:
            line: what was said, without a slash.
            names: what options may name, by the option's name; values of others aren't looked at.
        """
        said = tokens(line)
        if tuple(token.word for token in said) not in self._ways and (wish := self._how_to(said)) is not None:
            return wish
        doubtful: Wish | None = None
        for start in _starts(said):
            for command, length, preset in self._heads(said, start):
                rest = _with_numbers(command, _trimmed(line[said[start + length - 1].end :]), said[:start])
                wish = self._taken(command, rest, said[start : start + length], preset, names)
                if wish is not None:
                    return wish
                if start == 0 and doubtful is None:
                    doubtful = self._doubtful(line, command, rest)
        return self._named_last(line, said, names) or doubtful or self._group(said)

    def _heads(self, said: Sequence[Token], start: int) -> Iterator[tuple[AnyCommand, int, str]]:
        """Yield the commands whose names, or ways to ask for them, a line goes on with; the longest first."""
        for length in range(min(self._longest + 2, len(said) - start), 0, -1):
            words = tuple(token.word for token in said[start : start + length])
            way = self._ways.get(words)
            if way is None and words[-1] not in IDLE:
                way = self._ways.get(_without_idle(words))
            if way is None and length == 1:
                way = self._misspelt(words[0])
            if way is not None:
                yield self._by_name[way[0]], length, way[1] if len(way) > 1 else ""

    def _misspelt(self, word: str) -> tuple[str, ...] | None:
        for name, command in self._names.items():
            if len(name) == 1 and misspelt(word, name[0]):
                return (command,)
        return None

    def _taken(
        self, command: AnyCommand, rest: str, head: Sequence[Token], preset: str, names: Mapping[str, Titles]
    ) -> Wish | None:
        """Return a command with what follows its name, if it can take that."""
        is_exact = tuple(token.word for token in head) in self._names
        if preset:
            return Wish(command.name, dict([preset.split("=")])) if not _telling(rest) else None
        if not _telling(rest):
            return Wish(command.name)
        if command.name == "help":
            meant = self._meant(rest)
            return Wish("help", {"command": meant}) if meant else None
        if not command.options:
            return None
        if is_exact and len(head) > 1:
            options = self._read(command, rest)
            return Wish(command.name, options) if options and self._fits(command, rest, options, names) else None
        for typed in _readings(command, rest, names):
            options = self._read(command, typed)
            if options is None:
                continue
            if _names_options(command, rest):
                return Wish(command.name, options)
            if self._fits(command, rest, options, names):
                return Wish(command.name, options, Certainty.LIKELY)
        return None

    def _fits(self, command: AnyCommand, rest: str, options: Mapping[str, str], names: Mapping[str, Titles]) -> bool:
        """Return whether all values can be what their options ask for."""
        return all(
            self._may_be(command, option, options[option.name], rest, names)
            for option in command.options
            if option.name in options and option.kind is not OptionKind.INTEGER and not option.choices
        )

    def _may_be(
        self, command: AnyCommand, option: Option, value: str, rest: str, names: Mapping[str, Titles]
    ) -> bool:
        if option.name not in names:
            return command.group is not None or not any(token.word in SENTENCE for token in tokens(rest))
        if names[option.name].match(value) is not None:
            return True
        if command.name == "compare" and option.name == "topic":
            return _names_aspect_or_sides(value, names)
        return False

    def _named_last(self, line: str, said: Sequence[Token], names: Mapping[str, Titles]) -> Wish | None:
        """Return the command that stands after what it's about: a data quiz, quiz help."""
        kept = [token for token in said if token.word not in IDLE]
        while len(kept) > 1 and kept[0].word in LEADS:
            del kept[0]
        if len(kept) < 2 or "?" in line:
            return None
        way = self._ways.get((kept[-1].word,), ("",))
        about = line[kept[0].start : kept[-2].end]
        if way == ("help",) and (command := self._meant(about)):
            return Wish("help", {"command": command})
        named, known = self._by_name.get(way[0]), names.get("topic")
        if len(way) > 1 or named is None or known is None or known.match(about) is None:
            return None
        if named.name == "compare" or [option.name for option in named.options[:1]] != ["topic"]:
            return None
        return Wish(named.name, {"topic": about}, Certainty.LIKELY)

    def _meant(self, named: str) -> str:
        """Return the command, or the group of commands, that somebody wants to know more of; "" for none."""
        words = tuple(token.word for token in tokens(named) if token.word not in IDLE)
        if len(words) == 1 and words[0] in self._groups:
            return words[0]
        way = self._ways.get(words, ("",))
        return way[1].partition("=")[2] if way[0] == "help" and len(way) > 1 else way[0]

    def _read(self, command: AnyCommand, rest: str) -> dict[str, str] | None:
        try:
            name, options = slash.read(f"{command.name} {rest}", self.catalogue)
            command.parse(options)
        except Refusal:
            return None
        return options if name == command.name else None

    def _doubtful(self, line: str, command: AnyCommand, rest: str) -> Wish | None:
        words = rest.split()
        if line.rstrip().endswith("?") or len(words) > (1 if command.name == "help" else _LONGEST_DOUBTFUL):
            return None
        try:
            name, options = slash.read(f"{command.name} {rest}", self.catalogue)
        except Refusal:
            return None
        return Wish(name, options, Certainty.DOUBTFUL)

    def _group(self, said: Sequence[Token]) -> Wish | None:
        """Return the help for the commands that begin with a word, if that's all that was said."""
        words = [token.word for token in said if token.word not in IDLE]
        if "help" in self._by_name and len(words) == 1 and words[0] in self._groups:
            return Wish("help", {"command": words[0]})
        return None

    def _how_to(self, said: Sequence[Token]) -> Wish | None:
        """Return the help for a command that somebody wants to know how to use."""
        words = [token.word for token in said]
        asked = next((way for way in HOW_TO if tuple(words[: len(way)]) == way), None)
        if asked is None or "help" not in self._by_name:
            return None
        end = len(words)
        while end > len(asked) and (words[end - 1] in WORKS or words[end - 1] in IDLE):
            end -= 1
        for start in range(len(asked), end):
            meant = self._meant(" ".join(words[start:end]))
            if meant and meant != "help":
                return Wish("help", {"command": meant})
            if words[start] not in LEADS:
                return None
        return None


def _starts(said: Sequence[Token]) -> Iterator[int]:
    """Yield where a command may begin: at the start, and after the words that ask for it."""
    words = [token.word for token in said]
    for start, word in enumerate(words):
        yield start
        if word not in LEADS and not word.isdigit():
            return
        if start == 0 and word in ASKING and words[1:2] != ["about"]:
            return


def _trimmed(rest: str) -> str:
    return _END.sub("", _START.sub("", rest))


def _telling(rest: str) -> list[str]:
    """Return the words that say more than the command itself."""
    return [token.word for token in tokens(rest) if token.word not in IDLE]


def _without_idle(words: tuple[str, ...]) -> tuple[str, ...]:
    first, *rest = words
    return (first, *(word for word in rest if word not in IDLE))


def _with_numbers(command: AnyCommand, rest: str, before: Sequence[Token]) -> str:
    """Return what follows a command with the numbers that came before it: ten questions in a ten question quiz."""
    if not any(option.kind is OptionKind.INTEGER for option in command.options):
        return rest
    return " ".join([rest, *(token.word for token in before if token.word.isdigit())]).strip()


def _readings(command: AnyCommand, rest: str, names: Mapping[str, Titles]) -> Iterator[str]:
    """Yield what may be meant for the options: all of it, or what's left without the words that lead there."""
    kept = [token for token in tokens(rest) if token.word not in IDLE]
    if command.group or not kept:
        yield _INTO.sub("", rest)
        return
    core = _trimmed(rest[kept[0].start : kept[-1].end])
    whole_first = any(option.name in names or option.choices for option in command.options[:1])
    yield from dict.fromkeys((rest, core) if whole_first else (core, rest))
    if any(option.kind is OptionKind.INTEGER for option in command.options):
        typed = dict.fromkeys(rest[token.start : token.end] for token in kept)
        yield " ".join(NUMBERS.get(word.lower(), word) for word in typed)


def _names_options(command: AnyCommand, rest: str) -> bool:
    return any(re.search(rf"(?:^|\s){re.escape(option.name)}:", rest, re.IGNORECASE) for option in command.options)


def _names_aspect_or_sides(value: str, names: Mapping[str, Titles]) -> bool:
    if "aspect" in names and names["aspect"].match(value) is not None:
        return True
    parts = _BETWEEN.split(value)
    return "sides" in names and all(names["sides"].exact(part) for part in parts)
