"""Bulkheads: what goes wrong with one of many is set aside, visibly, and the others go on.

Named after the walls that keep a leak in one compartment of a ship
(https://learn.microsoft.com/azure/architecture/patterns/bulkhead).
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from secrets import token_hex
from typing import TypeVar

from bot.runtime.metrics import SET_ASIDE

_log = logging.getLogger(__name__)

_Row = TypeVar("_Row")
_Read = TypeVar("_Read")


class OutageError(Exception):
    """Something that all of them need is away, such as the database; none of them is to blame."""


@dataclass(slots=True)
class Compartment:
    """What came of the work behind a bulkhead.

    Attributes:
        error: what went wrong; None while nothing has.
        reference: under which the log tells it.
    """

    error: Exception | None = None
    reference: str = ""


@contextmanager
def bulkhead(what: str) -> Iterator[Compartment]:
    """Contain what goes wrong with one of many.

    Where statements of an open transaction run behind it, it belongs around the whole transaction: only the store can
    tell a bad row from a database that is away.

    Args:
        what: one of what, such as "schedule".

    Raises:
        OutageError: all of them would fail; it passes through.
    """
    compartment = Compartment()
    try:
        yield compartment
    except OutageError:
        raise
    except Exception as error:  # noqa: BLE001 (whatever it is, the others go on)
        compartment.error, compartment.reference = error, set_aside(what, error)


def readable(what: str, rows: Iterable[_Row], read: Callable[[_Row], _Read]) -> list[_Read]:
    """Return what's read of rows, without those that can't be read.

    Args:
        what: one row is, such as "schedule".
        rows: that were found.
        read: makes one of them what it stands for; it asks nothing of the database.
    """
    found: list[_Read] = []
    for row in rows:
        with bulkhead(what):
            found.append(read(row))
    return found


def set_aside(what: str, error: BaseException) -> str:
    """Log and count one of many that couldn't be seen to; return the reference under which the log tells it."""
    reference = token_hex(3)
    SET_ASIDE.labels(what).inc()
    _log.error("set aside: %s, reference %s", what, reference, exc_info=error)
    return reference
