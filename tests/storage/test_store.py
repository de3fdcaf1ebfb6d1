"""The store's reads and writes, on both databases."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from random import Random
from typing import Any

import pytest
from sqlalchemy import Column, select

from bot.features.learners.chosen import Chosen
from bot.features.learners.store import notices, tenants
from bot.features.lessons.model import Rounds, TipShelf
from bot.features.lessons.store import reads, tips
from bot.features.quizzes import missed
from bot.features.quizzes.model import Answer, Quiz, Tally
from bot.features.quizzes.store import answers, quizzes
from bot.language.people import MemberKey
from bot.storage import deliveries as once
from bot.storage.database import Database
from bot.storage.sqlite import SqliteTransaction
from bot.storage.tables import metadata, place
from bot.storage.times import from_milliseconds, to_milliseconds
from bot.storage.transaction import Transaction
from tests.notices import take
from tests.rows import rows

MINUTES = count()
NOW = datetime(2026, 3, 29, 1, 30, 0, 123000, tzinfo=UTC)
ANA = MemberKey("web:a", "ana")


def an_answer(**changes: object) -> Answer:
    fields: dict[str, object] = {
        "tenant": "web:a",
        "quiz": "q1",
        "position": 0,
        "member": "ana",
        "pack": "pets",
        "question": "walks",
        "topic": "care",
        "correct": True,
        "given": "2",
        "at": NOW,
        "credit": 100,
    }
    return Answer(**fields | changes)  # type: ignore[arg-type]


def test_times_come_back() -> None:
    assert from_milliseconds(to_milliseconds(NOW)) == NOW


async def test_the_first_answer_wins(database: Database) -> None:
    assert await answers.record(database.writer, an_answer())
    assert not await answers.record(database.writer, an_answer(given="0", correct=False))

    def look(transaction: Transaction) -> None:
        assert answers.find(transaction, "web:a", "q1", 0) == an_answer()
        assert answers.find(transaction, "web:a", "q1", 1) is None
        assert answers.of_quiz(transaction, "web:a", "q1") == [an_answer()]

    await database.read(look)


async def test_tally_and_missed(database: Database) -> None:
    given = [
        an_answer(position=0, question="one", correct=False),
        an_answer(position=1, question="two", correct=True),
        an_answer(position=2, question="three", topic="home", correct=False),
        an_answer(quiz="q2", question="one", correct=True, at=NOW + timedelta(hours=1)),
        an_answer(quiz="q0", question="two", correct=False, at=NOW - timedelta(hours=1)),
        an_answer(quiz="q3", member="ben", correct=False),
        an_answer(quiz="q4", pack="other", correct=False),
    ]
    for each in given:
        assert await answers.record(database.writer, each)

    def look(transaction: Transaction) -> None:
        tally = answers.tally(transaction, ANA, "pets")
        assert tally == {"care": Tally(2, 4), "home": Tally(0, 1)}
        assert missed.missed(transaction, ANA, "pets", str) == {"three"}

    await database.read(look)


async def test_quizzes_come_back_whole(database: Database) -> None:
    quiz = Quiz("web:a", "abc", "ana", "pets", ("walks", "term:rag"), 2**31 - 1, NOW)
    await database.transact(lambda transaction: quizzes.create(transaction, quiz))
    assert await database.read(lambda transaction: quizzes.find(transaction, "web:a", "abc")) == quiz
    assert await database.read(lambda transaction: quizzes.find(transaction, "web:b", "abc")) is None


async def test_seen_is_noted_once(database: Database) -> None:
    me = MemberKey("web:a", "ana")
    reads.add(database.writer, me, "pets", ["tip:one", "tip:two"], NOW)
    reads.add(database.writer, me, "pets", ["tip:one"], NOW)
    await answers.record(database.writer, an_answer())  # stored after what was noted before

    def look(transaction: Transaction) -> None:
        assert reads.items(transaction, ANA, "pets") == {"tip:one", "tip:two"}
        assert reads.items(transaction, MemberKey("web:a", "ben"), "pets") == frozenset()

    await database.read(look)


async def test_settings_are_kept_by_scope(database: Database) -> None:
    chosen = Chosen(database)
    await chosen.put("web:a", "place:1", "pack", "pets")
    await chosen.put("web:a", "place:1", "pack", "zoo")
    await chosen.put("web:a", "place:2", "pack", "pets")
    assert await chosen.read("web:a", "place:1") == {"pack": "zoo"}
    assert await chosen.read("web:b", "place:1") == {}


async def test_another_replicas_settings_are_noticed_soon(database: Database) -> None:
    time = 100.0
    here, there = Chosen(database, lambda: time), Chosen(database, lambda: time)
    assert await here.read("web:a", "place:1") == {}
    await there.put("web:a", "place:1", "pack", "zoo")
    assert await here.read("web:a", "place:1") == {}
    time += 5
    assert await here.read("web:a", "place:1") == {"pack": "zoo"}


async def test_what_a_learner_chose_is_remembered_for_a_moment(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    time, reads = 100.0, 0
    here, there = Chosen(database, lambda: time), Chosen(database, lambda: time)
    look = database.read

    async def counted(work: Callable[[Transaction], Any]) -> Any:
        nonlocal reads
        reads += 1
        return await look(work)

    monkeypatch.setattr(database, "read", counted)
    assert await here.personal(ANA) == await here.personal(ANA) == {}
    assert reads == 1  # the learner's home is found in the same read
    await there.put_personal(MemberKey("web:a", "ana"), "zone", "Europe/Berlin")
    assert await here.personal(ANA) == {}
    time += 5
    assert await here.personal(ANA) == {"zone": "Europe/Berlin"}
    await here.put_personal(MemberKey("web:a", "ana"), "zone", "Asia/Tokyo")
    assert await here.personal(ANA) == {"zone": "Asia/Tokyo"}


async def test_an_event_happens_once(database: Database) -> None:
    told = await asyncio.gather(*(once.first_time(database.writer, "slack:t", "E1", NOW) for _ in range(5)))
    assert sorted(told) == [False] * 4 + [True]
    assert await once.first_time(database.writer, "slack:other", "E1", NOW)
    assert await once.first_time(database.writer, "discord:1", "joined", NOW)
    await database.transact(partial(once.expire, platform="slack", before=NOW + timedelta(seconds=1)))
    assert await once.first_time(database.writer, "slack:t", "E1", NOW)
    assert not await once.first_time(database.writer, "discord:1", "joined", NOW)  # or it would be greeted again


async def test_a_notice_is_left_once_and_told_once(database: Database) -> None:
    writer = database.writer
    assert await notices.leave(writer, "web:a", "place:1", "I may not post in #general; allow it.", NOW)
    assert not await notices.leave(writer, "web:a", "place:1", "Again.", NOW)
    assert await notices.leave(writer, "web:a", "place:2", "Nor in #random.", NOW + timedelta(seconds=1))
    assert await take(database, "web:b", NOW) == []
    sentences = await take(database, "web:a", NOW)
    assert sentences == ["I may not post in #general; allow it.", "Nor in #random."]
    assert await take(database, "web:a", NOW) == []
    await database.transact(lambda transaction: notices.settle(transaction, "web:a", "place:1"))
    assert not await notices.leave(writer, "web:a", "place:2", "Still not.", NOW)
    assert await notices.leave(writer, "web:a", "place:1", "Not allowed again.", NOW)


async def test_a_tenant_is_purged_whole_and_alone(database: Database) -> None:
    for tenant in ("web:a", "web:b"):
        for table in metadata.sorted_tables:
            await database.writer.insert(table, {each.name: a_value(each, tenant) for each in table.columns})
    await database.transact(lambda transaction: tenants.delete_all(transaction, "web:a"))
    for table in metadata.sorted_tables:
        assert await rows(database, select(table.c.tenant)) == [("web:b",)], table.name


def a_value(column: "Column[Any]", tenant: str) -> object:
    return tenant if column.type.python_type is str else column.type.python_type(1)


async def show_tip(
    database: Database, candidates: list[str], random: Random, place: str = "1", tenant: str = "web:a"
) -> str:
    at, shelf = NOW + timedelta(minutes=next(MINUTES)), TipShelf(tenant, place, "pets")
    lot = random.random()

    def choose(transaction: Transaction) -> str:
        tips.hold(transaction, [(shelf, "#one")], at)
        number, due = Rounds(tips.shown(transaction, [shelf])[shelf], str).due(candidates)
        chosen = due[int(lot * len(due))]
        tips.note(transaction, {(shelf, chosen): number}, at)
        return chosen

    return await database.transact(choose)


@pytest.mark.parametrize("seed", range(5))
async def test_no_tip_repeats_within_a_round_whatever_comes_and_goes(database: Database, seed: int) -> None:
    random = Random(seed)
    pool = [f"tip{number}" for number in range(6)]
    shown: list[str] = []
    for step in range(40):
        if random.random() < 0.15:
            pool.append(f"new{step}")
        if random.random() < 0.1 and len(pool) > 3:
            pool.remove(random.choice(pool))
        chosen = await show_tip(database, pool, random)
        assert chosen in pool
        if chosen in shown:
            assert set(pool) <= set(shown), "a tip came twice before all had been seen"
            assert shown[-1] != chosen, "the same tip came twice in a row"
        shown.append(chosen)


async def test_a_full_round_shows_each_tip_once(database: Database) -> None:
    random = Random(3)
    pool = [f"tip{number}" for number in range(7)]
    for _ in range(4):
        assert sorted([await show_tip(database, pool, random) for _ in pool]) == pool


async def test_a_new_tip_is_shown_once_and_does_not_have_to_catch_up(database: Database) -> None:
    random = Random(4)
    pool = ["a", "b"]
    for _ in range(6):
        await show_tip(database, pool, random)
    pool.append("new")
    assert await show_tip(database, pool, random) == "new"
    assert [await show_tip(database, pool, random) for _ in range(3)].count("new") == 1


async def test_places_have_their_own_rounds(database: Database) -> None:
    random = Random(5)
    assert await show_tip(database, ["a"], random, place="1") == "a"
    assert await show_tip(database, ["a"], random, place="2") == "a"


async def test_two_members_who_ask_at_once_get_two_tips(database: Database) -> None:
    random = Random(7)
    pool = [f"tip{number}" for number in range(8)]
    for _ in range(3):
        assert sorted(await asyncio.gather(*(show_tip(database, pool, random) for _ in pool))) == pool


class Expected:
    """What one tenant should find, kept outside the store."""

    def __init__(self) -> None:
        self.answers: set[tuple[str, int]] = set()
        self.quizzes: set[str] = set()
        self.seen: set[str] = set()
        self.tips: list[str] = []
        self.settings: dict[str, str] = {}


async def act(database: Database, tenant: str, expected: Expected, random: Random) -> None:
    """Perform one random operation of a tenant; all tenants use the same ids."""
    number = random.randrange(6)
    quiz = f"q{random.randrange(4)}"
    match random.choice(["answer", "quiz", "seen", "tip", "setting"]):
        case "answer":
            stored = await answers.record(database.writer, an_answer(tenant=tenant, quiz=quiz, position=number))
            assert stored == ((quiz, number) not in expected.answers)
            expected.answers.add((quiz, number))
        case "quiz":
            started = Quiz(tenant, quiz, "ana", "pets", (tenant,), 1, NOW)
            await database.transact(lambda transaction: quizzes.create(transaction, started))
            expected.quizzes.add(quiz)
        case "seen":
            reads.add(database.writer, MemberKey(tenant, "ana"), "pets", [f"tip:{number}"], NOW)
            expected.seen.add(f"tip:{number}")
        case "tip":
            expected.tips.append(await show_tip(database, ["a", "b", "c", "d"], random, tenant=tenant))
        case "setting":
            await Chosen(database).put(tenant, "place:1", "pack", f"{tenant}{number}")
            expected.settings["pack"] = f"{tenant}{number}"


@pytest.mark.parametrize("seed", range(2))
async def test_nothing_is_read_across_tenants(database: Database, seed: int) -> None:
    """Several tenants perform random operations with the same ids, side by side; each finds exactly its own data."""
    tenants = {f"web:{name}": Expected() for name in "abcd"}

    async def live(tenant: str) -> None:
        random = Random(f"{seed}{tenant}")
        for _ in range(60):
            await act(database, tenant, tenants[tenant], random)

    await asyncio.gather(*(live(tenant) for tenant in tenants))
    await database.writer.insert(
        place, {"tenant": "web:z", "id": "end", "name": "", "at": 0}
    )  # stored after everything that was put
    for tenant, expected in tenants.items():
        await database.read(partial(check, tenant=tenant, expected=expected))
        assert await Chosen(database).read(tenant, "place:1") == expected.settings
        for start in range(0, len(expected.tips), 4):
            turn = expected.tips[start : start + 4]
            assert len(set(turn)) == len(turn), "another tenant's tips counted in this one's round"


def check(transaction: Transaction, tenant: str, expected: Expected) -> None:
    """Check that a tenant finds what it stored."""
    total = len(expected.answers)
    assert answers.tally(transaction, MemberKey(tenant, "ana"), "pets") == {"care": Tally(total, total)}
    for name in ("q0", "q1", "q2", "q3"):
        found = answers.of_quiz(transaction, tenant, name)
        assert [(each.quiz, each.position) for each in found] == sorted(
            key for key in expected.answers if key[0] == name
        )
        quiz = quizzes.find(transaction, tenant, name)
        assert (quiz and quiz.questions) == ((tenant,) if name in expected.quizzes else None)
    assert reads.items(transaction, MemberKey(tenant, "ana"), "pets") == expected.seen


async def test_progress_is_read_from_the_index_alone(sqlite_database: Database) -> None:
    """Otherwise, it would take longer the more answers everyone else has given."""
    statements: list[str] = []

    def explain(transaction: Transaction) -> list[list[str]]:
        assert isinstance(transaction, SqliteTransaction)
        transaction._connection.set_trace_callback(statements.append)
        answers.tally(transaction, ANA, "pets")
        missed.missed(transaction, ANA, "pets", str)
        transaction._connection.set_trace_callback(None)
        plans = [transaction._connection.execute(f"EXPLAIN QUERY PLAN {each}").fetchall() for each in statements]
        return [[detail for *_, detail in plan] for plan in plans]

    index = "SEARCH answer USING COVERING INDEX ix_answer_member (tenant=? AND member=? AND pack=?)"
    assert await sqlite_database.read(explain) == [[index], [index]]


def test_every_table_is_keyed_by_tenant_first() -> None:
    for table in metadata.sorted_tables:
        assert next(iter(table.primary_key.columns)).name == "tenant", table.name


def test_uniqueness_is_within_a_tenant() -> None:
    """This way, tables can be split by tenant, into partitions or over several servers."""
    unique = [index for table in metadata.sorted_tables for index in table.indexes if index.unique]
    assert unique
    assert [index.name for index in unique if index.columns[0].name != "tenant"] == []


async def test_the_migrated_tables_are_those_of_the_code(database: Database) -> None:
    for table in metadata.sorted_tables:
        await rows(database, select(table))
