"""The environment that `versed` commands run in."""

import os
from pathlib import Path

import pytest

from tests.packs import PETS

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def packs_read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cache of packs that have been read, shared by all commands in a test process."""
    return tmp_path_factory.mktemp("cache") / "packs"


@pytest.fixture
def environment(tmp_path: Path, packs_read: Path) -> dict[str, str]:
    """A command's environment variables, with its own database and a pack that's quick to read and check."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("VERSED_")}
    return {
        **kept,
        "VERSED_DATABASE_URL": f"sqlite:///{tmp_path / 'versed.db'}",
        "VERSED_CACHE": str(packs_read),
        "VERSED_CONTENT": str(PETS),
        "PYTHONPATH": str(ROOT),
    }
