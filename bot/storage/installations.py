"""Installations: in which tenants a platform's app was added, and the tokens that it got there, encrypted."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, update

from bot.runtime.bulkhead import readable
from bot.storage.tables import installation
from bot.storage.times import from_milliseconds, maybe_milliseconds, maybe_moment, to_milliseconds
from bot.storage.transaction import Row, Transaction, Values

_FIND = select(
    *(installation.c[name] for name in ("tenant", "name", "bot", "token", "refresh", "expires", "at"))
).where(installation.c.tenant == bindparam("tenant_"))
_AT = select(installation.c.at).where(installation.c.tenant == bindparam("tenant_"))
_RENEW = (
    update(installation)
    .where((installation.c.tenant == bindparam("tenant_")) & (installation.c.refresh == bindparam("used_")))
    .values(token=bindparam("token_"), refresh=bindparam("refresh_"), expires=bindparam("expires_"))
)


@dataclass(frozen=True, slots=True)
class Installation:
    """An app in a tenant.

    Args:
        tenant: its key.
        name: as people know it.
        bot: the id of the bot as a member there.
        token: what the bot calls the platform with, encrypted.
        refresh: what a new token is got with, encrypted; None if tokens last forever.
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


def find(transaction: Transaction, tenant: str) -> Installation | None:
    """Return the installation in a tenant; None if there's none that can be read, so that it's added again."""
    found = readable("installation", transaction.rows(_FIND, {"tenant_": tenant}), _installation)
    return next(iter(found), None)


def was_added_after(transaction: Transaction, tenant: str, moment: datetime) -> bool | None:
    """Return whether the installation in a tenant is younger than a moment; None if there's none.

    It may be unreadable otherwise; one whose time can't be read isn't younger.

    Args:
        transaction: to read in.
        tenant: whose.
        moment: in UTC.
    """
    rows = transaction.rows(_AT, {"tenant_": tenant})
    added = readable("installation", rows, lambda row: from_milliseconds(row[0]))
    return any(at > moment for at in added) if rows else None


def put(transaction: Transaction, added: Installation) -> None:
    """Keep an installation, in place of an earlier one in the same tenant."""
    expires = maybe_milliseconds(added.expires)
    texts = {"tenant": added.tenant, "name": added.name, "bot": added.bot, "token": added.token}
    row = {**texts, "refresh": added.refresh, "expires": expires, "at": to_milliseconds(added.at)}
    transaction.put(installation, [row])


def renew(transaction: Transaction, tenant: str, used: str, *, token: str, refresh: str, expires: datetime) -> bool:
    """Keep a renewed token, unless it has been renewed by another replica meanwhile.

    Args:
        transaction: to write in.
        tenant: whose.
        used: the stored refresh token that was spent on it.
        token: the new one, encrypted.
        refresh: what the next one is got with, encrypted.
        expires: when the new token does, in UTC.

    Returns:
        Whether it was kept.
    """
    new: Values = {"token_": token, "refresh_": refresh, "expires_": to_milliseconds(expires)}
    return transaction.change(_RENEW, {"tenant_": tenant, "used_": used, **new}) == 1


def _installation(row: Row) -> Installation:
    key, name, bot, token, refresh, expires, at = row
    ends = maybe_moment(expires)
    return Installation(key, name, bot, token, refresh, ends, from_milliseconds(at))
