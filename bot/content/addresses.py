"""Addresses as browsers send them: hosts in Punycode, everything else in percent escapes."""

import re

from yarl import URL

_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?|[0-9a-f.]*:[0-9a-f:.]+")
"""A host in ASCII, or an IPv6 address, as yarl gives them."""


def encoded(address: str) -> str:
    """Return an address with its letters encoded, as https://münchen.de/ä b is https://xn--mnchen-3ya.de/%C3%A4%20b.

    Raises:
        ValueError: it isn't an address that a browser could open.
    """
    try:
        url = URL(address)
    except UnicodeError as error:
        raise ValueError(str(error)) from None
    if url.scheme != "https" or not _HOST.fullmatch(url.raw_host or ""):
        raise ValueError(f"{address} names no host")
    return str(url)
