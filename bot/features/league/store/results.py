"""What leaderboards are made of: what games and challenges brought, and who wants to be shown."""

from datetime import datetime

from sqlalchemy import BigInteger, bindparam, select

from bot.features.learners.store.settings import SHOWN, who_said
from bot.features.scoring.model import Result
from bot.storage.tables import game_result
from bot.storage.times import from_milliseconds, to_milliseconds
from bot.storage.transaction import Row, Transaction

_COLUMNS = tuple(Result.__dataclass_fields__)
_SINCE = (
    select(*(game_result.c[name] for name in _COLUMNS))
    .where(
        (game_result.c.tenant == bindparam("tenant_"))
        & (game_result.c.at >= bindparam("since_"))
        & (game_result.c.at < bindparam("until_", type_=BigInteger))
    )
    .order_by(game_result.c.at, game_result.c.game, game_result.c.member)
)
_FOREVER = 2**62
"""Milliseconds that no result reaches."""


def since(transaction: Transaction, tenant: str, at: datetime, until: datetime | None = None) -> list[Result]:
    """Return the results of a tenant from a time on, the oldest first.

    Args:
        transaction: to read in.
        tenant: whose.
        at: the first moment, in UTC.
        until: the first moment that isn't meant any more; None if there's none.
    """
    end = _FOREVER if until is None else to_milliseconds(until)
    rows = transaction.rows(_SINCE, {"tenant_": tenant, "since_": to_milliseconds(at), "until_": end})
    return [_result(row) for row in rows]


def hidden(transaction: Transaction, tenant: str) -> frozenset[str]:
    """Return the members who don't want to be shown on leaderboards."""
    return who_said(transaction, tenant, SHOWN, "no")


def _result(row: Row) -> Result:
    values = [*row[:-1], from_milliseconds(row[-1])]
    return Result(*values)
