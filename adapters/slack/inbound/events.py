"""Events: the bot is mentioned or gets a message, App Home is opened, a channel is deleted, the app is removed."""

import logging
import re
from collections.abc import Awaitable, Callable
from datetime import datetime

from adapters.slack.inbound import payload
from adapters.slack.inbound.commands import SlashCommands
from adapters.slack.inbound.files import SharedFiles
from adapters.slack.inbound.responder import Responder
from adapters.slack.origin import ReplyPath
from adapters.slack.outbound.api import ApiError
from adapters.slack.outbound.escape import unescaped, without_mention, without_mentions
from adapters.slack.workspace.greetings import Greetings
from adapters.slack.workspace.home import Home
from adapters.slack.workspace.installations import Installations
from adapters.slack.workspace.workspace import key
from bot.dispatch.application import Application
from bot.language.message import Message
from bot.language.requests import Asker, Call
from bot.language.text import clean

_log = logging.getLogger(__name__)

_TYPED = (None, "file_share", "thread_broadcast", "me_message")
"""Subtypes of new messages that a person wrote, as opposed to edits and deletions."""

_SLACKBOT = "USLACKBOT"
"""The user id under which Slack itself writes, such as the reminders that people set with /remind."""

_EMOJI = re.compile(r"(?<!\w):(?=[^:\s]*[a-z+\-])([a-z0-9_+'\-]+):(?!\w)")
_EMOJI_THAT_SAY_SOMETHING = {
    "wave": "👋", "pray": "🙏", "+1": "👍", "thumbsup": "👍", "-1": "👎", "thumbsdown": "👎", "question": "❓",
    "grey_question": "❓", "sos": "🆘", "shrug": "🤷", "hugging_face": "🤗", "angry": "😠", "rage": "😡",
}  # fmt: skip
_ANY_OTHER = "🙂"


class Events:
    """Serves events.

    Args:
        application: the core.
        slash_commands: serves commands that people ask for in their own words.
        installations: the workspaces, which it also removes.
        home: publishes App Home.
        greetings: says hello in channels that Versed is invited to.
        responder: sends the answers.
        files: reads files that people share with Versed.
        now: returns the current time.
    """

    def __init__(
        self,
        application: Application,
        slash_commands: SlashCommands,
        installations: Installations,
        home: Home,
        greetings: Greetings,
        responder: Responder,
        files: SharedFiles,
        now: Callable[[], datetime],
    ) -> None:
        self._application = application
        self._slash_commands = slash_commands
        self._installations = installations
        self._home = home
        self._greetings = greetings
        self._responder = responder
        self._files = files
        self._now = now

    async def receive(self, body: payload.SlackPayload, reply_path: ReplyPath) -> None:
        """Serve a new event; the caller has filtered out repeated deliveries."""
        event = payload.part(body, "event")
        try:
            match event.get("type"):
                case "app_mention":
                    await self._answer(event, reply_path)
                case "message" if reply_path.origin.direct and event.get("subtype") in _TYPED:
                    await self._answer(event, reply_path)
                case "member_joined_channel":
                    who, inviter = payload.text(event.get("user")), payload.text(event.get("inviter"))
                    await self._greetings.invited(reply_path.origin.team, reply_path.origin.channel, who, inviter)
                case "channel_deleted":
                    deleted = payload.text(event.get("channel"))
                    tenant = key(reply_path.origin.team)
                    await self._application.tenants.deleted_channels.pause(tenant, [deleted], self._now())
                case "app_home_opened" if event.get("tab") in (None, "home"):
                    await self._home.show(reply_path)
        except ApiError as error:
            _log.warning("couldn't serve an event: %s", error)

    def is_said(self, body: payload.SlackPayload) -> bool:
        """Return whether an event is a message, whose writer may wait for an answer."""
        return payload.part(body, "event").get("type") in ("app_mention", "message")

    def removes(self, body: payload.SlackPayload) -> bool:
        """Return whether an event says that the app was removed or the bot's token revoked."""
        event = payload.part(body, "event")
        if event.get("type") == "tokens_revoked":
            return bool(payload.part(event, "tokens").get("bot"))
        return event.get("type") == "app_uninstalled"

    async def remove(self, body: payload.SlackPayload, team: str) -> None:
        """Delete a workspace's data, immediately or after a grace period; repeated events change nothing."""
        at = payload.moment(body.get("event_time"), self._now())
        revoked = payload.part(body, "event").get("type") == "tokens_revoked"
        await self._installations.remove(team, at, revoked=revoked)

    async def _answer(self, event: payload.SlackPayload, reply_path: ReplyPath) -> None:
        """Answer a person's message; ignore the bot's own messages and those of other bots."""
        workspace = await self._installations.find(reply_path.origin.team)
        if event.get("bot_id") or reply_path.origin.user in ("", _SLACKBOT, workspace.bot):
            return
        to_us = without_mention(payload.text(event.get("text")), workspace.bot)
        typed = _said(self._slash_commands.with_ids(to_us))

        def serve(call: Call) -> Awaitable[Message]:
            return self._slash_commands.serve(call, reply_path, credited=False)

        async def work(asker: Asker) -> Message | None:
            if files := await self._files.of_message(event, reply_path.origin.team, typed):
                return await self._application.free_words.given(asker, typed, files, serve)
            decoded = await self._application.free_words.answering(asker, typed) if reply_path.origin.direct else None
            if decoded is not None:
                return await self._application.serve_press(decoded)
            return await self._application.free_words.converse(asker, typed, serve)

        await self._responder.answer(reply_path, "event", work)


def identity(body: payload.SlackPayload, otherwise: str) -> str:
    """Return an id that's the same for every event about the same message or occurrence.

    An edited mention comes again with a new event id, and a mention in a direct message may come both as a mention
    and as a message. So events about a message are identified by the message.

    Args:
        body: the event as Slack sends it.
        otherwise: the id to use if the event has none.
    """
    event = payload.part(body, "event")
    channel, ts = payload.text(event.get("channel")), payload.text(event.get("ts"))
    if event.get("type") in ("app_mention", "message") and channel and ts:
        return f"{channel}:{ts}"
    return str(body.get("event_id") or otherwise)


def _said(text: str) -> str:
    """Return a message's text without mentions, and with emoji names such as :wave: replaced by emoji."""
    typed = unescaped(without_mentions(text))
    return clean(_EMOJI.sub(lambda found: _EMOJI_THAT_SAY_SOMETHING.get(found[1], _ANY_OTHER), typed))
