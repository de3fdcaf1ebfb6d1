"""Parsing a slash command typed as text, `/compare data sides:"AI engineer"`, and writing one."""

import re
from collections.abc import Mapping, Sequence

from bot.language.command_names import split
from bot.language.commands import AnyCommand
from bot.language.known_names import NO_NAMES, Names
from bot.language.option_values import reads
from bot.language.options import CommandOption
from bot.language.refusals import Offer, Refusal
from bot.language.segments import Cut, WordSegment, cut
from bot.language.text import clean, listed, unquoted
from bot.language.words import Word, words_of

_SPACE = re.compile(r"\s")


def read(typed: str, catalogue: Sequence[AnyCommand]) -> tuple[str, dict[str, str]]:
    """Return the command and the raw options of a typed line.

    An option is given as `name:value`, or without its name where the meaning is clear; see bot.language.segments.
    Quotes of any kind keep words together as one value.

    Args:
        typed: the whole line, with or without the slash.
        catalogue: the commands that exist.

    Raises:
        Refusal: there's no such command (the nearest are offered), an option is misspelt or given twice, a part is
            meaningless or ambiguous, or a name would display its letters in another order.
    """
    command, rest = split(typed, catalogue)
    return command.name, values(command, rest)


def values(command: AnyCommand, rest: str, names: Names = NO_NAMES) -> dict[str, str]:
    """Return the raw options in the text after a command's name.

    Args:
        command: the command.
        rest: the text after its name.
        names: the names that this person can use in open options.

    Raises:
        Refusal: an option is misspelt or given twice, or a part is meaningless or ambiguous.
    """
    words = list(words_of(clean(rest), command))
    readings = cut(words, command.options, names, in_order=command.in_order)
    others = [reading for reading in readings if set(reading.values) != set(readings[0].values)]
    best = _with_neighbours(command, readings[0], words)
    if (lost := best.lost) is not None:
        return best.values | {_last_resort(command, best, lost): lost.value}
    if longer := _with_longer_name(command, best, words):
        others = [longer]
    if others and (unknown := _unknown_name(command, readings, words)):
        return unknown
    if others:
        raise _ambiguous(command, [best, *others], words)
    return best.values


def spread(command: AnyCommand, raw: Mapping[str, str]) -> dict[str, str]:
    """Move parts of a command's options to the options that they belong to.

    People type “Friday 15:00” into the field for the time; the day goes to the field for days, if that's empty.

    Args:
        command: the command.
        raw: the raw values, by option name.
    """
    spread_out = dict(raw)
    for option in command.options:
        text = spread_out.get(option.name, "")
        if option.notation is None or not text.strip() or reads(option, text):
            continue
        free = [each for each in command.options if each.notation and (each is option or each.name not in spread_out)]
        words = list(words_of(unquoted(clean(text)), command))
        if any(word.option for word in words):
            continue
        found = cut(words, [each for each in free if not each.by_name])
        is_clear = len(found) == 1 and not found[0].cost and option.name in found[0].values
        if is_clear:
            del spread_out[option.name]
            spread_out |= found[0].values
    return spread_out


def write(command: AnyCommand, options: Mapping[str, str]) -> str | None:
    """Return a command as a line that can be typed, with all options named; None if it can't be typed.

    Args:
        command: the command.
        options: the typed values, by option name.
    """
    for quoted in (_in_quotes_if_needed, _in_quotes):
        line = " ".join([f"/{command.name}", *(f"{name}:{quoted(value)}" for name, value in options.items())])
        try:
            if read(line, (command,)) == (command.name, dict(options)):
                return line
        except Refusal:
            continue
    return None


def write_briefly(command: AnyCommand, options: Mapping[str, str]) -> str | None:
    """Return a command as people type it, with the names of those options alone that need them; None if it can't be.

    Args:
        command: the command.
        options: the typed values, by option name.
    """
    values = [_in_quotes_if_needed(value) for value in options.values()]
    named = [f"{name}:{value}" for name, value in zip(options, values, strict=True)]
    for words in ([*options.values()], values, [*values[:1], *named[1:]]):
        line = " ".join([f"/{command.name}", *words])
        try:
            if read(line, (command,)) == (command.name, dict(options)):
                return line
        except Refusal:
            continue
    return write(command, options)


def _in_quotes(value: str) -> str:
    return f'"{value}"'


def _in_quotes_if_needed(value: str) -> str:
    return _in_quotes(value) if _SPACE.search(value) else value


def as_typed(value: str, command: AnyCommand, option: CommandOption | None) -> str:
    """Return a value as it's best typed after others: in quotes only if a part of it looks like another value.

    Args:
        value: the option's value.
        command: the command.
        option: the option; None if it isn't known.
    """
    if option is not None and reads(option, value):
        return value
    others = [each for each in command.options if each is not option and not each.by_name]
    apart = ":" in value or any(reads(each, word) for each in others for word in value.split())
    return _in_quotes(value) if apart else value


