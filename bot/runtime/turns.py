"""Sharing the GIL: keep other threads from holding up the event loop's thread for long."""

import sys
from typing import Any

AT_ONCE = 2_000
"""Items per call to compiled code that validates, writes or frees them, since it holds the GIL until it's done. This
many take a few milliseconds, and the total hardly takes longer than with a single call."""

_TURN = 0.001
"""The switch interval, in seconds. The event loop releases the GIL with each message that it reads or writes; with
two other busy threads and Python's default of 5 ms, a dozen messages would take 0.1 seconds."""


def free(things: list[Any]) -> None:
    """Empty a list bit by bit, so that freeing its items doesn't hold the GIL for long."""
    while things:
        del things[-AT_ONCE:]


def shorten() -> None:
    """Set the interpreter's switch interval to 1 ms."""
    sys.setswitchinterval(_TURN)
