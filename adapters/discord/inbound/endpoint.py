"""discord.py's HTTP client with a configurable URL for the API; the gateway's URL is the one that the API returns."""

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
from adapters.proxy import proxy_for

_log = logging.getLogger(__name__)

_FIRST_PAUSE, _LONGEST_PAUSE = 2.0, 300.0
"""Seconds between two attempts to reach Discord: the first pause, and the longest."""

_SHUT_OUT = 429
"""For this status, discord.py only raises an error if it's from Cloudflare; if it's from Discord, it waits itself."""


class Endpoint(HTTPClient):
    """Logs in, and connects to the gateway; Versed sends everything else through rest.Rest.

    discord.py keeps the API's URL and the gateway's URL for fresh sessions in class attributes; changing those would
    change them for every client in the process.

    The clients of all shards share one endpoint.

    Args:
        root: the URL of the API, such as https://discord.com/api/v10.
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
    """Defaults for fields of an application that discord.py requires and Versed doesn't need."""

    def __init__(self, root: str) -> None:
        # the gateway takes the same proxy as the API
        super().__init__(asyncio.get_running_loop(), proxy=proxy_for(root), max_ratelimit_timeout=_LONGEST_PAUSE)
        self.concurrency = 1
        """How many sessions may start at the same time, according to Discord's latest answer."""
        self._me: Unchecked = None
        self._application: Unchecked = None
        self._root = root
        self._is_elsewhere = not _is_discords(URL(root))
        self._closed_for = 0.0
        """Seconds for which no session may start, according to Discord's latest answer."""
        self._gateway: str | None = None
        """The gateway's URL from the API's latest answer, which is used for one connection; None if it's used up."""

    async def request(self, route: Route, **options: Any) -> Unchecked:
        """Send a request to the configured URL, retrying while Discord can't be reached."""
        route.url = self._root + route.url.removeprefix(route.BASE)
        for pause in _pauses():
            try:
                answer = await super().request(route, **options)
                # discord.py doesn't parse JSON if the content type has a charset
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
        """Log in once for all clients, and return the bot's user.

        Raises:
            discord.LoginFailure: Discord doesn't know the token.
        """
        if self._me is None:
            self._me = await super().static_login(token)
        return self._me

    async def application_info(self) -> Unchecked:
        """Return the application, with a value for every field that discord.py reads."""
        if self._application is None:
            self._application = {**self._MISSING, **await super().application_info()}
        return self._application

    async def close(self) -> None:
        """Do nothing, because a client that closes may not be the last one (see `end`)."""

    async def end(self) -> None:
        """Close all connections."""
        await super().close()

    async def get_bot_gateway(self) -> Unchecked:
        """Return the recommended number of shards, the gateway's URL and the limit on session starts."""
        shards, gateway, starts = await super().get_bot_gateway()
        self._closed_for = 0.0 if starts.get("remaining", 1) > 0 else starts.get("reset_after", 0) / 1000
        self.concurrency = max(1, int(starts.get("max_concurrency") or 1))
        self._gateway = gateway
        return shards, gateway, starts

    async def until_allowed(self) -> None:
        """Wait while Discord doesn't allow any session to start."""
        if self._gateway is None:
            await self.get_bot_gateway()
        if self._closed_for:
            _log.error("Discord allows no more sessions today; waiting %.0f s", self._closed_for)
            await asyncio.sleep(self._closed_for)
            self._closed_for = 0.0

    async def ws_connect(self, url: str, *, compress: int = 0) -> aiohttp.ClientWebSocketResponse:
        """Connect to the gateway; for a fresh session, at the URL that the API returns."""
        address = URL(url)
        if address.host == self._FRESH_GATEWAY or (self._is_elsewhere and _is_discords(address)):
            if self._gateway is None:
                await self.get_bot_gateway()
            address, self._gateway = URL(str(self._gateway)).with_query(address.query), None
        return await super().ws_connect(str(address), compress=compress)


def _is_discords(address: URL) -> bool:
    return (address.host or "").endswith(("discord.gg", "discord.com"))


def _pauses() -> Iterator[float]:
    pause = _FIRST_PAUSE
    while True:
        yield pause
        pause = min(pause * 2, _LONGEST_PAUSE)
