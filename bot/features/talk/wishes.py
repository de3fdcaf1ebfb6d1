"""Wishes: commands as people ask for them: `quiz data`, “could you give me a tip about models, please?”."""

from collections.abc import Iterator, Mapping, Sequence

from bot.content.titles import Titles
from bot.features.talk.phrases import ASKING, HOW_TO, IDLE, LEADS, NUMBERS, WORKS
from bot.features.talk.taking import Taking, takes_numbers, trimmed
from bot.features.talk.tokens import Token, tokens
from bot.features.talk.ways import Way, Ways
from bot.features.talk.wish import Certainty, Wish
from bot.language.commands import AnyCommand

_MOST_WORDS = 60
"""Words of a line that may be a command; a longer one tells a story."""

_MOST_BETWEEN = 8
"""Words between the beginning of a question and the command that it's about."""


class Wishes:
    """Finds commands in what people say.

    Args:
        catalogue: the commands that exist, help among them.

    Attributes:
        catalogue: the commands that exist.
    """

    def __init__(self, catalogue: Sequence[AnyCommand]) -> None:
        self.catalogue = catalogue
        self._ways = Ways(catalogue)

    def find(self, line: str, names: Mapping[str, Titles]) -> Wish | None:
        """Return the command that a line asks for, if it does.

        Args:
            line: what was said, without a slash.
            names: what options may name, by the option's name; values of others may be anything.
        """
        said, taking = tokens(line), Taking(self.catalogue, names)
        if len(said) > _MOST_WORDS:
            return None
        if not self._ways.exactly([token.word for token in said]) and (wish := self._how_to(said)):
            return wish
        doubtful: Wish | None = None
        for start in _starts(said):
            for way, length in self._ways_from(said, start):
                rest = _with_numbers(way.command, trimmed(line[said[start + length - 1].end :]), said[:start])
                if wish := self._help(rest) if way.command.name == "help" and rest else taking.take(way, rest):
                    return wish
                if start == 0 and way.is_name and doubtful is None:
                    doubtful = taking.doubt(way.command, line, rest)
        return self._named_last(line, said, taking) or doubtful or self._group(said)

    def _ways_from(self, said: Sequence[Token], start: int) -> Iterator[tuple[Way, int]]:
        """Yield what a line asks for from some word on, and with how many words; the longest first."""
        for length in range(min(self._ways.longest + 2, len(said) - start), 0, -1):
            if way := self._ways.like([token.word for token in said[start : start + length]]):
                yield way, length

    def _help(self, about: str) -> Wish | None:
        """Return the help for a command that's named somehow."""
        command = self._ways.meant(about)
        return Wish("help", {"command": command}) if command else None

    def _named_last(self, line: str, said: Sequence[Token], taking: Taking) -> Wish | None:
        """Return the command that stands after what it's about: a data quiz, quiz help, the game command."""
        kept = [token for token in said if token.word not in IDLE]
        while len(kept) > 1 and kept[0].word in LEADS:
            del kept[0]
        if len(kept) < 2 or "?" in line:
            return None
        last, about = kept[-1].word, line[kept[0].start : kept[-2].end]
        if last in ("help", "command", "commands"):
            return self._help(about if last == "help" else kept[-2].word)
        way = self._ways.exactly([last])
        if way is None or way.options or way.command.name == "compare" or not taking.is_topic(about):
            return None
        takes_topic = [option.name for option in way.command.options[:1]] == ["topic"]
        return Wish(way.command.name, {"topic": about}, Certainty.LIKELY) if takes_topic else None

    def _group(self, said: Sequence[Token]) -> Wish | None:
        """Return the help for the commands that begin with a word, if that's all that was said."""
        words = [token.word for token in said if token.word not in IDLE]
        return Wish("help", {"command": words[0]}) if len(words) == 1 and self._ways.is_group(words[0]) else None

    def _how_to(self, said: Sequence[Token]) -> Wish | None:
        """Return the help for a command that somebody wants to know how to use."""
        words = [token.word for token in said]
        asked = next((way for way in HOW_TO if tuple(words[: len(way)]) == way), None)
        if asked is None:
            return None
        end = len(words)
        while end > len(asked) and (words[end - 1] in WORKS or words[end - 1] in IDLE):
            end -= 1
        for start in range(len(asked), min(end, len(asked) + _MOST_BETWEEN)):
            meant = self._ways.meant(" ".join(words[start:end]))
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
        if word not in LEADS and word not in NUMBERS and not word.isdigit():
            return
        if start == 0 and word in ASKING and words[1:2] != ["about"]:
            return


def _with_numbers(command: AnyCommand, rest: str, before: Sequence[Token]) -> str:
    """Return what follows a command with the numbers that came before it: ten questions in a ten question quiz."""
    if not takes_numbers(command):
        return rest
    numbers = (NUMBERS.get(token.word, token.word) for token in before if token.word not in LEADS)
    return " ".join([rest, *numbers]).strip()
