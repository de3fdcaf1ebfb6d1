"""Parses slash commands, whether complete or still being typed, and resolves ids in their options."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from adapters.discord.inbound.event import (
    Interaction,
    picked_channel,
    picked_person,
    picked_role,
    resolved_data,
)
from adapters.discord.outbound.wire import Payload, Unchecked
from adapters.given_files import GivenFiles
from adapters.json_value import objects
from bot.language.files import GivenFile

_GROUPS = (1, 2)
"""Types of options that contain options: subcommands and groups of subcommands."""

_USER, _CHANNEL, _ROLE, _ATTACHMENT = 6, 7, 8, 11
"""The types of options that take a person, a channel, a role, and a file."""


@dataclass(frozen=True, slots=True)
class TypedCommand:
    """A slash command as typed.

    Args:
        name: its name, of one or two words.
        options: the options' values by name.
        focused: the name of the option being typed, or None.
        roles, channels, people: the names of the options that take a role, a channel or a person, whose values
            are ids.
        attachments: the ids of files, by the names of the options that take them.
    """

    name: str
    options: dict[str, str]
    focused: str | None
    roles: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    attachments: Mapping[str, str] = field(default_factory=dict)


def read_command(data: Payload) -> TypedCommand:
    """Parse a slash command, whether complete or still being typed."""
    words = [str(data.get("name", ""))]
    options = list(objects(data.get("options")))
    while options and options[0].get("type") in _GROUPS:
        words.append(str(options[0].get("name", "")))
        options = list(objects(options[0].get("options")))
    focused = next((str(option["name"]) for option in options if option.get("focused") and "name" in option), None)
    values = {str(option["name"]): _text(option.get("value", "")) for option in options if "name" in option}
    roles, channels, people = (
        frozenset(str(option["name"]) for option in options if option.get("type") == kind and "name" in option)
        for kind in (_ROLE, _CHANNEL, _USER)
    )
    files = [str(option["name"]) for option in options if option.get("type") == _ATTACHMENT and "name" in option]
    attachments = {name: values.pop(name) for name in files}
    return TypedCommand(" ".join(words), values, focused, roles, channels, people, attachments)


def resolved(typed: TypedCommand, interaction: Interaction, pinged: Collection[str]) -> dict[str, str]:
    """Return a command's options, with ids of roles, channels and people replaced by the core's notation.

    Args:
        typed: the command.
        interaction: the command's interaction.
        pinged: the names of the options whose roles will be pinged.

    Raises:
        Refusal: one of them isn't from that server, or the bot may not ping it.
    """
    options = dict(typed.options)
    for option in typed.roles:
        options[option] = picked_role(interaction, options[option], pings=option in pinged)
    for option in typed.channels:
        options[option] = picked_channel(interaction, options[option])
    for option in typed.people:
        options[option] = picked_person(interaction, options[option])
    return options


def given_files(
    interaction: Interaction, attachments: Mapping[str, str], fetching: GivenFiles
) -> dict[str, GivenFile]:
    """Return the files that came with an interaction, by the names of their options or fields.

    Args:
        interaction: the interaction.
        attachments: the files' ids, by the names of their options or fields.
        fetching: downloads files.
    """
    files = {name: resolved_data(interaction, "attachments", each) for name, each in attachments.items()}
    return {name: attached_file(each, fetching) for name, each in files.items() if each is not None}


def attached_file(attachment: Payload, fetching: GivenFiles) -> GivenFile:
    """Return an attached file.

    https://docs.discord.com/developers/resources/message#attachment-object

    Args:
        attachment: the file, as Discord describes it.
        fetching: downloads files.
    """
    size = int(attachment.get("size") or 0)
    return fetching.given(str(attachment.get("filename")), size, str(attachment.get("url")))


def _text(value: Unchecked) -> str:
    """Return an option's value as a person would type it."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
