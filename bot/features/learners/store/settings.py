"""The settings of tenants, places and members; a scope is "" for the tenant, else place:ID or member:ID.

A member's settings for their own learning (PERSONAL) apply to all their linked selves, and are stored under the home.
Settings about what others in a tenant see of them are separate in each tenant.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, delete, func, literal, or_, select

from bot.features.learners import scopes
from bot.features.learners.choices import PERSONAL, SHARE, SHARED_NAME
from bot.language.people import MemberKey
from bot.storage.keys import among, wanted
from bot.storage.personal_data import HeldRows
from bot.storage.tables import learner, setting
from bot.storage.times import from_milliseconds, to_milliseconds
from bot.storage.transaction import Transaction, Values

_OF_SCOPE = (setting.c.tenant == bindparam("tenant_")) & (setting.c.scope == bindparam("scope_"))
_IS_PERSONAL = or_(*(setting.c.name == name for name in PERSONAL))
_ALL = select(setting.c.name, setting.c.value).where(_OF_SCOPE)
_WHOLE = select(setting).where(_OF_SCOPE)
_DELETE = delete(setting).where(_OF_SCOPE)
_AMONG = select(setting.c.tenant, setting.c.scope, setting.c.value).where(
    among(setting.c.tenant, setting.c.scope, setting.c.name)
)
_LEARNING = select(setting.c.name, setting.c.value).where(_OF_SCOPE & _IS_PERSONAL)
_DELETE_LEARNING = delete(setting).where(_OF_SCOPE & _IS_PERSONAL)


def _personal() -> Select[Any]:
    """Build the single statement that reads the settings stored under a learner's home."""
    me = (learner.c.tenant == bindparam("tenant_")) & (learner.c.member == bindparam("scope_"))
    home_tenant = select(learner.c.home_tenant).where(me).scalar_subquery()
    home_member = select(learner.c.home_member).where(me).scalar_subquery()
    return select(setting.c.name, setting.c.value).where(
        (setting.c.tenant == func.coalesce(home_tenant, bindparam("tenant_")))
        & (setting.c.scope == literal(scopes.OF_MEMBERS).concat(func.coalesce(home_member, bindparam("scope_"))))
        & _IS_PERSONAL
    )


_PERSONAL = _personal()

_WHO_SAID = select(setting.c.scope).where(
    (setting.c.tenant == bindparam("tenant_"))
    & (setting.c.name == bindparam("name_"))
    & (setting.c.value == bindparam("value_"))
)
_SHARING = select(setting.c.scope, setting.c.name, setting.c.value).where(
    (setting.c.tenant == bindparam("tenant_"))
    & setting.c.scope.startswith(scopes.OF_MEMBERS)
    & setting.c.name.in_((SHARE.name, SHARED_NAME))
)
_STARTED = "started"
"""When a member last started a game or a challenge."""
_LAST_START = select(setting.c.value).where(_OF_SCOPE & (setting.c.name == _STARTED)).with_for_update()

_VALUE = select(setting.c.value).where(_OF_SCOPE & (setting.c.name == bindparam("name_"))).with_for_update()


def scopes_of(me: MemberKey) -> tuple[str, str]:
    """Return the scopes of a member: their own, and the place with their id, such as their Home."""
    return scopes.of_member(me.member), scopes.of_place(me.member)


def held(transaction: Transaction, me: MemberKey) -> HeldRows:
    """Return a member's settings, for their data export."""
    names = [column.name for column in setting.columns]
    settings_held = [
        row for scope in scopes_of(me) for row in transaction.rows(_WHOLE, {"tenant_": me.tenant, "scope_": scope})
    ]
    rows = [dict(zip(names, row, strict=True)) for row in settings_held]
    return {setting.name: rows} if rows else {}


def delete_of(transaction: Transaction, me: MemberKey) -> None:
    """Delete a member's settings."""
    for scope in scopes_of(me):
        transaction.change(_DELETE, {"tenant_": me.tenant, "scope_": scope})


def copy_learning(transaction: Transaction, old: MemberKey, new: MemberKey, *, replacing: bool) -> None:
    """Copy the learning settings of one self to another.

    Args:
        transaction: to write in.
        old: the self to copy from.
        new: the self to copy to.
        replacing: whether to replace all that the new self has, or only fill in what it hasn't.
    """
    if replacing:
        transaction.change(_DELETE_LEARNING, _values(new))
    has = {name for name, _ in transaction.rows(_LEARNING, _values(new))}
    copied = [
        {"tenant": new.tenant, "scope": scopes.of_member(new.member), "name": name, "value": value}
        for name, value in transaction.rows(_LEARNING, _values(old))
        if name not in has
    ]
    transaction.put(setting, copied)


