"""Garbage collection: what lives as long as the process is left out of it.

Python's collector goes through everything that has lived long again and again. Packs, indexes and libraries are some
hundred thousand objects, and while it looks at them nothing else goes on: tens of milliseconds, several times a
minute under load (https://docs.python.org/3/library/gc.html#gc.freeze).
"""

import gc


def settle() -> None:
    """Leave all that is there now out of later collections; takes about as long as one of them."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
