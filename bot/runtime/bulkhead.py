"""Bulkheads: what goes wrong with one of many is set aside, visibly, and the others go on.

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
"""Things that were set aside, and that are remembered."""

_SAID_FOR = 24 * 3600.0
"""Seconds for which it's enough to have logged once that something is set aside."""

_said: TTLCache[tuple[str, type[BaseException], Hashable], str] = TTLCache(_MOST_KNOWN, _SAID_FOR)
_unread: LRUCache[tuple[str, str], str] = LRUCache(_MOST_KNOWN)
_lock = Lock()  # transactions read rows, in threads of their own

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
def bulkhead(what: str, which: Hashable = None) -> Iterator[Compartment]:
    """Contain what goes wrong with one of many.

    Where statements of an open transaction run behind it, it belongs around the whole transaction: only the store can
    tell a bad row from a database that is away.

    Args:
        what: one of what, such as "schedule".
        which: of them, if it's tried again and again: once a day is enough to log it.

    Raises:
        OutageError: all of them would fail; it passes through.
    """
    compartment = Compartment()
    try:
        yield compartment
    except OutageError:
        raise
    except Exception as error:  # noqa: BLE001 (whatever it is, the others go on)
        compartment.error, compartment.reference = error, set_aside(what, error, which)


def readable(
    what: str, rows: Iterable[_Row], read: Callable[[_Row], _Read], *, tenant: str = "", called: str = ""
) -> list[_Read]:
    """Return what's read of rows, without those that can't be read.

    Args:
        what: one row is, such as "schedule".
        rows: that were found.
        read: makes one of them what it stands for; it asks nothing of the database.
        tenant: whose administrators are to hear of what can't be read; "" for nobody.
        called: what they hear can't be read, as a sentence begins with it: "A schedule".
    """
    found: list[_Read] = []
    for row in rows:
        with bulkhead(what, hash(row)) as compartment:
            made = read(row)
            plain_fields.check(made)
            found.append(made)
        if compartment.error is not None and tenant:
            with _lock:
                _unread[tenant, called] = compartment.reference
    return found


def take_unread(tenant: str) -> dict[str, str]:
    """Return what couldn't be read of a tenant's since this was asked last, with the references in the log."""
    if not _unread:
        return {}
    with _lock:
        return {called: _unread.pop((whose, called)) for whose, called in [*_unread] if whose == tenant}


def set_aside(what: str, error: BaseException, which: Hashable = None) -> str:
    """Log and count one of many that couldn't be seen to; return the reference under which the log tells it.

    Args:
        what: one of what.
        error: what went wrong.
        which: of them, if it's tried again and again: once a day is enough to log it.
    """
    SET_ASIDE.labels(what).inc()
    known = (what, type(error), which)
    with _lock:
        said = None if which is None else _said.get(known)
        reference = said or token_hex(3)
        if which is not None and said is None:
            _said[known] = reference
    if said is None:
        _log.error("set aside: %s, reference %s", what, reference, exc_info=error)
    return reference
