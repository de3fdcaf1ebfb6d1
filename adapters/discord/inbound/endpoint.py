"""discord.py's HTTP client at another address: the setting's, for the API, and for the gateway what that API says."""

import asyncio
import logging
from collections.abc import Iterator
from typing import Any, ClassVar

import aiohttp
import discord
from discord.gateway import DiscordWebSocket
from discord.http import HTTPClient, Route
from yarl import URL

from adapters.discord.inbound.starts import SessionStarts
from adapters.discord.outbound.wire import Unchecked, from_json

_log = logging.getLogger(__name__)

_FIRST_PAUSE, _LONGEST_PAUSE = 2.0, 300.0
"""Seconds between two tries to reach Discord."""

_SHUT_OUT = 429
"""The status that discord.py lets through only when it comes from Cloudflare: the others it waits for itself."""

_STEADY = 30.0
"""Seconds after which a connection to the gateway counts as one that held."""

_FREE_CONNECTIONS = 3
"""Connections in a row that didn't hold, until they are slowed down."""

_FIRST_SLOWING = 1.0
"""Seconds that the first one after those waits; each further one waits twice as long …"""
_LONGEST_SLOWING = 15.0
"""… up to this: discord.py gives a connection a minute to begin, and would give it up before a longer one is over."""


class Endpoint(HTTPClient):
    """Logs in, and connects to the gateway; all that Versed itself sends goes through rest.Rest.

    discord.py keeps the API's address in a class, and the gateway's for a fresh session as well; to change them there
    would change them for every client of the process.

    Args:
        root: of the API, such as https://discord.com/api/v10.
        starts: tell how long a fresh session waits.
    """

    _FRESH_GATEWAY: ClassVar[str | None] = DiscordWebSocket.DEFAULT_GATEWAY.host
    _MISSING: ClassVar[dict[str, Any]] = {
        "name": "Versed",
        "description": "",
        "icon": None,
        "bot_public": True,
        "bot_require_code_grant": False,
        "owner": {"id": "0", "username": "unknown", "discriminator": "0", "avatar": None},
        "verify_key": "",
    }
    """What discord.py wants to know of an application and Versed doesn't."""

    def __init__(self, root: str, starts: SessionStarts) -> None:
        super().__init__(asyncio.get_running_loop(), max_ratelimit_timeout=_LONGEST_PAUSE)
        self._starts = starts
        self._root = root
        self._is_elsewhere = not _is_discords(URL(root))
        self._connected: list[float] = []
        self._gateway: str | None = None
        """Where the API has just said that the gateway is, for one connection."""

    async def request(self, route: Route, **options: Any) -> Unchecked:
        """Send a request to this address; try again while Discord can't be reached."""
        route.url = self._root + route.url.removeprefix(route.BASE)
        for pause in _pauses():
            try:
                answer = await super().request(route, **options)
                # discord.py doesn't parse JSON if a charset follows its type
                return from_json(answer.encode()) if isinstance(answer, str) and answer else answer
            except discord.RateLimited as limited:
                wait = limited.retry_after
            except discord.HTTPException as error:
                if error.status < 500 and error.status != _SHUT_OUT:
                    raise
                wait = pause * 5 if error.status == _SHUT_OUT else pause
            except (aiohttp.ClientError, OSError, TimeoutError):
                wait = pause
            _log.warning("Discord isn't answering %s; trying again in %.0f s", route.path, wait)
            await asyncio.sleep(wait)
        raise AssertionError("the pauses never end")

    async def application_info(self) -> Unchecked:
        """Return the application, with a value for everything that discord.py reads."""
        return {**self._MISSING, **await super().application_info()}

    async def get_bot_gateway(self) -> Unchecked:
        """Return the shards recommended, the gateway and the sessions that may start; wait while none may."""
        shards, gateway, starts = await super().get_bot_gateway()
        if starts.get("remaining", 1) <= 0:
            pause = starts.get("reset_after", 0) / 1000
            _log.error("Discord allows no more sessions today; waiting %.0f s", pause)
            await asyncio.sleep(pause)
        self._gateway = gateway
        return shards, gateway, starts

    async def ws_connect(self, url: str, *, compress: int = 0) -> aiohttp.ClientWebSocketResponse:
        """Connect to the gateway: for a fresh session to where the API says that it is.

        All pauses come before the connection is opened: on an open one Discord waits for a session to begin, and
        nobody would notice if it stopped waiting.
        """
        wanted = URL(url)
        is_fresh = wanted.host == self._FRESH_GATEWAY
        await self._keep_pace(is_fresh=is_fresh)
        if is_fresh or (self._is_elsewhere and _is_discords(wanted)):
            if self._gateway is None:
                await self.get_bot_gateway()
            wanted, self._gateway = URL(str(self._gateway)).with_query(wanted.query), None
        return await super().ws_connect(str(wanted), compress=compress)

    async def _keep_pace(self, *, is_fresh: bool) -> None:
        """Slow down when one connection after the other breaks at once, or one session after the other is lost."""
        now = asyncio.get_running_loop().time()
        self._connected = [at for at in self._connected if now - at < _STEADY * len(self._connected)]
        pause = self._starts.pause(now) if is_fresh else 0.0
        if len(self._connected) >= _FREE_CONNECTIONS:
            beyond = len(self._connected) - _FREE_CONNECTIONS
            pause = max(pause, min(_FIRST_SLOWING * 2.0**beyond, _LONGEST_SLOWING))
            _log.warning("the gateway keeps breaking off; connecting in %.0f s", pause)
        if pause:
            await asyncio.sleep(pause)
        self._connected.append(now + pause)


def _is_discords(address: URL) -> bool:
    return (address.host or "").endswith(("discord.gg", "discord.com"))


def _pauses() -> Iterator[float]:
    pause = _FIRST_PAUSE
    while True:
        yield pause
        pause = min(pause * 2, _LONGEST_PAUSE)
