"""The names of channels and roles that are stored beside their ids, in whatever refers to them."""

from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, bindparam, select, union, update

from bot.features.learners import scopes
from bot.language.people import Reach
from bot.storage.tables import challenge, schedule, season, setting
from bot.storage.transaction import Transaction

_NAMED = (schedule, challenge, season)
_TENANTS: BindParameter[Any] = bindparam("tenants_", expanding=True)
_CHANNELS = union(
    *(
        select(table.c.tenant, table.c.place, table.c.place_name).where(table.c.tenant.in_(_TENANTS))
        for table in _NAMED
    )
)
_RENAME = [
    update(table)
    .where((table.c.tenant == bindparam("tenant_")) & (table.c.place == bindparam("place_")))
    .where(table.c.place_name != bindparam("name_"))
    .values(place_name=bindparam("name_"))
    for table in _NAMED
]
_PINGED = (
    select(schedule.c.tenant, schedule.c.notify)
    .where(schedule.c.tenant.in_(_TENANTS) & schedule.c.notify.startswith(f"{Reach.ROLE}:"))
    .distinct()
)
_PING = (
    update(schedule)
    .where((schedule.c.tenant == bindparam("tenant_")) & (schedule.c.notify == bindparam("before_")))
    .values(notify=bindparam("after_"))
)
_CHOSEN = select(setting.c.tenant, setting.c.value).where(
    setting.c.tenant.in_(_TENANTS)
    & (setting.c.scope == scopes.EVERYWHERE)
    & (setting.c.name == bindparam("setting_"))
    & setting.c.value.startswith(f"{Reach.ROLE}:")
)


class NamedChannel(NamedTuple):
    """A channel as something stored names it."""

    tenant: str
    place: str
    name: str


class StoredRole(NamedTuple):
    """A role that something stored refers to, as text (see Audience.text)."""

    tenant: str
    role: str


def channels(transaction: Transaction, tenants: Collection[str]) -> list[NamedChannel]:
    """Return the channels that schedules, challenges and seasons of some tenants name."""
    return [NamedChannel(*row) for row in transaction.rows(_CHANNELS, {"tenants_": sorted(tenants)})]


def rename(transaction: Transaction, channel: NamedChannel) -> None:
    """Store a channel's new name wherever it's named."""
    for statement in _RENAME:
        transaction.change(statement, {"tenant_": channel.tenant, "place_": channel.place, "name_": channel.name})


def pinged(transaction: Transaction, tenants: Collection[str]) -> list[StoredRole]:
    """Return the roles that schedules of some tenants ping."""
    return [StoredRole(*row) for row in transaction.rows(_PINGED, {"tenants_": sorted(tenants)})]


def chosen(transaction: Transaction, tenants: Collection[str], name: str) -> list[StoredRole]:
    """Return the roles that some tenants have chosen in a setting.

    Args:
        transaction: to read in.
        tenants: the keys of the tenants.
        name: the setting's name.
    """
    values = {"tenants_": sorted(tenants), "setting_": name}
    return [StoredRole(*row) for row in transaction.rows(_CHOSEN, values)]


def ping_instead(transaction: Transaction, before: StoredRole, after: str) -> None:
    """Have schedules ping another audience instead of a role.

    Args:
        transaction: to write in.
        before: the role.
        after: the audience's text; "" for nobody.
    """
    transaction.change(_PING, {"tenant_": before.tenant, "before_": before.role, "after_": after})
