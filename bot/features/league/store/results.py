"""The data of leaderboards: the results of games and challenges, and who doesn't want to be shown."""

from datetime import datetime

from sqlalchemy import BigInteger, bindparam, select

from bot.features.learners.choices import SHOWN_IN_LEADERBOARDS
from bot.features.learners.store.settings import who_said
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
"""A time in milliseconds that's later than all results."""


def since(transaction: Transaction, tenant: str, at: datetime, until: datetime | None = None) -> list[Result]:
    """Return a tenant's results since a given time, oldest first.

    Args:
        transaction: to read in.
        tenant: the key of the tenant.
        at: the start of the time, inclusive, in UTC.
        until: the end of the time, exclusive, in UTC; None for no end.
    """
    end = _FOREVER if until is None else to_milliseconds(until)
    rows = transaction.rows(_SINCE, {"tenant_": tenant, "since_": to_milliseconds(at), "until_": end})
    return [_result(row) for row in rows]


def hidden(transaction: Transaction, tenant: str) -> frozenset[str]:
    """Return the ids of the members who don't want to be shown on leaderboards."""
    return who_said(transaction, tenant, SHOWN_IN_LEADERBOARDS.name, "no")


def _result(row: Row) -> Result:
    values = [*row[:-1], from_milliseconds(row[-1])]
    return Result(*values)
