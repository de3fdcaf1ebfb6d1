"""Erasing is final, whatever someone did before and whatever ends afterwards: a few histories of erasing.py."""

from collections import Counter
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.features.games import running_games
from bot.storage.database import Database
from tests import erasing
from tests.erasing import Found, history

_HISTORIES = (8, 11, 12, 35)
"""Seeds of histories that together do everything there is to do. `python -m tests.erasing` runs more."""


async def _live(url: str, seed: int) -> Found:
    """Run a history; on PostgreSQL, with two replicas."""
    path = Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite") else None
    async with AsyncExitStack() as stack:
        databases: list[Database] = []
        for _ in range(1 if path else 2):
            databases.append(await Database.open(url))
            stack.push_async_callback(databases[-1].close)
        found = await history(databases, seed, path.parent if path else None)
    found.after += erasing.in_files(path.parent if path else None)
    return found


@pytest.fixture(autouse=True)
def noticed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running_games, "_NOTICED", 0.0)


async def test_nobody_is_found_after_being_erased(tmp_path: Path) -> None:
    done: Counter[str] = Counter()
    for seed in _HISTORIES:
        found = await _live(f"sqlite:///{tmp_path / str(seed)}.db", seed)
        check(found)
        done += found.done
    assert done.keys() >= {name for name, _ in erasing._ACTS}, "choose histories that do all of them"


@pytest.mark.parametrize("seed", _HISTORIES)
async def test_no_replica_finds_anybody_after_being_erased(postgresql_url: str, seed: int) -> None:
    check(await _live(postgresql_url, seed))


def check(found: Found) -> None:
    """Assert that the canary was there before it was erased, and is nowhere now."""
    assert found.after == []
    assert found.untold == set()
    assert found.before > 0
