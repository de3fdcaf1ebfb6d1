"""The caret in a half-typed line: which option is being typed there, and how much of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.language.commands import AnyCommand
from bot.language.known_names import NO_NAMES, Names
from bot.language.refusals import Refusal
from bot.language.segments import WordSegment, cut
from bot.language.text import DOUBLE_QUOTE
from bot.language.words import Word, words_of


@dataclass(frozen=True, slots=True)
class Caret:
    """The option at the end of a half-typed line.

    Args:
        command: the command.
        values: the raw values given so far, by option name.
        option: the name of the option that's being typed or would come next; "" if there's none left.
        typed: what has been typed of its value.
        start: where that starts in the text after the command's name.
        sure: whether it can only be a value of this option.
    """

    command: AnyCommand
    values: dict[str, str]
    option: str
    typed: str
    start: int
    sure: bool


def caret_in(command: AnyCommand, rest: str, names: Names = NO_NAMES, *, settled: bool = False) -> Caret:
    """Return which option is at the end of a half-typed line.

    Args:
        command: the command.
        rest: the text after its name.
        names: the names that this person can use in open options.
        settled: whether the last value is complete, because it was picked from suggestions.
    """
    try:
        words = list(words_of(rest, command))
    except Refusal:  # an unknown option name may still become a known one
        words = []
    reading = cut(words, command.options, names, in_order=command.in_order)[0]
    last = reading.parts[-1] if reading.parts else None
    if last is not None and not (settled or _is_complete(last, words, rest)):
        start = words[last.words[0]].start
        typed = DOUBLE_QUOTE.sub("", rest[start:]).lstrip()
        return Caret(command, reading.values, last.option, typed, start, last.sure)
    following = next((each.name for each in command.options if each.name not in reading.values), "")
    return Caret(command, reading.values, following, "", len(rest), sure=True)


def _is_complete(last: WordSegment, words: Sequence[Word], rest: str) -> bool:
    """Return whether the last value is finished: a number or a quoted text, followed by a space."""
    if not rest[-1:].isspace() or not last.value:
        return False
    is_quoted = words[last.words[0]].quoted and last.words[1] - last.words[0] == 1
    return is_quoted or last.value.lstrip("-").isdigit()
