"""Fixtures of the store's own tests."""

from pathlib import Path

import pytest


@pytest.fixture
def sqlite_path(tmp_path: Path) -> Path:
    """A SQLite file that doesn't exist yet, in a folder that does."""
    return tmp_path / "versed.db"
