"""Hearing: classifies a line of free text as small talk, a command, a wish, or a question."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from bot.features.asking.question_forms import telling_words
from bot.features.talk.intent import Intent
from bot.features.talk.intents import Intents
from bot.features.talk.sayings import SmallTalk
from bot.features.talk.small_talk import recognise, without_lead
from bot.features.talk.wishes.matching import Instead, wish
from bot.language import slash
from bot.language.text import clean, words
from bot.naming.titles import Titles


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question to search an answer for.

    Args:
        text: the question, without a greeting and without Versed's name.
        is_name: whether it's only the name of something that's taught, such as “one to one”.
    """

    text: str
    is_name: bool = False

    @property
    def is_asked(self) -> bool:
        """Return whether it's phrased as a question, rather than as a remark."""
        return self.text.endswith("?") or _ASKED.match(self.text) is not None

    @property
    def is_of_versed(self) -> bool:
        """Return whether it's only about how to use Versed: “how would one use this?”, not “when does she come?”."""
        if self.is_name or _ANY_BOT.search(self.text):
            return False
        telling, said = telling_words(self.text), words(self.text)
        is_usage = len(said) < LONG_ENOUGH or not _OF_VERSED_ITSELF.isdisjoint(said)
        return _OF_VERSED.issuperset(telling) and bool(telling or (is_usage and _OF_SOMETHING_ELSE.isdisjoint(said)))


Heard: TypeAlias = SmallTalk | Intent | Instead | OpenQuestion

_OF_VERSED = frozenset(words("versed bot command list app start started begin work working type supposed"))
"""Words about Versed itself."""

_ANY_BOT = re.compile(r"\ban?\s+(?:\w+\s+)?bot\b|\bbots\b", re.IGNORECASE)
"""Bots in general, which a pack may be about: “can a bot be wrong?”"""

_OF_VERSED_ITSELF = frozenset(words("this that these here you your one"))

LONG_ENOUGH = 6
"""Minimum number of words of a question to search for if all are small words: “who guides me if I can't see”."""

_OF_SOMETHING_ELSE = frozenset(
    words("he him his she her they them their it ones other others when where why until since")
)
"""Words in questions without a subject that can't be about how to use Versed."""

_LONGEST = 2_000
"""Maximum number of characters of a line that are considered."""

_WRAPPERS = {**{sign: sign for sign in "\"'`*_~"}, "“": "”", "‘": "’", "(": ")"}

_COMMAND = re.compile(r"/?\s*@?versed\b[\s,:!.\-–—]*", re.IGNORECASE)
_NAMED_LAST = re.compile(r"[\s,]+@?versed[\s!?.]*$", re.IGNORECASE)
_FOR_ASK = re.compile(r"^(?:ask[\s:,]+|(?:please\s+)?teach (?:me|us)\s+(?:about\s+)?)(?=\S)", re.IGNORECASE)
_ASKED = re.compile(
    r"(?:what|whats|how|hows|why|who|whos|whom|whose|when|where|which|is|are|am|was|were|do|does|did|can|could|should|would|"
    r"will|has|have|explain|tell|describe|define|difference)\b",
    re.IGNORECASE,
)


class Hearing:
    """Classifies lines of free text.

    Args:
        intents: finds commands in them.
    """

    def __init__(self, intents: Intents) -> None:
        self._intents = intents

    def hear(self, typed: str, names: Mapping[str, Titles]) -> Heard:
        """Return what a line is.

        Args:
            typed: the line, without markup.
            names: the names that options accept, by the option's name; not all options have one.

        Raises:
            Refusal: it starts with a slash, but isn't a valid command.
        """
        line = aside(typed, lambda name: is_name(name, names))
        if isinstance(line, SmallTalk | OpenQuestion):
            return line
        if line.startswith("/"):
            command, options = slash.read(line, self._intents.catalogue)
            return Intent(command, options)
        without_name = _NAMED_LAST.sub("", line) or line
        wished = None if is_name(without_name, names) else wish(without_name)
        if wished is not None:
            return replace(wished, text=without_name) if isinstance(wished, Intent) else wished
        intent = self._intents.find(without_name, names)
        if intent is not None and intent.command == "ask" and "question" in intent.options:
            return OpenQuestion(intent.options["question"])
        if intent is not None:
            return replace(intent, text=without_name)
        question = _FOR_ASK.sub("", line, count=1)
        return OpenQuestion(question, is_name(question, names))


def aside(typed: str, is_taught: Callable[[str], bool]) -> SmallTalk | OpenQuestion | str:
    """Return the kind of small talk that a line is, or else the line without a greeting and Versed's name.

    If a phrase of small talk is also the name of something that's taught, it's a question.

    Args:
        typed: the line, without markup.
        is_taught: returns whether a text is the name of something that's taught.
    """
    line = _unwrapped(clean(typed)[:_LONGEST].strip())
    if kind := recognise(line):
        return OpenQuestion(line) if is_taught(line) else kind
    line = without_lead(line)
    named = _COMMAND.match(line)
    if named is None:
        return line
    line = line[named.end() :]
    if line.startswith("/"):
        return line
    return recognise(line) or without_lead(line)


def is_name(line: str, names: Mapping[str, Titles]) -> bool:
    """Return whether a line is the name of something that's taught.

    Args:
        line: the line.
        names: the names that options accept, by the option's name; not all options have one.
    """
    return any(names[option].exact(line) is not None for option in ("term", "topic", "aspect") if option in names)


def _unwrapped(line: str) -> str:
    """Return a line without the quotes, brackets or markup around it."""
    while len(line) > 2 and line[-1] == _WRAPPERS.get(line[0]) and line[0] not in line[1:-1].strip(line[0]):
        line = line[1:-1].strip()
    return line
