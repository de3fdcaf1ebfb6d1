"""Looking up many keys in one statement."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Column, ColumnElement, and_, bindparam

from bot.storage.transaction import QueryValues


def among(*columns: "Column[Any]") -> ColumnElement[bool]:
    """Return a condition for the rows with the given keys, for which both databases use an index.

    With a list of whole keys, PostgreSQL would scan the rows; so there's one list per column. That also finds rows
    that mix the parts of several keys, which the caller must skip. `wanted` makes the condition's values.

    Args:
        columns: the columns of the key, in the order of the index.
    """
    return and_(*(column.in_(bindparam(_name(number), expanding=True)) for number, column in enumerate(columns)))


def wanted(keys: Collection[tuple[Any, ...]]) -> QueryValues:
    """Return the values for the condition that `among` makes.

    Args:
        keys: the keys, each with one value per column; at least one key.
    """
    return {_name(number): sorted(set(values)) for number, values in enumerate(zip(*keys, strict=True))}


def _name(number: int) -> str:
    return f"among_{number}"
