"""Web addresses as browsers send them: the host in Punycode, everything else percent-encoded."""

import re

from yarl import URL

_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?|[0-9a-f.]*:[0-9a-f:.]+")
"""An ASCII host name or an IPv6 address, as yarl returns it."""


def encoded(address: str) -> str:
    """Return an address in ASCII: https://münchen.de/ä b becomes https://xn--mnchen-3ya.de/%C3%A4%20b.

    Raises:
        ValueError: a browser couldn't open the address.
    """
    try:
        url = URL(address)
    except UnicodeError as error:
        raise ValueError(str(error)) from None
    if url.scheme != "https" or not _HOST.fullmatch(url.raw_host or ""):
        raise ValueError(f"{address} has no host name")
    return str(url)
