"""Notices: people waiting to be told something are no longer remembered once they're erased."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from random import Random
from typing import Any

import pytest

from bot.content.reading.library import Library
from bot.core import build
from bot.features.learners.notices import Notices
from bot.features.learners.store import notices
from bot.features.privacy.actions import EraseEverything
from bot.language.actions import encode
from bot.language.people import PLAYGROUND, Member, MemberKey, Place
from bot.language.requests import Asker, Pressed
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from bot.storage.transaction import Transaction
from tests.features.reviews.desk import START
from tests.notices import told
from tests.packs import PETS

ANA, BEN = (Asker(PLAYGROUND, Place("1", "#general"), Member(name.lower(), name), START) for name in ("Ana", "Ben"))


def leave(transaction: Transaction, asker: Asker, subject: str = "x") -> None:
    notices.add(transaction, asker.tenant.key, subject, "Open your door.", START, asker.member.id)


async def test_someone_erased_is_no_longer_remembered_as_waiting(database: Database, pictures: PictureCache) -> None:
    application = build(Library([PETS]), database, pictures, Random(1)).application
    for asker in (ANA, BEN):
        await database.transact(partial(leave, asker=asker, subject=asker.member.id))
    other = replace(ANA, member=Member("cleo", "Cleo"))
    assert await told(application.tell_notices, other) is None  # this look remembers who's waiting
    assert "ben" in repr(application._notices._waiting)
    await application.press(Pressed(BEN, encode(EraseEverything())))
    assert "ben" not in repr(application._notices._waiting)
    assert await told(application.tell_notices, ANA) is not None
    assert "ben" not in repr(application._notices._waiting)


async def test_a_look_that_was_under_way_brings_nobody_back(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    tells = Notices(database)
    await database.transact(partial(leave, asker=BEN))
    read, found, go = database.read, asyncio.Event(), asyncio.Event()

    async def read_late(work: Callable[[Transaction], Any]) -> Any:
        seen = await read(work)
        found.set()
        await go.wait()
        return seen

    with monkeypatch.context() as patched:
        patched.setattr(database, "read", read_late)
        looking = asyncio.create_task(told(tells.tell, ANA))
        await found.wait()
        await tells.forget(MemberKey(PLAYGROUND.key, "ben"))
        go.set()
        assert await looking is None
    assert tells._waiting == frozenset()


async def test_whoever_is_left_is_told_without_waiting_for_the_next_look(database: Database) -> None:
    tells = Notices(database, lambda: 0.0)
    assert await told(tells.tell, ANA) is None
    await database.transact(partial(leave, asker=ANA))
    assert await told(tells.tell, ANA) is None  # it isn't time to look again yet
    await tells.forget(MemberKey(PLAYGROUND.key, "ben"))
    assert await told(tells.tell, ANA) is not None


async def test_a_new_notice_is_told_within_seconds(database: Database) -> None:
    """A host whose game waits for a right has only half an hour, so they have to hear of it soon."""
    now = [0.0]
    tells = Notices(database, lambda: now[0])
    assert await told(tells.tell, BEN) is None
    await database.transact(partial(leave, asker=BEN))
    now[0] += 5
    assert await told(tells.tell, BEN) is not None
