"""A few restore drills, in each run of the suite."""

from pathlib import Path

import pytest

from tests.storage.drills import drill_postgresql, drill_sqlite

BACKUPS = 3


async def test_what_was_acknowledged_comes_back_from_sqlite(tmp_path: Path) -> None:
    report = await drill_sqlite(tmp_path, BACKUPS, seed=7)
    assert report.well, report
    assert (report.backups, report.acknowledged > 0) == (BACKUPS, True)


async def test_what_was_acknowledged_comes_back_from_postgresql(
    postgresql_server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/usr/bin:/bin")  # it finds PostgreSQL's programs itself
    report = await drill_postgresql(postgresql_server, tmp_path, BACKUPS, seed=7)
    assert report.well, report
    assert (report.backups, report.acknowledged > 0) == (BACKUPS, True)
