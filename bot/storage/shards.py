"""Discord's shards: which replica holds which, by leases that use the database's clock, shared by all replicas.

A shard's epoch is incremented whenever its holder changes, so that the previous holder's renewals match no row. The
gateway session is stored encrypted, for the replica that takes over the shard.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import BigInteger, Integer, Text, bindparam, delete, func, insert, select, update

from bot.storage.clock import DATABASE_TIME
from bot.storage.epochs import following
from bot.storage.tables import discord_replica, discord_shard
from bot.storage.transaction import Transaction, Values

_DAY = 86_400_000

_BOTS = discord_shard.c.tenant == bindparam("bot_")
_THIS = _BOTS & (discord_shard.c.shard == bindparam("shard_"))
_MINE = _THIS & (discord_shard.c.holder == bindparam("holder_")) & (discord_shard.c.epoch == bindparam("epoch_"))
_UNTIL = DATABASE_TIME + bindparam("lease_", type_=BigInteger)
_SESSION = {
    "session": bindparam("session_", type_=Text),
    "sequence": bindparam("sequence_", type_=BigInteger),
}

_FIRST = select(discord_shard.c.epoch).where(_BOTS & (discord_shard.c.shard == 0)).with_for_update()
_COUNT = select(func.count()).select_from(discord_shard).where(_BOTS)
_LIVE_SHARDS = (
    select(func.count()).select_from(discord_shard).where(_BOTS & (discord_shard.c.lease_until > DATABASE_TIME))
)
_CLEAR = delete(discord_shard).where(_BOTS)

_ITS_REPLICAS = discord_replica.c.tenant == bindparam("bot_")
_IS_LIVE = discord_replica.c.lease_until > DATABASE_TIME
_OTHERS = (
    select(func.count())
    .select_from(discord_replica)
    .where(_ITS_REPLICAS & _IS_LIVE & (discord_replica.c.name != bindparam("holder_")))
)
_ME = _ITS_REPLICAS & (discord_replica.c.name == bindparam("holder_"))
_BEAT = update(discord_replica).where(_ME).values(lease_until=_UNTIL)
_ENTER = insert(discord_replica).values(
    tenant=bindparam("bot_", type_=Text), name=bindparam("holder_", type_=Text), lease_until=_UNTIL
)
_QUIT = delete(discord_replica).where(_ME)
_EXPIRE = delete(discord_replica).where(_ITS_REPLICAS & (discord_replica.c.lease_until < DATABASE_TIME - _DAY))
_REPLICAS = select(discord_replica.c.name).where(_ITS_REPLICAS & _IS_LIVE)
_CUT_REPLICAS = (
    update(discord_replica).where(_ITS_REPLICAS & (discord_replica.c.lease_until > _UNTIL)).values(lease_until=_UNTIL)
)

_SHARDS = (
    select(discord_shard.c.shard, discord_shard.c.holder, discord_shard.c.lease_until, DATABASE_TIME)
    .where(_BOTS)
    .order_by(discord_shard.c.shard)
)
_CLAIM = (
    update(discord_shard)
    .where(_THIS & (discord_shard.c.lease_until <= DATABASE_TIME))
    .values(holder=bindparam("holder_", type_=Text), epoch=following(discord_shard.c.epoch), lease_until=_UNTIL)
    .returning(discord_shard.c.epoch, discord_shard.c.session, discord_shard.c.sequence)
)
_RENEW = update(discord_shard).where(_MINE).values(lease_until=_UNTIL, **_SESSION)
_CUT = update(discord_shard).where(_BOTS & (discord_shard.c.lease_until > _UNTIL)).values(lease_until=_UNTIL)
_LET_GO = update(discord_shard).where(_MINE).values(lease_until=0, **_SESSION)
_DROP = update(discord_shard).where(_THIS & (discord_shard.c.holder == bindparam("holder_"))).values(lease_until=0)
_DROP_ALL = (
    update(discord_shard).where(_BOTS & (discord_shard.c.holder == bindparam("holder_"))).values(lease_until=0)
)

_IN_BUCKET = _BOTS & (discord_shard.c.shard % bindparam("buckets_", type_=Integer) == bindparam("bucket_"))
_BUCKET = select(discord_shard.c.started).where(_IN_BUCKET).order_by(discord_shard.c.shard).with_for_update()
_NOW = select(DATABASE_TIME)
_SET_BACK = (
    update(discord_shard).where(_IN_BUCKET & (discord_shard.c.started > DATABASE_TIME)).values(started=DATABASE_TIME)
)
_START = update(discord_shard).where(_THIS).values(started=DATABASE_TIME)


@dataclass(frozen=True, slots=True)
class Replica:
    """One of the processes that share a bot's shards.

    Args:
        bot: the bot's key, used in place of a tenant's, such as discord-bot:1234.
        name: the replica's unique name, never used by another process.
    """

    bot: str
    name: str


@dataclass(frozen=True, slots=True)
class ShardLease:
    """A shard that a replica holds.

    Args:
        shard: the shard's number.
        epoch: incremented whenever the holder changes.
        session: the gateway session, encrypted; None if there's none to resume.
        sequence: the number of the last event received in that session.
    """

    shard: int
    epoch: int
    session: str | None
    sequence: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Which replicas are alive, and which shards they hold.

    Args:
        holders: the holder of each shard; None if nobody holds it.
        replicas: the names of the live replicas.
    """

    holders: Mapping[int, str | None]
    replicas: frozenset[str]


