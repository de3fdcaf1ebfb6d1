"""Slack's Web API through its own client, and what a refusal means. Nothing is ever sent again here."""

import json as json_codec
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.remote_clock import RemoteClock
from bot.runtime.metrics import API_CALLS

_TIMEOUT = aiohttp.ClientTimeout(total=10, connect=5)
"""Seconds; shorter than the lease of a post, so that no other replica sends it while this one still may."""
_PAUSE = 30.0
"""Seconds to wait if Slack asks to wait and doesn't say how long, or can't be reached."""
_MAY_HAVE_HAPPENED = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})
"""Errors after which something may have happened all the same.

Source: https://docs.slack.dev/reference/methods/chat.postMessage#errors
"""
DEAD = frozenset({"token_revoked", "account_inactive", "invalid_auth", "token_expired", "not_authed"})
"""Errors that say that the token doesn't work any more."""


class ApiError(Exception):
    """A request to Slack that didn't go well; its text is one sentence."""


class Refused(ApiError):
    """Slack took nothing.

    Args:
        code: Slack's name for the reason, such as not_in_channel.
        needed: the scope that is missing, or "".
    """

    def __init__(self, method: str, code: str, needed: str = "") -> None:
        scope = f" (the scope {needed} is needed)" if needed else ""
        super().__init__(f"Slack refused {method}: {code}{scope}.")
        self.code = code
        self.needed = needed

    @property
    def dislikes_blocks(self) -> bool:
        """Return whether it's for what a message looks like; said more simply, it may be taken."""
        return "block" in self.code or self.code in ("invalid_attachments", "no_text")


class Limited(ApiError):
    """Slack took nothing, and asks to wait.

    Args:
        seconds: to wait.
    """

    def __init__(self, method: str, seconds: float) -> None:
        super().__init__(f"Slack asks to wait {seconds:.0f} seconds before {method}.")
        self.seconds = seconds


class Held(Limited):
    """Slack wasn't asked, as by its limits it isn't yet time."""


class Unreachable(ApiError):
    """No connection was made, so nothing was sent."""


class Unsure(ApiError):
    """Slack may or may not have done it."""


