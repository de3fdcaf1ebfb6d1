"""Events: the bot is mentioned or written to, App Home is opened, the app is removed."""

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
from adapters.slack.outbound.escape import unescaped
from adapters.slack.workspace.greetings import Greetings
from adapters.slack.workspace.home import Home
from adapters.slack.workspace.installations import Installations
from bot.dispatch.application import Application
from bot.language.message import Message
from bot.language.requests import Asker, Call
from bot.language.text import clean

_log = logging.getLogger(__name__)

_TYPED = (None, "file_share", "thread_broadcast")
"""Kinds of messages that a person has typed, rather than changed or deleted."""

_MENTION = re.compile(r"<@[^<>]*>|<!(?:here|channel|everyone)(?:\|[^<>]*)?>")
"""People, and all of them; groups stay, as an option may name one."""

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
        slash_commands: serve the commands that are asked for in free words.
        installations: know the workspaces, and forget them.
        home: shows App Home.
        greetings: say hello where Versed is invited.
        responder: answers.
        files: read what's shared with Versed.
        now: tells the time.
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

    async def receive(self, body: payload.Json, way: ReplyPath) -> None:
        """Serve an event that hasn't been served before."""
        event = payload.part(body, "event")
        try:
            match event.get("type"):
                case "app_mention":
                    await self._answer(event, way)
                case "message" if way.origin.direct and event.get("subtype") in _TYPED:
                    await self._answer(event, way)
                case "member_joined_channel":
                    who, inviter = payload.text(event.get("user")), payload.text(event.get("inviter"))
                    await self._greetings.invited(way.origin.team, way.origin.channel, who, inviter)
                case "app_home_opened" if event.get("tab") in (None, "home"):
                    await self._home.show(way)
        except ApiError as error:
            _log.warning("couldn't serve an event: %s", error)

    def removes(self, body: payload.Json) -> bool:
        """Return whether an event says that the app is removed, or that the bot's token is revoked."""
        event = payload.part(body, "event")
        if event.get("type") == "tokens_revoked":
            return bool(payload.part(event, "tokens").get("bot"))
        return event.get("type") == "app_uninstalled"

    async def remove(self, body: payload.Json, team: str) -> None:
        """Delete everything kept about a workspace, now or after a while; more events about it change nothing."""
        at = payload.moment(body.get("event_time"), self._now())
        revoked = payload.part(body, "event").get("type") == "tokens_revoked"
        await self._installations.remove(team, at, revoked=revoked)

    async def _answer(self, event: payload.Json, way: ReplyPath) -> None:
        """Answer what someone says; don't answer the bot itself or other bots."""
        workspace = await self._installations.find(way.origin.team)
        if event.get("bot_id") or not way.origin.user or way.origin.user == workspace.bot:
            return
        said = _said(self._slash_commands.with_ids(payload.text(event.get("text"))))

        def serve(call: Call) -> Awaitable[Message]:
            return self._slash_commands.run(call, way)

        async def work(asker: Asker) -> Message:
            if files := await self._files.of_message(event, way.origin.team):
                return await self._application.free_words.given(asker, said, files[0], serve)
            pressed = await self._application.free_words.answering(asker, said) if way.origin.direct else None
            if pressed is not None:
                return await self._application.press(pressed)
            return await self._application.free_words.converse(asker, said, serve)

        await self._responder.answer(way, "event", work)


def identity(body: payload.Json, otherwise: str) -> str:
    """Return what is the same whenever Slack tells of the same thing.

    A mention that's edited is told again under another event's id, and one in a direct message may come both as a
    mention and as a message. So what tells of a message goes by the message.

    Args:
        body: of the event.
        otherwise: names an event without an id.
    """
    event = payload.part(body, "event")
    channel, ts = payload.text(event.get("channel")), payload.text(event.get("ts"))
    if event.get("type") in ("app_mention", "message") and channel and ts:
        return f"{channel}:{ts}"
    return str(body.get("event_id") or otherwise)


def _said(text: str) -> str:
    """Return what a message says, without mentions, and with emoji as such rather than as their names."""
    said = unescaped(_MENTION.sub(" ", text))
    return clean(_EMOJI.sub(lambda found: _EMOJI_THAT_SAY_SOMETHING.get(found[1], _ANY_OTHER), said))
