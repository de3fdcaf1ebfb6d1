"""Splitting a typed line into words, at spaces outside quotes, with the option named before each word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.language.commands import AnyCommand
from bot.language.nearest import nearest
from bot.language.option_values import spoken
from bot.language.options import ALIKE, CommandOption
from bot.language.refusals import Refusal
from bot.language.text import DOUBLE_QUOTE, SINGLE_QUOTED, clean, fold, unquoted

_NAME = re.compile(r"(?:--|[—–])?([^\W\d_][\w-]*)(\s*)[:=]\s*")
_FLAG = re.compile(r"(?:--|[—–])([^\W\d_][\w-]*)(?=\s)()\s*")
"""Phones turn two hyphens into a dash."""
NAMED_VALUE = re.compile(r"([^\W\d_]\w*)[:=]\S")
"""The name of an option with the beginning of its value."""

_GLUED = re.compile(r"[.,;:!?)]+(?=\s|$)")
_SPACE = re.compile(r"\s")
_WIDE = str.maketrans("：＝", ":=")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a line, or several words in quotes.

    Args:
        text: the text, without quotes.
        start: its position in the line.
        quoted: whether it was in quotes, which makes it one value.
        option: the name of the option before it, or "".
    """

    text: str
    start: int
    quoted: bool = False
    option: str = ""


def words_of(rest: str, command: AnyCommand) -> Iterator[Word]:
    """Yield the words in the text after a command's name, with the options named before them.

    Raises:
        Refusal: an option is misspelt, or given twice.
    """
    line = DOUBLE_QUOTE.sub('"', _SPACE.sub(" ", rest.translate(_WIDE)))
    seen: set[str] = set()
    at = 0
    while at < len(line):
        if line[at] == " ":
            at += 1
            continue
        option, after = _option_named(line, at, command)
        if option is not None:
            if option.name in seen:
                raise Refusal(f"“{option.name}” is given twice; keep one.")
            seen.add(option.name)
        word, at = _word(line, after, command, option)
        if word.text or word.option:
            yield word


def check_options(command: AnyCommand, rest: str, catalogue: Sequence[AnyCommand]) -> None:
    """Check that no option is named that only other commands have. In free text, such words may mean anything.

    Args:
        command: the command.
        rest: the text after its name.
        catalogue: all commands.

    Raises:
        Refusal: there's such an option, as in “/quiz data private:yes”.
    """
    if any(option.is_open and not option.completes for option in command.options):
        return
    others = {option.name for each in catalogue for option in each.options} - {each.name for each in command.options}
    for word in words_of(clean(rest), command):
        named = NAMED_VALUE.match(word.text)
        if named and not word.quoted and not word.option and fold(named[1]) in others:
            raise command.no_option(named[1])


def _option_named(line: str, at: int, command: AnyCommand) -> tuple[CommandOption | None, int]:
    """Return the option named at a position, as in `name:value`, and where its value starts.

    Raises:
        Refusal: the option's name is misspelt.
    """
    found = _NAME.match(line, at) or _FLAG.match(line, at)
    if found is None:
        return None, at
    name = fold(found[1]).replace("-", "_")
    by_name = {option.name: option for option in command.options}
    by_synonym = {way: option for option in reversed(command.options) for way in (*spoken(option), *option.leads)}
    option = (
        by_name.get(name)
        or by_synonym.get(name.replace("_", " "))
        or by_name.get(f"{name}s")
        or by_name.get(name.removesuffix("s"))
    )
    if option is not None:
        return option, found.end()
    near = nearest(name, by_name, least=ALIKE) if not found[2] and len(name) > 2 else []
    if near:
        before, after = line[:at], line[found.end(1) :]
        raise command.no_option(found[1], [f"/{command.name} {before}{each}{after}" for each in near])
    return None, at


def _word(line: str, at: int, command: AnyCommand, option: CommandOption | None) -> tuple[Word, int]:
    """Return the word, or the words in quotes, at a position, and where it ends.

    Args:
        line: the line, with only plain spaces and straight double quotes.
        at: the position.
        command: the command whose options may be named.
        option: the option named before the word, or None.
    """
    name = option.name if option else ""
    if at >= len(line) or (option is not None and _option_named(line, at, command)[0] is not None):
        return Word("", at, option=name), at
    if line[at] == '"':
        begin = at + len(line[at:]) - len(line[at:].lstrip('" '))
        closing = line.find('"', begin)
        if begin > at + 1 and line[at : at + 2] == '""' and line[at + 2 : at + 3] in ("", " "):
            return Word("", at, quoted=True, option=name), at + 2
        if closing < 0:
            return _bare_word(line, begin, name) if begin < len(line) else (Word("", at, option=name), begin)
        end = len(line) - len(line[closing:].lstrip('"'))
        glued = _GLUED.match(line, end)
        text = unquoted(line[begin:closing]) + (glued[0] if glued else "")
        return Word(text, at, quoted=True, option=name), glued.end() if glued else end
    if quoted := SINGLE_QUOTED.match(line, at):
        return Word(unquoted(quoted[1]), at, quoted=True, option=name), quoted.end()
    return _bare_word(line, at, name)


def _bare_word(line: str, at: int, name: str) -> tuple[Word, int]:
    end = next((n for n in range(at, len(line)) if line[n] == " "), len(line))
    return Word(DOUBLE_QUOTE.sub("", line[at:end]), at, option=name), end