def _with_neighbours(command: AnyCommand, reading: Cut, words: Sequence[Word]) -> Cut:
    """Return a reading in which unknown words join the name beside them, so that its option reports the error.

    Words in the position of the next option stay with that one: in “data volume”, the first word is a topic and the
    second an aspect of it.

    Args:
        command: the command.
        reading: the likeliest reading.
        words: the typed words.
    """
    options = {option.name: option for option in command.options}
    parts = list(reading.parts)
    for at, part in enumerate(parts):
        beside = [n for n in (at - 1, at + 1) if 0 <= n < len(parts) and _is_name(parts[n], options, words)]
        if beside and _is_stray(part, reading, command, words):
            first, last = sorted((at, beside[0]))
            value = f"{parts[first].value} {parts[last].value}"
            whole = (parts[first].words[0], parts[last].words[1])
            merged = WordSegment(parts[beside[0]].option, whole, value, sure=False)
            return Cut(reading.cost, (*parts[:first], merged, *parts[last + 1 :]))
    return reading


def _is_name(part: WordSegment, options: Mapping[str, CommandOption], words: Sequence[Word]) -> bool:
    """Return whether a part is a known name."""
    return part.sure and bool(part.option) and options[part.option].is_open and not words[part.words[0]].quoted


def _is_stray(part: WordSegment, reading: Cut, command: AnyCommand, words: Sequence[Word]) -> bool:
    """Return whether a part is unknown and not in the position of its option."""
    if not part.option:
        return not part.sure
    if part.sure or words[part.words[0]].option:
        return False
    before = command.options[: [option.name for option in command.options].index(part.option)]
    return any(option.is_open and option.name not in reading.values for option in before)


def _last_resort(command: AnyCommand, reading: Cut, lost: WordSegment) -> str:
    """Return the only option that's left for unreadable words, so that it reports what's wrong with them.

    Raises:
        Refusal: there's no option left, or more than one.
    """
    left = [each.name for each in command.options if each.name not in reading.values and not each.by_name]
    if len(left) == 1:
        return left[0]
    excerpt = lost.value[:40]
    known = [part for part in reading.parts[: reading.parts.index(lost)] if part.option]
    if not known:
        hint = f"try {command.example}" if command.options else "it takes no options."
        raise Refusal(f"/{command.name} doesn't know what to do with “{excerpt}”; {hint}")
    before = listed([f"{_spoken(part.option)} “{part.value[:40]}”" for part in known], "and")
    line = write(command, reading.values)
    offers = [Offer(line, line=line)] if line else []
    raise Refusal(f"I know the {before}, but not “{excerpt}” after it. Try {command.example}", offers=offers)


def _with_longer_name(command: AnyCommand, reading: Cut, words: Sequence[Word]) -> Cut | None:
    """Return the reading in which a choice after a free name is part of the name: a team's name may end in “Red”.

    Args:
        command: the command.
        reading: the reading in which it's a choice.
        words: the typed words.
    """
    options = {option.name: option for option in command.options}
    for at, (name, choice) in enumerate(zip(reading.parts, reading.parts[1:], strict=False)):
        is_name = name.option and options[name.option].is_open and not options[name.option].completes
        is_loose = choice.option and options[choice.option].choices and not words[choice.words[0]].option
        if is_name and is_loose and not words[name.words[0]].quoted:
            whole = (name.words[0], choice.words[1])
            longer = WordSegment(name.option, whole, f"{name.value} {choice.value}", sure=False)
            return Cut(reading.cost, (*reading.parts[:at], longer, *reading.parts[at + 2 :]))
    return None


def _ambiguous(command: AnyCommand, ways: Sequence[Cut], words: Sequence[Word]) -> Refusal:
    """Return the refusal that asks which of several readings was meant.

    Args:
        command: the command.
        ways: the readings.
        words: the typed words.
    """
    by_word = [{at: part.option for part in way.parts for at in range(*part.words)} for way in ways]
    doubtful = next(at for at in range(len(words)) if len({options[at] for options in by_word}) > 1)
    part = next(each for each in ways[0].parts if doubtful in range(*each.words))
    for_which = listed(list(dict.fromkeys(f"the {_spoken(options[doubtful])}" for options in by_word[:3])), "or")
    lines = [line for way in ways[:3] if (line := write(command, _corrected(command, way.values)))]
    offers = [Offer(line, line=line) for line in lines]
    type_one = listed(lines or [command.example], "or")
    return Refusal(f"“{part.value[:40]}” could be {for_which}. Type {type_one}", offers=offers)


def _unknown_name(command: AnyCommand, ways: Sequence[Cut], words: Sequence[Word]) -> dict[str, str]:
    """Return the options of a line whose readings only differ beside an unknown name, so that the name is refused.

    “reminders off” names no pack, so it doesn't matter which setting is off.

    Args:
        command: the command.
        ways: the readings.
        words: the typed words.
    """
    options = {option.name: option for option in command.options}
    unknown = [
        part.option
        for part in ways[0].parts
        if part.option and options[part.option].completes and options[part.option].is_open and not part.sure
    ]
    if len(unknown) != 1 or any(unknown[0] not in way.values for way in ways):
        return {}
    named = {part.option: part.value for part in ways[0].parts if words[part.words[0]].option}
    loose = [part.value for part in ways[0].parts if part.option and part.option not in named]
    return {**named, unknown[0]: " ".join(loose)}


def _corrected(command: AnyCommand, raw: Mapping[str, str]) -> dict[str, str]:
    """Return options with misspelt choices replaced by those that were probably meant."""
    choices = {option.name: option for option in command.options if option.choices}
    return {name: (choices[name].guess(value) or value) if name in choices else value for name, value in raw.items()}


def _spoken(option: str) -> str:
    return option.replace("_", " ")
