"""Slash commands: /versed and what's typed after it, or a command of the core's own name."""

import logging
import re
from collections.abc import Collection, Mapping
from dataclasses import replace

from adapters.slack.inbound import modals
from adapters.slack.inbound.payload import Json
from adapters.slack.inbound.responder import Responder
from adapters.slack.origin import ReplyPath
from adapters.slack.outbound.api import ApiError
from adapters.slack.outbound.escape import Phrase, unescaped
from adapters.slack.workspace.channels import Channels
from adapters.slack.workspace.groups import Groups
from adapters.slack.workspace.installations import Installations
from adapters.slack.workspace.members import Members
from bot.dispatch.application import Application
from bot.language import slash
from bot.language.commands import AnyCommand
from bot.language.message import Message, message
from bot.language.options import CommandOption, OptionKind
from bot.language.people import check_right
from bot.language.refusals import Refusal
from bot.language.requests import Asker, Call, Pressed
from bot.language.rich_text import text
from bot.language.text import clean, fold

_log = logging.getLogger(__name__)

_CHANNEL = re.compile(r"(\bchannel:\s*)<#([CG][A-Z0-9]+)(?:\|[^<>]*)?>", re.ASCII)
"""A channel as Slack hands over its mention, where an option takes one: its id tells more than its name."""


class SlashCommands:
    """Serves slash commands.

    Args:
        application: the core.
        installations: open modals.
        channels: offer to join.
        groups: know the user groups.
        members: know people.
        responder: answers.
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
        self._people = re.compile(rf"(\b(?:{names}):\s*)<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>", re.ASCII)
        self._heads = {name.partition(" ")[0] for name in self._known}

    async def receive(self, body: Json, way: ReplyPath, delivery: str | None) -> None:
        """Serve a slash command.

        Args:
            body: as Slack sends it.
            way: where it came from, and how to answer.
            delivery: the same whenever it's delivered again; None where it's known to be the first time.
        """
        typed = self._typed(body)
        await self._responder.answer(way, "command", lambda asker: self._serve(typed, way, asker), delivery=delivery)

    async def use(self, call: Call, way: ReplyPath) -> Message:
        """Serve a command whose words nobody else sees: what all see says who used it, and how.

        Args:
            call: as it was typed, filled into a modal, or as a button carries it.
            way: on which the answer goes back.

        Raises:
            Refusal: it can't be answered.
        """
        return self._application.named(await self.run(call, way), call)

    async def run(self, call: Call, way: ReplyPath) -> Message:
        """Serve a command with all its options.

        Args:
            call: how it's used.
            way: on which the answer goes back.

        Raises:
            Refusal: it can't be answered.
        """
        command, typed = self.command(call.command), call.options
        if command is not None and any(each.kind.is_vouched_for for each in command.options):
            check_right(call.asker.member, command.right, command.doing)
            if call.asker.member.administers:  # the core tells all others that they may not choose one
                options = await self._groups.resolved(command, call.options, way.origin.team)
                channels = [each.name for each in command.options if each.kind is OptionKind.CHANNEL]
                options = await self._channels.resolved(channels, options, call.asker)
                people = [each.name for each in command.options if _takes_person(each)]
                options = await self._members.resolved(people, options, way.origin.team)
                call = replace(call, options=options)
        try:
            return await self._application.serve(call)
        except Refusal as refused:
            line = slash.write(command, typed) if command else None
            raise self._channels.offering(refused, call.asker, way.origin.channel, line) from refused

    async def press(self, pressed: Pressed, way: ReplyPath) -> Message:
        """Serve a press on what the core has offered.

        Args:
            pressed: what was pressed, and by whom.
            way: on which the answer goes back.

        Raises:
            Refusal: it can't be answered.
        """
        try:
            return await self._application.press(pressed)
        except Refusal as refused:
            raise self._channels.offering(refused, pressed.asker, way.origin.channel, None) from refused

    async def fill(self, pressed: Pressed, channels: Collection[str], way: ReplyPath) -> Message:
        """Serve a button's form that was filled in.

        Args:
            pressed: the button, and what was filled in.
            channels: the fields that take a channel, by name.
            way: on which the answer goes back.

        Raises:
            Refusal: it can't be answered.
        """
        if channels and pressed.asker.member.administers:  # the core tells all others that they may not choose one
            fields = await self._channels.resolved(channels, pressed.fields, pressed.asker)
            pressed = replace(pressed, fields=fields)
        return await self.press(pressed, way)

    async def join(self, press: str, way: ReplyPath, asker: Asker) -> Message:
        """Join a channel, and then do what was asked for there.

        Args:
            press: what the button carried, behind JOIN: the channel's id, and perhaps a line; untrusted.
            way: on which the answer goes back.
            asker: who wants that.

        Raises:
            Refusal: the asker may not, it can't be joined, or what was asked for can't be done.
        """
        channel, _, line = press.partition(":")
        await self._channels.join(channel, asker)
        if not line:
            return message(text("I've joined the channel, and can post there now."), private=True)
        return await self.use(Call(asker, *await self._application.read(asker, line)), way)

    def command(self, name: str) -> AnyCommand | None:
        """Return the command of that name, if there's one."""
        return self._known.get(fold(name))

    def with_ids(self, said: str) -> str:
        """Return what someone typed with channels and people as their ids, where an option takes one."""
        return self._people.sub(r"\1@\2", _CHANNEL.sub(r"\1#\2", said))

    def _typed(self, body: Json) -> str:
        """Return the line as the core reads it, without a slash; a command of the core's own name comes first."""
        name = fold(str(body.get("command") or "").removeprefix("/"))
        said = unescaped(self.with_ids(str(body.get("text") or "")))
        typed = said.strip().removeprefix("/") if clean(said) else ""  # the core refuses a name that hides something
        return f"{name} {typed}".strip() if name in self._heads else typed

    async def _serve(self, typed: str, way: ReplyPath, asker: Asker) -> Message | None:
        if not typed:
            return await self._application.serve(Call(asker, "help", {}))
        name, options = await self._application.read(asker, typed)
        command = self._known[fold(name)]
        if way.trigger and any(each.required and not options.get(each.name, "").strip() for each in command.options):
            check_right(asker.member, command.right, command.doing)
            if await self._ask(command, options, way):
                return None
        return await self.use(Call(asker, name, options), way)

    async def _ask(self, command: AnyCommand, options: Mapping[str, str], way: ReplyPath) -> bool:
        """Open a modal for the options; return False if Slack refused."""
        view = modals.options(command, options, way, self._phrase)
        try:
            body = {"trigger_id": way.trigger, "view": view}
            await self._installations.call(way.origin.team, "views.open", json=body)
        except ApiError as error:
            _log.info("couldn't open a modal: %s", error)
            return False
        return True


def _takes_person(option: CommandOption) -> bool:
    return option.kind is OptionKind.MEMBER
