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

from adapters.discord.outbound.wire import Unchecked, from_json

_log = logging.getLogger(__name__)

_FIRST_PAUSE, _LONGEST_PAUSE = 2.0, 300.0
"""Seconds between two tries to reach Discord."""

_SHUT_OUT = 429
"""The status that discord.py lets through only when it comes from Cloudflare: the others it waits for itself."""


class Endpoint(HTTPClient):
    """Logs in, and connects to the gateway; all that Versed itself sends goes through rest.Rest.

    discord.py keeps the API's address in a class, and the gateway's for a fresh session as well; to change them there
    would change them for every client of the process.

    All shards' clients share one.

    Args:
        root: of the API, such as https://discord.com/api/v10.
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

    def __init__(self, root: str) -> None:
        super().__init__(asyncio.get_running_loop(), max_ratelimit_timeout=_LONGEST_PAUSE)
        self.concurrency = 1
        """How many sessions may start at the same time, as Discord said last."""
        self._me: Unchecked = None
        self._application: Unchecked = None
        self._root = root
        self._is_elsewhere = not _is_discords(URL(root))
        self._closed_for = 0.0
        """Seconds for which no session may start, as Discord said last."""
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

    async def static_login(self, token: str) -> Unchecked:
        """Log in, for all clients that come, and return the bot's user.

        Raises:
            discord.LoginFailure: Discord doesn't know the token.
        """
        if self._me is None:
            self._me = await super().static_login(token)
        return self._me

    async def application_info(self) -> Unchecked:
        """Return the application, with a value for everything that discord.py reads."""
        if self._application is None:
            self._application = {**self._MISSING, **await super().application_info()}
        return self._application

    async def close(self) -> None:
        """Go on: a client that ends isn't the last one (see end)."""

    async def end(self) -> None:
        """Let go of all connections."""
        await super().close()

    async def get_bot_gateway(self) -> Unchecked:
        """Return the shards recommended, the gateway and the sessions that may start."""
        shards, gateway, starts = await super().get_bot_gateway()
        self._closed_for = 0.0 if starts.get("remaining", 1) > 0 else starts.get("reset_after", 0) / 1000
        self.concurrency = max(1, int(starts.get("max_concurrency") or 1))
        self._gateway = gateway
        return shards, gateway, starts

    async def until_allowed(self) -> None:
        """Wait while Discord allows no session to start."""
        if self._gateway is None:
            await self.get_bot_gateway()
        if self._closed_for:
            _log.error("Discord allows no more sessions today; waiting %.0f s", self._closed_for)
            await asyncio.sleep(self._closed_for)
            self._closed_for = 0.0

    async def ws_connect(self, url: str, *, compress: int = 0) -> aiohttp.ClientWebSocketResponse:
        """Connect to the gateway: for a fresh session to where the API says that it is."""
        wanted = URL(url)
        if wanted.host == self._FRESH_GATEWAY or (self._is_elsewhere and _is_discords(wanted)):
            if self._gateway is None:
                await self.get_bot_gateway()
            wanted, self._gateway = URL(str(self._gateway)).with_query(wanted.query), None
        return await super().ws_connect(str(wanted), compress=compress)


def _is_discords(address: URL) -> bool:
    return (address.host or "").endswith(("discord.gg", "discord.com"))


def _pauses() -> Iterator[float]:
    pause = _FIRST_PAUSE
    while True:
        yield pause
        pause = min(pause * 2, _LONGEST_PAUSE)
