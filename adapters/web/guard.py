"""Access control for the playground: allowed host names and origins, the key, and security headers.

A page on the internet must not be able to use a playground on this machine: checking the Host header stops DNS
rebinding, checking the Origin stops another page's WebSocket, and the page's token stops anyone who hasn't read the
page.
"""

import hashlib
import hmac
import ipaddress
from dataclasses import dataclass

from aiohttp import web

from adapters.http import host_name, is_loopback, is_secret
from adapters.web.limits import Bucket
from adapters.web.visitors import Visitor, browser_of
from bot.language.refusals import Refusal

COOKIE = "versed-key"
ADMINISTRATOR = "versed-administrator"
MIN_KEY = 8
"""Minimum number of characters in a shared key."""

_LOCAL = (".local", ".lan", ".internal", ".home.arpa", ".localhost")
"""Suffixes of host names that only exist in local networks."""

WRONG_KEYS = 10
"""How many wrong keys may be tried at once; after that, one per second."""

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


async def add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    """Add the security headers to every response, including errors."""
    response.headers.update(HEADERS)
    response.headers.setdefault("Cache-Control", "no-store")


@dataclass(frozen=True, slots=True)
class AccessKeys:
    """The keys and names of a shared playground.

    Args:
        everyone: the key for entering.
        administrators: the key for entering as an administrator.
        names: additional host names of the playground, besides IP addresses and names in local networks.

    Raises:
        Refusal: a key isn't valid.
    """

    everyone: str
    administrators: str
    names: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        for name, key in (("VERSED_PLAY_KEY", self.everyone), ("VERSED_PLAY_ADMIN_KEY", self.administrators)):
            if len(key) < MIN_KEY:
                raise Refusal(f"{name} is too short; use at least {MIN_KEY} characters.")
            if not key.isprintable():
                raise Refusal(f"{name} has characters that nobody can type; choose another one.")
        if self.everyone == self.administrators:
            raise Refusal("VERSED_PLAY_ADMIN_KEY is the key that everyone has; choose another one.")


class Guard:
    """Accepts or rejects requests.

    Args:
        host: the host that the playground is bound to.
        keys: the keys for entering; None if only this machine can reach the playground.
        now: the time of a monotonic clock, in seconds.

    Raises:
        Refusal: other machines could reach it without a key.
    """

    def __init__(self, host: str, keys: AccessKeys | None, now: float) -> None:
        if keys is None and not is_loopback(host):
            raise Refusal(
                f"Other machines could reach the playground on {host}; "
                "set VERSED_PLAY_KEY to share it, or leave out --host."
            )
        self._host = host
        self._keys = keys
        self._wrong_keys = Bucket(WRONG_KEYS, 1.0, now)
        # Derived from the keys, so that people stay in after a restart without having the key itself in a cookie.
        self._cookies = (
            {} if keys is None else {COOKIE: _sign(keys.everyone), ADMINISTRATOR: _sign(keys.administrators)}
        )

    @property
    def is_shared(self) -> bool:
        """Return whether people need a key to enter."""
        return self._keys is not None

    def check_host(self, request: web.Request) -> None:
        """Reject requests for a host name that isn't this machine's (DNS rebinding).

        Any port is accepted, because a forwarded port may be different.

        Raises:
            HTTPMisdirectedRequest: 421.
        """
        name = host_name(request)
        if is_loopback(name):
            return
        if self._keys is None:
            raise web.HTTPMisdirectedRequest(text="The playground answers to localhost and 127.0.0.1 only.")
        if name not in self._keys.names | {self._host.lower()} and not _is_local(name):
            sentence = (
                "The playground doesn't know this name; the person who started it can add it to VERSED_PLAY_HOSTS."
            )
            raise web.HTTPMisdirectedRequest(text=sentence)

    def check_origin(self, request: web.Request) -> None:
        """Reject WebSockets and uploads from another site's page.

        Raises:
            HTTPForbidden: 403.
        """
        origin = request.headers.get("Origin", "")
        if origin not in [f"{scheme}://{request.headers.get('Host', '')}" for scheme in ("http", "https")]:
            raise web.HTTPForbidden(text="Only the playground's own page may connect.")

    def is_open_to(self, request: web.Request) -> bool:
        """Return whether the person has entered a key, or needs none."""
        return self._keys is None or self._shows(request, COOKIE)

    def visitor(self, request: web.Request) -> Visitor:
        """Return the visitor whose browser sent a request.

        Raises:
            HTTPForbidden: 403, if they haven't entered a key, or their browser didn't keep the cookie.
        """
        if not self.is_open_to(request):
            raise web.HTTPForbidden(text="This playground needs its key; open its first page and enter it.")
        browser = browser_of(request)
        if self._keys is not None and not browser:
            raise web.HTTPForbidden(text="Your browser has to keep this page's cookie; reload its first page.")
        return Visitor(browser, self._keys is None or self._shows(request, ADMINISTRATOR))

    def accepts(self, key: str, now: float) -> dict[str, str]:
        """Return the cookies to set for a key; empty if it's wrong.

        Raises:
            Refusal: too many wrong keys were tried.
        """
        if self._keys is not None and is_secret(key, self._keys.administrators):
            return self._cookies
        if self._keys is not None and is_secret(key, self._keys.everyone):
            return {COOKIE: self._cookies[COOKIE]}
        if not self._wrong_keys.take(now):
            raise Refusal("Too many wrong keys; wait a moment and try again.")
        return {}

    def _shows(self, request: web.Request, cookie: str) -> bool:
        return is_secret(request.cookies.get(cookie, ""), self._cookies[cookie])


def is_secure(request: web.Request) -> bool:
    """Return whether a browser uses HTTPS, according to a proxy in front, if any; cookies are secure only then.

    If there are several proxies, each may add what it was asked with, after the others.
    """
    nearest_the_browser = request.headers.get("X-Forwarded-Proto", "").split(",")[0].strip()
    return request.secure or nearest_the_browser.lower() == "https"


def _sign(key: str) -> str:
    return hmac.new(key.encode(), b"versed playground cookie", hashlib.sha256).hexdigest()


def _is_local(name: str) -> bool:
    """Return whether a name is an IP address or can't exist on the internet, so that DNS rebinding is impossible."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return bool(name) and ("." not in name or name.endswith(_LOCAL))
    return True
