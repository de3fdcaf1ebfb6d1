"""The current leases, with the time left by the database's own clock."""

from typing import Any

from sqlalchemy import Integer, Select, String, cast, literal, null, select

from bot.features.operating.model import HeldLease
from bot.storage.clock import DATABASE_TIME
from bot.storage.tables import discord_replica, discord_shard, game, outbox, owed
from bot.storage.times import from_milliseconds
from bot.storage.transaction import Transaction

_NO_EPOCH = cast(null(), Integer)
_NOBODY = literal("")


def _of(kind: str, table: Any, which: Any, holder: Any, epoch: Any) -> Select[Any]:  # noqa: ANN401 (columns)
    columns = (table.c.tenant, cast(which, String), holder, epoch, table.c.lease_until, DATABASE_TIME)
    return select(literal(kind), *columns).order_by(table.c.tenant, which)


_STATEMENTS = (
    _of("shard", discord_shard, discord_shard.c.shard, discord_shard.c.holder, discord_shard.c.epoch).where(
        discord_shard.c.lease_until > 0
    ),
    _of("replica", discord_replica, discord_replica.c.name, discord_replica.c.name, _NO_EPOCH),
    _of("game", game, game.c.id, game.c.owner, game.c.epoch).where(game.c.ended.is_(None) & (game.c.lease_until > 0)),
    _of("post", outbox, outbox.c.key, _NOBODY, outbox.c.epoch).where(
        outbox.c.next_try.is_not(None) & (outbox.c.lease_until > 0)
    ),
    _of("answer", owed, owed.c.id, _NOBODY, _NO_EPOCH),
)


def held(transaction: Transaction) -> list[HeldLease]:
    """Return all leases, including expired ones that nobody has taken over yet."""
    return [
        HeldLease(kind, tenant, which, holder, epoch, from_milliseconds(until), (until - now) / 1000)
        for statement in _STATEMENTS
        for kind, tenant, which, holder, epoch, until, now in transaction.rows(statement, {})
    ]
