"""Memory: import numpy only when it's needed, and return freed memory to the operating system.

pint imports numpy wherever it's installed, although it needs it only for arrays: 16 MB in a process that may never be
asked a question.
"""

import ctypes
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_numpy = threading.RLock()
"""Held while numpy is being imported or blocked."""


@contextmanager
def without_numpy() -> Iterator[None]:
    """Make numpy look uninstalled to imports within the block, unless it's already imported."""
    with _numpy:
        if "numpy" in sys.modules:
            yield
            return
        sys.modules["numpy"] = None  # type: ignore[assignment] # Python's own marker for a blocked import
        try:
            yield
        finally:
            del sys.modules["numpy"]


@contextmanager
def with_numpy() -> Iterator[None]:
    """Wait until nothing blocks numpy, so that the block can import it."""
    with _numpy:
        yield


def give_back() -> None:
    """Return free memory to the operating system, if the C library supports it."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
