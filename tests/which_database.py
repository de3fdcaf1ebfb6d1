"""Which tests also run on PostgreSQL in a quick run.

All run on SQLite. On PostgreSQL, a quick run has the tests of the storage, those that open databases themselves (for
other replicas, or for processes that get killed), and those marked `both_databases`: a few that execute all of
Versed's statements that the rest do. `pytest --both-databases` runs everything, as CI does each night. It fails if an
unmarked test executes a statement that no other test does, and says which one to mark (tests/statements.py).
"""

import inspect

import pytest

_STORAGE = "tests/storage/"

_FIXTURES = ("database_url", "old_url")
"""Fixtures that make a test run on both kinds of database."""


def is_on_postgresql(item: pytest.Function) -> bool:
    """Return whether a test needs a PostgreSQL server."""
    return _is_one_of_two(item) or any("postgresql" in fixture for fixture in item.fixturenames)


def is_left_out(item: pytest.Function) -> bool:
    """Return whether a quick run leaves a test out because it also runs on SQLite."""
    if not _is_one_of_two(item) or item.nodeid.startswith(_STORAGE) or item.get_closest_marker("both_databases"):
        return False
    return "database_url" not in inspect.signature(item.function).parameters


def _is_one_of_two(item: pytest.Function) -> bool:
    return hasattr(item, "callspec") and "postgresql" in map(item.callspec.params.get, _FIXTURES)
