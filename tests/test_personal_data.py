"""Personal data: each table that names a person has exactly one holder, which shows and erases their rows."""

import ast
import asyncio
import re
from collections import Counter
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import Column, Table, select

from adapters.web.memory import WebMemory
from bot.content.reading.library import Library
from bot.core import build
from bot.features.games.events import Erased, Joined, decode, encode
from bot.features.games.model import SOMEONE, is_erased
from bot.features.packs.model import EditorAct
from bot.language.people import MemberKey
from bot.personal_data import PERSONAL_DATA
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from bot.storage.tables import (
    game_answer,
    game_event,
    game_venue,
    link_code,
    metadata,
    occurrence,
    outbox,
    owed,
    pack_draft,
    pack_log,
    schedule,
    setting,
)
from tests.features.games.games import T0
from tests.packs import PETS
from tests.rows import rows

ANA, BEN, ELSEWHERE = MemberKey("web:a", "ana"), MemberKey("web:a", "ben"), MemberKey("web:b", "ana")
SELVES = (ANA, BEN, ELSEWHERE)

ROOT = Path(__file__).parents[1]

NAMES_NOBODY = {
    "tip_shown",
    "place",
    "once",
    "installation",
    "removal",
    "discord_shard",
    "discord_replica",
    "game",
    "game_venue",
    "game_board",
    "team",
    "challenge",
    "question_asked",
    "missing",
    "missing_key",
    "own_pack",
    "pack_version",
    "pack_image",
    "pack_import",
    "pack_off",
    "pack_change",
    "pack_quota",
    "season",
}
WRITTEN = {
    "team.name",
    "team.folded",
    "season.name",
    "season.folded",
    "own_pack.title",
    "own_pack.summary",
    "pack_version.content",
    "pack_version.note",
    "pack_image.content",
    "missing.words",
    "place.name",
    "challenge.place_name",
    "season.place_name",
    "installation.name",
}
"""Columns of those tables that hold a text or file that may come from a person."""

MADE = {
    "place": {"id"},
    "tip_shown": {"place", "pack", "tip"},
    "once": {"event"},
    "installation": {"bot", "token", "refresh"},
    "discord_shard": {"holder", "session"},
    "discord_replica": {"name"},
    "game": {"id", "owner", "invitation"},
    "game_venue": {"game", "place", "home"},
    "game_board": {"game", "place", "board", "ref"},
    "team": {"id", "colour"},
    "challenge": {"id", "place", "pack", "topic", "questions"},
    "question_asked": {"place", "pack", "question"},
    "missing": {"pack", "question", "kind", "marks"},
    "missing_key": {"key"},
    "own_pack": {"id"},
    "pack_version": {"pack", "images"},
    "pack_image": {"digest"},
    "pack_import": {"pack", "wrote"},
    "pack_off": {"pack", "part"},
    "season": {"place", "zone"},
}
"""Their other text columns: ids, choices, hashes and secrets, made by Versed or by a platform."""

HANGS_ON_A_MEMBERS = {occurrence: "schedule"}
"""Tables without a column for the member, with the column that refers to a member's row."""


def test_each_table_that_names_a_person_has_one_holder() -> None:
    """A new table needs a holder, or must be listed as one that names nobody."""
    held = Counter(table.name for table in PERSONAL_DATA.tables)
    assert set(held.values()) == {1}
    assert {table.name for table in metadata.sorted_tables} - held.keys() == NAMES_NOBODY
    assert {table.name for table in metadata.sorted_tables if "member" in table.c} <= held.keys()


def test_all_that_forgets_people_is_in_one_list(sqlite_database: Database) -> None:
    """What `Erasure` isn't given isn't forgotten: each class that can forget someone, or that caches by member."""
    forgets, caches = set(), set()
    for path in [*(ROOT / "bot").rglob("*.py"), *(ROOT / "adapters").rglob("*.py")]:
        if not re.search(r"def forget\b|Cache\[", source := path.read_text("utf-8")):
            continue  # parsing it would take far longer
        for each in ast.walk(ast.parse(source)):
            if isinstance(each, ast.ClassDef) and not any("Protocol" in ast.unparse(base) for base in each.bases):
                written = ast.unparse(each)
                if "async def forget(self, me: MemberKey" in written:
                    forgets.add(each.name)
                if re.search(r"Cache\[(tuple\[)?MemberKey", written):
                    caches.add(each.name)
    pictures = PictureCache()
    core = build(Library([PETS]), sqlite_database, pictures, Random(1))
    pictures.close()
    known = {type(each).__name__ for each in core.personal_caches} | {WebMemory.__name__}  # which the playground adds
    assert forgets == known
    assert caches
    assert caches <= known


def test_each_text_that_a_person_wrote_is_accounted_for() -> None:
    """A table that names nobody may still hold texts that someone wrote; docs/privacy.md says how each ends."""
    texts = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        if table.name in NAMES_NOBODY
        for column in table.columns
        if column.type.python_type in (str, bytes) and column.name != "tenant"
    }
    made = {f"{table}.{column}" for table, columns in MADE.items() for column in columns}
    assert texts == WRITTEN | made
    assert not WRITTEN & made
    told = (ROOT / "docs" / "privacy.md").read_text("utf-8").partition("\n## What people wrote for others\n")[2]
    lines = [line for line in told.partition("\n## ")[0].splitlines() if line.startswith("| `")]
    assert {column for line in lines for column in re.findall(r"`(\w+\.\w+)`", line.split("|")[1])} == WRITTEN


