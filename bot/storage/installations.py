"""Installations: the tenants to which a platform's app was added, and its encrypted tokens there."""

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
    """The app's installation in a tenant.

    Args:
        tenant: the tenant's key.
        name: the tenant's display name.
        bot: the member id of the bot in the tenant.
        token: the bot's API token, encrypted.
        refresh: the refresh token, encrypted; None if tokens don't expire.
        expires: when the token expires, in UTC; None if it doesn't.
        at: when the app was added, in UTC.
    """

    tenant: str
    name: str
    bot: str
    token: str
    refresh: str | None
    expires: datetime | None
    at: datetime


def find(transaction: Transaction, tenant: str) -> Installation | None:
    """Return the installation in a tenant; None if there's none or it's unreadable, so that it gets added again."""
    found = readable("installation", transaction.rows(_FIND, {"tenant_": tenant}), _installation)
    return next(iter(found), None)


def was_added_after(transaction: Transaction, tenant: str, moment: datetime) -> bool | None:
    """Return whether the installation in a tenant is newer than a given time; None if there's none.

    Only its time needs to be readable; if that isn't, it doesn't count as newer.

    Args:
        transaction: the transaction to read in.
        tenant: the tenant's key.
        moment: the time, in UTC.
    """
    rows = transaction.rows(_AT, {"tenant_": tenant})
    added = readable("installation", rows, lambda row: from_milliseconds(row[0]))
    return any(at > moment for at in added) if rows else None


def put(transaction: Transaction, added: Installation) -> None:
    """Store an installation, replacing an earlier one in the same tenant."""
    expires = maybe_milliseconds(added.expires)
    texts = {"tenant": added.tenant, "name": added.name, "bot": added.bot, "token": added.token}
    row = {**texts, "refresh": added.refresh, "expires": expires, "at": to_milliseconds(added.at)}
    transaction.put(installation, [row])


def renew(transaction: Transaction, tenant: str, used: str, *, token: str, refresh: str, expires: datetime) -> bool:
    """Store a renewed token, unless another replica has renewed it in the meantime.

    Args:
        transaction: the transaction to write in.
        tenant: the tenant's key.
        used: the encrypted refresh token that was used up for it.
        token: the new token, encrypted.
        refresh: the new refresh token, encrypted.
        expires: when the new token expires, in UTC.

    Returns:
        Whether it was stored.
    """
    new: Values = {"token_": token, "refresh_": refresh, "expires_": to_milliseconds(expires)}
    return transaction.change(_RENEW, {"tenant_": tenant, "used_": used, **new}) == 1


def _installation(row: Row) -> Installation:
    key, name, bot, token, refresh, expires, at = row
    ends = maybe_moment(expires)
    return Installation(key, name, bot, token, refresh, ends, from_milliseconds(at))
