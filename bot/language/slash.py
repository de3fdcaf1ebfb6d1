"""Parsing a slash command typed as text: `/compare data sides:"AI engineer"`."""

import re
from collections.abc import Mapping, Sequence

from bot.language.command_groups import meant_in_group, named_later, stands_for_one
from bot.language.commands import AnyCommand
from bot.language.known_names import NO_NAMES, Names
from bot.language.name_check import check_name
from bot.language.nearest import did_you_mean, likeness, nearest
from bot.language.option_values import reads
from bot.language.options import ALIKE, CommandOption
from bot.language.refusals import Offer, Refusal
from bot.language.segments import Cut, WordSegment, cut
from bot.language.text import clean, fold, listed, unquoted
from bot.language.words import NAMED_VALUE, Word, check_options, words_of

_SLASHES = "/／⁄∕"
_OURS = "versed"
"""The prefix of commands on Slack; it's accepted elsewhere, too."""

_HELP = "help"
_ASKS_FOR_HELP = ("help", "?", "-h", "--help", "—help", "–help")
"""What people type, alone or after a command's name, to learn how it works; phones turn two hyphens into a dash."""

_SPACE = re.compile(r"\s")


def begins(typed: str) -> bool:
    """Return whether a text begins with a slash, like a command."""
    return clean(typed).startswith(tuple(_SLASHES))


def read(typed: str, catalogue: Sequence[AnyCommand], names: Names = NO_NAMES) -> tuple[str, dict[str, str]]:
    """Return the command and the raw options of a typed line.

    An option is given as `name:value`, or without its name where the meaning is clear; see bot.language.segments.
    Quotes of any kind keep words together as one value.

    Args:
        typed: the whole line, with or without the slash.
        catalogue: the commands that exist.
        names: the names that this person can use in open options.

    Raises:
        Refusal: there's no such command (the nearest are offered), an option is misspelt or given twice, a part is
            meaningless or ambiguous, or a name would display its letters in another order.
    """
    command, rest = split(typed, catalogue)
    return command.name, values(command, rest, names)


def split(typed: str, catalogue: Sequence[AnyCommand]) -> tuple[AnyCommand, str]:
    """Return the command that a line names, and the text after its name.

    Raises:
        Refusal: there's no such command (the nearest are offered), it hasn't got an option that's named, or it gives
            something a name that would display its letters in another order.
    """
    command, rest = _help_on(typed, catalogue) or named_by(typed, catalogue) or _found(typed, catalogue)
    if any(option.names for option in command.options):
        check_name(typed)
    check_options(command, rest, catalogue)
    return command, rest


def _help_on(typed: str, catalogue: Sequence[AnyCommand]) -> tuple[AnyCommand, str] | None:
    """Return /help and what it's to explain for a line such as “/quiz help” or “/?”; None for any other line.

    After a command that needs a value, “help” is that value.
    """
    *words, last = fold(_bare(typed)).split() or ("",)
    if last not in _ASKS_FOR_HELP:
        return None
    name = " ".join(words)
    is_known = any(name == each.group or (name == each.name and not _needs_value(each)) for each in catalogue)
    if name and not is_known:
        return None
    return next(((command, name) for command in catalogue if command.name == _HELP), None)


def _needs_value(command: AnyCommand) -> bool:
    return any(option.required for option in command.options)


def begins_with_name(typed: str, catalogue: Sequence[AnyCommand]) -> bool:
    """Return whether a line begins with the name of a command or a group, perhaps misspelt."""
    head = fold(_first_word(_bare(typed))[0])
    if NAMED_VALUE.match(head):  # such as private:yes
        return False
    alike = (likeness(head, command.name.partition(" ")[0]) >= ALIKE for command in catalogue)
    return named_by(typed, catalogue) is not None or any(alike)


