"""Reading a slash command typed as text: `/compare data side:"AI engineer"`."""

import re
from collections.abc import Mapping, Sequence

from bot.language.commands import AnyCommand, OptionKind
from bot.language.message import Offer, Refusal
from bot.language.naming import check_name
from bot.language.nearest import did_you_mean, likeness, nearest
from bot.language.text import clean, fold, listed

_TOKEN = re.compile(r'(?:(?P<name>[A-Za-z_]+):\s*(?=\S))?(?:"(?P<quoted>[^"]*)(?:"|$)|(?P<bare>\S+))')
_INTEGER = re.compile(r"-?[0-9]+", re.ASCII)


def read(typed: str, catalogue: Sequence[AnyCommand]) -> tuple[str, dict[str, str]]:
    """Return the command and the raw options of a typed line.

    An option is given as `name:value`, or without its name: a whole number goes to the first free option that
    takes one, words gather in the first free option that takes text, so `/quiz use cases 5` needs no quotes.
    Quotes keep words together as one value.

    Args:
        typed: the whole line, the slash included.
        catalogue: the commands that exist.

    Raises:
        Refusal: there's no such command (the nearest is offered), an option is one too many or given twice, or a name
            holds what would turn its letters round.
    """
    head, rest = _first_word(clean(typed).removeprefix("/"))
    group = fold(head)
    if _is_meant_in_two_words(head, rest, catalogue) or any(command.group == group for command in catalogue):
        second, rest = _first_word(rest)
        head = f"{head} {second}"
    command = find(head, catalogue, rest)
    if any(option.names for option in command.options):
        check_name(typed)
    return command.name, _options(command, rest)


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
        raise Refusal(f"/{wanted} goes on with {listed([each.partition(' ')[2] for each in group], 'or')}.")
    near = [f"/{each}" for each in nearest(wanted, known)]
    hint = did_you_mean(near) if near else "Run /help to see what I can do."
    lines = [f"{each} {rest}".strip() for each in near]
    raise Refusal(
        f"There's no command “/{clean(name)[:40]}”. {hint}", offers=[Offer(line, line=line) for line in lines]
    )


def write(command: AnyCommand, options: Mapping[str, str]) -> str | None:
    """Return a command as it can be typed, each option by its name; None if it can't be.

    Args:
        command: to be run.
        options: as typed, by the option's name.
    """
    named = [f'{name}:"{value}"' if '"' not in value else f"{name}:{value}" for name, value in options.items()]
    line = " ".join([f"/{command.name}", *named])
    try:
        return line if read(line, (command,)) == (command.name, dict(options)) else None
    except Refusal:
        return None


def _is_meant_in_two_words(head: str, rest: str, catalogue: Sequence[AnyCommand]) -> bool:
    """Return whether a command of two words is nearer to what was typed than any of one, as in /taem list."""
    second, _ = _first_word(rest)
    both = f"{head} {second}"
    alone = max((likeness(head, each.name) for each in catalogue if each.group is None), default=0.0)
    return bool(second) and any(likeness(both, each.name) > max(alone, 0.7) for each in catalogue if each.group)


def _first_word(text: str) -> tuple[str, str]:
    """Return the first word of a text, and what follows it."""
    first, *rest = text.split(maxsplit=1) or [""]
    return first, rest[0] if rest else ""


def _options(command: AnyCommand, rest: str) -> dict[str, str]:
    texts = [option.name for option in command.options if option.kind is not OptionKind.INTEGER]
    numbers = [option.name for option in command.options if option.kind is OptionKind.INTEGER]
    values: dict[str, list[str]] = {}
    current: str | None = None
    for token in _TOKEN.finditer(rest):
        name = fold(token["name"] or "")
        unfinished = fold(token[0]).removesuffix(":") if token[0].endswith(":") else ""
        if unfinished not in (*texts, *numbers) or unfinished in values:
            unfinished = ""
        name = unfinished or name
        if name in texts or name in numbers:
            if name in values:
                raise Refusal(f"“{name}” is given twice; keep one.")
            given = token["bare"] if token["quoted"] is None else token["quoted"]
            values[name] = ["" if unfinished else given]
            current = name if token["quoted"] is None and name in texts else None
            continue
        quoted = token["quoted"] is not None and token["name"] is None
        word = token["quoted"] if quoted else token[0]
        number = next((option for option in numbers if option not in values), None)
        if number and _INTEGER.fullmatch(word):
            values[number] = [word]
            continue
        free = next((option for option in texts if option not in values), None)
        if current is None or (quoted and free):
            current = free or next((option for option in reversed(values) if option in texts), None)
        if current is None:
            takes = ", ".join(option.name for option in command.options) or "no options"
            raise Refusal(f"/{command.name} does not know what to do with “{word[:40]}”; it takes {takes}.")
        values.setdefault(current, []).append(word)
        current = None if quoted else current
    return {option: " ".join(parts) for option, parts in values.items()}
