"""Slack's Web API through Slack's own client, and the meaning of its errors. Nothing is retried here."""

import json as json_codec
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.proxy import proxy_for
from adapters.remote_clock import RemoteClock
from bot.runtime.metrics import API_CALLS

_TIMEOUT = aiohttp.ClientTimeout(total=10, connect=5)
"""In seconds. Shorter than the lease of a post, so that no other replica sends a post while this one still might."""
_NOT_SENT = (aiohttp.ClientConnectorError, aiohttp.ClientHttpProxyError)
_PAUSE = 30.0
"""Seconds to wait if Slack asks to wait but doesn't say how long."""
_MAY_HAVE_HAPPENED = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})
"""Errors after which Slack may have done what was asked all the same.

Source: https://docs.slack.dev/reference/methods/chat.postMessage#errors
"""
DEAD = frozenset({"token_revoked", "account_inactive", "invalid_auth", "token_expired", "not_authed"})
"""Errors that mean that the token no longer works."""


class ApiError(Exception):
    """A failed request to Slack; its text is one sentence."""


class Refused(ApiError):
    """Slack refused the request and did nothing.

    Args:
        code: Slack's error code, such as not_in_channel.
        needed: the missing scope, or "".
    """

    def __init__(self, method: str, code: str, needed: str = "") -> None:
        scope = f" (the scope {needed} is needed)" if needed else ""
        super().__init__(f"Slack refused {method}: {code}{scope}.")
        self.code = code
        self.needed = needed

    @property
    def dislikes_blocks(self) -> bool:
        """Return whether Slack refused a message for its layout, so that it may accept a simpler one."""
        return "block" in self.code or self.code in ("invalid_attachments", "no_text")


class Limited(ApiError):
    """Slack did nothing, and asks us to wait.

    Args:
        seconds: how long to wait.
    """

    def __init__(self, method: str, seconds: float) -> None:
        super().__init__(f"Slack asks to wait {seconds:.0f} seconds before {method}.")
        self.seconds = seconds


class Held(Limited):
    """We didn't ask Slack, because its rate limits don't allow it yet."""


class Unreachable(ApiError):
    """No connection was made, so nothing was sent."""


class Unsure(ApiError):
    """It's unknown whether Slack did what was asked."""


