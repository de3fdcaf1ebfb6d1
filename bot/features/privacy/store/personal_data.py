"""What is held about a member, and its end: every table that names members, whatever it is for."""

from typing import Any

from sqlalchemy import Delete, Select, Table, bindparam, delete, select

from bot.features.learners.store import learners
from bot.features.learners.store.learners import Self
from bot.storage.tables import PRIVATE, game_event, game_result, metadata, occurrence, outbox, schedule, setting
from bot.storage.transaction import Transaction, Values


def _of_member(table: Table) -> Any:  # noqa: ANN401 (a condition, or None)
    mine = table.c.tenant == bindparam("tenant_")
    if "member" in table.c:
        mine &= table.c.member == bindparam("member_")
        return mine & PRIVATE if table in (schedule, outbox) else mine
    return mine & (table.c.scope == bindparam("scope_")) if table is setting else None


_PERSONAL = {table: condition for table in metadata.sorted_tables if (condition := _of_member(table)) is not None}
_HELD: dict[Table, Select[Any]] = {table: select(table).where(condition) for table, condition in _PERSONAL.items()}
_GONE: dict[Table, Delete] = {table: delete(table).where(condition) for table, condition in _PERSONAL.items()}

_PLAYED = game_event.delete().where(
    game_event.c.game.in_(
        select(game_result.c.game).where(
            (game_result.c.tenant == bindparam("tenant_")) & (game_result.c.member == bindparam("member_"))
        )
    )
)
"""The logs of games that have ended (only those have results): they name everyone who played."""

_PLANNED = occurrence.delete().where(
    (occurrence.c.tenant == bindparam("tenant_"))
    & occurrence.c.schedule.in_(
        select(schedule.c.number).where(
            (schedule.c.tenant == bindparam("tenant_")) & (schedule.c.member == bindparam("member_")) & PRIVATE
        )
    )
)
"""The dates planned of a member's own schedules, whose numbers are free again once they are gone."""

_SECRET = {"code"}
"""Columns that are told to nobody."""


def held(transaction: Transaction, me: Self) -> dict[str, list[dict[str, Any]]]:
    """Everything held about a member: by table, each row by column; tables without any are left out."""
    found: dict[str, list[dict[str, Any]]] = {}
    for table, statement in _HELD.items():
        names = [column.name for column in table.columns]
        rows = [
            {name: value for name, value in zip(names, row, strict=True) if name not in _SECRET}
            for row in transaction.rows(statement, _values(me, table))
        ]
        if rows:
            found[table.name] = rows
    return found


def erase(transaction: Transaction, me: Self) -> None:
    """Delete everything held about a member; other selves that they linked keep what is theirs."""
    learners.leave(transaction, me)
    transaction.change(_PLAYED, {"tenant_": me.tenant, "member_": me.member})
    transaction.change(_PLANNED, {"tenant_": me.tenant, "member_": me.member})
    for table, statement in _GONE.items():
        transaction.change(statement, _values(me, table))


def _values(me: Self, table: Table) -> Values:
    who = {"scope_": learners.scope_of(me)} if table is setting else {"member_": me.member}
    return {"tenant_": me.tenant, **who}
