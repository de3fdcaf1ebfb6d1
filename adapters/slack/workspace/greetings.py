"""Greetings: to the person who added Versed, and in the channels that it's invited to."""

import logging
from collections.abc import Callable
from datetime import datetime

from adapters.slack.outbound.api import ApiError
from adapters.slack.workspace.installations import Installations
from adapters.slack.workspace.workspace import key
from bot.dispatch.application import Application
from bot.language.people import Member, Place, Tenant
from bot.language.port import Destination, Port, PostError
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.storage.database import Database
from bot.storage.deliveries import first_time
from bot.storage.errors import StoreError

_log = logging.getLogger(__name__)

_MOST = 3
"""At most this many channels of a workspace are greeted per day, in case someone invites Versed to fifty at once."""


class Greetings:
    """Says hello.

    Args:
        application: the core.
        installations: the workspaces that installed the app.
        database: stores who was greeted.
        port: posts the greetings.
        now: returns the current time.
    """

    def __init__(
        self,
        application: Application,
        installations: Installations,
        database: Database,
        port: Port,
        now: Callable[[], datetime],
    ) -> None:
        self._application = application
        self._installations = installations
        self._database = database
        self._port = port
        self._now = now

    async def installed(self, team: str, user: str) -> None:
        """Greet the person who added Versed to a workspace, by direct message.

        Args:
            team: the id of the workspace.
            user: the id of the person.
        """
        if await self._is_first(team, f"hello:{user}"):
            await self._greet(team, Place(user, "Direct message", direct=True), user)

    async def invited(self, team: str, channel: str, user: str, inviter: str) -> None:
        """Greet a channel that Versed was invited to: only once, and only a few channels per day.

        Args:
            team: the id of the workspace.
            channel: the id of the channel.
            user: the id of the member who joined.
            inviter: the id of the person who invited them; "" if they joined by themselves, as Versed does when an
                administrator presses the button for it.
        """
        workspace = await self._installations.find(team)
        if user != workspace.bot or not inviter or not await self._is_first(team, f"greeted:{channel}"):
            return
        for number in range(_MOST):
            if await self._is_first(team, f"greeting:{self._now().date()}:{number}"):
                await self._greet(team, Place(channel, "this channel"), "")
                return

    async def _is_first(self, team: str, event: str) -> bool:
        return await first_time(self._database.writer, key(team), event, self._now())

    async def _greet(self, team: str, place: Place, member: str) -> None:
        tenant = Tenant(key(team), "Slack")
        try:
            asker = Asker(tenant, place, Member(member, "Versed"), self._now())
            welcome = await self._application.tenants.welcome(asker)
            to = Destination(tenant.key, "" if member else place.id, member)
            await self._port.post(to, welcome, f"welcome-{place.id}")
        except (ApiError, PostError, Refusal, StoreError) as error:
            _log.warning("couldn't greet someone: %s", error)
