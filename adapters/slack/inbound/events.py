"""Events: the bot is mentioned or written to, App Home is opened, the app is removed."""

import logging
import re
from collections.abc import Callable
from datetime import datetime

from adapters.slack.inbound import payload
from adapters.slack.inbound.payload import Way
from adapters.slack.outbound.api import ApiError
from adapters.slack.outbound.escape import unescaped
from adapters.slack.outbound.responder import Responder
from adapters.slack.workspace.home import Home
from adapters.slack.workspace.installations import Installations
from bot.application import Application
from bot.language.message import Message
from bot.language.requests import Asker, Call
from bot.language.text import clean

_log = logging.getLogger(__name__)

_TYPED = (None, "file_share", "thread_broadcast")
"""Kinds of messages that a person has typed, rather than changed or deleted."""

_MENTION = re.compile(r"<[@!][^<>]*>")


class Events:
    """Serves events.

    Args:
        commands: the core.
        installations: know the workspaces, and forget them.
        home: shows App Home.
        responder: answers.
        now: tells the time.
    """

    def __init__(
        self,
        commands: Application,
        installations: Installations,
        home: Home,
        responder: Responder,
        now: Callable[[], datetime],
    ) -> None:
        self._commands = commands
        self._installations = installations
        self._home = home
        self._responder = responder
        self._now = now

    async def receive(self, body: payload.Json, way: Way) -> None:
        """Serve an event that hasn't been served before."""
        event = payload.part(body, "event")
        try:
            match event.get("type"):
                case "app_mention":
                    await self._asked(event, way)
                case "message" if way.origin.direct and event.get("subtype") in _TYPED:
                    await self._asked(event, way)
                case "app_home_opened" if event.get("tab") in (None, "home"):
                    await self._home.show(way)
        except ApiError as error:
            _log.warning("an event could not be served: %s", error)

    def removes(self, body: payload.Json) -> bool:
        """Return whether an event says that the app is removed, or that the bot's token is revoked."""
        event = payload.part(body, "event")
        if event.get("type") == "tokens_revoked":
            return bool(payload.part(event, "tokens").get("bot"))
        return event.get("type") == "app_uninstalled"

    async def remove(self, body: payload.Json, team: str) -> None:
        """Delete everything kept about a workspace; a second event about the same finds nothing."""
        await self._installations.remove(team, payload.moment(body.get("event_time"), self._now()))

    async def _asked(self, event: payload.Json, way: Way) -> None:
        """Answer a question in free words; don't answer the bot itself or other bots."""
        workspace = await self._installations.find(way.origin.team)
        if event.get("bot_id") or not way.origin.user or way.origin.user == workspace.bot:
            return
        question = clean(unescaped(_MENTION.sub(" ", payload.text(event.get("text")))))

        async def work(asker: Asker) -> Message:
            if not question:
                return await self._commands.serve(Call(asker, "help", {}))
            return await self._commands.serve(Call(asker, "ask", {"question": question}))

        await self._responder.answer(way, "event", work)
