"""Channels and roles that were renamed or deleted on Discord: what's stored about them follows."""

import asyncio
import logging
from collections.abc import Collection
from datetime import UTC, datetime

from adapters.discord.inbound.event import tenant_key, with_hash
from adapters.discord.inbound.servers import Servers
from bot.dispatch.application import Application
from bot.features.learners.renaming import with_name
from bot.language.people import Audience, id_of
from bot.runtime.bulkhead import bulkhead
from bot.runtime.tasks import Tasks
from bot.storage.errors import StoreError

_log = logging.getLogger(__name__)

_PAUSE = 2.0
"""Seconds to wait for more changes: all servers come at once at the start, and a category changes many channels."""

_AT_ONCE = 500
"""At most this many servers are looked at in one query."""


class Renames:
    """Follows what servers rename or delete, whenever that was: the gateway's cache is compared with what's stored.

    A missing channel proves nothing, as Versed may just not see it any more. So only events tell of deleted ones.

    Args:
        application: the core.
        servers: know the current names.
    """

    def __init__(self, application: Application, servers: Servers) -> None:
        self._application = application
        self._servers = servers
        self._changed: set[str] = set()
        self._tasks = Tasks()

    def note(self, guild: str) -> None:
        """Note that a server may have renamed or deleted something, and look at it soon."""
        if not self._changed:
            self._tasks.start(self._follow())
        self._changed.add(guild)

    def delete(self, guild: str, channels: Collection[str]) -> None:
        """Pause the schedules of deleted channels in the background.

        Args:
            guild: the server's id.
            channels: the channels' ids.
        """
        self._tasks.start(self._pause(guild, channels))

    def channel(self, place: str) -> str | None:
        """Return the display name of a channel (see renaming.CurrentNames)."""
        name = self._servers.channel_name(place)
        return with_hash(name) if name else None

    def role(self, tenant: str, role: Audience) -> Audience | None:
        """Return a role as it is now (see renaming.CurrentNames)."""
        guild = id_of(tenant)
        if not role.id.isdecimal():
            return role
        if self._servers.has_role(guild, role.id) is False:
            return None
        name = self._servers.role_name(guild, role.id)
        return with_name(role, name) if name else role

    async def close(self) -> None:
        """Stop; whatever is left is noticed at the next start, or when something is to be posted."""
        await self._tasks.drain(0)

    async def _pause(self, guild: str, channels: Collection[str]) -> None:
        with bulkhead("deleted channels"):
            try:
                await self._application.tenants.deleted_channels.pause(tenant_key(guild), channels, datetime.now(UTC))
            except StoreError as error:
                _log.warning("couldn't pause the schedules of a deleted channel: %s", error)

    async def _follow(self) -> None:
        await asyncio.sleep(_PAUSE)
        changed, self._changed = sorted(self._changed), set()
        for first in range(0, len(changed), _AT_ONCE):
            tenants = list(map(tenant_key, changed[first : first + _AT_ONCE]))
            with bulkhead("renamed channels and roles"):
                try:
                    await self._application.tenants.renaming.follow(tenants, self, datetime.now(UTC))
                except StoreError as error:
                    _log.warning("couldn't update the names of channels and roles: %s", error)
