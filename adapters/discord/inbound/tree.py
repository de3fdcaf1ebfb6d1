"""Turns the catalogue into Discord's application commands, and compares them with those that are registered.

https://docs.discord.com/developers/interactions/application-commands
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

import discord

from adapters.discord.inbound.modal import CHANNELS
from adapters.discord.outbound.wire import Payload, Unchecked
from adapters.json_value import Json
from bot.catalogue import GROUPS
from bot.content.model import CommandWords
from bot.features.authoring.kinds import FROM_MESSAGE
from bot.language.commands import AnyCommand
from bot.language.options import CommandOption, OptionKind
from bot.language.people import Right

EXPLAIN = "Explain terms here"
BESIDE = "Compare progress"

Translations: TypeAlias = Mapping[str, Mapping[str, CommandWords]]
"""Commands' words by locale and command name."""

_SLASH, _MEMBER, _MESSAGE = 1, 2, 3
_SUBCOMMAND, _STRING, _INTEGER, _USER, _CHANNEL, _ROLE, _ATTACHMENT = 1, 3, 4, 6, 7, 8, 11
_EVERYWHERE = [0, 1, 2]
_SERVER = [0]
_BOTH_INSTALLS = [0, 1]
_SERVER_INSTALL = [0]
_LONGEST_SUMMARY = 100
_NAME = re.compile(r"[-'\w]{1,32}")
_LOCALES = {locale.value for locale in discord.Locale}


def payloads(catalogue: Sequence[AnyCommand], translations: Translations) -> list[Payload]:
    """Return all commands, in the form that registers them with one request.

    Args:
        catalogue: the core's commands.
        translations: names and summaries in other languages.
    """
    translations = {locale: _unambiguous(catalogue, words) for locale, words in translations.items()}
    groups: dict[str, list[AnyCommand]] = {}
    for command in catalogue:
        groups.setdefault(command.group or command.name, []).append(command)
    commands: list[Payload] = [
        _group(name, members, translations) if members[0].group else _command(members[0], translations)
        for name, members in groups.items()
    ]
    explain: Payload = {"type": _MESSAGE, "name": EXPLAIN, **_where(guild_only=False)}
    write = [{"type": _MESSAGE, "name": name, **_where(guild_only=True)} for name in FROM_MESSAGE.values()]
    beside: Payload = {"type": _MEMBER, "name": BESIDE, **_where(guild_only=True)}
    return [*commands, explain, *write, beside]


def same(commands: Iterable[Payload], there: Iterable[Payload]) -> bool:
    """Return whether exactly the wanted commands are registered, ignoring defaults that Discord fills in.

    Args:
        commands: the commands, as `payloads` returns them.
        there: the registered commands, as Discord lists them.
    """
    ours, theirs = _by_name(commands), _by_name(there)
    if ours.keys() != theirs.keys():
        return False
    return all(_is_same(_normal(ours[key]), _normal(theirs[key])) for key in ours)


def _unambiguous(catalogue: Sequence[AnyCommand], words: Mapping[str, CommandWords]) -> dict[str, CommandWords]:
    """Return a language's words without duplicate or malformed names, for which Discord would refuse all commands."""
    taken = {(command.group, command.name.split()[-1]) for command in catalogue}
    taken |= {(None, command.group) for command in catalogue if command.group}
    unambiguous: dict[str, CommandWords] = {}
    for command in catalogue:
        if (translated := words.get(command.name)) is None:
            continue
        name = translated.name or ""
        if (command.group, name) in taken or not _NAME.fullmatch(name) or name != name.lower():
            translated = translated.model_copy(update={"name": None})
        taken.add((command.group, name))
        unambiguous[command.name] = translated
    return unambiguous


def _command(command: AnyCommand, translations: Translations) -> dict[str, Json]:
    guild_only = _is_for_servers(command)
    return {
        "type": _SLASH,
        **_named(command.name, command, translations),
        "options": _options(command),
        **_where(guild_only=guild_only),
        **_for_administrators([command]),
    }


