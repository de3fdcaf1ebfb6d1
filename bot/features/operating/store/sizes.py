"""How much is kept of each tenant, counted over all tables."""

from collections import Counter
from datetime import datetime

from sqlalchemy import func, select, union

from bot.storage.tables import discord_replica, discord_shard, installation, metadata, notice, own_pack, pack_change
from bot.storage.times import from_milliseconds
from bot.storage.transaction import Transaction

_OF_NO_TENANT = (discord_replica, discord_shard, pack_change)
_TABLES = [table for table in metadata.sorted_tables if table not in _OF_NO_TENANT]
_ROWS = [select(table.c.tenant, func.count()).group_by(table.c.tenant) for table in _TABLES]
_LAST = [
    select(table.c.tenant, func.max(table.c.at)).group_by(table.c.tenant)
    for table in _TABLES
    if {"member", "at"} <= {*table.c.keys()} and table is not notice  # which Versed leaves by itself
]
_MEMBERS = union(
    *(select(table.c.tenant, table.c.member).where(table.c.member != "") for table in _TABLES if "member" in table.c)
).subquery()
_PEOPLE = select(_MEMBERS.c.tenant, func.count()).group_by(_MEMBERS.c.tenant)
_NAMES = select(installation.c.tenant, installation.c.name)
_PACKS = select(own_pack.c.tenant, func.count()).where(own_pack.c.removed.is_(None)).group_by(own_pack.c.tenant)


def rows(transaction: Transaction) -> Counter[str]:
    """Return how many rows there are of each tenant."""
    found: Counter[str] = Counter()
    for statement in _ROWS:
        found.update(dict(map(tuple, transaction.rows(statement, {}))))
    return found


def last_uses(transaction: Transaction) -> dict[str, datetime]:
    """Return when people of each tenant last did something that's kept, in UTC."""
    found: dict[str, int] = {}
    for statement in _LAST:
        for tenant, at in transaction.rows(statement, {}):
            found[tenant] = max(at, found.get(tenant, 0))
    return {tenant: from_milliseconds(at) for tenant, at in found.items()}


def people(transaction: Transaction) -> dict[str, int]:
    """Return of how many people of each tenant anything is kept."""
    return dict(map(tuple, transaction.rows(_PEOPLE, {})))


def names(transaction: Transaction) -> dict[str, str]:
    """Return the names of tenants, as far as they're known."""
    return dict(map(tuple, transaction.rows(_NAMES, {})))


def packs(transaction: Transaction) -> dict[str, int]:
    """Return how many packs of its own each tenant has."""
    return dict(map(tuple, transaction.rows(_PACKS, {})))
