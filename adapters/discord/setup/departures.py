"""Departures: servers that removed Versed while it wasn't connected."""

import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime

from adapters.discord.inbound.event import PLATFORM
from adapters.discord.inbound.gateway import Ready
from adapters.discord.outbound.failures import MISSING_ACCESS, UNKNOWN_GUILD, Failure, Refused
from adapters.discord.outbound.rest import Rest
from bot.features.learners.store import tenants
from bot.language.people import id_of
from bot.storage import deliveries
from bot.storage.database import Database

_log = logging.getLogger(__name__)

_MOST_ASKED = 40
"""At most this many servers are checked per session, as refusals count towards the limit on invalid requests."""

_APPLICATION = "application"


class Departures:
    """Finds servers that have removed Versed.

    A server that isn't listed may still have Versed, so we ask Discord about it before anything is deleted.

    Args:
        database: has the servers that we have data about.
        rest: sends the requests.
    """

    def __init__(self, database: Database, rest: Rest) -> None:
        self._database = database
        self._rest = rest

    async def among(self, ready: Ready) -> AsyncIterator[str]:
        """Yield the ids of a shard's servers that have removed Versed."""
        known = await self._database.read(lambda transaction: tenants.of_platform(transaction, PLATFORM))
        missing = sorted(guild for guild in map(id_of, known) if _belongs(guild, ready) and guild not in ready.guilds)
        if not await self._is_ours(ready.application) or not missing:
            return
        for guild in missing[:_MOST_ASKED]:
            if await self._is_gone(guild):
                yield guild

    async def _is_ours(self, application: str) -> bool:
        """Return whether only this application has used the database; it can't see another application's servers."""
        mine, now = f"{_APPLICATION}:{application}", datetime.now(UTC)
        await deliveries.first_time(self._database.writer, PLATFORM, mine, now)
        seen = await self._database.read(lambda transaction: deliveries.events(transaction, PLATFORM, _APPLICATION))
        if seen == [mine]:
            return True
        _log.warning("another application has used this database, so servers that aren't listed are kept")
        return False

    async def _is_gone(self, guild: str) -> bool:
        try:
            await self._rest.call("GET", f"/guilds/{guild}", as_bot=True)
        except Refused as refused:
            return refused.code in (UNKNOWN_GUILD, MISSING_ACCESS)
        except Failure as failure:
            _log.warning("Discord won't say whether a server is gone: %s", failure)
        return False


def _belongs(guild: str, ready: Ready) -> bool:
    """Return whether an id is a server's, and the server belongs to the shard."""
    return guild.isdecimal() and (int(guild) >> 22) % ready.shards == ready.shard
