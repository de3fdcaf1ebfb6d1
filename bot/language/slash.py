"""Reading a slash command typed as text: `/compare data sides:"AI engineer"`."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.language.commands import ALIKE, AnyCommand, Option
from bot.language.message import Offer, Refusal
from bot.language.naming import check_name
from bot.language.nearest import did_you_mean, likeness, nearest
from bot.language.segments import NO_NAMES, Names, Part, Reading, Word, cut, reads
from bot.language.text import DOUBLE_QUOTE, SINGLE_QUOTED, clean, fold, listed, unquoted

_SLASHES = "/／⁄∕"
_OURS = "versed"
"""What stands before commands on Slack; said elsewhere, it does no harm."""

_NAME = re.compile(r"([^\W\d_][\w-]*)(\s*)[:=]\s*")
_GLUED = re.compile(r"[.,;:!?)]+(?=\s|$)")
_SPACE = re.compile(r"\s")
_WIDE = str.maketrans("：＝", ":=")


def begins(typed: str) -> bool:
    """Return whether a text begins as a command does, with a slash."""
    return clean(typed).startswith(tuple(_SLASHES))


def read(typed: str, catalogue: Sequence[AnyCommand], names: Names = NO_NAMES) -> tuple[str, dict[str, str]]:
    """Return the command and the raw options of a typed line.

    An option is given as `name:value`, or without its name where the words can mean nothing else; see
    bot.language.segments. Quotes, of whatever shape, keep words together as one value.

    Args:
        typed: the whole line, with or without the slash.
        catalogue: the commands that exist.
        names: that open options may have for whoever typed.

    Raises:
        Refusal: there's no such command (the nearest is offered), an option is misspelt or given twice, or some of it
            can mean nothing, or several things, or a name would turn its letters round.
    """
    command, rest = split(typed, catalogue)
    return command.name, values(command, rest, names)


def split(typed: str, catalogue: Sequence[AnyCommand]) -> tuple[AnyCommand, str]:
    """Return the command that a line names, and what follows its name.

    Raises:
        Refusal: there's no such command; the nearest are offered. Or it names something, and the name would turn its
            letters round.
    """
    command, rest = named_by(typed, catalogue) or _found(typed, catalogue)
    if any(option.names for option in command.options):
        check_name(typed)
    return command, rest


def _found(typed: str, catalogue: Sequence[AnyCommand]) -> tuple[AnyCommand, str]:
    """Return the command that's meant, though its name isn't spelt out, and what follows it."""
    head, rest = _first_word(_bare(typed))
    group = fold(head)
    if _is_meant_in_two_words(head, rest, catalogue) or any(command.group == group for command in catalogue):
        second, rest = _first_word(rest)
        head = f"{head} {second}"
    return find(head, catalogue, rest), rest


def named_by(typed: str, catalogue: Sequence[AnyCommand]) -> tuple[AnyCommand, str] | None:
    """Return the command that the first words of a text spell out, and what follows them; None if they don't.

    Args:
        typed: any text, with or without a slash; a command of two words may also be typed as `game-start`.
        catalogue: the commands that exist.
    """
    known = {command.name: command for command in catalogue}
    text = _bare(typed)
    first, rest = _first_word(text)
    second, after = _first_word(rest)
    for name, follows in ((f"{first} {second}", after), (re.sub(r"[-_]", " ", first), rest), (first, rest)):
        if command := known.get(fold(name)):
            return command, follows
    return None


def find(name: str, catalogue: Sequence[AnyCommand], rest: str = "") -> AnyCommand:
    """Return the command of that name, whatever its case.

    Args:
        name: as typed.
        catalogue: the commands that exist.
        rest: what was typed after it, which the offers keep.

    Raises:
        Refusal: there's none; the nearest are offered, or what there is in its group.
    """
    known = {command.name: command for command in catalogue}
    wanted = " ".join(fold(name).split())
    if wanted in known:
        return known[wanted]
    if group := [command.name for command in catalogue if command.group == wanted]:
        sentence = f"/{wanted} goes on with {listed([each.partition(' ')[2] for each in group], 'or')}."
        raise Refusal(sentence, offers=[Offer(f"/help {wanted}", line=f"/help {wanted}")])
    near = [f"/{each}" for each in nearest(wanted, known)]
    hint = did_you_mean(near) if near else "Run /help to see what I can do."
    lines = [f"{each} {rest}".strip() for each in near]
    raise Refusal(
        f"There's no command “/{clean(name)[:40]}”. {hint}", offers=[Offer(line, line=line) for line in lines]
    )


def values(command: AnyCommand, rest: str, names: Names = NO_NAMES) -> dict[str, str]:
    """Return the raw options in what was typed after a command's name.

    Args:
        command: which.
        rest: what follows its name.
        names: that open options may have for whoever typed.

    Raises:
        Refusal: an option is misspelt or given twice, or some of it can mean nothing, or several things.
    """
    words = list(_words(clean(rest), command))
    readings = cut(words, command.options, names, in_order=command.in_order)
    best = readings[0]
    if (lost := best.lost) is not None:
        return best.values | {_last_resort(command, best, lost): lost.value}
    others = [reading for reading in readings if set(reading.values) != set(best.values)]
    if longer := _with_longer_name(command, best, words):
        others = [longer]
    if others:
        raise _ambiguous(command, [best, *others], words)
    return best.values


def spread(command: AnyCommand, given: Mapping[str, str]) -> dict[str, str]:
    """Return a command's options after taking out of each what was typed into it but is another one's.

    People type “Friday 15:00” into the field for the time; the days in it go to the field for days, if that's empty.

    Args:
        command: which.
        given: the raw options, by name.
    """
    spread_out = dict(given)
    for option in command.options:
        text = spread_out.get(option.name, "")
        if option.notation is None or not text.strip() or reads(option, text):
            continue
        free = [each for each in command.options if each.notation and (each is option or each.name not in spread_out)]
        words = list(_words(clean(text), command))
        if any(word.option for word in words):
            continue
        found = cut(words, [each for each in free if not each.by_name])
        is_clear = len(found) == 1 and not found[0].cost and option.name in found[0].values
        if is_clear:
            del spread_out[option.name]
            spread_out |= found[0].values
    return spread_out


def write(command: AnyCommand, options: Mapping[str, str]) -> str | None:
    """Return a command as it can be typed, each option by its name; None if it can't be.

    Args:
        command: to be run.
        options: as typed, by the option's name.
    """
    line = " ".join([f"/{command.name}", *(f"{name}:{in_quotes(value)}" for name, value in options.items())])
    try:
        return line if read(line, (command,)) == (command.name, dict(options)) else None
    except Refusal:
        return None


def in_quotes(value: str) -> str:
    """Return a value as it's typed, so that it stays together."""
    return f'"{value}"' if _SPACE.search(value) else value


