"""The group-committing writer: every acknowledged row is there, once; a bad row harms no other."""

import asyncio
import itertools
import socket
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from random import Random
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import asyncpg
import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from bot.storage import postgresql
from bot.storage.database import Database
from bot.storage.errors import StoreError
from bot.storage.group_commit import LARGEST_BATCH, UNHURRIED, GroupCommit, PieceOutcome, QueuedPiece
from bot.storage.tables import place, setting
from bot.storage.transaction import Transaction, Value
from tests.mortal import begun
from tests.patience import FOREVER
from tests.rows import change, rows
from tests.storage import dying

REFUSED = (IntegrityError, sqlite3.IntegrityError)


def row(key: str, name: str | None = "name") -> dict[str, Value]:
    return {"tenant": "web:a", "id": key, "name": name, "at": 0}


async def stored(database: Database) -> dict[str, str]:
    return dict(await rows(database, select(place.c.id, place.c.name)))


async def test_rows_of_many_callers_are_stored(database: Database) -> None:
    inserted = await asyncio.gather(*(database.writer.insert(place, row(str(n))) for n in range(LARGEST_BATCH + 50)))
    assert all(inserted)
    assert len(await stored(database)) == LARGEST_BATCH + 50


async def test_work_that_comes_together_shares_commits_and_a_failure_harms_no_other(database: Database) -> None:
    commits = 0
    commit = database.backend.commit

    def counting(batch: Sequence[QueuedPiece]) -> Awaitable[Sequence[PieceOutcome]]:
        nonlocal commits
        commits += 1
        return commit(batch)

    database.writer._commit = counting

    def work(number: int, transaction: Transaction) -> int:
        transaction.put(place, [row(f"{number:02}")])
        if number == 13:
            raise ValueError("unlucky")
        return number

    together = [partial(work, number) for number in range(64)]
    came = await asyncio.gather(*map(database.transact_together, together), return_exceptions=True)
    assert [each for each in came if not isinstance(each, ValueError)] == [n for n in range(64) if n != 13]
    assert sorted(await stored(database)) == [f"{n:02}" for n in range(64) if n != 13]
    assert commits == 1


async def test_of_rows_with_one_key_the_first_wins(database: Database) -> None:
    won = await asyncio.gather(*(database.writer.insert(place, row("one", f"caller {n}")) for n in range(20)))
    assert won == [True] + [False] * 19
    assert not await database.writer.insert(place, row("one", "late"))
    assert await stored(database) == {"one": "caller 0"}


@pytest.mark.parametrize("known", [(), (0,), (49,), (50, 99), (149,), range(0, 170, 7), range(170)])
async def test_rows_that_come_together_are_answered_one_by_one(database: Database, known: Sequence[int]) -> None:
    """Many rows come at once, of which some exist already, and two have the same key."""
    for number in known:
        assert await database.writer.insert(place, row(f"{number:03}", "known"))
    numbers = [*range(170), 13]
    came = await asyncio.gather(*(database.writer.insert(place, row(f"{n:03}", "new")) for n in numbers))
    assert came == [number not in known for number in range(170)] + [False]
    there = await stored(database)
    assert there == {f"{number:03}": "known" if number in known else "new" for number in range(170)}


