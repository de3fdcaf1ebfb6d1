"""Memory: numpy stays out until it's needed, and what's been let go of goes back to the system.

pint takes numpy along wherever it's installed, though it needs it for arrays alone: 16 MB in a process that may never
be asked a question.
"""

import ctypes
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_numpy = threading.RLock()
"""Held while numpy is being imported, or kept out."""


@contextmanager
def without_numpy() -> Iterator[None]:
    """Have what's imported meanwhile find that numpy isn't installed, unless it's there already."""
    with _numpy:
        if "numpy" in sys.modules:
            yield
            return
        sys.modules["numpy"] = None  # type: ignore[assignment] # as Python itself marks what can't be imported
        try:
            yield
        finally:
            del sys.modules["numpy"]


@contextmanager
def with_numpy() -> Iterator[None]:
    """Let numpy be imported once nobody keeps it out."""
    with _numpy:
        yield


def give_back() -> None:
    """Return free memory to the system, where the C library can; else it's kept for later."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
