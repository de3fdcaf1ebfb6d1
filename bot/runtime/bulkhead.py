"""Bulkheads: when one of many items fails, it's logged and skipped, and the others continue.

Named after the walls that keep a leak in one compartment of a ship
(https://learn.microsoft.com/azure/architecture/patterns/bulkhead).
"""

import logging
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from secrets import token_hex
from threading import Lock
from typing import TypeVar

from cachetools import LRUCache, TTLCache

from bot.runtime import plain_fields
from bot.runtime.metrics import SET_ASIDE

_log = logging.getLogger(__name__)

_MOST_KNOWN = 10_000
"""Maximum number of failed items to remember."""

_SAID_FOR = 24 * 3600.0
"""Seconds during which the same failure is logged only once."""

_said: TTLCache[tuple[str, type[BaseException], Hashable], str] = TTLCache(_MOST_KNOWN, _SAID_FOR)
_unread: LRUCache[tuple[str, str], str] = LRUCache(_MOST_KNOWN)
_lock = Lock()  # rows are read in other threads, within transactions

_Row = TypeVar("_Row")
_Read = TypeVar("_Read")


class OutageError(Exception):
    """Something that all items need is down, such as the database, so it's not the fault of a single item."""


@dataclass(slots=True)
class Compartment:
    """The outcome of the work behind a bulkhead.

    Attributes:
        error: the exception; None if there was none.
        reference: the reference under which it was logged.
    """

    error: Exception | None = None
    reference: str = ""


@contextmanager
def bulkhead(what: str, which: Hashable = None) -> Iterator[Compartment]:
    """Contain the failure of one item among many.

    If the work runs statements in a transaction, put the bulkhead around the whole transaction: only the store can
    tell a bad row from a database outage.

    Args:
        what: the kind of item, such as "schedule".
        which: the item's identity, if it's retried again and again, so that it's logged only once a day.

    Raises:
        OutageError: all items would fail; it passes through.
    """
    compartment = Compartment()
    try:
        yield compartment
    except OutageError:
        raise
    except Exception as error:  # noqa: BLE001 (whatever it is, the others continue)
        compartment.error, compartment.reference = error, set_aside(what, error, which)


def readable(
    what: str, rows: Iterable[_Row], read: Callable[[_Row], _Read], *, tenant: str = "", called: str = ""
) -> list[_Read]:
    """Convert rows to objects, skipping those that can't be read.

    Args:
        what: what a row represents, such as "schedule".
        rows: the rows.
        read: converts one row; it mustn't use the database.
        tenant: the tenant whose administrators are to be told about unreadable rows; "" for nobody.
        called: what to call such a row at the beginning of a sentence: "A schedule".
    """
    found: list[_Read] = []
    for row in rows:
        with bulkhead(what, hash(row)) as compartment:
            value = read(row)
            plain_fields.check(value)
            found.append(value)
        if compartment.error is not None and tenant:
            with _lock:
                _unread[tenant, called] = compartment.reference
    return found


def take_unread(tenant: str) -> dict[str, str]:
    """Return and forget what couldn't be read of a tenant's since the last call, with the references in the log."""
    if not _unread:
        return {}
    with _lock:
        return {called: _unread.pop((whose, called)) for whose, called in [*_unread] if whose == tenant}


def set_aside(what: str, error: BaseException, which: Hashable = None) -> str:
    """Log and count the failure of one item; return the reference under which it's logged.

    Args:
        what: the kind of item.
        error: the exception.
        which: the item's identity, if it's retried again and again, so that it's logged only once a day.
    """
    SET_ASIDE.labels(what).inc()
    known = (what, type(error), which)
    with _lock:
        reported = None if which is None else _said.get(known)
        reference = reported or token_hex(3)
        if which is not None and reported is None:
            _said[known] = reference
    if reported is None:
        _log.error("set aside: %s, reference %s", what, reference, exc_info=error)
    return reference
