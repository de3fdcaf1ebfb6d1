"""What is held of a person: each table that names one has exactly one holder, who shows it and lets it go."""

from collections import Counter
from typing import Any

import pytest
from sqlalchemy import Column, Table, select

from bot.language.people import Self
from bot.personal_data import PERSONAL_DATA
from bot.storage.database import Database
from bot.storage.personal_data import Holder
from bot.storage.tables import game_event, game_result, link_code, metadata, occurrence, outbox, schedule, setting
from tests.rows import rows

ANA, BEN, ELSEWHERE = Self("web:a", "ana"), Self("web:a", "ben"), Self("web:b", "ana")
SELVES = (ANA, BEN, ELSEWHERE)

NAMES_NOBODY = {
    "tip_shown",
    "place",
    "once",
    "installation",
    "game",
    "game_venue",
    "game_board",
    "team",
    "challenge",
    "season",
}
HANGS_ON_A_MEMBERS = {game_event: "game", occurrence: "schedule"}
"""Tables that have no member's column, by the column that leads to a row of a member."""


def test_each_table_that_names_a_person_has_one_holder() -> None:
    """A new table has to be given to a holder, or listed as one that names nobody."""
    held = Counter(table.name for table in PERSONAL_DATA.tables)
    assert set(held.values()) == {1}
    assert {table.name for table in metadata.sorted_tables} - held.keys() == NAMES_NOBODY
    assert {table.name for table in metadata.sorted_tables if "member" in table.c} <= held.keys()


def a_row(table: Table, me: Self) -> dict[str, object]:
    """A row of a member, whose numbers and keys are those of no other member's."""
    number = SELVES.index(me) + 1

    def value(column: "Column[Any]") -> object:
        if column.name in ("tenant", "member"):
            return getattr(me, column.name)
        if column.name == "scope":
            return f"member:{me.member}"
        kind = column.type.python_type
        return (
            f"{table.name if column.name not in ('game', 'schedule') else ''}{number}"
            if kind is str
            else kind(number)
        )

    return {column.name: value(column) for column in table.columns}


async def fill(database: Database) -> None:
    for me in SELVES:
        for table in PERSONAL_DATA.tables:
            await database.writer.insert(table, a_row(table, me))


async def left(database: Database, table: Table) -> set[Self]:
    """Whose rows are left in a table, each of which had one."""
    if table in HANGS_ON_A_MEMBERS:
        column = table.c[HANGS_ON_A_MEMBERS[table]]
        return {SELVES[int(value) - 1] for (value,) in await rows(database, select(column))}
    if table is setting:
        found = await rows(database, select(table.c.tenant, table.c.scope))
        return {Self(tenant, scope.removeprefix("member:")) for tenant, scope in found}
    return {Self(*row) for row in await rows(database, select(table.c.tenant, table.c.member))}


@pytest.mark.parametrize(
    "holder",
    PERSONAL_DATA.holders,
    ids=lambda holder: "+".join(sorted(table.name for table in holder.tables)) or "none",
)
async def test_a_holder_forgets_one_member_alone(database: Database, holder: Holder) -> None:
    await fill(database)
    await database.transact(lambda transaction: holder.forget(transaction, ANA))
    for table in PERSONAL_DATA.tables:
        gone = {ANA} if table in holder.tables else set()
        assert await left(database, table) == set(SELVES) - gone, table.name


async def test_all_that_is_held_is_shown_to_its_member_alone(database: Database) -> None:
    await fill(database)
    shown = await database.read(lambda transaction: PERSONAL_DATA.held(transaction, ANA))
    tables = {table.name: table for table in PERSONAL_DATA.tables if table not in HANGS_ON_A_MEMBERS}
    assert shown.keys() == tables.keys()
    for name, held in shown.items():
        expected = a_row(tables[name], ANA)
        if tables[name] is link_code:
            del expected["code"]  # which would let someone else be them
        assert held == [expected], name


async def test_a_log_goes_with_its_players_whichever_tenant_keeps_it(database: Database) -> None:
    result = a_row(game_result, ANA)
    await database.writer.insert(game_result, result)
    for tenant, game in (("web:home", result["game"]), ("web:home", "another")):
        await database.writer.insert(game_event, {"tenant": tenant, "game": game, "number": 0, "event": "Ana joined"})
    await database.transact(lambda transaction: PERSONAL_DATA.forget(transaction, ANA))
    assert await rows(database, select(game_event.c.game)) == [("another",)]


@pytest.mark.parametrize("table", [schedule, outbox], ids=str)
async def test_what_is_for_a_whole_place_is_nobodys_own(database: Database, table: Table) -> None:
    nobody = Self("web:a", "")
    await database.writer.insert(table, {**a_row(table, ANA), "member": ""})
    await database.transact(lambda transaction: PERSONAL_DATA.forget(transaction, nobody))
    assert len(await rows(database, select(table))) == 1