def as_typed(value: str, command: AnyCommand, option: Option | None) -> str:
    """Return a value as it's best typed after others: in quotes only if a part of it looks like another value.

    Args:
        value: of the option.
        command: whose option.
        option: whose value; None if that isn't known.
    """
    if option is not None and reads(option, value):
        return value
    others = [each for each in command.options if each is not option and not each.by_name]
    apart = ":" in value or any(reads(each, word) for each in others for word in value.split())
    return in_quotes(value) if apart else value


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


def caret(command: AnyCommand, rest: str, names: Names = NO_NAMES, *, settled: bool = False) -> Caret:
    """Return what a half-typed line is about at its end.

    Args:
        command: which.
        rest: what follows its name.
        names: that open options may have for whoever typed.
        settled: whether its last value is complete, because it was picked from suggestions.
    """
    try:
        words = list(_words(rest, command))
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


def _is_complete(last: Part, words: Sequence[Word], rest: str) -> bool:
    """Return whether a line's last words can't go on: a space follows them, and they're a number or in quotes."""
    if not rest[-1:].isspace() or not last.value:
        return False
    is_quoted = words[last.words[0]].quoted and last.words[1] - last.words[0] == 1
    return is_quoted or last.value.lstrip("-").isdigit()


def _bare(typed: str) -> str:
    """Return a line without its slash, and without the name that stands before commands on Slack."""
    text = clean(typed).lstrip(_SLASHES).lstrip()
    first, rest = _first_word(text)
    return rest.lstrip(_SLASHES).lstrip() if fold(first) == _OURS and rest else text


def _first_word(text: str) -> tuple[str, str]:
    """Return the first word of a text, and what follows it."""
    first, *rest = text.split(maxsplit=1) or [""]
    return first, rest[0] if rest else ""


def _is_meant_in_two_words(head: str, rest: str, catalogue: Sequence[AnyCommand]) -> bool:
    """Return whether a command of two words is nearer to what was typed than any of one, as in /taem list."""
    second, _ = _first_word(rest)
    both = f"{head} {second}"
    alone = max((likeness(head, each.name) for each in catalogue if each.group is None), default=0.0)
    return bool(second) and any(likeness(both, each.name) > max(alone, 0.7) for each in catalogue if each.group)


