"""How much data is stored about each tenant, counted over all tables."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, bindparam, func, select, true, union

from bot.runtime.bulkhead import bulkhead
from bot.storage.tables import discord_replica, discord_shard, installation, metadata, notice, own_pack, pack_change
from bot.storage.times import from_milliseconds
from bot.storage.transaction import Transaction, Values

_OF_NO_TENANT = (discord_replica, discord_shard, pack_change)
_TABLES = [table for table in metadata.sorted_tables if table not in _OF_NO_TENANT]


@dataclass(frozen=True, slots=True)
class Size:
    """The amount of data stored about a tenant.

    Args:
        name: the tenant's name; "" if unknown.
        people: the number of people with any data.
        rows: the number of rows in all tables.
        last_use: when a member last did something that was stored, in UTC; None if nobody has.
        packs: the number of its own packs.
    """

    name: str
    people: int
    rows: int
    last_use: datetime | None
    packs: int


class _Counts:
    """Statements that count rows and people by tenant.

    Args:
        one: whether they count for a single tenant, using the first column of the primary keys rather than whole
            tables.
    """

    def __init__(self, *, one: bool) -> None:
        def where(table: Table) -> ColumnElement[bool]:
            return table.c.tenant == bindparam("tenant_") if one else true()

        def by_tenant(table: Table, what: ColumnElement[Any]) -> Select[Any]:
            return select(table.c.tenant, what).where(where(table)).group_by(table.c.tenant)

        members = union(
            *(
                select(table.c.tenant, table.c.member).where(where(table), table.c.member != "")
                for table in _TABLES
                if "member" in table.c
            )
        ).subquery()
        self.rows = [by_tenant(table, func.count()) for table in _TABLES]
        self.last = [
            by_tenant(table, func.max(table.c.at))
            for table in _TABLES
            if {"member", "at"} <= {*table.c.keys()} and table is not notice  # which Versed writes by itself
        ]
        self.people = select(members.c.tenant, func.count()).group_by(members.c.tenant)
        self.names = select(installation.c.tenant, installation.c.name).where(where(installation))
        self.packs = by_tenant(own_pack, func.count()).where(own_pack.c.removed.is_(None))


_NEVER = from_milliseconds(0)
_OF_ALL, _OF_ONE = _Counts(one=False), _Counts(one=True)


def of_all(transaction: Transaction) -> dict[str, Size]:
    """Return the amount of data of all tenants; reads every table."""
    return _sizes(transaction, _OF_ALL, {})


def of_one(transaction: Transaction, tenant: str) -> Size | None:
    """Return the amount of data of one tenant; None if there's none.

    Args:
        transaction: to read in.
        tenant: the key of the tenant.
    """
    return _sizes(transaction, _OF_ONE, {"tenant_": tenant}).get(tenant)


def _sizes(transaction: Transaction, counts: _Counts, values: Values) -> dict[str, Size]:
    rows: Counter[str] = Counter()
    last: dict[str, datetime] = {}
    for statement in counts.rows:
        rows.update(dict(map(tuple, transaction.rows(statement, values))))
    for statement in counts.last:
        for tenant, at in transaction.rows(statement, values):
            with bulkhead("last use of a tenant", tenant):
                last[tenant] = max(from_milliseconds(at), last.get(tenant, _NEVER))
    people, names, packs = (
        dict(map(tuple, transaction.rows(each, values))) for each in (counts.people, counts.names, counts.packs)
    )
    return {
        tenant: Size(
            name=names.get(tenant, ""),
            people=people.get(tenant, 0),
            rows=number,
            last_use=last.get(tenant),
            packs=packs.get(tenant, 0),
        )
        for tenant, number in rows.items()
    }
