"""Slash commands: /versed with a line of text, or a slash command named like one of the core's commands."""

import logging
import re
from collections.abc import Collection, Mapping
from dataclasses import replace

from adapters.slack.inbound import modals
from adapters.slack.inbound.payload import SlackPayload
from adapters.slack.inbound.responder import Responder
from adapters.slack.origin import ReplyPath
from adapters.slack.outbound.api import ApiError
from adapters.slack.outbound.escape import Phrase, unescaped
from adapters.slack.workspace.channels import Channels
from adapters.slack.workspace.groups import Groups
from adapters.slack.workspace.installations import Installations
from adapters.slack.workspace.members import Members
from bot.dispatch.application import Application
from bot.language import command_names, slash
from bot.language.commands import AnyCommand
from bot.language.message import Message, message
from bot.language.options import CommandOption, OptionKind
from bot.language.people import check_right
from bot.language.refusals import Refusal
from bot.language.requests import Asker, Call, DecodedPress, Pressed
from bot.language.rich_text import text
from bot.language.text import clean, fold

_log = logging.getLogger(__name__)

_CHANNEL = re.compile(r"(\bchannel\s*[:=]\s*)<#([CG][A-Z0-9]+)(?:\|[^<>]*)?>", re.ASCII | re.IGNORECASE)
"""A channel mention as the value of a channel option, as Slack sends it: the id is more reliable than the name."""
_BARE: Mapping[OptionKind, tuple[str, str]] = {
    OptionKind.MEMBER: ("@", r"(?:<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>|@(\w\S*))"),
    OptionKind.CHANNEL: ("#", r"(?:<#([CG][A-Z0-9]+)(?:\|[^<>]*)?>|#(?!\d+(?!\S))(\w\S*))"),
}
"""How people mention someone or a channel, from Slack's list or by hand, by the kind of option that it's for.

“#1” is the number of a schedule.
"""