def _words(rest: str, command: AnyCommand) -> Iterator[Word]:
    """Yield the words of what follows a command's name, with the options named before them.

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


def _option_named(line: str, at: int, command: AnyCommand) -> tuple[Option | None, int]:
    """Return the option that's named at a place, as in `name:value`, and where its value starts.

    Raises:
        Refusal: it's misspelt.
    """
    found = _NAME.match(line, at)
    if found is None:
        return None, at
    name = fold(found[1]).replace("-", "_")
    by_name = {option.name: option for option in command.options}
    option = by_name.get(name) or by_name.get(f"{name}s") or by_name.get(name.removesuffix("s"))
    if option is not None:
        return option, found.end()
    near = nearest(name, by_name, least=ALIKE) if not found[2] and len(name) > 2 else []
    if near:
        before, after = line[:at], line[found.end(1) :]
        raise command.no_option(found[1], [f"/{command.name} {before}{each}{after}" for each in near])
    return None, at


def _word(line: str, at: int, command: AnyCommand, option: Option | None) -> tuple[Word, int]:
    """Return the word, or the words in quotes, at a place, and where they end.

    Args:
        line: with plain spaces and double quotes.
        at: the place.
        command: whose options may be named.
        option: the one that's named before.
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


def _last_resort(command: AnyCommand, reading: Reading, lost: Part) -> str:
    """Return the only option that's left for words that can't be read, so that it says what's wrong with them.

    Raises:
        Refusal: there's none, or more than one.
    """
    left = [each.name for each in command.options if each.name not in reading.values and not each.by_name]
    if len(left) == 1:
        return left[0]
    shown = lost.value[:40]
    known = [part for part in reading.parts[: reading.parts.index(lost)] if part.option]
    if not known:
        hint = f"try {command.example}" if command.options else "it takes no options."
        raise Refusal(f"/{command.name} does not know what to do with “{shown}”; {hint}")
    before = listed([f"{_spoken(part.option)} “{part.value[:40]}”" for part in known], "and")
    raise Refusal(f"I know the {before}, but not “{shown}” after it. Try {command.example}")


def _with_longer_name(command: AnyCommand, reading: Reading, words: Sequence[Word]) -> Reading | None:
    """Return the reading in which a choice after a free name is a part of it: a team's name may end in “Red”.

    Args:
        command: which.
        reading: that takes it for a choice.
        words: what was typed.
    """
    options = {option.name: option for option in command.options}
    for at, (name, choice) in enumerate(zip(reading.parts, reading.parts[1:], strict=False)):
        is_name = name.option and options[name.option].is_open and not options[name.option].completes
        is_loose = choice.option and options[choice.option].choices and not words[choice.words[0]].option
        if is_name and is_loose and not words[name.words[0]].quoted:
            whole = (name.words[0], choice.words[1])
            longer = Part(name.option, whole, f"{name.value} {choice.value}", sure=False)
            return Reading(reading.cost, (*reading.parts[:at], longer, *reading.parts[at + 2 :]))
    return None


def _ambiguous(command: AnyCommand, ways: Sequence[Reading], words: Sequence[Word]) -> Refusal:
    """Make the refusal that asks which of several readings is meant.

    Args:
        command: which.
        ways: the readings.
        words: what was typed.
    """
    by_word = [{at: part.option for part in way.parts for at in range(*part.words)} for way in ways]
    doubtful = next(at for at in range(len(words)) if len({options[at] for options in by_word}) > 1)
    part = next(each for each in ways[0].parts if doubtful in range(*each.words))
    for_which = listed(list(dict.fromkeys(f"the {_spoken(options[doubtful])}" for options in by_word[:3])), "or")
    lines = [line for way in ways[:3] if (line := write(command, _corrected(command, way.values)))]
    offers = [Offer(line, line=line) for line in lines]
    return Refusal(f"“{part.value[:40]}” may be {for_which}. Type {listed(lines, 'or')}", offers=offers)


def _corrected(command: AnyCommand, given: Mapping[str, str]) -> dict[str, str]:
    """Return options with the choices that were probably meant in place of misspelt ones."""
    choices = {option.name: option for option in command.options if option.choices}
    return {
        name: (choices[name].guess(value) or value) if name in choices else value for name, value in given.items()
    }


def _spoken(option: str) -> str:
    return option.replace("_", " ")
