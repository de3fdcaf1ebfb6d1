"""Requests to Discord's API: each is sent once, has a timeout, and raises an error that says what happened.

discord.py's own client retries by itself, for up to 30 seconds, and sleeps for as long as a 429 says. But a post must
not be sent twice without the outbox knowing, and an answer has to arrive within three seconds. So Versed sends
everything through this client.
"""

import logging
import time
from collections.abc import Mapping, Sequence
from functools import cache
from io import BytesIO
from typing import Any

import aiohttp
import discord
from yarl import URL

from adapters.discord.outbound.breaker import BLOCKED, TOKEN_REJECTED, Breaker
from adapters.discord.outbound.failures import (
    TOO_MANY_EDITS,
    Failure,
    Held,
    Limited,
    Refused,
    Unclear,
    Unreached,
    reasons,
)
from adapters.discord.outbound.pace import Pace, read_number
from adapters.discord.outbound.wire import from_json
from adapters.proxy import proxy_for
from adapters.remote_clock import RemoteClock
from bot import __version__
from bot.language.message import File
from bot.runtime import metrics

_log = logging.getLogger(__name__)

TIMEOUT = 10.0
"""Timeout in seconds for a whole request."""

_CONNECT_TIMEOUT = 5.0
_JSON = {"Content-Type": "application/json"}

_AGENT = f"DiscordBot (https://github.com/Rapptz/discord.py, {discord.__version__}) Versed/{__version__}"
"""Discord requires a URL and a version at the start (https://docs.discord.com/developers/reference#user-agent)."""

_NOT_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.ClientHttpProxyError)


class Rest:
    """Sends requests.

    Args:
        root: the URL of the API, such as https://discord.com/api/v10.
        token: the bot's token.

    Attributes:
        clock: estimates the time of Discord's own clock.
    """

    def __init__(self, root: str, token: str) -> None:
        self.clock = RemoteClock()
        self._root = root
        self._proxy = proxy_for(root)
        self._bot = {"Authorization": f"Bot {token}"}
        self._session: aiohttp.ClientSession | None = None
        self._breaker = Breaker(time.monotonic)
        self._pace = Pace()
        self._counted: dict[str, Any] = {}

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()

    async def call(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        *,
        files: Sequence[File] = (),
        as_bot: bool = False,
        limited_by: str = "",
        patience: float = 0.0,
        seconds: float = TIMEOUT,
    ) -> bytes:
        """Send one request when it's its turn.

        Args:
            method: the HTTP method.
            path: the path below the root, already encoded.
            body: the JSON body.
            files: files to send with the body.
            as_bot: whether to send the bot's token; answers to interactions need only their own token.
            limited_by: names what shares a rate limit: a route and its channel, or an interaction.
            patience: maximum number of seconds to wait for its turn.
            seconds: timeout for the request itself.

        Returns:
            The response's body.

        Raises:
            Held, Unreached, Refused: Discord did nothing.
            Unclear: it's unknown whether Discord did anything.
        """
        headers = {**self._bot, **_JSON} if as_bot else _JSON
        data: bytes | aiohttp.FormData | None = body
        if files:
            data = _multipart(body or b"{}", files)
            headers = self._bot if as_bot else {}
        try:
            if not (as_bot or limited_by):
                self._breaker.check(token=False)
                return await self._send(method, path, data, headers, as_bot, limited_by, seconds)
            async with self._pace.turn(limited_by, patience, as_bot=as_bot):
                self._breaker.check(token=as_bot)
                return await self._send(method, path, data, headers, as_bot, limited_by, seconds)
        except _NOT_SENT as error:
            self._count("unreachable")
            raise Unreached(f"can't reach Discord: {type(error).__name__}") from error
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            self._count("unreachable")
            raise Unclear(f"No answer from Discord: {type(error).__name__}") from error

    async def _send(
        self,
        method: str,
        path: str,
        data: bytes | aiohttp.FormData | None,
        headers: Mapping[str, str],
        as_bot: bool,
        limited_by: str,
        seconds: float,
    ) -> bytes:
        session = self._session or self._open()
        url = URL(self._root + path, encoded=True)
        time_out, sent_at = _time_out(seconds), time.monotonic()
        async with session.request(
            method, url, data=data, headers=headers, timeout=time_out, allow_redirects=False, proxy=self._proxy
        ) as response:
            body = await response.read()
            self._count(str(response.status))
            if response.status < 500:  # otherwise it may be a proxy's clock
                self.clock.note(response.headers.get("Date"))
            if limited_by:
                self._pace.learn(limited_by, response.headers)
            if response.status < 300:
                self._breaker.unblocked()
                return body
            raise self._failure(response, body, as_bot, limited_by, sent_at)

    def _open(self) -> aiohttp.ClientSession:
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=30),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": _AGENT},
        )
        return self._session

    def _failure(
        self, response: aiohttp.ClientResponse, body: bytes, as_bot: bool, limited_by: str, sent_at: float
    ) -> Failure:
        """Return the error for a response with a status of 300 or more."""
        status = response.status
        try:
            answer = from_json(body)
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            if status == 429 or (status == 403 and response.content_type == "text/html"):
                self._breaker.blocked(read_number(response.headers.get("Retry-After")))
                _log.error("Discord is blocking me with status %d; pausing", status)
                return Limited(BLOCKED, _pause(response))
            answer = {}
        if status >= 500:
            return Unclear(f"Discord answered {status}")
        self._breaker.unblocked()
        if status in (401, 403, 429) and response.headers.get("X-RateLimit-Scope") != "shared":
            self._breaker.invalid()
        code = _code(answer.get("code"))
        if status == 429:
            limited = self._limited(answer, response, limited_by, sent_at)
            if code != TOO_MANY_EDITS:  # it's a 429, too, but waiting doesn't help: the message only gets older
                return limited
        if status == 401 and as_bot:
            self._breaker.token_refused()
            _log.error("Discord doesn't accept DISCORD_TOKEN any more; reset it and start again")
            return Held(TOKEN_REJECTED, 3600.0)
        message = str(answer.get("message", ""))[:200]
        return Refused(status, code, message, reasons(answer.get("errors")))

    def _limited(
        self, answer: Mapping[str, Any], response: aiohttp.ClientResponse, limited_by: str, sent_at: float
    ) -> Limited:
        seconds = read_number(answer.get("retry_after"))
        wait = _pause(response) if seconds is None else seconds
        everywhere = bool(answer.get("global")) or response.headers.get("X-RateLimit-Scope") == "global"
        self._pace.limited(limited_by, wait, everywhere=everywhere, sent_at=sent_at)
        return Limited("Discord wants me to slow down; I'll continue in a moment.", wait)

    def _count(self, status: str) -> None:
        if status not in self._counted:
            self._counted[status] = metrics.API_CALLS.labels("discord", status)
        self._counted[status].inc()


@cache
def _time_out(seconds: float) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=seconds, sock_connect=_CONNECT_TIMEOUT)


def _multipart(body: bytes, files: Sequence[File]) -> aiohttp.FormData:
    form = aiohttp.FormData(quote_fields=False)  # Discord reads files[0], not files%5B0%5D
    form.add_field("payload_json", body.decode(), content_type="application/json")
    for number, file in enumerate(files):
        form.add_field(f"files[{number}]", BytesIO(file.data), filename=file.name, content_type=file.media_type)
    return form


def _pause(response: aiohttp.ClientResponse) -> float:
    return read_number(response.headers.get("Retry-After")) or 10.0


def _code(value: object) -> int:
    return value if isinstance(value, int) else 0
