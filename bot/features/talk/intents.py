"""Intents: finds commands in free text, such as `quiz data` or “could you give me a tip about models, please?”."""

import re
from collections.abc import Iterator, Mapping, Sequence

from bot.features.talk.intent import Confidence, Intent
from bot.features.talk.phrases import EMPTY_WORDS, HOW_TO, HOW_TO_ENDINGS, LEADS, MENTIONED, QUESTION_LEADS
from bot.features.talk.slots import Slots, takes_numbers, trimmed
from bot.features.talk.standing_orders import standing_order
from bot.features.talk.tokens import Token, tokens
from bot.features.talk.triggers import Trigger, Triggers
from bot.language.commands import AnyCommand
from bot.language.whole_numbers import NUMBERS
from bot.naming.titles import Titles

_MOST_WORDS = 60
"""A line with more words than this is never a command."""

_MOST_BETWEEN = 8
"""Maximum number of words between the beginning of a how-to question and the command that it's about."""

_POSTED = frozenset(("challenge", "game", "question", "report", "tip"))
"""What can be posted again and again."""

_SCHEDULING = frozenset(("every", "each", "post", "schedule", "send", "set", "up"))
"""Words that say so."""

_BEFORE_POSTED = (LEADS | _SCHEDULING) - {"daily", "each", "every"}
"""Words that may come before what's posted, and on which days."""

_POLITE = frozenset(("can", "could", "please", "will", "would"))
"""Words that begin a request that looks like a question."""

_POLITE_END = re.compile(r"(?:[\s,]+(?:please|pls|plz|thanks|thx|thank you))+$", re.IGNORECASE)
"""What may follow a request without being part of it."""

_FOR_WHAT = re.compile(r"(?:and|but|or|so)\s+(?:for|with|in|on|at|without)\s.*\?\s*", re.IGNORECASE)
"""How people go on from an answer: “and for small teams?” is about what was said, not a request to list teams."""


