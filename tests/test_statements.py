"""Which statements a run on both databases reports as missing from quick runs."""

from collections.abc import Iterator

import pytest
from sqlalchemy import event, select
from sqlalchemy.engine import Engine

from bot.features.teams import store
from bot.storage.database import Database
from bot.storage.tables import team
from tests.rows import rows
from tests.statements import Statements


@pytest.fixture
def noted() -> Iterator[Statements]:
    """Records the statements of a test."""
    noted = Statements(judges=True)
    event.listen(Engine, "before_cursor_execute", noted._hear)
    yield noted
    event.remove(Engine, "before_cursor_execute", noted._hear)


def test_statements_that_only_left_out_tests_execute_are_missing() -> None:
    here, there = Statements(judges=True), Statements(judges=True)
    for statements, test, executed in (
        (here, "test_b", "SELECT 1"),
        (here, "test_b", "SELECT 2"),
        (there, "test_a", "SELECT 1"),
        (there, "", "SELECT 2"),
    ):
        statements.begin(test)
        statements.note(executed)
    here.take(there._executed)
    assert here.missing == {"SELECT 1": "test_a"}


def test_a_run_of_some_tests_reports_nothing() -> None:
    statements = Statements(judges=False)
    statements.begin("test")
    statements.note("SELECT 1")
    assert not statements.missing


def test_a_statement_is_the_same_with_more_values() -> None:
    statements = Statements(judges=True)
    statements.begin("test")
    for number in (1, 3):
        places = ", ".join(f"${each}::VARCHAR" for each in range(1, number + 1))
        statements.note(f"SELECT name FROM team WHERE id IN ({places}) AND tenant = $9::VARCHAR")
    assert list(statements.missing) == ["SELECT name FROM team WHERE id IN (?) AND tenant = ?"]


async def test_only_statements_of_versed_itself_are_noted(postgresql_url: str, noted: Statements) -> None:
    database = await Database.open(postgresql_url)
    noted.begin("test")
    await rows(database, select(team.c.colour))
    assert not noted.missing
    await database.read(lambda transaction: store.of_tenant(transaction, "slack:a"))
    await database.close()
    assert any("FROM team_member" in each for each in noted.missing)
