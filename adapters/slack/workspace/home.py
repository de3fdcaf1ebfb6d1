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

    async def show(self, way: ReplyPath) -> None:
        """Publish Home for the person who opened it.

        Raises:
            ApiError: Slack doesn't accept it.
        """
        self._open[_person(way)] = ""
        await self._publish(way)

    async def renew(self, way: ReplyPath) -> None:
        """Publish Home again for a person who has just done something, if they've opened it and it has changed."""
        if _person(way) not in self._open:
            return
        self._again.add(_person(way))
        if _person(way) in self._renewing:
            return
        self._renewing.add(_person(way))
        try:
            while _person(way) in self._again:
                self._again.discard(_person(way))
                await self._publish(way)
        except (ApiError, StoreError) as error:
            _log.info("a Home stays as it is until it's opened: %s", error)
        finally:
            self._renewing.discard(_person(way))
            self._again.discard(_person(way))

    async def _publish(self, way: ReplyPath) -> None:
        # The event has the id of the conversation with the bot, but Home isn't in a conversation.
        asker = await self._responder.asker(replace(way, origin=replace(way.origin, channel="", direct=True)))
        try:
            said = await self._application.surfaces.home(asker, self._presence)
        except Refusal as refused:
            said = refused.said
        view = {"type": "home", "blocks": self._renderer.view_blocks(said)}
        shown = sha256(json.dumps(view).encode()).hexdigest()
        if shown == self._open.get(_person(way)):
            return
        body = {"user_id": way.origin.user, "view": view}
        await patiently(lambda: self._installations.call(way.origin.team, "views.publish", json=body), repeat=True)
        self._open[_person(way)] = shown


def _person(way: ReplyPath) -> tuple[str, str]:
    return way.origin.team, way.origin.user
