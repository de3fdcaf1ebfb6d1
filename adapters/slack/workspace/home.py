"""App Home: renders the core's home page and publishes it for one member."""

import json
import logging
from dataclasses import replace
from hashlib import sha256

from cachetools import LRUCache

from adapters.slack.inbound.replies import patiently
from adapters.slack.inbound.responder import Responder
from adapters.slack.origin import ReplyPath
from adapters.slack.outbound.api import ApiError
from adapters.slack.outbound.pages import Renderer
from adapters.slack.workspace.installations import Installations
from bot.dispatch.application import Application
from bot.language.port import Presence
from bot.language.refusals import Refusal
from bot.storage.errors import StoreError

_log = logging.getLogger(__name__)

_REMEMBERED = 2_000
"""At most this many people's Homes are published again after their actions; a hash of the contents is cached."""


class Home:
    """Publishes App Home.

    Args:
        application: the core.
        installations: calls Slack with the workspace's token.
        renderer: renders messages as Block Kit.
        responder: looks up the person.
        presence: looks up which channels they're in.
    """

    def __init__(
        self,
        application: Application,
        installations: Installations,
        renderer: Renderer,
        responder: Responder,
        presence: Presence,
    ) -> None:
        self._application = application
        self._installations = installations
        self._renderer = renderer
        self._responder = responder
        self._presence = presence
        self._open: LRUCache[tuple[str, str], str] = LRUCache(_REMEMBERED)
        self._renewing: set[tuple[str, str]] = set()
        self._again: set[tuple[str, str]] = set()
        """People in `_renewing` who did something else in the meantime, so that their Home is published again."""

    async def show(self, reply_path: ReplyPath) -> None:
        """Publish Home for the person who opened it.

        Raises:
            ApiError: Slack doesn't accept it.
        """
        self._open[_person(reply_path)] = ""
        await self._publish(reply_path)

    async def renew(self, reply_path: ReplyPath) -> None:
        """Publish Home again for a person who has just done something, if they've opened it and it has changed."""
        if _person(reply_path) not in self._open:
            return
        self._again.add(_person(reply_path))
        if _person(reply_path) in self._renewing:
            return
        self._renewing.add(_person(reply_path))
        try:
            while _person(reply_path) in self._again:
                self._again.discard(_person(reply_path))
                await self._publish(reply_path)
        except (ApiError, StoreError) as error:
            _log.info("a Home stays as it is until it's opened: %s", error)
        finally:
            self._renewing.discard(_person(reply_path))
            self._again.discard(_person(reply_path))

    async def _publish(self, reply_path: ReplyPath) -> None:
        # The event has the id of the conversation with the bot, but Home isn't in a conversation.
        asker = await self._responder.asker(
            replace(reply_path, origin=replace(reply_path.origin, channel="", direct=True))
        )
        try:
            page = await self._application.surfaces.home(asker, self._presence)
        except Refusal as refused:
            page = refused.said
        view = {"type": "home", "blocks": self._renderer.view_blocks(page)}
        digest = sha256(json.dumps(view).encode()).hexdigest()
        if digest == self._open.get(_person(reply_path)):
            return
        body = {"user_id": reply_path.origin.user, "view": view}
        await patiently(
            lambda: self._installations.call(reply_path.origin.team, "views.publish", json=body), repeat=True
        )
        self._open[_person(reply_path)] = digest


def _person(reply_path: ReplyPath) -> tuple[str, str]:
    return reply_path.origin.team, reply_path.origin.user