class SlashCommands:
    """Serves slash commands.

    Args:
        application: the core.
        installations: opens modals with the workspace's token.
        channels: resolves channels, and offers to join them.
        groups: resolves user groups.
        members: resolves people.
        responder: sends the answers.
        phrase: rewords the core's texts for Slack.
    """

    def __init__(
        self,
        application: Application,
        installations: Installations,
        channels: Channels,
        groups: Groups,
        members: Members,
        responder: Responder,
        phrase: Phrase,
    ) -> None:
        self._application = application
        self._installations = installations
        self._channels = channels
        self._groups = groups
        self._members = members
        self._responder = responder
        self._phrase = phrase
        self._known = {fold(each.name): each for each in application.catalogue}
        naming = {each.name for command in application.catalogue for each in command.options if _takes_person(each)}
        names = "|".join(sorted(naming)) or "(?!)"
        person = rf"(\b(?:{names})\s*[:=]\s*)<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>"
        self._people = re.compile(person, re.ASCII | re.IGNORECASE)
        self._heads = {name.partition(" ")[0] for name in self._known}

    async def receive(self, body: SlackPayload, reply_path: ReplyPath, delivery: str | None) -> None:
        """Serve a slash command.

        Args:
            body: as Slack sends it.
            reply_path: where it came from, and how to answer.
            delivery: the id that repeated deliveries share; None if this is known to be the first one.
        """
        typed = self._typed(body)
        await self._responder.answer(
            reply_path, "command", lambda asker: self._serve(typed, reply_path, asker), delivery=delivery
        )

    async def serve(self, call: Call, reply_path: ReplyPath, *, credited: bool = True) -> Message:
        """Serve a command with all its options, from a typed line, a message, a modal or a button.

        Args:
            call: the command and its options.
            reply_path: how to answer.
            credited: whether a public answer says who used it, and how, because others can't see that.

        Raises:
            Refusal: it can't be answered.
        """
        command, typed = self.command(call.command), call.options
        if command is not None and any(each.kind.is_resolved for each in command.options):
            check_right(call.asker.member, command.right, command.doing)
            if call.asker.member.administers:  # the core refuses everyone else
                options = await self._groups.resolved(command, call.options, reply_path.origin.team)
                channels = [each.name for each in command.options if each.kind is OptionKind.CHANNEL]
                options = await self._channels.resolved(channels, options, call.asker)
                people = [each.name for each in command.options if _takes_person(each)]
                options = await self._members.resolved(people, options, reply_path.origin.team)
                call = replace(call, options=options)
        try:
            return await self._application.serve(call, credited=credited)
        except Refusal as refused:
            line = slash.write(command, typed) if command else None
            raise self._channels.offering(refused, call.asker, reply_path.origin.channel, line) from refused

    async def serve_press(self, decoded: DecodedPress, reply_path: ReplyPath) -> Message:
        """Serve a press on one of the core's controls.

        Args:
            decoded: what was pressed, and who pressed it.
            reply_path: how to answer.

        Raises:
            Refusal: it can't be answered.
        """
        if decoded.call is not None:
            return await self.serve(decoded.call, reply_path)
        try:
            return await self._application.serve_press(decoded)
        except Refusal as refused:
            asker, channel = decoded.pressed.asker, reply_path.origin.channel
            raise self._channels.offering(refused, asker, channel, None) from refused

    async def fill(self, pressed: Pressed, channels: Collection[str], reply_path: ReplyPath) -> Message:
        """Serve a submitted form of a button.

        Args:
            pressed: the button, and what was filled in.
            channels: names of the fields that take a channel.
            reply_path: how to answer.

        Raises:
            Refusal: it can't be answered.
        """
        if channels and pressed.asker.member.administers:  # the core refuses everyone else
            fields = await self._channels.resolved(channels, pressed.fields, pressed.asker)
            pressed = replace(pressed, fields=fields)
        return await self.serve_press(await self._application.meant_by(pressed, filled=True), reply_path)

    async def join(self, press: str, reply_path: ReplyPath, asker: Asker) -> Message:
        """Join a channel, and then run the command that needed it.

        Args:
            press: the button's value without JOIN: the channel's id, and perhaps a command line; untrusted.
            reply_path: how to answer.
            asker: the person who pressed.

        Raises:
            Refusal: the asker isn't allowed to, the channel can't be joined, or the command was refused.
        """
        channel, _, line = press.partition(":")
        await self._channels.join(channel, asker)
        if not line:
            return message(text("I've joined the channel, and can post there now."), private=True)
        return await self.serve(Call(asker, *await self._application.read(asker, line)), reply_path)

    def command(self, name: str) -> AnyCommand | None:
        """Return the command with this name, or None."""
        return self._known.get(fold(name))

    def with_ids(self, line: str) -> str:
        """Return a typed line with mentions as ids, wherever an option takes a channel or a person."""
        line = self._people.sub(r"\1@\2", _CHANNEL.sub(r"\1#\2", line))
        command, _ = command_names.named_by(line, self._application.catalogue) or (None, "")
        for option in command.options if command else ():
            if option.kind in _BARE:
                line = _named(option, line)
        return line

    def _typed(self, body: SlackPayload) -> str:
        """Return the line for the core, without a slash; the name of a command of the core's own comes first."""
        name = fold(str(body.get("command") or "").removeprefix("/"))
        line = unescaped(self.with_ids(str(body.get("text") or "")))
        typed = line.strip().removeprefix("/") if clean(line) else ""  # the core refuses a name that hides something
        return f"{name} {typed}".strip() if name in self._heads else typed

    async def _serve(self, typed: str, reply_path: ReplyPath, asker: Asker) -> Message | None:
        if not typed:
            return await self._application.serve(Call(asker, "help", {}))
        if not command_names.begins_with_name(typed, self._application.catalogue):
            answer = await self._freely(typed, reply_path, asker)
            if answer is not None:
                return answer
        name, options = await self._application.read(asker, typed)
        command = self._known[fold(name)]
        if reply_path.trigger and command.missing(options) is not None:
            check_right(asker.member, command.right, command.doing)
            if await self._ask(command, options, reply_path):
                return None
        return await self.serve(Call(asker, name, options), reply_path)

    async def _freely(self, typed: str, reply_path: ReplyPath, asker: Asker) -> Message | None:
        """Answer a question or a wish; None if it's a single word that means nothing, such as a misspelt command."""
        free_words = self._application.free_words
        understand = free_words.converse if len(typed.split()) > 1 else free_words.recognise
        return await understand(asker, typed, lambda call: self.serve(call, reply_path))

    async def _ask(self, command: AnyCommand, options: Mapping[str, str], reply_path: ReplyPath) -> bool:
        """Open a modal for the options; return False if Slack refused."""
        view = modals.options(command, options, reply_path, self._phrase)
        try:
            body = {"trigger_id": reply_path.trigger, "view": view}
            await self._installations.call(reply_path.origin.team, "views.open", json=body)
        except ApiError as error:
            _log.info("couldn't open a modal: %s", error)
            return False
        return True


def _takes_person(option: CommandOption) -> bool:
    return option.kind is OptionKind.MEMBER


def _named(option: CommandOption, line: str) -> str:
    """Return a line in which a mention alone gets the name of its option: “pack editors @Ben”."""
    flags = re.ASCII | re.IGNORECASE
    if re.search(rf"(?<!\S){option.name}\s*[:=]", line, flags):
        return line
    sign, mention = _BARE[option.kind]
    with_name = rf"{option.name}:{sign}\1\2"
    return re.sub(rf"(?<!\S)(?:{option.name}\s+)?{mention}", with_name, line, count=1, flags=flags)