async def test_put_waits_a_moment_for_company(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    commits = 0
    moment: list[Callable[[], object]] = []
    loop = asyncio.get_running_loop()
    call_later = loop.call_later

    def call_after_the_moment(delay: float, callback: Callable[[], object], *arguments: Any) -> Any:
        if delay == UNHURRIED:
            moment.append(callback)
            return call_later(FOREVER, callback)
        return call_later(delay, callback, *arguments)

    monkeypatch.setattr(loop, "call_later", call_after_the_moment)

    async def commit(batch: Sequence[QueuedPiece]) -> Sequence[PieceOutcome]:
        nonlocal commits
        commits += 1
        return await database.backend.commit(batch)

    writer = GroupCommit(commit)
    for number in range(20):
        writer.put(place, row(str(number)))
        for _ in range(5):
            await asyncio.sleep(0)
    assert commits == 0
    (over,) = moment
    over()
    async with asyncio.timeout(FOREVER):
        while len(await stored(database)) < 20:  # stored although nobody asks for it
            await asyncio.sleep(0.01)
    assert commits == 1
    await writer.close()


async def test_a_bad_row_fails_alone(database: Database) -> None:
    outcomes = await asyncio.gather(
        database.writer.insert(place, row("a")),
        database.writer.insert(place, row("bad", None)),
        database.writer.insert(place, row("b")),
        database.writer.insert(place, row("a", "again")),
        database.writer.insert(setting, {"tenant": "web:a", "scope": "", "name": "n", "value": "v"}),
        return_exceptions=True,
    )
    assert [outcomes[0], outcomes[2], outcomes[3], outcomes[4]] == [True, True, False, True]
    assert isinstance(outcomes[1], REFUSED)
    assert set(await stored(database)) == {"a", "b"}


@pytest.mark.parametrize(
    "bad",
    [
        pytest.param(row("bad", "\ud800"), id="a lone surrogate"),
        pytest.param(row("\ud800"), id="a lone surrogate in the key"),
        pytest.param(row("bad") | {"at": 2**70}, id="a number beyond 64 bits"),
        pytest.param(row("bad") | {"name": ["a list"]}, id="a list for a text"),
        pytest.param(row("bad") | {"id": ["a list"]}, id="a list for a key"),
        pytest.param(row("bad") | {"id": None}, id="no key"),
        pytest.param(row("bad") | {"id": 5}, id="a number for a text key"),
    ],
)
async def test_whatever_is_bad_about_a_row_it_fails_alone(database: Database, bad: dict[str, object]) -> None:
    outcomes = await asyncio.gather(
        database.writer.insert(place, row("a")),
        database.writer.insert(place, bad),
        database.writer.insert(place, row("b")),
        return_exceptions=True,
    )
    assert [outcomes[0], outcomes[2]] == [True, True]
    assert isinstance(outcomes[1], Exception)
    assert not isinstance(outcomes[1], StoreError)
    assert set(await stored(database)) == {"a", "b"}


async def test_a_good_row_is_stored_though_one_with_its_key_was_bad(database: Database) -> None:
    outcomes = await asyncio.gather(
        *(database.writer.insert(place, row("one", name)) for name in (None, "good", "late")), return_exceptions=True
    )
    assert isinstance(outcomes[0], REFUSED)
    assert outcomes[1:] == [True, False]
    assert await stored(database) == {"one": "good"}


async def test_a_row_of_the_wrong_shape_is_refused_at_once(database: Database) -> None:
    with pytest.raises(ValueError, match="needs exactly"):
        await database.writer.insert(place, {"tenant": "web:a"})
    assert await database.writer.insert(place, row("fine"))


@pytest.mark.parametrize("seed", range(6))
async def test_any_mix_of_callers(database: Database, seed: int) -> None:
    """Duplicates, bad rows, callers that give up: each acknowledged row is there once, and nothing else is lost."""
    random = Random(seed)
    acknowledged: dict[str, str] = {}
    abandoned: set[str] = set()

    async def caller(number: int) -> None:
        for step in range(5):
            key, name = str(random.randrange(60)), f"{number}.{step}"
            if random.random() < 0.1:
                with pytest.raises(REFUSED):
                    await database.writer.insert(place, row(f"bad{number}.{step}", None))
                continue
            insert = asyncio.create_task(database.writer.insert(place, row(key, name)))
            if random.random() < 0.2:
                await asyncio.sleep(0)
                insert.cancel()
                abandoned.add(name)
            try:
                if await insert:
                    assert key not in acknowledged
                    acknowledged[key] = name
            except asyncio.CancelledError:
                pass

    await asyncio.gather(*(caller(number) for number in range(40)))
    await database.writer.insert(place, row("end"))
    found = await stored(database)
    for key, name in acknowledged.items():
        assert found[key] == name
    for key, name in found.items():
        assert key == "end" or acknowledged.get(key) == name or name in abandoned


async def test_nobody_is_told_before_the_commit(database: Database) -> None:
    begun, allowed = asyncio.Event(), asyncio.Event()

    async def commit(batch: Sequence[QueuedPiece]) -> Sequence[PieceOutcome]:
        begun.set()
        await allowed.wait()
        return await database.backend.commit(batch)

    writer = GroupCommit(commit)
    insert = asyncio.create_task(writer.insert(place, row("one")))
    await begun.wait()
    for _ in range(10):
        await asyncio.sleep(0)
    assert not insert.done()
    allowed.set()
    assert await insert
    assert set(await stored(database)) == {"one"}
    await writer.close()


async def test_put_is_stored_by_the_next_acknowledged_row(database: Database) -> None:
    for number in range(30):
        database.writer.put(place, row(str(number)))
    await database.writer.insert(place, row("end"))
    assert len(await stored(database)) == 31


async def test_flush_waits_for_nothing_that_comes_later(database: Database) -> None:
    more = True

    async def commit(batch: Sequence[QueuedPiece]) -> Sequence[PieceOutcome]:
        done = await database.backend.commit(batch)
        if more:
            writer.put(place, row(f"{len(await stored(database))}"))
        return done

    writer = GroupCommit(commit)
    writer.put(place, row("first"))
    async with asyncio.timeout(FOREVER):
        await writer.flush()
    assert "first" in await stored(database)
    more = False
    await writer.close()


async def test_a_bad_row_that_nobody_waits_for_is_logged(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    database.writer.put(place, row("bad", None))
    await database.writer.insert(place, row("end"))
    assert "couldn't store a row of place that nobody waited for" in caplog.text


async def test_closing_stores_what_is_waiting(database_url: str) -> None:
    database = await Database.open(database_url)
    for number in range(100):
        database.writer.put(place, row(str(number)))
    await database.close()
    with pytest.raises(StoreError, match="shutting down"):
        await database.writer.insert(place, row("late"))
    database = await Database.open(database_url)
    assert len(await stored(database)) == 100
    await database.close()


async def test_a_lost_connection_is_reported_and_later_rows_are_stored(postgresql_url: str) -> None:
    """Every caller that fails gets an error in plain words; every acknowledged row is there."""
    database = await Database.open(postgresql_url)
    socket = parse_qs(urlsplit(postgresql_url).query)["host"][0]
    operator = await asyncpg.connect(host=socket, user="postgres", database="postgres")
    acknowledged: set[str] = set()
    failures = 0

    async def caller(name: int) -> None:
        nonlocal failures
        for number in itertools.count():
            if number >= 40 and failures:
                return
            key = f"{name}.{number}"
            try:
                assert await database.writer.insert(place, row(key))
            except StoreError as error:
                assert "check its disk or connection" in str(error)
                failures += 1
            else:
                acknowledged.add(key)

    async def cut() -> None:
        cutting = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1"
        while failures == 0:
            await operator.execute(cutting, urlsplit(postgresql_url).path[1:])

    try:
        await asyncio.gather(cut(), *(caller(name) for name in range(10)))
        assert await database.writer.insert(place, row("afterwards"))
        assert failures > 0
        assert acknowledged <= set(await stored(database))
    finally:
        await operator.close()
        await database.close()


async def _elsewhere(url: str, statement: str) -> None:
    connection = await asyncpg.connect(host=parse_qs(urlsplit(url).query)["host"][0], user="postgres")
    await connection.execute(statement)
    await connection.close()


@pytest.mark.parametrize("noticed", [True, False])
async def test_connections_that_were_lost_while_idle_are_replaced(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch, *, noticed: bool
) -> None:
    """After a restart of the database, only those who were using it at that moment notice."""
    database = await Database.open(postgresql_url)
    at_once = [database.transact(lambda transaction: len(transaction.rows(select(place.c.id), {}))) for _ in range(5)]
    assert await asyncio.gather(*at_once) == [0] * 5
    operator = await asyncpg.connect(host=parse_qs(urlsplit(postgresql_url).query)["host"][0], user="postgres")
    ours = f"pg_stat_activity WHERE datname = '{urlsplit(postgresql_url).path[1:]}'"
    try:
        cut = f"SELECT count(pg_terminate_backend(pid, 60000)) FROM {ours}"
        if noticed:
            assert await operator.fetchval(cut) == 5
            await operator.fetchval("SELECT 1")  # now the loop has seen the others' end, too
        else:
            monkeypatch.setattr(postgresql, "_REST", 0.0)
            in_thread = Thread(target=lambda: asyncio.run(_elsewhere(postgresql_url, cut)))
            in_thread.start()
            in_thread.join()  # so that this loop has seen nothing yet
        assert await database.writer.insert(place, row("afterwards"))
        assert await stored(database) == {"afterwards": "name"}
    finally:
        await operator.close()
        await database.close()


def test_a_connection_over_a_network_ends_when_its_server_falls_silent() -> None:
    """Without that, anything waiting for an answer when that machine dies would wait forever."""
    with socket.socket(socket.AF_INET) as over_network, socket.socket(socket.AF_UNIX) as on_this_machine:
        for each in (over_network, on_this_machine):
            postgresql._end_if_silent(each)
        assert over_network.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
        for name, value in postgresql._TCP_OPTIONS.items():
            assert over_network.getsockopt(socket.IPPROTO_TCP, getattr(socket, name)) == value


async def test_a_connection_that_ends_as_it_begins_is_an_outage(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The driver then fails in an odd way, and a schedule that was being planned mustn't be paused for it."""

    async def ends(*_: object, **_options: object) -> None:
        raise asyncpg.InternalClientError("cannot switch to state 15; another operation (2) is in progress")

    database = await Database.open(postgresql_url)
    await database.backend.engine.dispose()  # type: ignore[union-attr]
    monkeypatch.setattr(asyncpg, "connect", ends)
    with pytest.raises(StoreError, match="check its disk or connection"):
        await stored(database)
    await database.close()


async def test_a_server_that_only_reads_is_left_for_the_one_that_took_over(postgresql_url: str) -> None:
    """After a failover, connections to the old server may stay open."""
    database = await Database.open(postgresql_url)
    await database.read(lambda transaction: transaction.change(text("SET default_transaction_read_only = on"), {}))
    with pytest.raises(StoreError, match="read-only"):
        await database.writer.insert(place, row("first"))
    assert await database.writer.insert(place, row("second"))
    await database.close()


async def test_replicas_that_write_the_same_rows_do_not_block_each_other(postgresql_url: str) -> None:
    """Two writers use the same keys of two tables in different orders: no deadlock, and each row has one owner."""
    replicas = [await Database.open(postgresql_url) for _ in range(2)]
    settings: list[dict[str, object]] = [
        {"tenant": "web:a", "scope": str(n), "name": "x", "value": "y"} for n in range(100)
    ]
    places = [row(str(n)) for n in range(100)]
    wanted = [(place, each) for each in places] + [(setting, each) for each in settings]
    won = await asyncio.gather(
        *(replicas[0].writer.insert(table, each) for table, each in wanted),
        *(replicas[1].writer.insert(table, each) for table, each in reversed(wanted)),
    )
    assert sum(won) == 200
    assert [first + second for first, second in zip(won[:200], reversed(won[200:]), strict=True)] == [1] * 200
    for database in replicas:
        await database.close()


async def test_writing_and_group_writing_take_turns(sqlite_database: Database) -> None:
    async def write(number: int) -> None:
        await sqlite_database.transact(lambda transaction: transaction.change(place.insert(), row(f"w{number}")))

    async def insert(number: int) -> None:
        assert await sqlite_database.writer.insert(place, row(f"i{number}"))

    await asyncio.gather(*(write(n) for n in range(50)), *(insert(n) for n in range(50)))
    assert len(await stored(sqlite_database)) == 100


async def test_a_full_disk_is_reported_and_later_rows_are_stored(sqlite_database: Database) -> None:
    ((pages,),) = await sqlite_database.transact(lambda transaction: transaction.rows(text("PRAGMA page_count"), {}))

    async def allow(most: int) -> None:
        """A limit holds for the connection that sets it."""
        limit = f"PRAGMA max_page_count = {most}"
        await sqlite_database.transact(lambda transaction: transaction.rows(text(limit), {}))

    await allow(pages)
    with pytest.raises(StoreError, match="full"):
        big = row("big", "x" * 50_000)
        await sqlite_database.transact(lambda transaction: transaction.change(place.insert(), big))
    outcomes = await asyncio.gather(
        *(sqlite_database.writer.insert(place, row(str(n), "x" * 5000)) for n in range(20)), return_exceptions=True
    )
    assert all(isinstance(outcome, StoreError) and "full" in str(outcome) for outcome in outcomes)
    await allow(100_000)
    assert await sqlite_database.writer.insert(place, row("now"))
    assert set(await stored(sqlite_database)) == {"now"}


async def test_every_acknowledged_row_survives_kill_9(database_url: str) -> None:
    for _ in range(3):
        with begun(dying.insert, database_url) as process:
            acknowledged = [process.out.readline().strip() for _ in range(300)]
            process.kill()
            acknowledged += [line.strip() for line in process.out if line.endswith("\n")]
        database = await Database.open(database_url)
        found = await stored(database)
        await change(database, place.delete())
        await database.close()
        assert len(acknowledged) >= 300
        assert set(acknowledged) <= set(found)
