"""Epochs: numbers that tell one holder of a row from the next."""

from typing import Any

from sqlalchemy import Column, ColumnElement

_MOST = 1_000_000_000


def following(epoch: "Column[Any]") -> ColumnElement[int]:
    """Return the epoch after a row's own.

    It starts over before it outgrows its column. PostgreSQL would fail the whole statement, and that claims the posts
    of many tenants.
    """
    return epoch % _MOST + 1
