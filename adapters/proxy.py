"""The proxy that the environment sets for requests to other machines: HTTPS_PROXY, HTTP_PROXY and NO_PROXY."""

from urllib.request import getproxies_environment, proxy_bypass

from yarl import URL

_SCHEMES = {"ws": "http", "wss": "https"}
"""A WebSocket begins as an HTTP request, so it takes the same proxy; aiohttp's trust_env would look for WSS_PROXY."""

_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
"""Hosts that no proxy can reach."""


def proxy_for(address: str) -> str | None:
    """Return the URL of the proxy for a URL; None if it's requested directly."""
    try:
        url = URL(address)
    except ValueError:  # the request itself will say so
        return None
    found = getproxies_environment()
    proxy = found.get(_SCHEMES.get(url.scheme, url.scheme))
    if not proxy or url.host is None or url.host in _THIS_MACHINE or proxy_bypass(url.host):
        return None
    return proxy if "://" in proxy else f"http://{proxy}"