class Api:
    """Calls Slack.

    Args:
        root: the URL of the Web API.

    Attributes:
        clock: estimates the time of Slack's own clock.
    """

    def __init__(self, root: str) -> None:
        self.root = root.rstrip("/")
        self.clock = RemoteClock()
        self._session: aiohttp.ClientSession | None = None
        self._client: AsyncWebClient | None = None

    @property
    def session(self) -> aiohttp.ClientSession:
        """Return the HTTP session that all calls share."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                timeout=_TIMEOUT, connector=aiohttp.TCPConnector(limit=200), cookie_jar=aiohttp.DummyCookieJar()
            )
        return self._session

    @property
    def client(self) -> AsyncWebClient:
        """Return Slack's own client, without retries."""
        if self._client is None:
            self._client = AsyncWebClient(base_url=f"{self.root}/", session=self.session, retry_handlers=[])
            self._client.proxy = proxy_for(self.root)  # it reads HTTPS_PROXY itself, but not NO_PROXY
        return self._client

    async def close(self) -> None:
        """Close the HTTP session."""
        if self._session is not None:
            await self._session.close()

    async def call(
        self, method: str, token: str, *, form: Mapping[str, Any] | None = None, json: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Call a method once.

        Args:
            method: its name, such as chat.postMessage.
            token: authenticates the call.
            form: its arguments as a form, which every method accepts.
            json: its arguments as JSON instead, which only the methods that write accept.

        Returns:
            Slack's answer, in which only "ok" is sure to be present.

        Raises:
            Refused, Limited, Unreachable: nothing was done.
            Unsure: it's unknown whether anything was done.
        """
        headers = {"Authorization": f"Bearer {token}"}
        if json is not None:
            return await self._request(method, headers=headers, json=dict(json))
        return await self._request(method, headers=headers, data=dict(form or {}))

    async def test(self) -> None:
        """Make a request that needs no token (https://docs.slack.dev/reference/methods/api.test).

        Raises:
            Refused, Limited, Unreachable, Unsure: as for `call`.
        """
        await self._request("api.test")

    async def examine(self, token: str) -> tuple[dict[str, Any], frozenset[str]]:
        """Return auth.test's answer for a token, and the token's scopes; no scopes if Slack doesn't list them.

        Raises:
            Refused, Limited, Unreachable, Unsure: as for `call`.
        """
        answer = await self._send("auth.test", headers={"Authorization": f"Bearer {token}"})
        scopes = str(answer.headers.get("x-oauth-scopes") or "")
        return _data(answer), frozenset(scope.strip() for scope in scopes.split(",") if scope.strip())

    async def exchange(self, client_id: str, client_secret: str, form: Mapping[str, Any]) -> dict[str, Any]:
        """Exchange a code or a refresh token for a token, with oauth.v2.access.

        Args:
            client_id: the app's client id.
            client_secret: the app's client secret.
            form: the code or the refresh token, with the fields that belong to it.

        Raises:
            Refused, Limited, Unreachable, Unsure: as for `call`.
        """
        data = {**form, "client_id": client_id, "client_secret": client_secret}
        return await self._request("oauth.v2.access", data=data)

    async def respond(self, url: str, body: bytes) -> None:
        """Send an answer to a response_url.

        Args:
            url: the response_url.
            body: the answer as JSON.

        Raises:
            Refused, Limited, Unreachable: Slack didn't accept it.
            Unsure: it's unknown whether Slack accepted it.
        """
        method = "a response"
        try:
            async with self.session.post(url, data=body, headers=_JSON, proxy=proxy_for(url)) as answer:
                body_text = await answer.text(errors="replace")
                status, headers = answer.status, answer.headers
        except (*_NOT_SENT, aiohttp.InvalidURL) as error:
            raise _unreachable(method, error) from None
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise _unsure(method, type(error).__name__) from None
        API_CALLS.labels("slack", str(status)).inc()
        if status == 429:
            raise Limited(method, _retry_after(headers))
        if status >= 500 or status < 200:
            raise _unsure(method, f"HTTP {status}")
        if status >= 300 or '"ok":false' in body_text.replace(" ", ""):
            raise Refused(method, _code(body_text) or f"HTTP {status}")

    async def upload(self, url: str, content: bytes) -> None:
        """Upload a file's bytes to a URL from files.getUploadURLExternal.

        Raises:
            Refused, Unreachable: the upload failed, or may have failed.
        """
        try:
            async with self.session.post(url, data=BytesIO(content), proxy=proxy_for(url)) as answer:
                status = answer.status
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise _unreachable("an upload", error) from None
        if status != 200:
            raise Refused("an upload", f"HTTP {status}")

    async def _request(self, method: str, **arguments: Any) -> dict[str, Any]:
        return _data(await self._send(method, **arguments))

    async def _send(self, method: str, **arguments: Any) -> AsyncSlackResponse:
        try:
            answer = await self.client.api_call(method, **arguments)
        except SlackApiError as error:
            self._note_date(error.response)
            raise _meaning(method, error.response) from None
        except _NOT_SENT as error:
            raise _unreachable(method, error) from None
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise _unsure(method, type(error).__name__) from None
        except AttributeError:
            # The client fails like this on text instead of JSON, such as a proxy's error page.
            raise _unsure(method, "an answer that isn't JSON") from None
        API_CALLS.labels("slack", str(answer.status_code)).inc()
        self._note_date(answer)
        return answer

    def _note_date(self, response: object) -> None:
        if _status(response) < 500:  # otherwise it may be a proxy's clock
            self.clock.note(getattr(response, "headers", {}).get("Date"))


_JSON = {"Content-Type": "application/json; charset=utf-8"}


def _data(answer: AsyncSlackResponse) -> dict[str, Any]:
    return answer.data if isinstance(answer.data, dict) else {}


def _meaning(method: str, response: object) -> ApiError:
    """Return the error for an answer without "ok"."""
    status = _status(response)
    API_CALLS.labels("slack", str(status)).inc()
    data = getattr(response, "data", None)
    fields = data if isinstance(data, dict) else {}
    code = str(fields.get("error") or "")
    if status == 429 or code in ("ratelimited", "rate_limited"):
        return Limited(method, _retry_after(getattr(response, "headers", {})))
    if code in _MAY_HAVE_HAPPENED or status >= 500:
        return _unsure(method, code or f"HTTP {status}")
    if not code and status == 200:
        return _unsure(method, "an answer without a result")
    return Refused(method, code or f"HTTP {status}", str(fields.get("needed") or ""))


def _status(response: object) -> int:
    # Slack's client passes its own response, or aiohttp's if it couldn't read that.
    return int(getattr(response, "status_code", None) or getattr(response, "status", None) or 0)


def _retry_after(headers: Mapping[str, str]) -> float:
    try:
        return max(1.0, float(headers.get("Retry-After", _PAUSE)))
    except ValueError:
        return _PAUSE


def _code(text: str) -> str:
    """Return the error code in a response_url's answer, which is JSON with "error" or a bare word."""
    try:
        found = json_codec.loads(text)
    except ValueError:
        return text.strip() if text.strip().replace("_", "").isalpha() and len(text) < 60 else ""
    return str(found.get("error") or "") if isinstance(found, dict) else ""


def _unreachable(method: str, error: Exception) -> Unreachable:
    API_CALLS.labels("slack", "unreachable").inc()
    return Unreachable(f"can't reach Slack for {method} ({type(error).__name__}).")


def _unsure(method: str, why: str) -> Unsure:
    API_CALLS.labels("slack", "unreachable").inc()
    return Unsure(f"There's no telling whether Slack did {method} ({why}).")
