"""Epochs: numbers that tell one holder of a row from the next."""

from typing import Any

from sqlalchemy import Column, ColumnElement

_MOST = 1_000_000_000


def following(epoch: "Column[Any]") -> ColumnElement[int]:
    """Return the epoch after a row's own.

    It begins anew before it outgrows its column, where PostgreSQL fails for all rows of a statement: posts of many
    tenants are claimed together.
    """
    return epoch % _MOST + 1
