"""Pieces of work in shared transactions, on both databases."""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import bindparam, func, insert, select, update

from bot.storage.database import Database
from bot.storage.errors import StoreError
from bot.storage.sqlite import Sqlite
from bot.storage.tables import place
from bot.storage.transaction import Transaction

_ADD = insert(place)
_COUNT = select(func.count()).select_from(place).where(place.c.tenant == bindparam("tenant_"))
_READ = select(place.c.at).where((place.c.tenant == "web:a") & (place.c.id == bindparam("id_")))
_MOVE = update(place).where((place.c.tenant == "web:a") & (place.c.id == bindparam("id_"))).values(at=bindparam("at"))
_LOCK = _READ.with_for_update()


def a_place(number: int) -> dict[str, int | float | str | None]:
    return {"tenant": "web:a", "id": str(number), "name": "x", "at": 0}


def adding(number: int) -> Callable[[Transaction], int]:
    return lambda transaction: transaction.change(_ADD, a_place(number))


async def count(database: Database) -> int:
    return int(await database.transact(lambda transaction: transaction.rows(_COUNT, {"tenant_": "web:a"})[0][0]))


async def test_work_is_done_and_returns_what_it_returns(database: Database) -> None:
    assert await asyncio.gather(*(database.transact(adding(number)) for number in range(30))) == [1] * 30
    assert await count(database) == 30


async def test_work_that_fails_is_undone_and_harms_no_other(database: Database) -> None:
    def fail(transaction: Transaction) -> None:
        transaction.change(_ADD, a_place(1000))
        raise ValueError("on purpose")

    works = [database.transact(adding(number)) for number in range(5)]
    bad = [database.transact(fail), database.transact(fail)]
    outcomes = await asyncio.gather(
        *works, *bad, *(database.transact(adding(9)) for _ in range(2)), return_exceptions=True
    )
    assert outcomes[:5] == [1] * 5
    assert [str(each) for each in outcomes[5:7]] == ["on purpose", "on purpose"]
    assert sorted(isinstance(each, Exception) for each in outcomes[7:]) == [False, True]  # the same key twice
    assert await count(database) == 6


async def test_a_locked_row_is_changed_by_one_transaction_at_a_time(database: Database) -> None:
    await database.transact(adding(1))

    def increase(transaction: Transaction) -> None:
        ((at,),) = transaction.rows(_LOCK, {"id_": "1"})
        transaction.change(_MOVE, {"id_": "1", "at": at + 1})

    await asyncio.gather(*(database.transact(increase) for _ in range(200)))
    ((at,),) = await database.transact(lambda transaction: transaction.rows(_READ, {"id_": "1"}))
    assert at == 200


async def test_missing_rows_are_added_and_others_left(database: Database) -> None:
    await database.transact(adding(1))
    rows = [{**a_place(1), "at": 7}, {**a_place(2), "at": 7}]
    await database.transact(lambda transaction: transaction.add_missing(place, rows))
    found = await database.transact(
        lambda transaction: [transaction.rows(_READ, {"id_": name})[0][0] for name in ("1", "2")]
    )
    assert found == [0, 7]


async def test_it_takes_turns_with_rows(database: Database) -> None:
    await asyncio.gather(
        *(database.transact(adding(number)) for number in range(0, 60, 2)),
        *(database.writer.insert(place, a_place(number)) for number in range(1, 60, 2)),
    )
    assert await count(database) == 60


async def test_many_share_a_commit(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    backend = sqlite_database.backend
    assert isinstance(backend, Sqlite)
    batches: list[int] = []
    commit = backend._commit

    def counted(batch: Sequence[Any]) -> list[Any]:
        batches.append(len(batch))
        return commit(batch)

    monkeypatch.setattr(backend, "_commit", counted)
    await asyncio.gather(*(sqlite_database.transact(adding(number)) for number in range(100)))
    assert sum(batches) == 100
    assert len(batches) <= 3


async def test_a_cancelled_caller_does_not_stop_the_others(sqlite_database: Database) -> None:
    tasks = [asyncio.create_task(sqlite_database.transact(adding(number))) for number in range(10)]
    await asyncio.sleep(0)
    tasks[3].cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert await count(sqlite_database) >= 9


async def test_waiting_work_is_done_before_closing(sqlite_url: str) -> None:
    database = await Database.open(sqlite_url)
    tasks = [asyncio.create_task(database.transact(adding(number))) for number in range(10)]
    await asyncio.sleep(0)
    await database.close()
    assert await asyncio.gather(*tasks) == [1] * 10


async def test_a_full_disk_is_reported_to_everyone_and_nothing_stays(sqlite_url: str) -> None:
    database = await Database.open(sqlite_url)
    try:
        await database.transact(adding(0))
        assert isinstance(database.backend, Sqlite)
        connection = database.backend._writer
        assert connection is not None
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
        large = [{**a_place(number), "name": "x" * 100_000} for number in range(1, 4)]
        outcomes = await asyncio.gather(
            *(database.transact(lambda transaction, row=row: transaction.change(_ADD, row)) for row in large),  # type: ignore[misc]
            return_exceptions=True,
        )
        assert all(isinstance(each, StoreError) for each in outcomes)
        assert all("check its disk" in str(each) for each in outcomes)
        connection.execute("PRAGMA max_page_count = 100000")
        assert await count(database) == 1
    finally:
        await database.close()
    with closing(sqlite3.connect(Path(sqlite_url.removeprefix("sqlite:///")))) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