def join(transaction: Transaction, me: Replica, count: int, lease: int) -> int:
    """Register a replica; return the total number of shards.

    The first replica determines that number; it stays for as long as any replica is alive.

    Args:
        transaction: the transaction to write in.
        me: the replica.
        count: how many shards there should be.
        lease: milliseconds for which the replica counts as alive unless it renews.
    """
    its: Values = {"bot_": me.bot}
    transaction.add_missing(discord_shard, [_row(me.bot, 0)])
    transaction.rows(_FIRST, its)  # replicas that join at the same time wait here
    ((there,),) = transaction.rows(_COUNT, its)
    ((held,),) = transaction.rows(_LIVE_SHARDS, its)
    ((others,),) = transaction.rows(_OTHERS, {**its, "holder_": me.name})
    if there != count and not held and not others:
        transaction.change(_CLEAR, its)
        transaction.add_missing(discord_shard, [_row(me.bot, shard) for shard in range(count)])
        there = count
    transaction.change(_EXPIRE, its)
    _show_life(transaction, me, lease)
    return int(there)


def standing(transaction: Transaction, bot: str) -> Standing:
    """Return which replicas are alive and which shards they hold.

    Args:
        transaction: the transaction to read in.
        bot: the bot's key.
    """
    its: Values = {"bot_": bot}
    shards = transaction.rows(_SHARDS, its)
    replicas = transaction.rows(_REPLICAS, its)
    holders = {shard: holder if until > now else None for shard, holder, until, now in shards}
    return Standing(holders, frozenset(name for (name,) in replicas))


def claim(transaction: Transaction, me: Replica, shard: int, lease: int) -> ShardLease | None:
    """Claim a free shard; return None if another replica has just taken it.

    Args:
        transaction: the transaction to write in.
        me: the replica.
        shard: the shard's number.
        lease: milliseconds for which to hold it, by the database's clock.
    """
    values: Values = {"bot_": me.bot, "shard_": shard, "holder_": me.name, "lease_": lease}
    rows = transaction.rows(_CLAIM, values)
    return ShardLease(shard, *rows[0]) if rows else None


def renew(transaction: Transaction, me: Replica, held: Sequence[ShardLease], lease: int) -> frozenset[int]:
    """Renew the leases of this replica and its shards; return the shards that it still holds.

    A lease that runs longer than one taken now dates from before the database's clock was set back, so it's cut.

    Args:
        transaction: the transaction to write in.
        me: the replica.
        held: the shards that it holds, with their current sessions.
        lease: milliseconds from now, by the database's clock.
    """
    _show_life(transaction, me, lease)
    # All replicas use the same order; otherwise two could deadlock.
    ordered = sorted(held, key=lambda each: each.shard)
    renewed = [each.shard for each in ordered if transaction.change(_RENEW, {**_values(me, each), "lease_": lease})]
    for cut in (_CUT, _CUT_REPLICAS):
        transaction.change(cut, {"bot_": me.bot, "lease_": lease})
    return frozenset(renewed)


def let_go(transaction: Transaction, me: Replica, held: Sequence[ShardLease]) -> None:
    """Release shards with their sessions, so that any replica can take them over at once.

    Args:
        transaction: the transaction to write in.
        me: the replica.
        held: the shards that it no longer serves.
    """
    for each in sorted(held, key=lambda each: each.shard):
        transaction.change(_LET_GO, _values(me, each))


def drop(transaction: Transaction, me: Replica, shard: int) -> None:
    """Release a shard that this replica may hold without knowing, for example because its claim timed out.

    Args:
        transaction: the transaction to write in.
        me: the replica.
        shard: the shard's number.
    """
    transaction.change(_DROP, {"bot_": me.bot, "shard_": shard, "holder_": me.name})


def leave(transaction: Transaction, me: Replica, held: Sequence[ShardLease]) -> None:
    """Unregister a replica and release all its shards.

    Args:
        transaction: the transaction to write in.
        me: the replica.
        held: the shards that it has served, with their last sessions.
    """
    let_go(transaction, me, held)
    values: Values = {"bot_": me.bot, "holder_": me.name}
    transaction.change(_DROP_ALL, values)
    transaction.change(_QUIT, values)


def start(transaction: Transaction, bot: str, shard: int, buckets: int, apart: int) -> int:
    """Record the start of a session if Discord allows it now, and return 0; else return the milliseconds to wait.

    https://docs.discord.com/developers/events/gateway#sharding-max-concurrency

    Args:
        transaction: the transaction to write in.
        bot: the bot's key.
        shard: the number of the session's shard.
        buckets: how many sessions may start at the same time, each in a different bucket.
        apart: milliseconds between two starts in the same bucket.
    """
    its: Values = {"bot_": bot}
    bucket: Values = {**its, "buckets_": buckets, "bucket_": shard % buckets}
    last = max((started for (started,) in transaction.rows(_BUCKET, bucket)), default=0)
    ((now,),) = transaction.rows(_NOW, {})
    if last > now:  # the clock has been set back since, and nobody knows how long ago that was
        transaction.change(_SET_BACK, bucket)
        last = now
    wait = last + apart - int(now)
    if wait > 0:
        return int(wait)
    transaction.change(_START, {**its, "shard_": shard})
    return 0


def _show_life(transaction: Transaction, me: Replica, lease: int) -> None:
    values: Values = {"bot_": me.bot, "holder_": me.name, "lease_": lease}
    if not transaction.change(_BEAT, values):
        transaction.change(_ENTER, values)


def _row(bot: str, shard: int) -> Values:
    free: Values = {"holder": "", "epoch": 0, "lease_until": 0, "started": 0, "session": None, "sequence": 0}
    return {"tenant": bot, "shard": shard, **free}


def _values(me: Replica, held: ShardLease) -> Values:
    return {
        "bot_": me.bot,
        "shard_": held.shard,
        "holder_": me.name,
        "epoch_": held.epoch,
        "session_": held.session,
        "sequence_": held.sequence,
    }
