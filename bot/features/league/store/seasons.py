"""Seasons of the leaderboard."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import BigInteger, bindparam, delete, func, or_, select, update

from bot.features.league.model import Season
from bot.language.actions import LARGEST
from bot.language.text import as_seen
from bot.runtime.bulkhead import readable
from bot.storage.tables import season
from bot.storage.times import from_milliseconds, to_milliseconds
from bot.storage.transaction import Row, Transaction, Values

_COLUMNS = [season.c[name] for name in Season.__dataclass_fields__]
_OF_TENANT = (
    select(*_COLUMNS).where(season.c.tenant == bindparam("tenant_")).order_by(season.c.opens, season.c.number)
)
_OF_SCHEDULE = select(*_COLUMNS).where(
    (season.c.tenant == bindparam("tenant_"))
    & or_(season.c.opening == bindparam("schedule_"), season.c.closing == bindparam("schedule_"))
)
_ONE = (season.c.tenant == bindparam("tenant_")) & (season.c.number == bindparam("number_"))
_END = update(season).where(_ONE).values(closes=bindparam("at_", type_=BigInteger))
_REOPEN = (
    update(season)
    .where(_ONE & (season.c.opens == bindparam("was_", type_=BigInteger)))
    .values(opens=bindparam("at_", type_=BigInteger))
)
_REMOVE = delete(season).where(_ONE)
_LAST_NUMBER = select(func.max(season.c.number)).where(
    (season.c.tenant == bindparam("tenant_")) & season.c.number.between(0, LARGEST)
)


def add(transaction: Transaction, made: Season) -> bool:
    """Insert a new season; return False if its number or its name is taken."""
    times = {"opens": to_milliseconds(made.opens), "closes": to_milliseconds(made.closes)}
    transaction.add_missing(season, [asdict(made) | times | {"folded": as_seen(made.name)}])
    return any(each.opening == made.opening for each in of_tenant(transaction, made.tenant))


def next_number(transaction: Transaction, tenant: str) -> int:
    """Return the number of a tenant's next season, taking unreadable seasons into account."""
    ((last,),) = transaction.rows(_LAST_NUMBER, {"tenant_": tenant})
    return int(last or 0) + 1


def of_tenant(transaction: Transaction, tenant: str) -> list[Season]:
    """Return all readable seasons of a tenant, earliest first."""
    found = transaction.rows(_OF_TENANT, {"tenant_": tenant})
    return readable("season", found, _season, tenant=tenant, called="A season")


def of_schedule(transaction: Transaction, tenant: str, number: int) -> Season | None:
    """Return the season whose start or end a schedule announces.

    Args:
        transaction: to read in.
        tenant: the key of the tenant.
        number: the schedule's number.
    """
    rows = transaction.rows(_OF_SCHEDULE, {"tenant_": tenant, "schedule_": number})
    return _season(rows[0]) if rows else None


def end(transaction: Transaction, made: Season, at: datetime) -> None:
    """Change when a season closes.

    Args:
        transaction: to write in.
        made: the season.
        at: when it closes, in UTC.
    """
    transaction.change(_END, {"tenant_": made.tenant, "number_": made.number, "at_": to_milliseconds(at)})


def reopen(transaction: Transaction, made: Season, at: datetime) -> bool:
    """Change when a season opens; return False if someone else has changed it since it was read.

    Args:
        transaction: to write in.
        made: the season, as it was read.
        at: its new opening time, in UTC.
    """
    key: Values = {"tenant_": made.tenant, "number_": made.number}
    times: Values = {"was_": to_milliseconds(made.opens), "at_": to_milliseconds(at)}
    return transaction.change(_REOPEN, {**key, **times}) == 1


def remove(transaction: Transaction, made: Season) -> None:
    """Delete a season."""
    transaction.change(_REMOVE, {"tenant_": made.tenant, "number_": made.number})


def _season(row: Row) -> Season:
    tenant, number, name, place, place_name, zone, opens, closes, opening, closing = row
    return Season(
        tenant=tenant,
        number=number,
        name=name,
        place=place,
        place_name=place_name,
        zone=zone,
        opens=from_milliseconds(opens),
        closes=from_milliseconds(closes),
        opening=opening,
        closing=closing,
    )
