"""The type of a value that can be sent as JSON, and reading values of unknown shape that were."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

Json: TypeAlias = "Mapping[str, Json] | Sequence[Json] | str | int | float | bool | None"


def objects(value: object) -> Iterator[Mapping[str, Any]]:
    """Return the objects in a list, or nothing if it isn't a list."""
    return (each for each in value if isinstance(each, dict)) if isinstance(value, list) else iter(())
