"""Seasons of the leaderboard."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import BigInteger, bindparam, delete, func, or_, select, update

from bot.features.league.model import Season
from bot.language.actions import LARGEST
from bot.language.text import as_seen
from bot.runtime.bulkhead import readable
from bot.storage.tables import season as season_table
from bot.storage.times import from_milliseconds, to_milliseconds
from bot.storage.transaction import Row, Transaction, Values

_COLUMNS = [season_table.c[name] for name in Season.__dataclass_fields__]
_OF_TENANT = (
    select(*_COLUMNS)
    .where(season_table.c.tenant == bindparam("tenant_"))
    .order_by(season_table.c.opens, season_table.c.number)
)
_OF_SCHEDULE = select(*_COLUMNS).where(
    (season_table.c.tenant == bindparam("tenant_"))
    & or_(season_table.c.opening == bindparam("schedule_"), season_table.c.closing == bindparam("schedule_"))
)
_ONE = (season_table.c.tenant == bindparam("tenant_")) & (season_table.c.number == bindparam("number_"))
_END = update(season_table).where(_ONE).values(closes=bindparam("at_", type_=BigInteger))
_REOPEN = (
    update(season_table)
    .where(_ONE & (season_table.c.opens == bindparam("was_", type_=BigInteger)))
    .values(opens=bindparam("at_", type_=BigInteger))
)
_REMOVE = delete(season_table).where(_ONE)
_LAST_NUMBER = select(func.max(season_table.c.number)).where(
    (season_table.c.tenant == bindparam("tenant_")) & season_table.c.number.between(0, LARGEST)
)


def add(transaction: Transaction, season: Season) -> bool:
    """Insert a new season; return False if its number or its name is taken."""
    times = {"opens": to_milliseconds(season.opens), "closes": to_milliseconds(season.closes)}
    transaction.add_missing(season_table, [asdict(season) | times | {"folded": as_seen(season.name)}])
    return any(each.opening == season.opening for each in of_tenant(transaction, season.tenant))


def next_number(transaction: Transaction, tenant: str) -> int:
    """Return the number of a tenant's next season, taking unreadable seasons into account."""
    ((last,),) = transaction.rows(_LAST_NUMBER, {"tenant_": tenant})
    return int(last or 0) + 1


def of_tenant(transaction: Transaction, tenant: str) -> list[Season]:
    """Return all readable seasons of a tenant, earliest first."""
    rows = transaction.rows(_OF_TENANT, {"tenant_": tenant})
    return readable("season", rows, _season, tenant=tenant, called="A season")


def of_schedule(transaction: Transaction, tenant: str, number: int) -> Season | None:
    """Return the season whose start or end a schedule announces.

    Args:
        transaction: to read in.
        tenant: the key of the tenant.
        number: the schedule's number.
    """
    rows = transaction.rows(_OF_SCHEDULE, {"tenant_": tenant, "schedule_": number})
    return _season(rows[0]) if rows else None


def end(transaction: Transaction, season: Season, at: datetime) -> None:
    """Change when a season closes.

    Args:
        transaction: to write in.
        season: the season.
        at: when it closes, in UTC.
    """
    transaction.change(_END, {"tenant_": season.tenant, "number_": season.number, "at_": to_milliseconds(at)})


def reopen(transaction: Transaction, season: Season, at: datetime) -> bool:
    """Change when a season opens; return False if someone else has changed it since it was read.

    Args:
        transaction: to write in.
        season: the season, as it was read.
        at: its new opening time, in UTC.
    """
    key: Values = {"tenant_": season.tenant, "number_": season.number}
    times: Values = {"was_": to_milliseconds(season.opens), "at_": to_milliseconds(at)}
    return transaction.change(_REOPEN, {**key, **times}) == 1


def remove(transaction: Transaction, season: Season) -> None:
    """Delete a season."""
    transaction.change(_REMOVE, {"tenant_": season.tenant, "number_": season.number})


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
