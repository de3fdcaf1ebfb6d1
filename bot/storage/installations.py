"""Installations: in which tenants a platform's app was added, and the tokens that it got there, encrypted."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.legacy_within import upsert
from bot.storage.tables import installation
from bot.storage.times import from_milliseconds, to_milliseconds


@dataclass(frozen=True, slots=True)
class Installation:
    """An app in a tenant.

    Args:
        tenant: its key.
        name: as people know it.
        bot: the id of the bot as a member there.
        token: what the bot calls the platform with, encrypted.
        refresh: what a new token is got with, encrypted; None where tokens last for ever.
        expires: when the token does, in UTC, or None.
        at: when it was added, in UTC.
    """

    tenant: str
    name: str
    bot: str
    token: str
    refresh: str | None
    expires: datetime | None
    at: datetime


async def find(connection: AsyncConnection, tenant: str) -> Installation | None:
    """The installation in a tenant."""
    row = (await connection.execute(select(installation).where(installation.c.tenant == tenant))).first()
    if row is None:
        return None
    expires = None if row.expires is None else from_milliseconds(row.expires)
    return Installation(row.tenant, row.name, row.bot, row.token, row.refresh, expires, from_milliseconds(row.at))


async def put(connection: AsyncConnection, added: Installation) -> None:
    """Keep an installation, in place of an earlier one in the same tenant."""
    await upsert(
        connection,
        installation,
        {
            "tenant": added.tenant,
            "name": added.name,
            "bot": added.bot,
            "token": added.token,
            "refresh": added.refresh,
            "expires": None if added.expires is None else to_milliseconds(added.expires),
            "at": to_milliseconds(added.at),
        },
    )


async def renew(
    connection: AsyncConnection, tenant: str, used: str, *, token: str, refresh: str, expires: datetime
) -> bool:
    """Keep a renewed token, unless somebody else has renewed it meanwhile.

    Args:
        connection: a writing transaction.
        tenant: whose.
        used: the stored refresh token that was spent on it.
        token: the new one, encrypted.
        refresh: what the next one is got with, encrypted.
        expires: when the new token does, in UTC.

    Returns:
        Whether it was kept.
    """
    same = (installation.c.tenant == tenant) & (installation.c.refresh == used)
    values = {"token": token, "refresh": refresh, "expires": to_milliseconds(expires)}
    return (await connection.execute(update(installation).where(same).values(values))).rowcount == 1
