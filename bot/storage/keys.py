"""Reading many keys at once."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Column, ColumnElement, and_, bindparam

from bot.storage.transaction import Wanted


def among(*columns: "Column[Any]") -> ColumnElement[bool]:
    """Make a condition for the rows with some keys, and maybe a few more, which both databases find by an index.

    PostgreSQL goes through a list of whole keys row by row; so each column has a list of its own, and what is mixed
    from several keys has to be left out by the code that reads. What the condition needs, `wanted` makes.

    Args:
        columns: those that hold the key, as the index has them.
    """
    return and_(*(column.in_(bindparam(_name(number), expanding=True)) for number, column in enumerate(columns)))


def wanted(keys: Collection[tuple[Any, ...]]) -> Wanted:
    """Return keys as the condition takes them.

    Args:
        keys: each a value for every column of the condition; one at least.
    """
    return {_name(number): sorted(set(values)) for number, values in enumerate(zip(*keys, strict=True))}


def _name(number: int) -> str:
    return f"among_{number}"
