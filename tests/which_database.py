"""Which tests of the features run on PostgreSQL as well, in a run that has to be quick.

All run on SQLite. On PostgreSQL run those of the storage, those that open databases themselves (for other replicas,
or processes that get killed), and those marked `both_databases`: few, which execute all of Versed's statements that
the others do. `pytest --both-databases` runs all, as CI does each night. It fails if one that isn't marked executes a
statement that no other does, and says which to mark (tests/statements.py).
"""

import inspect

import pytest

_STORAGE = "tests/storage/"

_FIXTURES = ("database_url", "old_url")
"""Those that have a test run on each kind."""


def is_on_postgresql(item: pytest.Function) -> bool:
    """Return whether a test needs a PostgreSQL server."""
    return _is_one_of_two(item) or any("postgresql" in fixture for fixture in item.fixturenames)


def is_left_out(item: pytest.Function) -> bool:
    """Return whether a quick run leaves a test out, as it has it on SQLite."""
    if not _is_one_of_two(item) or item.nodeid.startswith(_STORAGE) or item.get_closest_marker("both_databases"):
        return False
    return "database_url" not in inspect.signature(item.function).parameters


def _is_one_of_two(item: pytest.Function) -> bool:
    return hasattr(item, "callspec") and "postgresql" in map(item.callspec.params.get, _FIXTURES)
