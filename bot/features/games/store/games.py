"""Queries on games: the channels where they run, their invitations and their boards."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import BigInteger, Text, bindparam, delete, insert, null, select, update

from bot.features.games.model import Key
from bot.storage.clock import DATABASE_TIME
from bot.storage.codes import digest
from bot.storage.group_commit import GroupCommit
from bot.storage.keys import among, wanted
from bot.storage.tables import game, game_answer, game_board, game_event, game_venue
from bot.storage.times import to_milliseconds
from bot.storage.transaction import Transaction, Values

_THIS = (game.c.tenant == bindparam("tenant_")) & (game.c.id == bindparam("game_"))
_CREATE = insert(game).values(
    tenant=bindparam("tenant_"),
    id=bindparam("game_"),
    owner=bindparam("owner_"),
    epoch=1,
    lease_until=DATABASE_TIME + bindparam("lease_", type_=BigInteger),
    beat=bindparam("at_"),
    at=bindparam("at_"),
)
_INVITE = update(game).where(_THIS).values(invitation=bindparam("code_", type_=Text))
_INVITED = select(game.c.tenant, game.c.id).where((game.c.invitation == bindparam("code_")) & game.c.ended.is_(None))
_USE = update(game).where(_THIS & (game.c.invitation == bindparam("code_"))).values(invitation=null())
_END = update(game).where(_THIS).values(ended=bindparam("at_", type_=BigInteger), invitation=None)
_FREE = (
    update(game_venue)
    .where((game_venue.c.home == bindparam("tenant_")) & (game_venue.c.game == bindparam("game_")))
    .values(ended=bindparam("at_", type_=BigInteger))
)
_HOME = (
    select(game_venue.c.home)
    .where((game_venue.c.tenant == bindparam("tenant_")) & (game_venue.c.game == bindparam("game_")))
    .limit(1)
)
_IN_PLACE = (game_venue.c.tenant == bindparam("tenant_")) & (game_venue.c.place == bindparam("place_"))
_RUNNING = select(game_venue.c.home, game_venue.c.game).where(_IN_PLACE & game_venue.c.ended.is_(None))
_RUNNING_ANYWHERE = (
    select(game_venue.c.place, game_venue.c.home, game_venue.c.game)
    .where((game_venue.c.tenant == bindparam("tenant_")) & game_venue.c.ended.is_(None))
    .order_by(game_venue.c.place)
)
_LATEST = (
    select(game_venue.c.home, game_venue.c.game)
    .where(_IN_PLACE)
    .order_by(game_venue.c.ended.is_(None).desc(), game_venue.c.ended.desc())
    .limit(1)
)
_RUNNING_AMONG = select(game_venue.c.tenant, game_venue.c.place, game_venue.c.game).where(
    among(game_venue.c.tenant, game_venue.c.place) & game_venue.c.ended.is_(None)
)
_REMOVE_VENUE = delete(game_venue).where(_IN_PLACE & (game_venue.c.game == bindparam("game_")))
_BOARDS = select(game_board.c.board, game_board.c.ref).where(
    (game_board.c.tenant == bindparam("tenant_"))
    & (game_board.c.game == bindparam("game_"))
    & (game_board.c.place == bindparam("place_"))
)


_FORGET_BOARD = delete(game_board).where(
    (game_board.c.tenant == bindparam("tenant_"))
    & (game_board.c.game == bindparam("game_"))
    & (game_board.c.place == bindparam("place_"))
    & (game_board.c.board == bindparam("board_"))
)
_OVER = (
    select(game_venue.c.tenant, game_venue.c.home, game_venue.c.game)
    .join(game, (game.c.tenant == game_venue.c.home) & (game.c.id == game_venue.c.game))
    .where(game.c.ended < bindparam("before_", type_=BigInteger))
    .distinct()
)
_IN_TENANT = [
    delete(table).where((table.c.tenant == bindparam("tenant_")) & (table.c.game == bindparam("game_")))
    for table in (game_answer, game_board, game_venue)
]
_AT_HOME = [
    delete(game_event).where((game_event.c.tenant == bindparam("home_")) & (game_event.c.game == bindparam("game_"))),
    delete(game).where((game.c.tenant == bindparam("home_")) & (game.c.id == bindparam("game_"))),
]


def create(transaction: Transaction, key: Key, place: str, event: str, owner: str, lease: int, at: datetime) -> bool:
    """Create a game, with a lease for the replica that creates it; return False if the channel has a running game.

    Args:
        transaction: the transaction to write in.
        key: the game's key.
        place: the id of the channel where it runs.
        event: the first event of its log.
        owner: the replica that runs it.
        lease: the duration of the lease, in milliseconds.
        at: now, in UTC.
    """
    if not add_venue(transaction, key, key.tenant, place):
        return False
    values: Values = {
        "tenant_": key.tenant,
        "game_": key.game,
        "owner_": owner,
        "lease_": lease,
        "at_": to_milliseconds(at),
    }
    transaction.change(_CREATE, values)
    transaction.add_missing(game_event, [{"tenant": key.tenant, "game": key.game, "number": 0, "event": event}])
    return True


def add_venue(transaction: Transaction, key: Key, tenant: str, place: str) -> bool:
    """Add a channel to a game; return False if the channel has a running game.

    Args:
        transaction: the transaction to write in.
        key: the game's key.
        tenant: the channel's tenant.
        place: the channel's id.
    """
    row = {"tenant": tenant, "game": key.game, "place": place, "home": key.tenant, "ended": None}
    (added,) = transaction.add_each(game_venue, [row])
    return added


def remove_venue(transaction: Transaction, key: Key, tenant: str, place: str) -> None:
    """Remove a channel that was just added to a game (see add_venue).

    Args:
        transaction: the transaction to write in.
        key: the game's key.
        tenant: the channel's tenant.
        place: the channel's id.
    """
    transaction.change(_REMOVE_VENUE, {"tenant_": tenant, "game_": key.game, "place_": place})


def home(transaction: Transaction, tenant: str, game_id: str) -> Key | None:
    """Return the key of the game with the given id, if it runs or ran in a channel of the tenant.

    Args:
        transaction: the transaction to read in.
        tenant: the tenant's key.
        game_id: the game's id.
    """
    rows = transaction.rows(_HOME, {"tenant_": tenant, "game_": game_id})
    return Key(rows[0][0], game_id) if rows else None


def running_in(transaction: Transaction, tenant: str, place: str) -> Key | None:
    """Return the game that's running in a channel; None if there's none.

    Args:
        transaction: the transaction to read in.
        tenant: the channel's tenant.
        place: the channel's id.
    """
    rows = transaction.rows(_RUNNING, {"tenant_": tenant, "place_": place})
    return Key(*rows[0]) if rows else None


def running_in_tenant(transaction: Transaction, tenant: str) -> dict[str, Key]:
    """Return the games that are running in a tenant, by the ids of their channels."""
    rows = transaction.rows(_RUNNING_ANYWHERE, {"tenant_": tenant})
    return {place: Key(home_tenant, game_id) for place, home_tenant, game_id in rows}


def latest_in(transaction: Transaction, tenant: str, place: str) -> Key | None:
    """Return the game that's running in a channel, or else the last one that ran there; None if there's none.

    Args:
        transaction: the transaction to read in.
        tenant: the channel's tenant.
        place: the channel's id.
    """
    rows = transaction.rows(_LATEST, {"tenant_": tenant, "place_": place})
    return Key(*rows[0]) if rows else None


def running_in_any(transaction: Transaction, places: Collection[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return the ids of the games that are running in the given channels, by tenant and channel."""
    if not places:
        return {}
    rows = transaction.rows(_RUNNING_AMONG, wanted(places))
    return {(tenant, place): game_id for tenant, place, game_id in rows if (tenant, place) in places}


