"""Who may reach the playground: the names it answers to, the pages that may talk to it, the key, and the headers.

A page on the internet must not be able to use a playground on this machine: DNS rebinding fails at the Host, a
foreign page's WebSocket at the Origin, and anything that hasn't read the page itself at the page's token.
"""

import hashlib
import hmac
import ipaddress
from dataclasses import dataclass

from aiohttp import web

from adapters.http import host_name, is_loopback
from adapters.web.limits import Bucket
from adapters.web.visitors import Visitor, browser_of
from bot.language.refusals import Refusal

COOKIE = "versed-key"
ADMINISTRATOR = "versed-administrator"
MIN_KEY = 8
"""Characters of a shared key."""

_LOCAL = (".local", ".lan", ".internal", ".home.arpa", ".localhost")
"""How names end that are only given out in a local network."""

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


async def add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    """Put the security headers on every answer, errors included."""
    response.headers.update(HEADERS)
    response.headers.setdefault("Cache-Control", "no-store")


@dataclass(frozen=True, slots=True)
class AccessKeys:
    """What a playground is shared with.

    Args:
        everyone: the key of those who may come in.
        administrators: the key of those who may also administer; as good as the other for coming in.
        names: under which it can be reached, besides addresses and names of a local network.
    """

    everyone: str
    administrators: str
    names: frozenset[str] = frozenset()


class Guard:
    """Lets requests in or turns them away.

    Args:
        host: that the playground is bound to.
        keys: what people must know to come in, or None when only this machine can reach it.
        now: in seconds, on a clock that only goes forward.

    Raises:
        Refusal: other machines could reach it without a key, or a key is no good.
    """

    def __init__(self, host: str, keys: AccessKeys | None, now: float) -> None:
        if keys is None and not is_loopback(host):
            raise Refusal(
                f"Other machines could reach the playground on {host}; "
                "set VERSED_PLAY_KEY to share it, or leave out --host."
            )
        if keys is not None:
            _check(keys)
        self._host = host
        self._keys = keys
        self._wrong_keys = Bucket(WRONG_KEYS, 1.0, now)
        # Derived from the keys, so that people stay in over a restart without a key itself lying in their browsers.
        self._cookies = (
            {} if keys is None else {COOKIE: _sign(keys.everyone), ADMINISTRATOR: _sign(keys.administrators)}
        )

    @property
    def is_shared(self) -> bool:
        """Return whether people come in with a key."""
        return self._keys is not None

    def check_host(self, request: web.Request) -> None:
        """Turn away requests for another name than this machine's (DNS rebinding).

        Any port will do, as a forwarded one differs.

        Raises:
            HTTPMisdirectedRequest: 421.
        """
        name = host_name(request)
        if is_loopback(name):
            return
        if self._keys is None:
            raise web.HTTPMisdirectedRequest(text="The playground answers to localhost and 127.0.0.1 only.")
        if name not in self._keys.names | {self._host.lower()} and not _is_local(name):
            told = "The playground doesn't know this name; the person who started it can add it to VERSED_PLAY_HOSTS."
            raise web.HTTPMisdirectedRequest(text=told)

    def check_origin(self, request: web.Request) -> None:
        """Turn away WebSockets that another site's page opens.

        Raises:
            HTTPForbidden: 403.
        """
        origin = request.headers.get("Origin", "")
        if origin not in [f"{scheme}://{request.headers.get('Host', '')}" for scheme in ("http", "https")]:
            raise web.HTTPForbidden(text="Only the playground's own page may connect.")

    def is_open_to(self, request: web.Request) -> bool:
        """Return whether the person has given a key, or needs none."""
        return self._keys is None or self._shows(request, COOKIE)

    def visitor(self, request: web.Request) -> Visitor:
        """Return whose browser it is.

        Raises:
            HTTPForbidden: 403, to those who haven't given a key, or whose browser lacks the cookie it needs.
        """
        if not self.is_open_to(request):
            raise web.HTTPForbidden(text="This playground needs its key; open its first page and enter it.")
        browser = browser_of(request)
        if self._keys is not None and not browser:
            raise web.HTTPForbidden(text="Your browser has to keep this page's cookie; reload its first page.")
        return Visitor(browser, self._keys is None or self._shows(request, ADMINISTRATOR))

    def accepts(self, key: str, now: float) -> dict[str, str]:
        """Return the cookies that a key is worth; none if it's wrong.

        Raises:
            HTTPTooManyRequests: 429, when too many wrong ones were tried.
        """
        given = key.encode("utf-8", "replace")
        if self._keys is not None and hmac.compare_digest(given, self._keys.administrators.encode()):
            return self._cookies
        if self._keys is not None and hmac.compare_digest(given, self._keys.everyone.encode()):
            return {COOKIE: self._cookies[COOKIE]}
        if not self._wrong_keys.take(now):
            raise web.HTTPTooManyRequests(text="Too many wrong keys; wait a moment and try again.")
        return {}

    def _shows(self, request: web.Request, cookie: str) -> bool:
        return hmac.compare_digest(request.cookies.get(cookie, "").encode(), self._cookies[cookie].encode())


def is_secure(request: web.Request) -> bool:
    """Return whether a browser came by https, as far as the proxy in front says; cookies are marked accordingly."""
    return request.secure or request.headers.get("X-Forwarded-Proto", "").lower() == "https"


def _check(keys: AccessKeys) -> None:
    for key in (keys.everyone, keys.administrators):
        if len(key) < MIN_KEY:
            raise Refusal(f"The key is too short; use at least {MIN_KEY} characters.")
    if keys.everyone == keys.administrators:
        raise Refusal("VERSED_PLAY_ADMIN_KEY is the key that everyone has; choose another one.")


def _sign(key: str) -> str:
    return hmac.new(key.encode(), b"versed playground cookie", hashlib.sha256).hexdigest()


def _is_local(name: str) -> bool:
    """Return whether a name is an address, or one that nobody on the internet can have: it can't be rebound."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return bool(name) and ("." not in name or name.endswith(_LOCAL))
    return True
