"""Leases: which replica runs which game. They expire by the database's clock, which all replicas share."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Select, Text, bindparam, func, or_, select, update

from bot.features.games.model import Key, Lease
from bot.runtime.bulkhead import bulkhead
from bot.storage.clock import DATABASE_TIME
from bot.storage.epochs import following
from bot.storage.tables import game
from bot.storage.times import from_milliseconds, to_milliseconds
from bot.storage.transaction import QueryValues, Transaction, Values

_AT_ONCE = 20
"""At most this many games of one tenant are taken over at once, because no leases are renewed during that time."""

_THIS = (game.c.tenant == bindparam("tenant_")) & (game.c.id == bindparam("game_"))
_MINE = _THIS & (game.c.epoch == bindparam("epoch_"))
_UNTIL = DATABASE_TIME + bindparam("lease_", type_=BigInteger)
_BEAT = bindparam("at_", type_=BigInteger)
_TAKE = (
    update(game)
    .where(_THIS)
    .values(owner=bindparam("owner_", type_=Text), epoch=following(game.c.epoch), lease_until=_UNTIL, beat=_BEAT)
    .returning(game.c.epoch)
)
_RENEW = update(game).where(_MINE).values(lease_until=_UNTIL, beat=_BEAT)
_CUT = update(game).where(game.c.ended.is_(None) & (game.c.lease_until > _UNTIL)).values(lease_until=_UNTIL)
_LET_GO = update(game).where(_MINE).values(lease_until=0, beat=_BEAT)


@cache
def _orphans(platforms: tuple[str, ...], *, has_aside: bool) -> Select[Any]:
    """Return the query for games without a valid lease on the given platforms, limited to some of each tenant."""
    served = or_(*(game.c.tenant.startswith(f"{platform}:", autoescape=True) for platform in platforms))
    running = game.c.ended.is_(None) & (game.c.lease_until < DATABASE_TIME) & served
    if has_aside:
        running &= game.c.id.not_in(bindparam("aside_", expanding=True))
    place = func.row_number().over(partition_by=game.c.tenant, order_by=(game.c.lease_until, game.c.id))
    ranked = select(game.c.tenant, game.c.id, place.label("place")).where(running).subquery()
    statement = (
        select(game.c.tenant, game.c.id, game.c.beat)
        .join(ranked, (ranked.c.tenant == game.c.tenant) & (ranked.c.id == game.c.id))
        .where(running & (ranked.c.place <= _AT_ONCE))
    )
    return statement.with_for_update(of=game, skip_locked=True)


def claim(
    transaction: Transaction,
    platforms: Sequence[str],
    owner: str,
    lease: int,
    at: datetime,
    but: Collection[Key] = (),
) -> list[Lease]:
    """Take over games whose lease has expired, a limited number of each tenant; the next calls take the rest.

    A lease that ends later than one taken now is from before the database's clock was set back, so it's shortened.
    Its holder, if it's alive, renews it in time.

    Args:
        transaction: the transaction to write in.
        platforms: the platforms that this replica serves; games started on others are left alone.
        owner: the replica that takes the games over.
        lease: the duration of the leases, in milliseconds of the database's clock.
        at: now, in UTC.
        but: games to leave to other replicas.
    """
    leases: list[Lease] = []
    # Return the previous heartbeat, which tells how long nobody ran the game.
    aside: QueryValues = {"aside_": [key.game for key in but]} if but else {}
    for tenant, game_id, before in transaction.rows(_orphans(tuple(platforms), has_aside=bool(but)), aside):
        key = Key(tenant, game_id)
        beat = at  # the default, if the stored heartbeat can't be read
        with bulkhead("game"):
            beat = from_milliseconds(before)
        new: Values = {"owner_": owner, "lease_": lease, "at_": to_milliseconds(at)}
        ((epoch,),) = transaction.rows(_TAKE, {"tenant_": tenant, "game_": game_id, **new})
        leases.append(Lease(key, epoch, beat))
    transaction.change(_CUT, {"lease_": lease})
    return leases


def renew(transaction: Transaction, held: Lease, lease: int, at: datetime) -> bool:
    """Renew a lease; return False if another replica has taken the game over.

    Args:
        transaction: the transaction to write in.
        held: the lease.
        lease: the new duration from now, in milliseconds of the database's clock.
        at: now, in UTC, as the heartbeat.
    """
    return transaction.change(_RENEW, {**_values(held, at), "lease_": lease}) == 1


def let_go(transaction: Transaction, held: Lease, at: datetime) -> None:
    """Release a lease, so that any replica can take the game over at once.

    Args:
        transaction: the transaction to write in.
        held: the lease.
        at: the last heartbeat, in UTC.
    """
    transaction.change(_LET_GO, _values(held, at))


def _values(held: Lease, at: datetime) -> Values:
    return {
        "tenant_": held.key.tenant,
        "game_": held.key.game,
        "epoch_": held.epoch,
        "at_": to_milliseconds(at),
    }
