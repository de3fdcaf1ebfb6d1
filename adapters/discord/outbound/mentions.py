"""Renders times, channels and commands in Discord's own formats; none of these pings anybody.

https://docs.discord.com/developers/reference#message-formatting
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

from adapters.discord.outbound.escape import markdown
from adapters.discord.outbound.wire import Payload
from bot.language import command_names, slash
from bot.language.commands import AnyCommand
from bot.language.named_commands import NamedCommands
from bot.language.refusals import Refusal
from bot.language.rich_text import ChannelMention, CommandMention, Moment, Shows, Span, TextPart, code

Write: TypeAlias = Callable[[TextPart], str]
"""Renders a part of a text as markdown."""

_SLASH = 1
_SNOWFLAKE = re.compile(r"[0-9]{15,20}", re.ASCII)
_STYLES: Mapping[Shows, str] = {Shows.RELATIVE: "R", Shows.TIME: "t", Shows.DAY: "D", Shows.DAY_AND_TIME: "F"}


class CommandMentions:
    """Renders parts of a text; commands are clickable once their ids are known.

    Commands in plain sentences are, too. A click only types the command, so it's harmless even in texts from people
    and packs.

    Args:
        catalogue: all commands.
    """

    def __init__(self, catalogue: Sequence[AnyCommand]) -> None:
        self._catalogue = catalogue
        self._ids: dict[str, str] = {}
        self._names = {f"/{each.name}" for each in catalogue}
        self._named = NamedCommands(catalogue)

    def learn(self, there: Iterable[Payload]) -> None:
        """Remember the ids of commands.

        Args:
            there: the registered commands, as Discord lists them.
        """
        slashes = (each for each in there if each.get("type", _SLASH) == _SLASH)
        self._ids = {
            str(each["name"]): command_id
            for each in slashes
            if _SNOWFLAKE.fullmatch(command_id := str(each.get("id")))
        }

    def write(self, part: TextPart) -> str:
        """Return a part of a text as markdown."""
        match part:
            case Span():
                return "".join(map(self._written, self._named.apart(part)))
            case Moment():
                return f"<t:{int(part.at.timestamp())}:{_STYLES[part.shows]}>"
            case ChannelMention(channel_id, name):
                return f"<#{channel_id}>" if _SNOWFLAKE.fullmatch(channel_id) else markdown(Span(name))
            case CommandMention(line):
                return self._command(line)

    def _written(self, part: TextPart) -> str:
        """Return a part of what someone wrote; a command in it is clickable or code, and never reworded."""
        if isinstance(part, CommandMention):
            return self._pressable(part.line) or markdown(code(part.line))
        return markdown(part) if isinstance(part, Span) else ""

    def _command(self, line: str) -> str:
        """Return a clickable command; one with option values, which a click can't fill in, becomes code to copy."""
        named_command = command_names.named_by(line, self._catalogue)
        if named_command is None:
            return markdown(code(line))
        command, rest = named_command
        try:
            values = slash.values(command, rest)
        except Refusal:
            return markdown(code(line))
        options = (f"{name}:{value}" for name, value in values.items())
        pressable = "" if values else self._pressable(f"/{command.name}")
        return pressable or markdown(code(" ".join([f"/{command.name}", *options])))

    def _pressable(self, text: str) -> str:
        """Return a text as a clickable command; "" if it isn't a command, or its id isn't known."""
        command_id = self._ids.get(text[1:].partition(" ")[0]) if text in self._names else None
        return f"<{text}:{command_id}>" if command_id else ""