def a_row(table: Table, me: MemberKey) -> dict[str, object]:
    """Return a member's row, with numbers and keys that no other member's row has."""
    number = SELVES.index(me) + 1

    def value(column: "Column[Any]") -> object:
        if column.name in ("tenant", "member"):
            return getattr(me, column.name)
        if column.name == "scope":
            return f"member:{me.member}"
        if column.name == "home":
            return me.tenant
        if column.name == "act":
            return EditorAct.PUBLISHED.value
        if column.name == "event" and table is game_event:
            return encode(Joined(at=T0, who=me, name="Ana"))
        kind = column.type.python_type
        if kind is bytes:
            return bytes([number])
        return (
            f"{table.name if column.name not in ('game', 'schedule') else ''}{number}"
            if kind is str
            else kind(number)
        )

    return {column.name: value(column) for column in table.columns}


async def fill(database: Database) -> None:
    inserts = [(table, a_row(table, me)) for me in SELVES for table in (*PERSONAL_DATA.tables, game_venue)]
    await asyncio.gather(*(database.writer.insert(*each) for each in inserts))  # in few commits


async def left(database: Database, table: Table) -> set[MemberKey]:
    """Return the members, out of those who had a row in a table, who still have one."""
    if table in HANGS_ON_A_MEMBERS:
        column = table.c[HANGS_ON_A_MEMBERS[table]]
        return {SELVES[int(value) - 1] for (value,) in await rows(database, select(column))}
    if table is game_event:
        found = await rows(database, select(table.c.event))
        joined = {event.who for (kept,) in found if isinstance(event := decode(kept), Joined)}
        return {who for who in joined if not is_erased(who)}
    if table is game_answer:
        found = await rows(database, select(table.c.tenant, table.c.member))
        return {MemberKey(*row) for row in found if not is_erased(MemberKey(*row))}
    if table is setting:
        found = await rows(database, select(table.c.tenant, table.c.scope))
        return {MemberKey(tenant, scope.removeprefix("member:")) for tenant, scope in found}
    found = await rows(database, select(table.c.tenant, table.c.member))
    return {
        MemberKey(*row) for row in found if table is not pack_log or row[1]
    }  # an erased editor's entry stays, without their id and name


@pytest.mark.both_databases
async def test_each_holder_forgets_only_the_given_member(database: Database) -> None:
    await fill(database)
    forgotten: set[Table] = set()
    for holder in PERSONAL_DATA.holders:
        await database.transact(partial(holder.forget, me=ANA))
        forgotten |= {*holder.tables}
        for table in PERSONAL_DATA.tables:
            gone = {ANA} if table in forgotten else set()
            assert await left(database, table) == set(SELVES) - gone, (table.name, sorted(map(str, holder.tables)))


async def test_a_member_is_shown_all_their_own_data_and_nobody_elses(database: Database) -> None:
    await fill(database)
    shown = await database.read(lambda transaction: PERSONAL_DATA.held(transaction, ANA))
    tables = {table.name: table for table in PERSONAL_DATA.tables if table not in HANGS_ON_A_MEMBERS}
    assert shown.keys() == tables.keys()
    for name, held in shown.items():
        expected = a_row(tables[name], ANA)
        if tables[name] is link_code:
            del expected["code"]  # which would let someone else link themselves with them
        if tables[name] is owed:
            del expected["request"]  # which is encrypted, and contains an address to answer to
        if tables[name] is pack_draft:
            del expected["content"]  # which /pack export gives as files
        if tables[name] is game_event:
            del expected["event"]  # which may name others
            expected |= {"kind": "joined", "at": "2026-03-02T09:00:00Z", "name": "Ana", "team": "", "place": ""}
        assert held == [expected], name


async def test_a_log_names_nobody_who_was_erased_even_in_another_tenant(database: Database) -> None:
    """That's so whether or not they have a result."""
    joined = [encode(Joined(at=T0, who=who, name="Ana")) for who in (ANA, BEN)]
    venue = {"tenant": ANA.tenant, "game": "game1", "place": "general", "home": "web:home", "ended": 1}
    await database.writer.insert(game_venue, venue)
    for number, event in enumerate(joined):
        await database.writer.insert(
            game_event, {"tenant": "web:home", "game": "game1", "number": number, "event": event}
        )
    await database.transact(lambda transaction: PERSONAL_DATA.forget(transaction, ANA))
    (first,), (second,), (third,) = await rows(database, select(game_event.c.event).order_by(game_event.c.number))
    after, last = decode(first), decode(third)
    assert isinstance(after, Joined)
    assert after.name == SOMEONE
    assert last == Erased(who=after.who)
    assert second == joined[1]


@pytest.mark.parametrize("table", [schedule, outbox], ids=str)
async def test_rows_for_a_whole_place_belong_to_nobody(database: Database, table: Table) -> None:
    nobody = MemberKey("web:a", "")
    await database.writer.insert(table, {**a_row(table, ANA), "member": ""})
    await database.transact(lambda transaction: PERSONAL_DATA.forget(transaction, nobody))
    assert len(await rows(database, select(table))) == 1
