"""The caret in a half-typed line: which option stands there, and what of it is typed."""

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
    """What a half-typed line is about at its end.

    Args:
        command: its command.
        values: the options given so far, raw.
        option: the one that's being typed, or would come next; "" if there's none left.
        typed: what's typed of it.
        start: where that starts in what follows the command's name.
        sure: whether what's typed can be nothing else.
    """

    command: AnyCommand
    values: dict[str, str]
    option: str
    typed: str
    start: int
    sure: bool


def caret_in(command: AnyCommand, rest: str, names: Names = NO_NAMES, *, settled: bool = False) -> Caret:
    """Return what a half-typed line is about at its end.

    Args:
        command: which.
        rest: what follows its name.
        names: that open options may have for the person who typed.
        settled: whether its last value is complete, because it was picked from suggestions.
    """
    try:
        words = list(words_of(rest, command))
    except Refusal:  # a name that nobody knows yet may still become one
        words = []
    given = cut(words, command.options, names, in_order=command.in_order)[0]
    last = given.parts[-1] if given.parts else None
    if last is not None and not (settled or _is_complete(last, words, rest)):
        start = words[last.words[0]].start
        typed = DOUBLE_QUOTE.sub("", rest[start:]).lstrip()
        return Caret(command, given.values, last.option, typed, start, last.sure)
    following = next((each.name for each in command.options if each.name not in given.values), "")
    return Caret(command, given.values, following, "", len(rest), sure=True)


def _is_complete(last: WordSegment, words: Sequence[Word], rest: str) -> bool:
    """Return whether a line's last words can't go on: a space follows them, and they're a number or in quotes."""
    if not rest[-1:].isspace() or not last.value:
        return False
    is_quoted = words[last.words[0]].quoted and last.words[1] - last.words[0] == 1
    return is_quoted or last.value.lstrip("-").isdigit()
