"""Worlds in which everything goes wrong: no post lost, none doubled, none late without a mark."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.features.delivery import delivery, doubt, look_ups
from bot.storage.database import Database
from tests.fakes.platform import FakePort
from tests.features.delivery import simulation
from tests.features.delivery.network import DEADLY
from tests.features.delivery.simulation import open_database, show, simulate
from tests.features.delivery.world import World


@pytest.fixture
async def quick_database(tmp_path: Path) -> Database:
    return await open_database(tmp_path)


async def test_nothing_is_lost_or_doubled(quick_database: Database) -> None:
    try:
        report = await simulate(101, 40, quick_database)
    finally:
        await quick_database.close()
    assert report.wrong == (), (
        f"repeat it with python -m tests.features.delivery.simulation --days 40:\n{show(report)}"
    )
    assert report.posts > 50
    assert sum(report.faults.values()) > 50


async def test_nothing_is_lost_or_doubled_on_postgresql(postgresql_url: str) -> None:
    database = await Database.open(postgresql_url)
    try:
        report = await simulate(201, 5, database)
    finally:
        await database.close()
    assert report.wrong == (), show(report)
    assert report.posts > 10


async def test_a_seed_decides_everything(tmp_path: Path) -> None:
    reports = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        database = await open_database(tmp_path / name)
        reports.append(await simulate(7, 8, database))
        await database.close()
    assert reports[0] == reports[1]


@pytest.mark.parametrize("broken", ["no grace", "no history", "no marks", "no time of the platform's"])
async def test_a_broken_protocol_is_found_out(
    broken: str, quick_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    match broken:
        case "no grace":
            monkeypatch.setattr(doubt, "GRACE", timedelta(seconds=5))
        case "no marks":
            monkeypatch.setattr(delivery, "LATE", timedelta(days=1))
        case "no time of the platform's":
            monkeypatch.setattr(FakePort, "now", _find_nothing)
        case "no history":
            monkeypatch.setattr(look_ups.LookUps, "_find", _find_nothing)
    try:
        report = await simulate(7, 12, quick_database)
    finally:
        await quick_database.close()
    assert report.wrong


async def _find_nothing(*_: object) -> None:
    return None


async def test_an_outage_ends_with_the_last_day_before_anything_is_checked(
    quick_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise, the simulation would find skipped posts that nobody could have sent, as it did with seed 411."""

    def leave(world: World) -> None:
        world.trouble = replace(DEADLY, death=1e-9)
        now = world.clock.true
        world.outages.append((now + timedelta(hours=20), now + timedelta(hours=80)))

    monkeypatch.setattr(simulation, "_choose_trouble", leave)
    try:
        report = await simulate(1, 1, quick_database)
    finally:
        await quick_database.close()
    assert report.wrong == (), show(report)
    assert report.posts
