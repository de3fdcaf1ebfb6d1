"""Epochs: numbers that distinguish successive holders of a row."""

from typing import Any

from sqlalchemy import Column, ColumnElement

_MOST = 1_000_000_000


def following(epoch: "Column[Any]") -> ColumnElement[int]:
    """Return the epoch after a row's own.

    It wraps around before it overflows its column. Otherwise PostgreSQL would fail the whole statement, which may
    claim the posts of many tenants at once.
    """
    return epoch % _MOST + 1
