"""Encodes and decodes JSON for Discord, with orjson if it's installed."""

import json
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from adapters.json_value import Json

Unchecked: TypeAlias = Any
"""A value from Discord, which may be of any type."""

Payload: TypeAlias = Mapping[str, Unchecked]
"""An object from Discord, whose fields are untrusted."""


def to_json(value: Json) -> bytes:
    """Return a value as JSON."""
    return _dumps(value)


def from_json(body: bytes) -> Unchecked:
    """Return the value of a JSON text.

    Raises:
        ValueError: it isn't JSON.
    """
    return _loads(body)


def _codec() -> tuple[Callable[[Any], bytes], Callable[[bytes], Any]]:
    try:
        import orjson
    except ImportError:
        return lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), json.loads
    return orjson.dumps, orjson.loads


_dumps, _loads = _codec()
