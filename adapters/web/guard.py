"""Who may reach the playground: the names it answers to, the pages that may talk to it, the key, and the headers.

A page on the internet must not be able to use a playground on this machine: DNS rebinding fails at the Host, a
foreign page's WebSocket at the Origin, and whatever has not read the page itself at the page's token.
"""

import hashlib
import hmac
import ipaddress
from urllib.parse import urlsplit

from aiohttp import web

from adapters.web.limits import Bucket
from bot.language.message import Refusal

COOKIE = "versed-key"
MIN_KEY = 8
"""Characters of a shared key."""

WRONG_KEYS = 10
"""Wrong keys that may be tried at once; then one a second."""

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach that host; an unknown name counts as reachable."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


async def add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    """Put the security headers on every answer, errors included."""
    response.headers.update(HEADERS)
    response.headers.setdefault("Cache-Control", "no-store")


class Guard:
    """Lets requests in or turns them away.

    Args:
        host: that the playground is bound to.
        key: that everybody must know, or None when only this machine can reach it.
        now: in seconds, on a clock that only goes forward.

    Raises:
        Refusal: other machines could reach it without a key, or the key is too short.
    """

    def __init__(self, host: str, key: str | None, now: float) -> None:
        if key is None and not is_loopback(host):
            raise Refusal(
                f"Other machines could reach the playground on {host}; "
                "set VERSED_PLAY_KEY to share it, or leave out --host."
            )
        if key is not None and len(key) < MIN_KEY:
            raise Refusal(f"The key is too short; use at least {MIN_KEY} characters.")
        self._key = key
        self._wrong_keys = Bucket(WRONG_KEYS, 1.0, now)
        # Derived from the key, so that people stay in over a restart without the key itself lying in their browsers.
        self.cookie = hmac.new((key or "").encode(), b"versed playground cookie", hashlib.sha256).hexdigest()

    def check_host(self, request: web.Request) -> None:
        """Turn away requests for another name than this machine's (DNS rebinding).

        Any port will do, for a forwarded one differs. With a key, people come under whatever name they know.

        Raises:
            HTTPMisdirectedRequest: 421.
        """
        if self._key is None and not is_loopback(_host_name(request.headers.get("Host", ""))):
            raise web.HTTPMisdirectedRequest(text="The playground answers to localhost and 127.0.0.1 only.")

    def check_origin(self, request: web.Request) -> None:
        """Turn away WebSockets that another site's page opens.

        Raises:
            HTTPForbidden: 403.
        """
        origin = request.headers.get("Origin", "")
        if origin not in [f"{scheme}://{request.headers.get('Host', '')}" for scheme in ("http", "https")]:
            raise web.HTTPForbidden(text="Only the playground's own page may connect.")

    def is_open_to(self, request: web.Request) -> bool:
        """Whether the person has given the key, or needs none."""
        given = request.cookies.get(COOKIE, "")
        return self._key is None or hmac.compare_digest(given.encode(), self.cookie.encode())

    def check_cookie(self, request: web.Request) -> None:
        """Turn away those who have not given the key.

        Raises:
            HTTPForbidden: 403.
        """
        if not self.is_open_to(request):
            raise web.HTTPForbidden(text="This playground needs its key; open its first page and enter it.")

    def accepts(self, key: str, now: float) -> bool:
        """Whether a key that somebody gave is right.

        Raises:
            HTTPTooManyRequests: 429, when too many wrong ones were tried.
        """
        right = self._key is not None and hmac.compare_digest(key.encode("utf-8", "replace"), self._key.encode())
        if not right and not self._wrong_keys.take(now):
            raise web.HTTPTooManyRequests(text="Too many wrong keys; wait a moment and try again.")
        return right


def _host_name(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""
