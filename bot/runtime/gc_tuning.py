"""Garbage collection: exclude long-lived objects from it, and run it less often for the rest.

Python's collector scans all long-lived objects again and again. Packs, indexes and libraries are some hundred
thousand objects, and while it scans them, everything else stops: tens of milliseconds, several times a minute under
load (https://docs.python.org/3/library/gc.html#gc.freeze).
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_YOUNG = 10_000
"""Number of new objects that triggers a collection. When many people answer, Python's default of 700 is reached every
few milliseconds, with nearly all objects still in use, and a fifth of the time goes into collecting."""


_settled = False


def settle() -> None:
    """Exclude all current objects from later collections; takes about as long as a full collection.

    Objects that are excluded already stay so: in a forked process, scanning them would copy their memory.
    """
    global _settled
    _settled = True
    gc.set_threshold(_YOUNG)
    gc.collect()
    gc.freeze()


def pass_over() -> None:
    """Keep the next collection from scanning the objects created since the last one; takes no time.

    They move to the oldest generation or, after `settle`, are excluded from later collections, too. Cyclic garbage
    among them is then never freed, which isn't much if this is called only when packs change.
    """
    gc.freeze()
    if not _settled:
        gc.unfreeze()


@contextmanager
def paused() -> Iterator[None]:
    """Pause garbage collection within the block, so that a growing tree isn't scanned over and over."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        pass_over()
        gc.enable()