def _group(name: str, members: Sequence[AnyCommand], translations: Translations) -> dict[str, Json]:
    words = [each.name.partition(" ")[2] for each in members]
    subcommands: list[Json] = [
        {"type": _SUBCOMMAND, **_named(word, each, translations), "options": _options(each)}
        for word, each in zip(words, members, strict=True)
    ]
    guild_only = all(map(_is_for_servers, members))
    return {
        "type": _SLASH,
        "name": name,
        "description": GROUPS.get(name, ", ".join(words))[:_LONGEST_SUMMARY],
        "options": subcommands,
        **_where(guild_only=guild_only),
        **_for_administrators(members),
    }


def _is_for_servers(command: AnyCommand) -> bool:
    return command.needs_channel or command.of_team or command.right is Right.ADMINISTRATOR


def _named(name: str, command: AnyCommand, translations: Translations) -> dict[str, Json]:
    known = {locale: words[command.name] for locale, words in translations.items() if command.name in words}
    known = {locale: words for locale, words in known.items() if locale in _LOCALES}
    names = {locale: words.name for locale, words in known.items() if words.name}
    summaries = {locale: words.summary for locale, words in known.items() if words.summary}
    return {
        "name": name,
        "description": command.summary[:_LONGEST_SUMMARY],
        **({"name_localizations": names} if names else {}),
        **({"description_localizations": summaries} if summaries else {}),
    }


def _where(*, guild_only: bool) -> dict[str, Json]:
    if guild_only:
        return {"contexts": _SERVER, "integration_types": _SERVER_INSTALL}
    return {"contexts": _EVERYWHERE, "integration_types": _BOTH_INSTALLS}


def _for_administrators(commands: Sequence[AnyCommand]) -> dict[str, Json]:
    """Return the permission that hides administrators' commands; servers can change it, so the core checks again."""
    if all(each.right is Right.ADMINISTRATOR for each in commands):
        return {"default_member_permissions": discord.Permissions(manage_guild=True).value}
    return {}


def _options(command: AnyCommand) -> list[Json]:
    """Return the options, with required ones first, as Discord demands."""
    return [_option(each) for each in sorted(command.options, key=lambda each: not each.required)]


def _option(option: CommandOption) -> dict[str, Json]:
    common: dict[str, Json] = {"name": option.name, "description": option.summary[:_LONGEST_SUMMARY]}
    if option.required:
        common["required"] = True
    if option.kind is OptionKind.INTEGER:
        return {"type": _INTEGER, **common, "min_value": option.minimum, "max_value": option.maximum}
    if option.kind is OptionKind.ROLE:
        return {"type": _ROLE, **common}
    if option.kind is OptionKind.CHANNEL:
        types: list[Json] = [*CHANNELS]
        return {"type": _CHANNEL, **common, "channel_types": types}
    if option.kind is OptionKind.MEMBER:
        return {"type": _USER, **common}
    if option.kind is OptionKind.FILE:
        return {"type": _ATTACHMENT, **common}
    if option.choices:
        choices: list[Json] = [{"name": choice.label, "value": choice.value} for choice in option.choices]
        return {"type": _STRING, **common, "choices": choices}
    return {
        "type": _STRING,
        **common,
        "max_length": option.longest,
        **({"autocomplete": True} if option.completes else {}),
    }


_PLACES = ("contexts", "integration_types")
_COMPARED = (
    "type",
    "name",
    "description",
    "required",
    "autocomplete",
    "min_value",
    "max_value",
    "max_length",
    "channel_types",
    "name_localizations",
    "description_localizations",
    "value",
)


def _is_same(ours: dict[str, Unchecked], theirs: dict[str, Unchecked]) -> bool:
    """Compare our command with Discord's, which may leave out contexts and integration types."""
    return {name: value for name, value in ours.items() if name in theirs or name not in _PLACES} == theirs


def _by_name(commands: Iterable[Payload]) -> dict[tuple[int, str], Payload]:
    return {(each.get("type") or _SLASH, each["name"]): each for each in commands}


def _normal(command: Payload) -> dict[str, Unchecked]:
    """Return a command, or a part of one, without empty fields and default values."""
    normal = {name: command[name] for name in _COMPARED if command.get(name)}
    for name in ("options", "choices"):
        if command.get(name):
            normal[name] = [_normal(each) for each in command[name]]
    for name in _PLACES:
        if command.get(name):
            normal[name] = sorted(command[name])
    if command.get("default_member_permissions") is not None:
        normal["default_member_permissions"] = int(command["default_member_permissions"])
    if command.get("min_value") == 0:
        normal["min_value"] = 0
    return normal
