"""Type checks for objects read from rows, because SQLite also accepts a text in a numeric column."""

from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

_PLAIN: dict[type, tuple[type, ...]] = {
    int: (int,),
    float: (float, int),
    bool: (bool, int),
    str: (str,),
    bytes: (bytes,),
    NoneType: (NoneType,),
}


def check(instance: object) -> None:
    """Check the fields of a dataclass instance that should hold plain values; ignore other objects.

    Raises:
        TypeError: a field holds a value of another type.
    """
    kind: Any = type(instance)
    for name, kinds in _plain(kind):
        value = getattr(instance, name)
        if not isinstance(value, kinds):
            raise TypeError(f"{name} is {type(value).__name__}, not {kinds[0].__name__}")


@cache
def _plain(kind: Any) -> tuple[tuple[str, tuple[type, ...]], ...]:  # noqa: ANN401 (a class)
    """Return the fields of a dataclass that hold plain values, each with the types allowed."""
    if not is_dataclass(kind):
        return ()
    hints = get_type_hints(kind)
    found = ((each.name, _kinds(hints[each.name])) for each in fields(kind))
    return tuple((name, kinds) for name, kinds in found if kinds)


def _kinds(hint: Any) -> tuple[type, ...]:  # noqa: ANN401 (a type hint)
    """Return the types that a field may hold; none if they aren't all plain."""
    each = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    if any(one not in _PLAIN for one in each):
        return ()
    return tuple(kind for one in each for kind in _PLAIN[one])
