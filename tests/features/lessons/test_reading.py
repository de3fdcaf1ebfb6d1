"""What was read is noted at most once an hour."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete

from bot.features.lessons.lesson import Lesson
from bot.features.lessons.reading import ReadingNotes
from bot.features.lessons.store import reads
from bot.language.message import message
from bot.language.rich_text import text
from bot.storage.database import Database
from bot.storage.tables import seen
from tests.features.lessons.asking import asker

TIP = Lesson(message(text("Walk first.")), "pets", ("tip:walk",))


async def test_what_is_read_again_soon_is_not_written_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes, first = ReadingNotes(database.writer), asker()
    put: list[object] = []
    monkeypatch.setattr(database.writer, "put", lambda _, row: put.append(row["item"]))
    for minutes in (0, 59, 61):
        at = first.at + timedelta(minutes=minutes)
        for who in (first, asker(tenant="web:elsewhere")):
            assert notes.show(replace(who, at=at), TIP) is TIP.message
    assert put == ["tip:walk"] * 4


async def test_someone_forgotten_can_read_it_again(database: Database) -> None:
    notes, ana = ReadingNotes(database.writer), asker()
    notes.show(ana, TIP)
    notes.show(ana, Lesson(TIP.message, "pets"))  # shows nothing to note
    await database.writer.flush()
    await database.transact(lambda transaction: transaction.change(delete(seen), {}))
    await notes.forget(ana.key)
    notes.show(ana, TIP)
    await database.writer.flush()
    me = ana.key
    assert await database.read(lambda transaction: reads.items(transaction, me, "pets")) == {"tip:walk"}
