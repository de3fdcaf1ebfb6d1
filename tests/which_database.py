"""Which tests of the features run on PostgreSQL as well, in a run that has to be quick.

All run on SQLite. On PostgreSQL run those of the storage, those that open databases themselves (for other replicas,
or processes that get killed), and one in three of the others. `pytest --both-databases` runs all, as CI does each
night.
"""

import inspect
from zlib import crc32

import pytest

_STORAGE = "tests/storage/"
_ONE_IN = 3

_FIXTURES = ("database_url", "old_url")
"""Those that have a test run on each kind."""


def is_left_out(item: pytest.Function) -> bool:
    """Return whether a quick run leaves a test out, as it has it on SQLite."""
    if not hasattr(item, "callspec") or "postgresql" not in map(item.callspec.params.get, _FIXTURES):
        return False
    opens_some = "database_url" in inspect.signature(item.function).parameters
    if opens_some or item.nodeid.startswith(_STORAGE):
        return False
    return crc32(item.nodeid.encode()) % _ONE_IN > 0
