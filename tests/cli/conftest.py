"""What `versed` commands are started with."""

import os
from pathlib import Path

import pytest

from tests.packs import PETS

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def packs_read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where packs are kept once they've been read, for all commands that a process tries."""
    return tmp_path_factory.mktemp("cache") / "packs"


@pytest.fixture
def environment(tmp_path: Path, packs_read: Path) -> dict[str, str]:
    """All variables of a command, with a database of its own and a pack that takes no time to read or check."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("VERSED_")}
    return {
        **kept,
        "VERSED_DATABASE_URL": f"sqlite:///{tmp_path / 'versed.db'}",
        "VERSED_CACHE": str(packs_read),
        "VERSED_CONTENT": str(PETS),
        "PYTHONPATH": str(ROOT),
    }
