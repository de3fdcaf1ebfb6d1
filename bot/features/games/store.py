"""Games: their logs, the answers given in them, where they run, and which replica runs them.

The log of a game grows by agreement: an event takes the number after the last one that its writer knows, and a number
is given only once. Whoever finds theirs taken reads on first, so no replica can ever act on a state that has passed.
"""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Integer,
    Select,
    bindparam,
    cast,
    func,
    insert,
    literal_column,
    null,
    or_,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.elements import ColumnElement

from bot.features.learners.store.link_codes import digest
from bot.runtime.bulkhead import bulkhead
from bot.storage.database import Database
from bot.storage.group_commit import GroupCommit
from bot.storage.keys import among, wanted
from bot.storage.tables import game, game_answer, game_board, game_event, game_venue
from bot.storage.times import from_milliseconds, to_milliseconds
from bot.storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Key:
    """Which game: its id, and the tenant where it was started."""

    tenant: str
    game: str


@dataclass(frozen=True, slots=True)
class Lease:
    """A game that a replica runs.

    Args:
        key: which game.
        epoch: raised whenever another replica takes over, so that the former one's changes match no row.
        beat: the last sign of life before.
    """

    key: Key
    epoch: int
    beat: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer given in a game.

    Args:
        tenant, member: who gave it.
        game, position: to which question.
        given: the answer itself, as grading keeps it.
        correct: whether it counts as right.
        at: the moment that counts, in UTC.
    """

    tenant: str
    game: str
    position: int
    member: str
    given: str
    correct: bool
    at: datetime


async def create(database: Database, key: Key, place: str, event: str, owner: str, lease: int, at: datetime) -> bool:
    """Begin a game, run by its creator; False if another one is on in that place.

    Args:
        database: where it is kept.
        key: which game.
        place: where it runs.
        event: the first of its log.
        owner: the replica that runs it.
        lease: milliseconds.
        at: now, in UTC.
    """
    now = to_milliseconds(at)
    try:
        async with database.writing() as connection:
            row = {"tenant": key.tenant, "id": key.game, "owner": owner, "epoch": 1, "beat": now, "at": now}
            await connection.execute(insert(game).values(row | {"lease_until": _now(connection) + lease}))
            await connection.execute(
                insert(game_event).values(tenant=key.tenant, game=key.game, number=0, event=event)
            )
            await connection.execute(_venue(key, key.tenant, place))
    except IntegrityError:
        return False
    return True


async def add_venue(database: Database, key: Key, tenant: str, place: str) -> bool:
    """Let a game run in one more place; False if another one is on there."""
    try:
        async with database.writing() as connection:
            await connection.execute(_venue(key, tenant, place))
    except IntegrityError:
        return False
    return True


async def remove_venue(database: Database, key: Key, tenant: str, place: str) -> None:
    """Take back a place where a game was about to run."""
    here = (game_venue.c.tenant == tenant) & (game_venue.c.game == key.game) & (game_venue.c.place == place)
    async with database.writing() as connection:
        await connection.execute(game_venue.delete().where(here))


async def home(connection: AsyncConnection, tenant: str, game_id: str) -> Key | None:
    """The game of that id, if it runs or ran in a place of this tenant."""
    wanted = select(game_venue.c.home).where((game_venue.c.tenant == tenant) & (game_venue.c.game == game_id))
    found = (await connection.execute(wanted.limit(1))).scalar()
    return None if found is None else Key(found, game_id)


async def running_in(connection: AsyncConnection, tenant: str, place: str) -> Key | None:
    """The game that is on in a place."""
    here = (game_venue.c.tenant == tenant) & (game_venue.c.place == place) & game_venue.c.ended.is_(None)
    row = (await connection.execute(select(game_venue.c.home, game_venue.c.game).where(here))).first()
    return None if row is None else Key(row.home, row.game)


_RUNNING_AMONG = select(game_venue.c.tenant, game_venue.c.place, game_venue.c.game).where(
    among(game_venue.c.tenant, game_venue.c.place) & game_venue.c.ended.is_(None)
)


async def running_in_any(
    connection: AsyncConnection, places: Collection[tuple[str, str]]
) -> dict[tuple[str, str], str]:
    """The ids of the games that are on in any of some places, by tenant and place."""
    if not places:
        return {}
    rows = await connection.execute(_RUNNING_AMONG, dict(wanted(places)))
    return {(tenant, place): game_id for tenant, place, game_id in rows if (tenant, place) in places}


async def invite(database: Database, key: Key, code: str) -> None:
    """Let one who knows a code bring their place into a game; an earlier code of the game no longer works.

    Only its digest is kept, so that reading the database is not enough to use it.
    """
    async with database.writing() as connection:
        await connection.execute(update(game).where(_is(key)).values(invitation=digest(code)))


_INVITED = select(game.c.tenant, game.c.id).where((game.c.invitation == bindparam("code_")) & game.c.ended.is_(None))
_USE = (
    update(game)
    .where((game.c.tenant == bindparam("tenant_")) & (game.c.id == bindparam("game_")))
    .where(game.c.invitation == bindparam("code_"))
    .values(invitation=null())
)


def use_invitation(transaction: Transaction, code: str) -> Key | None:
    """Use a code up; return the running game that it invites to, or None where it isn't good."""
    kept = digest(code)
    for tenant, game_id in transaction.rows(_INVITED, {"code_": kept}):
        if transaction.change(_USE, {"tenant_": tenant, "game_": game_id, "code_": kept}):
            return Key(tenant, game_id)
    return None


