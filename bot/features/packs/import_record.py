"""The record of what the last import into a pack wrote, in its stored form. Pure."""

import json
import zlib
from collections.abc import Mapping

from bot.content.model import Pack
from bot.content.without import LISTS
from bot.exchange import merging


def pressed(wrote: Mapping[str, Mapping[str, str]]) -> bytes:
    """Return the compressed record of what an import wrote."""
    return zlib.compress(json.dumps(wrote).encode())


def unpressed(compressed: bytes) -> dict[str, dict[str, str]]:
    """Return what an import wrote, from its compressed record."""
    wrote: dict[str, dict[str, str]] = json.loads(zlib.decompress(compressed))
    return wrote


def restored(compressed: bytes, now: Pack | None, then: Pack) -> bytes:
    """Return the record for an earlier version of a pack that replaces the current one; blocks.

    Args:
        compressed: the record of the last import.
        now: the current version; None if nobody can read it.
        then: the earlier version.
    """
    return pressed(merging.restored(unpressed(compressed), None if now is None else _items(now), _items(then)))


def _items(pack: Pack) -> merging.Items:
    return {name: getattr(pack, name) for name in LISTS.values()}
