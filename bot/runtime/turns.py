"""Threads take turns: one at a time runs Python, and the event loop's is soon, however much the others have to do."""

import sys
from typing import Any

AT_ONCE = 2_000
"""Items that compiled code validates, writes or frees in one go: no other thread's turn comes before it's done. That
many take milliseconds, and in all hardly longer than in one go."""

_TURN = 0.001
"""Seconds. The event loop gives its turn away at each message that it reads or writes, so that with two busy threads
beside it, and Python's five milliseconds, a dozen messages take a tenth of a second."""


def free(things: list[Any]) -> None:
    """Empty a list a little at a time; what nobody else holds is freed."""
    while things:
        del things[-AT_ONCE:]


def shorten() -> None:
    """Let a thread that waits for its turn wait no longer than a millisecond for each of the others."""
    sys.setswitchinterval(_TURN)