async def invited(connection: AsyncConnection, code: str) -> Key | None:
    """The running game that a code invites to, whosever it is."""
    wanted = select(game.c.tenant, game.c.id).where((game.c.invitation == digest(code)) & game.c.ended.is_(None))
    row = (await connection.execute(wanted)).first()
    return None if row is None else Key(row.tenant, row.id)


async def append(database: Database, key: Key, number: int, events: Sequence[str]) -> bool:
    """Log events durably; False, and none of them logged, if another replica has logged something meanwhile.

    Args:
        database: where the log is.
        key: whose log.
        number: of the first of them.
        events: in order, at least one.
    """
    rows = [
        {"tenant": key.tenant, "game": key.game, "number": number + offset, "event": event}
        for offset, event in enumerate(events)
    ]
    try:
        async with database.writing() as connection:
            await connection.execute(insert(game_event), rows)
    except IntegrityError:
        return False
    return True


async def log(connection: AsyncConnection, key: Key, number: int) -> list[str]:
    """The events of a game from a number on, in order."""
    of_game = (game_event.c.tenant == key.tenant) & (game_event.c.game == key.game)
    wanted = select(game_event.c.event).where(of_game & (game_event.c.number >= number)).order_by(game_event.c.number)
    return list((await connection.execute(wanted)).scalars())


def answer(
    writer: GroupCommit,
    *,
    tenant: str,
    game: str,
    position: int,
    member: str,
    given: str,
    correct: bool,
    at: datetime,
) -> "asyncio.Future[bool]":
    """Keep an answer for good; done once it is, with False if that member had answered that question already.

    The arguments are those of Answer.

    Raises:
        StoreError: the database cannot store anything now.
    """
    row = {"tenant": tenant, "game": game, "position": position, "member": member, "given": given}
    return writer.submit(game_answer, row | {"correct": correct, "at": to_milliseconds(at)})


async def find_answer(
    connection: AsyncConnection, tenant: str, game_id: str, position: int, member: str
) -> Answer | None:
    """The answer that a member gave to a question."""
    wanted = _answers((tenant,), game_id, position).where(game_answer.c.member == member)
    row = (await connection.execute(wanted)).mappings().first()
    return None if row is None else Answer(**dict(row) | {"at": from_milliseconds(row["at"])})


async def count_answers(connection: AsyncConnection, tenants: Sequence[str], game_id: str, position: int) -> int:
    """How many have answered a question."""
    counted = select(func.count()).select_from(_answers(tenants, game_id, position).subquery())
    return int((await connection.execute(counted)).scalar_one())


async def answers(connection: AsyncConnection, tenants: Sequence[str], game_id: str, since: int = 0) -> list[Answer]:
    """The answers given in a game to the question at a position and to later ones.

    Args:
        connection: to read with.
        tenants: those that play.
        game_id: the game.
        since: the first position wanted.
    """
    rows = await connection.execute(_answers(tenants, game_id).where(game_answer.c.position >= since))
    return [
        Answer(row.tenant, row.game, row.position, row.member, row.given, row.correct, from_milliseconds(row.at))
        for row in rows
    ]


