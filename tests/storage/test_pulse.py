"""Whether a database answers: noticed when it's down, when it's frozen, and when it's back."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest
from prometheus_client import REGISTRY

from bot.storage import pulse as pulse_module
from bot.storage.database import Database
from bot.storage.errors import StoreError
from bot.storage.pulse import Pulse
from tests.patience import FOREVER
from tests.storage.disks import Disk


class Server:
    """A database server that can be frozen or stopped; time passes only while it's asked in vain."""

    def __init__(self) -> None:
        self.works = asyncio.Event()
        self.works.set()
        self.is_down = False
        self.asked = 0
        self.slept = 0

    async def ask(self) -> None:
        self.asked += 1
        await self.works.wait()
        if self.is_down:
            raise StoreError("The database can't be reached (no answer).")

    async def sleep(self, _seconds: float) -> None:
        self.slept += 1
        for _ in range(10):  # an answer comes sooner than a pause is over
            await asyncio.sleep(0)


@asynccontextmanager
async def watched(server: Server) -> AsyncIterator[Pulse]:
    pulse = Pulse(server.ask, server.sleep)
    task = asyncio.create_task(pulse.watch())
    try:
        async with asyncio.timeout(FOREVER):
            yield pulse
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def rounds(server: Server, count: int = 6) -> None:
    until = server.slept + count
    while server.slept < until:
        await asyncio.sleep(0)


def fails(pulse: Pulse) -> bool:
    return pulse.fails  # asked here, because mypy takes an attribute that was true to stay true


def failures(work: str = "read") -> float:
    return REGISTRY.get_sample_value("versed_database_failures_total", {"work": work}) or 0


async def test_a_database_that_answers_is_well() -> None:
    server = Server()
    async with watched(server) as pulse:
        await rounds(server)
        assert server.asked > 1
        assert not fails(pulse)


async def test_a_frozen_database_is_noticed_and_asked_only_once(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "bot")
    server = Server()
    before = failures()
    server.works.clear()
    async with watched(server) as pulse:
        await rounds(server)
        assert fails(pulse)
        assert server.asked == 1
        assert failures() > before + 1
        server.works.set()
        await rounds(server)
        assert not fails(pulse)
    assert [each.getMessage() for each in caplog.records] == [
        "the database can't be used: it hasn't answered for 10 seconds",
        "the database can be used again",
    ]


async def test_a_database_that_is_down_is_reported_once(caplog: pytest.LogCaptureFixture) -> None:
    server = Server()
    server.is_down = True
    async with watched(server) as pulse:
        await rounds(server)
        assert fails(pulse)
        assert server.asked > 1
        server.is_down = False
        await rounds(server)
        assert not fails(pulse)
    assert caplog.messages == ["the database can't be used: The database can't be reached (no answer)."]


async def test_a_full_disk_is_noticed_even_if_nobody_stores_anything(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "bot")
    monkeypatch.setattr(pulse_module, "_EVERY", 0.001)
    before = failures("transact")
    system = os.statvfs
    monkeypatch.setattr("os.statvfs", lambda _path: Disk(f_bavail=1))
    watching = asyncio.create_task(sqlite_database.watch())
    async with asyncio.timeout(FOREVER):
        while (ailment := sqlite_database.ailment) is None:
            await asyncio.sleep(0)
        assert ailment == "the database's disk is full, or doesn't work"
        assert failures("transact") > before
        monkeypatch.setattr("os.statvfs", system)
        while sqlite_database.ailment is not None:
            await asyncio.sleep(0)
    watching.cancel()
    full, again = caplog.messages
    assert full.startswith("the database can't be used: The disk of")
    assert full.endswith("versed.db is full, so nothing can be stored; free some space.")
    assert again == "the database can be used again"
