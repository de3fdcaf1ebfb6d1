"""Questions without an answer: counted without names, and reported once five have asked; on both databases."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot.content.reading.library import Library
from bot.core import build
from bot.dispatch.application import Application
from bot.features.asking.actions import NotMeant
from bot.features.asking.missing import Missing, WhyMissing, boiled_down, carried, carried_back, mark
from bot.features.asking.store import missing as store
from bot.features.privacy.actions import EraseEverything
from bot.language.actions import decode, encode
from bot.language.anonymity import FEWEST
from bot.language.message import Message
from bot.language.plain import buttons, plain
from bot.language.refusals import Refusal
from bot.language.requests import Asker, Pressed
from bot.personal_data import PERSONAL_DATA
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from bot.storage.tables import missing, missing_key
from tests.features.lessons.asking import NOW, asker
from tests.packs import PETS
from tests.rows import rows

TENANT = asker().tenant.key
REFUSED = "what is a blockchain?"
WALKS = "who has to be walked?"
PEOPLE = ("Ana", "Ben", "Cleo", "Dan", "Eve", "Fay")
"""People whose marks differ, given the keys that this seed generates."""


@asynccontextmanager
async def running(database: Database, seed: int = 1) -> AsyncIterator[Application]:
    pictures = PictureCache()
    try:
        yield build(Library([PETS]), database, pictures, Random(seed)).application
    finally:
        pictures.close()


async def told(database: Database, since: datetime = NOW - timedelta(days=56)) -> list[Missing]:
    return await database.read(lambda transaction: store.found(transaction, TENANT, "pets", since, 5))


async def press(application: Application, who: Asker, said: Message) -> Message:
    pressed = next(button.press for button in buttons(said) if button.label == "Not what I meant")
    return await application.press(Pressed(who, pressed))


async def test_a_refused_question_is_reported_once_five_people_have_asked(database: Database) -> None:
    async with running(database) as application:
        for name in PEOPLE[: FEWEST - 1]:
            await application.say(asker(name), f"/ask {REFUSED}")
            await application.say(asker(name), "/ask Blockchains?")
        assert await told(database) == []
        await application.say(asker(PEOPLE[FEWEST - 1]), "/ask are there any BLOCKCHAINS")
        assert await told(database) == [Missing("blockchain", FEWEST, WhyMissing.REFUSED)]
        assert await told(database, NOW + timedelta(days=1)) == [], "it was asked before"


async def test_a_comparison_without_its_other_half_is_counted(database: Database) -> None:
    question = "difference between an aquarium and a terrarium"
    async with running(database) as application:
        for name in PEOPLE[:FEWEST]:
            assert (await application.say(asker(name), f"/ask {question}")).private
        assert await told(database) == [Missing(boiled_down(question), FEWEST, WhyMissing.REFUSED)]


async def test_asking_for_more_in_vain_is_not_counted(database: Database) -> None:
    async with running(database) as application:
        await application.say(asker(), f"/ask {WALKS}")
        for _ in range(4):
            await application.say(asker(), "/ask more")
    assert await rows(database, select(missing)) == []


async def test_a_question_of_fewer_people_cannot_be_read(database: Database) -> None:
    async with running(database) as application:
        await application.say(asker("Zacharias"), f"/ask {REFUSED}")
    (row,) = await rows(database, select(missing))
    assert "blockchain" not in str(row)
    assert "zacharias" not in str(row).lower()
    assert row[4:] == (NOW.year * 12 + NOW.month - 1, "", row[6], 1, row[8])
    assert len(row[6]) == 2, "one byte of someone is kept"


async def test_an_answer_that_was_not_meant_offers_alternatives(database: Database) -> None:
    async with running(database) as application:
        ana = asker("Ana")
        answered = await application.say(ana, f"/ask {WALKS}")
        others = await press(application, ana, answered)
        assert others.private
        assert "Or ask in other words: /ask" in plain(others)
        offered = {button.label for button in buttons(others)}
        assert 1 <= len(offered) <= 3
        assert not offered & {button.label for button in buttons(answered)}, "what was offered already"
        assert plain(answered).splitlines()[0] not in offered
        for name in PEOPLE[1:FEWEST]:
            await press(application, asker(name, minute=60), answered)
        assert await told(database) == [Missing(boiled_down(WALKS), FEWEST, WhyMissing.NOT_MEANT)]


async def test_a_button_works_after_a_restart(database: Database) -> None:
    async with running(database) as application:
        answered = await application.say(asker(), f"/ask {WALKS}")
    async with running(database) as application:
        assert "Sorry about that" in plain(await press(application, asker(), answered))


async def test_what_was_not_said_to_versed_is_not_counted(database: Database) -> None:
    async with running(database) as application:
        assert await application.free_words.overhear(asker(), "has anybody seen the blockchain slides?") is None
        assert await rows(database, select(missing)) == []
        await application.free_words.converse(asker(), REFUSED)
        assert len(await rows(database, select(missing))) == 1


@pytest.mark.parametrize("question", ["", "what is it?", "?!"])
async def test_a_question_that_says_nothing_is_not_counted(database: Database, question: str) -> None:
    async with running(database) as application:
        with suppress(Refusal):
            await application.say(asker(), f"/ask {question}")
    assert await rows(database, select(missing)) == []


async def ask_in_vain(database: Database, names: tuple[str, ...], at: datetime = NOW) -> None:
    async with running(database, at.month) as application:
        for name in names:
            await application.say(replace(asker(name), at=at), f"/ask {REFUSED}")


async def test_a_team_that_takes_no_quiz_sees_what_it_asks_for(database: Database) -> None:
    for names, is_told in ((PEOPLE[: FEWEST - 1], False), (PEOPLE[FEWEST - 1 : FEWEST], True)):
        await ask_in_vain(database, names)
        async with running(database) as application:
            report = plain(await application.say(asker(), "/progress show:team"))
        assert "A report needs 5 people who answered" in report
        assert ("People ask for this" in report and "“blockchain” (5 people)" in report) is is_told


@pytest.mark.both_databases
async def test_an_erased_asker_no_longer_counts_and_a_question_of_four_is_unreadable(database: Database) -> None:
    await ask_in_vain(database, PEOPLE)
    async with running(database) as application:
        await application.press(Pressed(asker("Ana"), encode(EraseEverything())))
        assert await told(database) == [Missing("blockchain", 5, WhyMissing.REFUSED)]
        await application.press(Pressed(asker("Ben"), encode(EraseEverything())))
    assert await told(database) == []
    ((words, marks, people),) = await rows(database, select(missing.c.words, missing.c.marks, missing.c.people))
    assert (words, len(marks), people) == ("", 8, 4)


async def test_a_month_that_ends_loses_its_key_and_all_marks_of_askers(database: Database) -> None:
    await ask_in_vain(database, PEOPLE[:FEWEST])
    async with running(database) as application:
        await application.say(asker("Ana"), "/ask what is a spreadsheet?")
    april = datetime(2026, 4, 1, tzinfo=UTC)
    await ask_in_vain(database, ("Ana",), april)
    assert len({key for (key,) in await rows(database, select(missing_key.c.key))}) == 2
    await database.transact(partial(PERSONAL_DATA.expire, now=april))
    months = await rows(database, select(missing_key.c.month))
    assert months == [(april.year * 12 + 3,)]
    found = await rows(database, select(missing.c.words, missing.c.marks, missing.c.people).order_by(missing.c.at))
    assert [(words, len(marks) // 2, people) for words, marks, people in found] == [("blockchain", 0, 5), ("", 1, 1)]
    assert await told(database) == [Missing("blockchain", 5, WhyMissing.REFUSED)]
    await database.transact(partial(PERSONAL_DATA.expire, now=NOW + timedelta(days=91)))
    assert [people for (people,) in await rows(database, select(missing.c.people))] == []


async def test_retention_deletes_it_sooner(database: Database) -> None:
    await ask_in_vain(database, PEOPLE[:FEWEST])
    await database.transact(partial(PERSONAL_DATA.prune, before=NOW + timedelta(seconds=1)))
    assert await rows(database, select(missing)) == []


async def test_tenants_are_counted_apart(database: Database) -> None:
    async with running(database) as application:
        for number, name in enumerate(PEOPLE):
            await application.say(asker(name, tenant=f"web:{number % 2}"), f"/ask {REFUSED}")
    assert len({row for row in await rows(database, select(missing.c.question))}) == 2, "each has a key of its own"
    for tenant in ("web:0", "web:1"):
        assert await database.read(partial(store.found, tenant=tenant, pack="pets", since=NOW, most=5)) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("What's a blockchain?", "blockchains"),
        ("How do I train neural networks?", "neural network: to train"),
        ("Müller’s cafés", "cafe muller"),
    ],
)
def test_a_question_is_the_same_however_it_is_phrased(one: str, other: str) -> None:
    assert boiled_down(one) == boiled_down(other)


@given(st.text())
def test_a_button_carries_any_question(question: str) -> None:
    telling = boiled_down(question)
    assert len(telling.encode()) <= 36
    assert boiled_down(telling) == telling
    if telling:
        assert carried_back(carried(question)) == telling
        assert isinstance(decode(encode(NotMeant("p" * 40, carried(question)))), NotMeant)


@pytest.mark.parametrize("word", ["", "A", "____", "dGhlIHRoZQ", "gICA", "QkxPQ0s"])
def test_values_that_no_button_carries_are_refused(word: str) -> None:
    with pytest.raises(Refusal, match="ask again"):
        carried_back(word)


def test_members_share_marks_that_differ_between_questions() -> None:
    marks = {mark(b"k" * 32, "question", f"member{number}") for number in range(5_000)}
    assert len(marks) == 256
    assert len({mark(b"k" * 32, f"question{number}", "ana") for number in range(50)}) > 30