async def boards(connection: AsyncConnection, game_id: str, tenant: str, place: str) -> dict[str, str]:
    """The references of the boards that a game shows in a place, by the boards' names."""
    here = (game_board.c.tenant == tenant) & (game_board.c.game == game_id) & (game_board.c.place == place)
    rows = await connection.execute(select(game_board.c.board, game_board.c.ref).where(here))
    return {row.board: row.ref for row in rows}


async def keep_board(writer: GroupCommit, game_id: str, tenant: str, place: str, board: str, ref: str) -> None:
    """Remember where a board is shown; all places of a game share one commit."""
    row = {"tenant": tenant, "game": game_id, "place": place, "board": board, "ref": ref}
    await writer.insert(game_board, row)


async def claim(
    database: Database,
    platforms: Sequence[str],
    owner: str,
    lease: int,
    at: datetime,
    but: Collection[Key] = (),
) -> list[Lease]:
    """Take over the games that no replica runs any more.

    Args:
        database: where they are.
        platforms: those that this replica serves; games that began on others are left alone.
        owner: the replica that takes them.
        lease: milliseconds for which it holds them, on the database's clock.
        at: now, in UTC.
        but: games to leave to others.
    """
    async with database.writing() as connection:
        now = _now(connection)
        served = or_(*(game.c.tenant.startswith(f"{platform}:", autoescape=True) for platform in platforms))
        orphans = game.c.ended.is_(None) & (game.c.lease_until < now) & served
        # The beat that is returned is the one before: how long nobody ran the game follows from it.
        before = select(game.c.tenant, game.c.id, game.c.beat).where(orphans)
        if connection.dialect.name == "postgresql":
            before = before.with_for_update(skip_locked=True)
        taken: list[Lease] = []
        for row in (await connection.execute(before)).all():
            key = Key(row.tenant, row.id)
            if key in but:
                continue
            beat = at  # where it cannot be read, nobody can tell any more how long nobody ran the game
            with bulkhead("game"):
                beat = from_milliseconds(row.beat)
            changed = (
                update(game)
                .where(_is(key))
                .values(owner=owner, epoch=game.c.epoch + 1, lease_until=now + lease, beat=to_milliseconds(at))
                .returning(game.c.epoch)
            )
            epoch = (await connection.execute(changed)).scalar_one()
            taken.append(Lease(key, epoch, beat))
        return taken


async def renew(database: Database, held: Lease, lease: int, at: datetime) -> bool:
    """Hold a game longer; False if another replica has taken it over.

    Args:
        database: where it is.
        held: the lease.
        lease: milliseconds from now, on the database's clock; 0 lets it go.
        at: now, in UTC: a sign of life.
    """
    async with database.writing() as connection:
        mine = _is(held.key) & (game.c.epoch == held.epoch)
        until = _now(connection) + lease if lease else 0
        changed = update(game).where(mine).values(lease_until=until, beat=to_milliseconds(at))
        return (await connection.execute(changed)).rowcount == 1


async def end(connection: AsyncConnection, key: Key, at: datetime) -> None:
    """Note that a game is over, so that its places are free for another."""
    now = to_milliseconds(at)
    await connection.execute(update(game).where(_is(key)).values(ended=now, invitation=None))
    venues = (game_venue.c.game == key.game) & (game_venue.c.home == key.tenant)
    await connection.execute(update(game_venue).where(venues).values(ended=now))


def _is(key: Key) -> ColumnElement[bool]:
    return (game.c.tenant == key.tenant) & (game.c.id == key.game)


def _venue(key: Key, tenant: str, place: str) -> Any:  # noqa: ANN401 (an insert)
    return insert(game_venue).values(tenant=tenant, game=key.game, place=place, home=key.tenant, ended=None)


def _answers(tenants: Sequence[str], game_id: str, position: int | None = None) -> Select[Any]:
    wanted = select(game_answer).where(game_answer.c.tenant.in_(tenants) & (game_answer.c.game == game_id))
    return wanted if position is None else wanted.where(game_answer.c.position == position)


def _now(connection: AsyncConnection) -> ColumnElement[int]:
    """The database's own clock, which all replicas share, in milliseconds since 1970."""
    if connection.dialect.name == "sqlite":
        return cast(literal_column("(julianday('now') - 2440587.5) * 86400000"), Integer)
    return cast(func.extract("epoch", func.clock_timestamp()) * 1000, BigInteger)
