"""What the gauges say about a process, the database and the backups."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from math import isnan
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import update

from bot import measuring
from bot.runtime.health import Health
from bot.storage.errors import StoreError
from bot.storage.tables import schedule
from tests.features.delivery.conftest import FORGETFUL, Desk, desk
from tests.patience import FOREVER
from tests.rows import change

__all__ = ["desk"]


def value(name: str, **labels: str) -> float | None:
    return REGISTRY.get_sample_value(name, labels)


async def measured(core: Any, backups: Path, until: Callable[[], bool], *, ready: bool = True) -> None:
    """Measure until a condition holds."""
    platform: Any = SimpleNamespace(name=FORGETFUL, is_ready=lambda: ready)
    work = measuring.measure(core, lambda: Health(ready), [platform], [FORGETFUL], backups)
    task = asyncio.create_task(work)
    try:
        async with asyncio.timeout(FOREVER):
            while not until():
                assert not task.done(), task.exception()
                await asyncio.sleep(0)
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measuring, "_EVERY", 0.0)
    monkeypatch.setattr(measuring, "_DATABASE_EVERY", 0.0)


def core_of(database: Any, games: int = 0) -> Any:
    return SimpleNamespace(database=database, running_games=SimpleNamespace(count=games))


@pytest.mark.both_databases
async def test_waiting_posts_and_schedules_are_reported(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measuring, "shared_now", lambda _transaction: desk.clock.now)
    await desk.add()
    desk.till_nine()
    await desk.plan()
    await desk.add(time="09:01")
    desk.clock.go(seconds=90)
    await measured(core_of(desk.database), tmp_path, lambda: value("versed_posts_due", platform=FORGETFUL) == 1)
    assert value("versed_post_overdue_seconds", platform=FORGETFUL) == 90
    assert value("versed_schedule_overdue_seconds", platform=FORGETFUL) == 30

    await desk.plan()
    await desk.send()
    await measured(core_of(desk.database), tmp_path, lambda: value("versed_posts_due", platform=FORGETFUL) == 0)
    assert value("versed_post_overdue_seconds", platform=FORGETFUL) == 0
    assert value("versed_schedule_overdue_seconds", platform=FORGETFUL) == 0


async def test_a_process_reports_its_connections_and_games(desk: Desk, tmp_path: Path) -> None:
    await measured(core_of(desk.database, games=3), tmp_path, lambda: value("versed_games") == 3)
    assert (value("versed_ready"), value("versed_connected", platform=FORGETFUL)) == (1, 1)
    await measured(core_of(desk.database), tmp_path, lambda: value("versed_games") == 0, ready=False)
    assert (value("versed_ready"), value("versed_connected", platform=FORGETFUL)) == (0, 0)
    await measured(core_of(desk.database), tmp_path, lambda: (value("versed_loop_lag_seconds_count") or 0) > 0)


async def test_the_newest_backup_is_reported(desk: Desk, tmp_path: Path) -> None:
    for name in (
        "versed-20260301T040000Z.db",
        "versed-20260228T040000Z.db",
        "versed-29990301T040000Z.db",
        "other.db",
    ):
        (tmp_path / name).touch()
    await measured(
        core_of(desk.database), tmp_path, lambda: value("versed_backup_timestamp_seconds") == 1_772_337_600
    )


async def test_without_a_backup_no_age_is_reported(desk: Desk, tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        await measured(core_of(desk.database), folder, lambda: isnan(value("versed_backup_timestamp_seconds") or 0))


async def test_an_unreachable_database_doesnt_end_measuring(desk: Desk, tmp_path: Path) -> None:
    looks = 0

    class Away:
        writer = desk.database.writer

        async def read(self, _work: object) -> object:
            nonlocal looks
            looks += 1
            raise StoreError("The database can't be reached.")

    await measured(core_of(Away()), tmp_path, lambda: looks > 1)


async def test_a_frozen_database_doesnt_stop_the_figures_of_the_process(desk: Desk, tmp_path: Path) -> None:
    class Frozen:
        writer = desk.database.writer

        async def read(self, _work: object) -> object:
            core.running_games.count = 7
            return await asyncio.Event().wait()

    core = core_of(Frozen())
    await measured(core, tmp_path, lambda: value("versed_games") == 7)


async def test_an_unreadable_row_doesnt_end_measuring(desk: Desk, tmp_path: Path) -> None:
    def counted() -> float:
        return value("versed_set_aside_total", what="figures of a platform") or 0

    await desk.add()
    await change(desk.database, update(schedule).values(next_run_at=-(10**17)))
    before = counted()
    await measured(core_of(desk.database), tmp_path, lambda: counted() > before + 1)


async def test_database_work_is_timed_and_failures_are_counted(desk: Desk) -> None:
    def taken(work: str) -> float:
        return value("versed_database_seconds_count", work=work) or 0

    def failed() -> float:
        return value("versed_database_failures_total", work="transact") or 0

    def broken(_transaction: object) -> None:
        raise StoreError("The disk is full.")

    before = taken("read"), taken("transact"), failed()
    await desk.database.read(lambda _transaction: None)
    await desk.database.transact(lambda _transaction: None)
    with pytest.raises(StoreError):
        await desk.database.transact(broken)
    after = taken("read"), taken("transact"), failed()
    assert tuple(now - then for now, then in zip(after, before, strict=True)) == (1, 2, 1)
