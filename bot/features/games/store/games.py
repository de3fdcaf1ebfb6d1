"""Games: where they run, who is invited, and which boards show them."""

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
    """Begin a game, run by its creator; return False if another one is on in that place.

    Args:
        transaction: to write in.
        key: which game.
        place: where it runs.
        event: the first of its log.
        owner: the replica that runs it.
        lease: milliseconds.
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
    """Let a game run in one more place; return False if another one is on there.

    Args:
        transaction: to write in.
        key: which game.
        tenant: whose place it is.
        place: which one.
    """
    row = {"tenant": tenant, "game": key.game, "place": place, "home": key.tenant, "ended": None}
    (added,) = transaction.add_each(game_venue, [row])
    return added


def remove_venue(transaction: Transaction, key: Key, tenant: str, place: str) -> None:
    """Take back a place where a game was about to run (see add_venue).

    Args:
        transaction: what to write by.
        key: of the game.
        tenant: the place's tenant.
        place: the place.
    """
    transaction.change(_REMOVE_VENUE, {"tenant_": tenant, "game_": key.game, "place_": place})


def home(transaction: Transaction, tenant: str, game_id: str) -> Key | None:
    """Return the game of that id, if it runs or ran in a place of this tenant.

    Args:
        transaction: to read in.
        tenant: who asks.
        game_id: which game.
    """
    rows = transaction.rows(_HOME, {"tenant_": tenant, "game_": game_id})
    return Key(rows[0][0], game_id) if rows else None


def running_in(transaction: Transaction, tenant: str, place: str) -> Key | None:
    """Return the game that is on in a place.

    Args:
        transaction: to read in.
        tenant: whose place it is.
        place: which one.
    """
    rows = transaction.rows(_RUNNING, {"tenant_": tenant, "place_": place})
    return Key(*rows[0]) if rows else None


def running_in_tenant(transaction: Transaction, tenant: str) -> dict[str, Key]:
    """Return the games that are on in a tenant, by the ids of their places."""
    rows = transaction.rows(_RUNNING_ANYWHERE, {"tenant_": tenant})
    return {place: Key(home_tenant, game_id) for place, home_tenant, game_id in rows}


def latest_in(transaction: Transaction, tenant: str, place: str) -> Key | None:
    """Return the game that is on in a place, or else the last one that was.

    Args:
        transaction: to read in.
        tenant: whose place it is.
        place: which one.
    """
    rows = transaction.rows(_LATEST, {"tenant_": tenant, "place_": place})
    return Key(*rows[0]) if rows else None


def running_in_any(transaction: Transaction, places: Collection[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return the ids of the games that are on in any of some places, by tenant and place."""
    if not places:
        return {}
    rows = transaction.rows(_RUNNING_AMONG, wanted(places))
    return {(tenant, place): game_id for tenant, place, game_id in rows if (tenant, place) in places}


def invite(transaction: Transaction, key: Key, code: str) -> None:
    """Let one who knows a code bring their place into a game; an earlier code of it stops working.

    Only its digest is kept, so that reading the database isn't enough to use it.

    Args:
        transaction: to write in.
        key: which game.
        code: the code.
    """
    transaction.change(_INVITE, {"tenant_": key.tenant, "game_": key.game, "code_": digest(code)})


def invited(transaction: Transaction, code: str) -> Key | None:
    """Return the running game that a code invites to, in whichever tenant it was started."""
    rows = transaction.rows(_INVITED, {"code_": digest(code)})
    return Key(*rows[0]) if rows else None


def use_invitation(transaction: Transaction, code: str) -> Key | None:
    """Use a code up; return the running game that it invites to, or None if it's no good."""
    kept = digest(code)
    for tenant, game_id in transaction.rows(_INVITED, {"code_": kept}):
        if transaction.change(_USE, {"tenant_": tenant, "game_": game_id, "code_": kept}):
            return Key(tenant, game_id)
    return None


def end(transaction: Transaction, key: Key, at: datetime) -> None:
    """Note that a game is over, so that its places are free for another.

    Args:
        transaction: to write in.
        key: which game.
        at: now, in UTC.
    """
    values: Values = {"tenant_": key.tenant, "game_": key.game, "at_": to_milliseconds(at)}
    transaction.change(_END, values)
    transaction.change(_FREE, values)


def forget(transaction: Transaction, before: datetime) -> None:
    """Delete games that ended before a moment, with their logs, answers and boards; results stay.

    Args:
        transaction: to write in.
        before: a moment, in UTC.
    """
    for tenant, home_tenant, game_id in transaction.rows(_OVER, {"before_": to_milliseconds(before)}):
        _remove(transaction, tenant, Key(home_tenant, game_id))


def take_back(transaction: Transaction, key: Key) -> None:
    """Delete a game that nobody has seen, so that its place is free."""
    _remove(transaction, key.tenant, key)


def _remove(transaction: Transaction, tenant: str, key: Key) -> None:
    """Delete what there is of a game, except for what came of it.

    Args:
        transaction: to write in.
        tenant: one that played.
        key: of the game.
    """
    for statement in _IN_TENANT:
        transaction.change(statement, {"tenant_": tenant, "game_": key.game})
    for statement in _AT_HOME:
        transaction.change(statement, {"home_": key.tenant, "game_": key.game})


def boards(transaction: Transaction, game_id: str, tenant: str, place: str) -> dict[str, str]:
    """Return the references of the boards that a game shows in a place, by the boards' names.

    Args:
        transaction: to read in.
        game_id: which game.
        tenant: whose place it is.
        place: which one.
    """
    rows = transaction.rows(_BOARDS, {"tenant_": tenant, "game_": game_id, "place_": place})
    return dict(rows)


def forget_board(transaction: Transaction, game_id: str, venue: tuple[str, str], board: str) -> None:
    """Forget a board that was deleted.

    Args:
        transaction: to write in.
        game_id: which game.
        venue: the tenant and the place.
        board: its name.
    """
    tenant, place = venue
    transaction.change(_FORGET_BOARD, {"tenant_": tenant, "game_": game_id, "place_": place, "board_": board})


async def keep_board(writer: GroupCommit, game_id: str, tenant: str, place: str, board: str, ref: str) -> None:
    """Remember where a board is shown; all places of a game share one commit.

    Args:
        writer: of the database.
        game_id: which game.
        tenant: whose place it is.
        place: which one.
        board: its name.
        ref: what the platform calls it.
    """
    row = {"tenant": tenant, "game": game_id, "place": place, "board": board, "ref": ref}
    await writer.insert(game_board, row)