def invite(transaction: Transaction, key: Key, code: str) -> None:
    """Set the code with which another channel can join a game; an earlier code stops working.

    Only the code's digest is stored, so reading the database isn't enough to use the code.

    Args:
        transaction: the transaction to write in.
        key: the game's key.
        code: the code.
    """
    transaction.change(_INVITE, {"tenant_": key.tenant, "game_": key.game, "code_": digest(code)})


def use_invitation(transaction: Transaction, code: str) -> Key | None:
    """Use up a code; return the running game that it invites to, or None if the code isn't valid."""
    digested = digest(code)
    for tenant, game_id in transaction.rows(_INVITED, {"code_": digested}):
        if transaction.change(_USE, {"tenant_": tenant, "game_": game_id, "code_": digested}):
            return Key(tenant, game_id)
    return None


def end(transaction: Transaction, key: Key, at: datetime) -> None:
    """Mark a game as over, so that its channels are free for another one.

    Args:
        transaction: the transaction to write in.
        key: the game's key.
        at: now, in UTC.
    """
    values: Values = {"tenant_": key.tenant, "game_": key.game, "at_": to_milliseconds(at)}
    transaction.change(_END, values)
    transaction.change(_FREE, values)


def prune(transaction: Transaction, before: datetime) -> None:
    """Delete games that ended before a moment, with their logs, answers and boards; results stay.

    Args:
        transaction: the transaction to write in.
        before: the moment, in UTC.
    """
    for tenant, home_tenant, game_id in transaction.rows(_OVER, {"before_": to_milliseconds(before)}):
        _remove(transaction, tenant, Key(home_tenant, game_id))


def take_back(transaction: Transaction, key: Key) -> None:
    """Delete a game that nobody has seen, so that its channel is free."""
    _remove(transaction, key.tenant, key)


def _remove(transaction: Transaction, tenant: str, key: Key) -> None:
    """Delete a game with its log, and a tenant's rows of it, except for results.

    Args:
        transaction: the transaction to write in.
        tenant: a tenant that took part.
        key: the game's key.
    """
    for statement in _IN_TENANT:
        transaction.change(statement, {"tenant_": tenant, "game_": key.game})
    for statement in _AT_HOME:
        transaction.change(statement, {"home_": key.tenant, "game_": key.game})


def boards(transaction: Transaction, game_id: str, tenant: str, place: str) -> dict[str, str]:
    """Return the references (message ids) of a game's boards in a channel, by the boards' names.

    Args:
        transaction: the transaction to read in.
        game_id: the game's id.
        tenant: the channel's tenant.
        place: the channel's id.
    """
    rows = transaction.rows(_BOARDS, {"tenant_": tenant, "game_": game_id, "place_": place})
    return dict(rows)


def forget_board(transaction: Transaction, game_id: str, venue: tuple[str, str], board: str) -> None:
    """Delete the reference of a board that was deleted on the platform.

    Args:
        transaction: the transaction to write in.
        game_id: the game's id.
        venue: the tenant and the channel.
        board: the board's name.
    """
    tenant, place = venue
    transaction.change(_FORGET_BOARD, {"tenant_": tenant, "game_": game_id, "place_": place, "board_": board})


async def keep_board(writer: GroupCommit, game_id: str, tenant: str, place: str, board: str, ref: str) -> None:
    """Store the reference of a board; all channels of a game share one commit.

    Args:
        writer: the database's group commit.
        game_id: the game's id.
        tenant: the channel's tenant.
        place: the channel's id.
        board: the board's name.
        ref: the platform's reference to it (a message id).
    """
    row = {"tenant": tenant, "game": game_id, "place": place, "board": board, "ref": ref}
    await writer.insert(game_board, row)
