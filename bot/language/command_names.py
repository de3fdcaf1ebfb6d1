"""Command names: which command a typed line is for, if its name is exact, misspelt or only a part."""

import re
from collections.abc import Sequence

from bot.language.command_groups import NOT_FOR_OTHERS, meant_in_group, named_later, stands_for_one, without_article
from bot.language.commands import AnyCommand
from bot.language.name_check import check_name
from bot.language.nearest import did_you_mean, likeness, nearest
from bot.language.options import ALIKE
from bot.language.refusals import Offer, Refusal
from bot.language.text import clean, fold, listed
from bot.language.words import NAMED_VALUE, check_options

_SLASHES = "/／⁄∕"
_OURS = "versed"
"""The prefix of commands on Slack; it's accepted elsewhere, too."""

_HELP = "help"
_ASKS_FOR_HELP = ("help", "?", "-h", "--help", "—help", "–help")
"""What people type, alone or after a command's name, to learn how it works; phones turn two hyphens into a dash."""


def begins(typed: str) -> bool:
    """Return whether a text begins with a slash, like a command."""
    return clean(typed).startswith(tuple(_SLASHES))


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
        second, rest = _first_word(without_article(rest, group))
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
    _, rest = _first_word(_bare(typed))
    return None if rest else group_of(typed, catalogue)


def group_of(typed: str, catalogue: Sequence[AnyCommand]) -> str | None:
    """Return the group that a line begins with, such as schedule; None if it begins with anything else."""
    group = fold(_first_word(_bare(typed))[0])
    return group if any(command.group == group for command in catalogue) else None


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
    first = folded.partition(" ")[0]
    group = [command.name for command in catalogue if command.group == first]
    near = meant_in_group(folded, catalogue) or ([] if group else nearest(folded, known))
    if group and not near:
        goes_on = NOT_FOR_OTHERS.get(folded) or (
            f"/{first} goes on with {listed([each.partition(' ')[2] for each in group], 'or')}."
        )
        sentence = goes_on if folded == first else f"There's no command “/{clean(name)[:40]}”; {goes_on}"
        raise Refusal(sentence, offers=[Offer(f"/help {first}", line=f"/help {first}")])
    hint = did_you_mean([f"/{each}" for each in near]) if near else "Run /help to see what I can do."
    second = "" if stands_for_one(folded, near) else f"{folded.partition(' ')[2]} "
    lines = [f"/{each} {second}{rest}".strip() for each in near]
    raise Refusal(
        f"There's no command “/{clean(name)[:40]}”. {hint}", offers=[Offer(line, line=line) for line in lines]
    )


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
