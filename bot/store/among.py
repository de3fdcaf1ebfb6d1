"""Reading many keys at once."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Column, ColumnElement, and_


def among(keys: Collection[tuple[Any, ...]], *columns: "Column[Any]") -> ColumnElement[bool]:
    """A condition for the rows with some keys, and perhaps a few more, which both databases find by an index.

    PostgreSQL goes through a list of whole keys row by row; so each column has a list of its own, and what is mixed
    from several keys has to be left out by whoever reads.

    Args:
        keys: each a value for every column.
        columns: those that hold the key, as the index has them.
    """
    return and_(*(each.in_({key[number] for key in keys}) for number, each in enumerate(columns)))