class Api:
    """Calls Slack.

    Args:
        root: of the Web API.

    Attributes:
        clock: Slack's own.
    """

    def __init__(self, root: str) -> None:
        self.root = root.rstrip("/")
        self.clock = RemoteClock()
        self._session: aiohttp.ClientSession | None = None
        self._client: AsyncWebClient | None = None

    @property
    def session(self) -> aiohttp.ClientSession:
        """Return the connections that everything shares."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                timeout=_TIMEOUT, connector=aiohttp.TCPConnector(limit=200), cookie_jar=aiohttp.DummyCookieJar()
            )
        return self._session

    @property
    def client(self) -> AsyncWebClient:
        """Return Slack's own client, made not to send anything twice."""
        if self._client is None:
            self._client = AsyncWebClient(base_url=f"{self.root}/", session=self.session, retry_handlers=[])
        return self._client

    async def close(self) -> None:
        """Let the connections go."""
        if self._session is not None:
            await self._session.close()

    async def call(
        self, method: str, token: str, *, form: Mapping[str, Any] | None = None, json: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Call a method once.

        Args:
            method: its name, such as chat.postMessage.
            token: to call it with.
            form: its arguments as a form, which every method takes,
            json: or as JSON, which those that write take.

        Returns:
            What Slack says, of which only "ok" is sure to be there.

        Raises:
            Refused, Limited, Unreachable: nothing was done.
            Unsure: nobody knows.
        """
        headers = {"Authorization": f"Bearer {token}"}
        if json is not None:
            return await self._request(method, headers=headers, json=dict(json))
        return await self._request(method, headers=headers, data=dict(form or {}))

    async def test(self) -> None:
        """Have Slack answer, which takes no token (https://docs.slack.dev/reference/methods/api.test).

        Raises:
            Refused, Limited, Unreachable, Unsure: as call.
        """
        await self._request("api.test")

    async def examine(self, token: str) -> tuple[dict[str, Any], frozenset[str]]:
        """Return what auth.test says of a token, and its scopes; no scopes if Slack doesn't say.

        Raises:
            Refused, Limited, Unreachable, Unsure: as call.
        """
        answer = await self._send("auth.test", headers={"Authorization": f"Bearer {token}"})
        scopes = str(answer.headers.get("x-oauth-scopes") or "")
        return _data(answer), frozenset(scope.strip() for scope in scopes.split(",") if scope.strip())

    async def exchange(self, client_id: str, client_secret: str, form: Mapping[str, Any]) -> dict[str, Any]:
        """Get a token from oauth.v2.access, for a code or for a refresh token.

        Args:
            client_id: of the app.
            client_secret: of the app.
            form: the code or the refresh token, with the fields that go with it.

        Raises:
            Refused, Limited, Unreachable, Unsure: as call.
        """
        data = {**form, "client_id": client_id, "client_secret": client_secret}
        return await self._request("oauth.v2.access", data=data)

    async def respond(self, url: str, body: bytes) -> None:
        """Send an answer to a response_url.

        Args:
            url: as Slack gave it.
            body: JSON.

        Raises:
            Refused, Limited, Unreachable: it wasn't taken.
            Unsure: nobody knows.
        """
        method = "a response"
        try:
            async with self.session.post(url, data=body, headers=_JSON) as answer:
                said = await answer.text(errors="replace")
                status, headers = answer.status, answer.headers
        except (aiohttp.ClientConnectorError, aiohttp.InvalidURL) as error:
            raise _unreachable(method, error) from None
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise _unsure(method, type(error).__name__) from None
        API_CALLS.labels("slack", str(status)).inc()
        if status == 429:
            raise Limited(method, _retry_after(headers))
        if status >= 500 or status < 200:
            raise _unsure(method, f"HTTP {status}")
        if status >= 300 or '"ok":false' in said.replace(" ", ""):
            raise Refused(method, _code(said) or f"HTTP {status}")

    async def upload(self, url: str, content: bytes) -> None:
        """Send a file's bytes where files.getUploadURLExternal says.

        Raises:
            Refused, Unreachable, Unsure: it wasn't taken, or nobody knows.
        """
        try:
            async with self.session.post(url, data=BytesIO(content)) as answer:
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
        except aiohttp.ClientConnectorError as error:
            raise _unreachable(method, error) from None
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise _unsure(method, type(error).__name__) from None
        except AttributeError:
            # The client doesn't expect a text where there should be JSON, such as a proxy's error page.
            raise _unsure(method, "an answer that isn't JSON") from None
        API_CALLS.labels("slack", str(answer.status_code)).inc()
        self._note_date(answer)
        return answer

    def _note_date(self, response: object) -> None:
        if _status(response) < 500:  # else it may be a proxy that answers
            self.clock.note(getattr(response, "headers", {}).get("Date"))


_JSON = {"Content-Type": "application/json; charset=utf-8"}


def _data(answer: AsyncSlackResponse) -> dict[str, Any]:
    return answer.data if isinstance(answer.data, dict) else {}


def _meaning(method: str, response: object) -> ApiError:
    """Return what an answer that isn't "ok" means."""
    status = _status(response)
    API_CALLS.labels("slack", str(status)).inc()
    data = getattr(response, "data", None)
    said = data if isinstance(data, dict) else {}
    code = str(said.get("error") or "")
    if status == 429 or code in ("ratelimited", "rate_limited"):
        return Limited(method, _retry_after(getattr(response, "headers", {})))
    if code in _MAY_HAVE_HAPPENED or status >= 500:
        return _unsure(method, code or f"HTTP {status}")
    if not code and status == 200:
        return _unsure(method, "an answer without a result")
    return Refused(method, code or f"HTTP {status}", str(said.get("needed") or ""))


def _status(response: object) -> int:
    # Slack's client hands over its own response, or aiohttp's if it couldn't read that.
    return int(getattr(response, "status_code", None) or getattr(response, "status", None) or 0)


def _retry_after(headers: Mapping[str, str]) -> float:
    try:
        return max(1.0, float(headers.get("Retry-After", _PAUSE)))
    except ValueError:
        return _PAUSE


def _code(said: str) -> str:
    """Return the reason within the answer of a response_url: JSON with "error", or a bare word."""
    try:
        found = json_codec.loads(said)
    except ValueError:
        return said.strip() if said.strip().replace("_", "").isalpha() and len(said) < 60 else ""
    return str(found.get("error") or "") if isinstance(found, dict) else ""


def _unreachable(method: str, error: Exception) -> Unreachable:
    API_CALLS.labels("slack", "unreachable").inc()
    return Unreachable(f"can't reach Slack for {method} ({type(error).__name__}).")


def _unsure(method: str, why: str) -> Unsure:
    API_CALLS.labels("slack", "unreachable").inc()
    return Unsure(f"Nobody knows whether Slack did {method} ({why}).")
