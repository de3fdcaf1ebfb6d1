"""Commands for tests, described only by their options."""

from collections.abc import Sequence
from dataclasses import field, fields, make_dataclass

from bot.language.commands import AnyCommand, Command
from bot.language.options import CommandOption, OptionKind
from bot.language.people import Right


def command(
    name: str,
    summary: str,
    example: str,
    options: Sequence[CommandOption] = (),
    right: Right = Right.EVERYONE,
    doing: str = "",
    needs_channel: bool = False,
) -> AnyCommand:
    """A command whose options arrive in a plain dataclass, which is made here."""
    takes = make_dataclass("Takes", [_field(each) for each in options], frozen=True, kw_only=True)
    return Command(name, summary, example, takes, right, doing, needs_channel)


def _field(option: CommandOption) -> tuple[str, object, object]:
    told = {each.name: getattr(option, each.name) for each in fields(option)}
    kind = told.pop("kind")
    del told["name"], told["required"]
    metadata = {"option": {**told, "role": kind is OptionKind.ROLE, "file": kind is OptionKind.FILE}}
    hint = int if kind is OptionKind.INTEGER else str
    return option.name, hint, field(metadata=metadata) if option.required else field(default=None, metadata=metadata)
