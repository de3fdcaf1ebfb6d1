"""JSON as it goes to Discord and comes from there; with orjson if it's installed."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

Json: TypeAlias = "Mapping[str, Json] | Sequence[Json] | str | int | float | bool | None"

Unchecked: TypeAlias = Any
"""A value that came from Discord, and may be anything."""

Payload: TypeAlias = Mapping[str, Unchecked]
"""An object that came from Discord: untrusted, and read with care."""


def to_json(value: Json) -> bytes:
    """Return a value as JSON."""
    return _dumps(value)


def from_json(body: bytes) -> Unchecked:
    """Return the value that a JSON text stands for.

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