class Intents:
    """Finds commands in free text.

    Args:
        catalogue: all commands, including help.

    Attributes:
        catalogue: all commands.
    """

    def __init__(self, catalogue: Sequence[AnyCommand]) -> None:
        self.catalogue = catalogue
        self._triggers = Triggers(catalogue)
        self._edit = next(each for each in catalogue if each.name == "schedule edit")

    def find(self, line: str, names: Mapping[str, Titles]) -> Intent | None:
        """Return the command that a line asks for, or None.

        Args:
            line: the line, without a slash.
            names: the names that options accept, by the option's name; other options accept anything.
        """
        line_tokens, slots = tokens(line), Slots(self.catalogue, names)
        if len(line_tokens) > _MOST_WORDS or _FOR_WHAT.fullmatch(line):
            return None
        if not self._triggers.exactly([token.word for token in line_tokens]) and (
            intent := self._how_to(line_tokens)
        ):
            return intent
        if order := standing_order(line, self._edit):
            return order
        if recurring := self._recurring(line, line_tokens, slots):
            return recurring
        doubtful: Intent | None = None
        for start in _starts(line_tokens):
            for trigger, length in self._triggers_from(line_tokens, start):
                rest = _with_numbers(
                    trigger.command, trimmed(line[line_tokens[start + length - 1].end :]), line_tokens[:start]
                )
                if (
                    intent := self._help(rest)
                    if trigger.command.name == "help" and rest and not trigger.options
                    else slots.take(trigger, rest)
                ):
                    return intent if intent.options or not _only_mentions(line) else self._help(trigger.command.name)
                if start == 0 and trigger.is_name and doubtful is None:
                    doubtful = slots.doubt(trigger.command, line, rest)
        return self._named_last(line, line_tokens, slots) or doubtful or self._group(line_tokens)

    def _triggers_from(self, line_tokens: Sequence[Token], start: int) -> Iterator[tuple[Trigger, int]]:
        """Yield the triggers that start at a word, each with its number of words, the longest first."""
        for length in range(min(self._triggers.longest + 2, len(line_tokens) - start), 0, -1):
            if trigger := self._triggers.like([token.word for token in line_tokens[start : start + length]]):
                yield trigger, length

    def _help(self, about: str) -> Intent | None:
        """Return the intent to show help on a command, named in any way; None if there's no such command."""
        command = self._triggers.meant(about)
        return Intent("help", {"command": command}) if command else None

    def _named_last(self, line: str, line_tokens: Sequence[Token], slots: Slots) -> Intent | None:
        """Return the command that comes last in a line: a data quiz, quiz help, the game command."""
        telling_tokens = [token for token in line_tokens if token.word not in EMPTY_WORDS]
        while len(telling_tokens) > 1 and telling_tokens[0].word in LEADS:
            del telling_tokens[0]
        if len(telling_tokens) < 2 or "?" in line:
            return None
        last, about = telling_tokens[-1].word, line[telling_tokens[0].start : telling_tokens[-2].end]
        if last in ("help", "command", "commands"):
            return self._help(about if last == "help" else telling_tokens[-2].word)
        trigger = self._triggers.exactly([last])
        if trigger is None or trigger.options or trigger.command.name == "compare" or not slots.is_topic(about):
            return None
        takes_topic = [option.name for option in trigger.command.options[:1]] == ["topic"]
        return Intent(trigger.command.name, {"topic": about}, Confidence.LIKELY) if takes_topic else None

    def _recurring(self, line: str, line_tokens: Sequence[Token], slots: Slots) -> Intent | None:
        """Return the command to schedule what a line wants again and again: a tip every Monday at 9."""
        words = [token.word for token in line_tokens]
        start = next((at for at, word in enumerate(words) if word not in _BEFORE_POSTED), len(words))
        at = next((at for at, word in enumerate(words) if word.removesuffix("s") in _POSTED), None)
        if at is None or start > at + 1 or (line.rstrip().endswith("?") and words[0] not in _POLITE):
            return None
        command = next(each for each in self.catalogue if each.name == f"schedule {words[at].removesuffix('s')}")
        before = line[line_tokens[start].start : line_tokens[at].start] if start < at else ""
        rest = f"{before} {_POLITE_END.sub('', trimmed(line[line_tokens[at].end :]))}".strip()
        options = slots.recurring(command, rest)
        is_meant = "time" in options or not _SCHEDULING.isdisjoint(words)
        return Intent(command.name, options) if options and is_meant else None

    def _group(self, line_tokens: Sequence[Token]) -> Intent | None:
        """Return the intent to show help on a group of commands, if the line only names the group."""
        words = [token.word for token in line_tokens if token.word not in EMPTY_WORDS]
        return (
            Intent("help", {"command": words[0]}) if len(words) == 1 and self._triggers.is_group(words[0]) else None
        )

    def _how_to(self, line_tokens: Sequence[Token]) -> Intent | None:
        """Return the intent to show help on a command, if the line asks how to use it."""
        words = [token.word for token in line_tokens]
        lead = next((phrase for phrase in HOW_TO if tuple(words[: len(phrase)]) == phrase), None)
        if lead is None:
            return None
        end = len(words)
        while end > len(lead) and (words[end - 1] in HOW_TO_ENDINGS or words[end - 1] in EMPTY_WORDS):
            end -= 1
        for start in range(len(lead), min(end, len(lead) + _MOST_BETWEEN)):
            meant = self._triggers.meant(" ".join(words[start:end]))
            if meant and meant != "help":
                return Intent("help", {"command": meant})
            if words[start] not in LEADS:
                return None
        return None


def _only_mentions(line: str) -> bool:
    """Return whether a line only brings something up, as “and reminders?” does, without asking for it."""
    words = [token.word for token in tokens(line)]
    while len(words) > 1 and words[0] in ("and", "or", "so", "ok", "hey", "versed"):
        del words[0]
    return len(words) == 1 and words[0] in MENTIONED


def _starts(line_tokens: Sequence[Token]) -> Iterator[int]:
    """Yield the positions where a command may start: the first word, and after each word that leads to a request."""
    words = [token.word for token in line_tokens]
    for start, word in enumerate(words):
        yield start
        if word not in LEADS and word not in NUMBERS and not word.isdigit():
            return
        if start == 0 and word in QUESTION_LEADS and words[1:2] != ["about"]:
            return


def _with_numbers(command: AnyCommand, rest: str, before: Sequence[Token]) -> str:
    """Return the text after a command, with the numbers from before it appended: 10 for “a ten question quiz”."""
    if not takes_numbers(command):
        return rest
    numbers = (NUMBERS.get(token.word, token.word) for token in before if token.word not in LEADS)
    return " ".join([rest, *numbers]).strip()