def _found(typed: str, catalogue: Sequence[AnyCommand]) -> tuple[AnyCommand, str]:
    """Return the command that's meant by an inexact name, and the text after the name."""
    head, rest = _first_word(_bare(typed))
    group = [command for command in catalogue if command.group == fold(head)]
    if later := named_later(rest, group):
        return later
    if _is_meant_in_two_words(head, rest, catalogue) or group:
        second, rest = _first_word(rest)
        head = f"{head} {second}"
    return find(head, catalogue, rest), rest


def named_by(typed: str, catalogue: Sequence[AnyCommand]) -> tuple[AnyCommand, str] | None:
    """Return the command whose exact name begins a text, and the text after the name; None if there's none.

    Args:
        typed: any text, with or without a slash; a command of two words may also be typed as `game-start`.
        catalogue: the commands that exist.
    """
    known = {command.name: command for command in catalogue}
    text = _bare(typed)
    first, rest = _first_word(text)
    first = first.rstrip(":,.;!")
    second, after = _first_word(rest)
    for name, follows in ((f"{first} {second}", after), (re.sub(r"[-_]", " ", first), rest), (first, rest)):
        if command := known.get(fold(name)):
            return command, follows
    return None


def group_named(typed: str, catalogue: Sequence[AnyCommand]) -> str | None:
    """Return the group that a line consists of, such as schedule; None if it's anything else."""
    group, rest = _first_word(_bare(typed))
    return fold(group) if not rest and any(command.group == fold(group) for command in catalogue) else None


def find(name: str, catalogue: Sequence[AnyCommand], rest: str = "") -> AnyCommand:
    """Return the command with a name, ignoring case.

    Args:
        name: the typed name.
        catalogue: the commands that exist.
        rest: the text after the name, which the offers keep.

    Raises:
        Refusal: there's no such command; the nearest are offered, or help on the group.
    """
    known = {command.name: command for command in catalogue}
    folded = " ".join(fold(name).split())
    if folded in known:
        return known[folded]
    if group := [command.name for command in catalogue if command.group == folded]:
        sentence = f"/{folded} goes on with {listed([each.partition(' ')[2] for each in group], 'or')}."
        raise Refusal(sentence, offers=[Offer(f"/help {folded}", line=f"/help {folded}")])
    near = meant_in_group(folded, catalogue) or nearest(folded, known)
    hint = did_you_mean([f"/{each}" for each in near]) if near else "Run /help to see what I can do."
    second = "" if stands_for_one(folded, near) else f"{folded.partition(' ')[2]} "
    lines = [f"/{each} {second}{rest}".strip() for each in near]
    raise Refusal(
        f"There's no command “/{clean(name)[:40]}”. {hint}", offers=[Offer(line, line=line) for line in lines]
    )


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


def _bare(typed: str) -> str:
    """Return a line without its slash, and without the prefix of commands on Slack."""
    text = clean(typed).lstrip(_SLASHES).lstrip()
    first, rest = _first_word(text)
    return rest.lstrip(_SLASHES).lstrip() if fold(first) == _OURS and rest else text


def _first_word(text: str) -> tuple[str, str]:
    """Return the first word of a text, and the rest."""
    first, *rest = text.split(maxsplit=1) or [""]
    return first, rest[0] if rest else ""


def _is_meant_in_two_words(head: str, rest: str, catalogue: Sequence[AnyCommand]) -> bool:
    """Return whether a two-word command is more similar to the typed text than any one-word command: /taem list."""
    second, _ = _first_word(rest)
    both = f"{head} {second}"
    alone = max((likeness(head, each.name) for each in catalogue if each.group is None), default=0.0)
    return bool(second) and any(likeness(both, each.name) > max(alone, 0.7) for each in catalogue if each.group)


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


def _corrected(command: AnyCommand, raw: Mapping[str, str]) -> dict[str, str]:
    """Return options with misspelt choices replaced by those that were probably meant."""
    choices = {option.name: option for option in command.options if option.choices}
    return {name: (choices[name].guess(value) or value) if name in choices else value for name, value in raw.items()}


def _spoken(option: str) -> str:
    return option.replace("_", " ")
