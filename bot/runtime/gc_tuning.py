"""Garbage collection: what lives as long as the process is left out of it, and the rest is looked at less often.

Python's collector goes through everything that has lived long again and again. Packs, indexes and libraries are some
hundred thousand objects, and while it looks at them nothing else goes on: tens of milliseconds, several times a
minute under load (https://docs.python.org/3/library/gc.html#gc.freeze).
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_YOUNG = 10_000
"""Objects that may be new before the collector looks at them. When a crowd answers, Python's 700 are there every few
milliseconds, nearly all of them still in use, and a fifth of the time goes into looking."""


_settled = False


def settle() -> None:
    """Leave all that's there now out of later collections; takes about as long as one of them.

    What was left out before stays out: a process that was forked would copy all that it walks.
    """
    global _settled
    _settled = True
    gc.set_threshold(_YOUNG)
    gc.collect()
    gc.freeze()


def pass_over() -> None:
    """Keep the next collection from walking all that was made since the last; takes no time.

    It goes to the oldest generation or, once settled, is left out of later collections as well. What is garbage
    then and refers to itself stays for good: little, if this is called only when packs change.
    """
    gc.freeze()
    if not _settled:
        gc.unfreeze()


@contextmanager
def paused() -> Iterator[None]:
    """Keep the garbage collector from walking a growing tree again and again, which would take most of the time."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        pass_over()
        gc.enable()