def who_said(transaction: Transaction, tenant: str, name: str, value: str) -> frozenset[str]:
    """Return the ids of a tenant's members who have a certain value for a setting.

    Args:
        transaction: to read in.
        tenant: the key of the tenant.
        name: the setting's name.
        value: the value.
    """
    rows = transaction.rows(_WHO_SAID, {"tenant_": tenant, "name_": name, "value_": value})
    return frozenset(member for (scope,) in rows if (member := scopes.member_in(scope)) is not None)


def sharing(transaction: Transaction, tenant: str) -> dict[str, str]:
    """Return the names of the members who share their progress, by member id."""
    chosen: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for scope, name, value in transaction.rows(_SHARING, {"tenant_": tenant}):
        if (member := scopes.member_in(scope)) is not None:
            chosen[member][name] = value
    return {
        member: values[SHARED_NAME]
        for member, values in chosen.items()
        if values.get(SHARE.name) == "yes" and SHARED_NAME in values
    }


def last_start(transaction: Transaction, me: MemberKey) -> datetime:
    """Return when a member last started a game or a challenge, and lock that until the transaction ends."""
    never: Values = {"tenant": me.tenant, "scope": scopes.of_member(me.member), "name": _STARTED, "value": "0"}
    transaction.add_missing(setting, [never])
    ((value,),) = transaction.rows(_LAST_START, {"tenant_": me.tenant, "scope_": scopes.of_member(me.member)})
    return from_milliseconds(int(value))


def start(transaction: Transaction, me: MemberKey, at: datetime) -> None:
    """Record when a member started a game or a challenge.

    Args:
        transaction: to write in.
        me: the member.
        at: when, in UTC.
    """
    put(transaction, me.tenant, scopes.of_member(me.member), _STARTED, str(to_milliseconds(at)))


def put(transaction: Transaction, tenant: str, scope: str, name: str, value: str) -> None:
    """Store a setting.

    Args:
        transaction: to write in.
        tenant: the key of the tenant.
        scope: the scope in the tenant.
        name: the setting's name.
        value: the new value.
    """
    transaction.put(setting, [{"tenant": tenant, "scope": scope, "name": name, "value": value}])


def locked_value(transaction: Transaction, tenant: str, scope: str, name: str) -> str:
    """Return a setting ("" if there's none), and lock it until the transaction ends.

    Args:
        transaction: to write in.
        tenant: the key of the tenant.
        scope: the scope in the tenant.
        name: the setting's name.
    """
    transaction.add_missing(setting, [{"tenant": tenant, "scope": scope, "name": name, "value": ""}])
    ((value,),) = transaction.rows(_VALUE, {"tenant_": tenant, "scope_": scope, "name_": name})
    return str(value)


def _values(me: MemberKey) -> dict[str, int | float | str | None]:
    return {"tenant_": me.tenant, "scope_": scopes.of_member(me.member)}


def of_scope(transaction: Transaction, tenant: str, scope: str) -> Mapping[str, str]:
    """Return the settings of a scope by name, within a transaction.

    Args:
        transaction: to read in.
        tenant: the key of the tenant.
        scope: the scope in the tenant.
    """
    rows = transaction.rows(_ALL, {"tenant_": tenant, "scope_": scope})
    return {name: value for name, value in rows}  # noqa: C416 (rows, not pairs)


def of_scopes(
    transaction: Transaction, name: str, scopes: Collection[tuple[str, str]]
) -> Mapping[tuple[str, str], str]:
    """Return one setting for many scopes, within a transaction; scopes without a value are left out.

    Args:
        transaction: to read in.
        name: the setting's name.
        scopes: (tenant, scope) pairs; at least one.
    """
    rows = transaction.rows(_AMONG, wanted([(*each, name) for each in scopes]))
    return {(tenant, scope): value for tenant, scope, value in rows}


def of_learner(transaction: Transaction, me: MemberKey) -> Mapping[str, str]:
    """Return the learning settings of a member, shared by all their selves, within a transaction."""
    rows = transaction.rows(_PERSONAL, {"tenant_": me.tenant, "scope_": me.member})
    return {name: value for name, value in rows}  # noqa: C416 (rows, not pairs)
