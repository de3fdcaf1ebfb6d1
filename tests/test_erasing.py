"""Erasing is for good, whatever somebody has done and whatever ends afterwards: a few histories of erasing.py."""

from collections import Counter
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.features.games import host
from bot.storage.database import Database
from tests import erasing
from tests.erasing import Found, history

_HISTORIES = 8


async def _live(url: str, seed: int) -> Found:
    """Live through a history; on PostgreSQL with two replicas."""
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
    monkeypatch.setattr(host, "_NOTICED", 0.0)


@pytest.mark.parametrize("seed", range(_HISTORIES))
async def test_nobody_who_was_erased_is_found_again(database_url: str, seed: int) -> None:
    found = await _live(database_url, seed)
    assert found.after == []
    assert found.untold == set()
    assert found.before > 0


async def test_the_histories_do_all_that_can_be_done(tmp_path: Path) -> None:
    """A history that does nothing would find nothing."""
    acts = {name for name, _ in erasing._ACTS}
    done: Counter[str] = Counter()
    for seed in range(3 * _HISTORIES):
        if acts <= done.keys():
            break
        done += (await _live(f"sqlite:///{tmp_path / str(seed)}.db", seed)).done
    assert acts <= done.keys()
