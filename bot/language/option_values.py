"""What an option surely reads as its value, whose values look alike, and how its name may be said. Pure."""

from bot.language.options import CommandOption, OptionKind
from bot.language.text import plain, said


def reads(option: CommandOption, text: str, *, named: bool = False) -> bool:
    """Return whether an option that isn't open surely reads a text.

    Args:
        option: which.
        text: its value, perhaps.
        named: whether the option's name, or a word that leads to it, stands before the text.
    """
    if option.kind is OptionKind.INTEGER:
        value = plain(text).removeprefix("-")
        return value.isascii() and value.isdigit()
    if option.kind is OptionKind.ROLE:
        return text.startswith(("@", "role:"))
    if option.choices:
        return option.choice(text) is not None
    return option.notation is not None and (option.notation.named if named else option.notation.reads)(said(text))


def sort_of(option: CommandOption) -> object:
    """Return what options share whose values look alike; None if it's an open one."""
    return option.kind if option.kind is OptionKind.INTEGER else option.choices or option.notation


def spoken(option: CommandOption) -> tuple[str, ...]:
    """Return an option's name as it may be said beside its value."""
    said = option.name.replace("_", " ")
    return option.name, said, said.removesuffix("s")
