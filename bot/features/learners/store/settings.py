"""What tenants, places and members have chosen; a scope is "" for the tenant, else place:ID or member:ID.

What a member has chosen for their own learning (PERSONAL) follows them to all selves that they have linked: it is
kept with the home. What others in a tenant see of them is chosen in each tenant, and stays there.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, delete, func, literal, or_, select

from bot.language.people import MemberKey
from bot.storage.keys import among, wanted
from bot.storage.personal_data import Held
from bot.storage.tables import learner, setting
from bot.storage.times import from_milliseconds, to_milliseconds
from bot.storage.transaction import Transaction, Values

PERSONAL = (
    "questions",
    "new_cards",
    "reviews",
    "retention",
    "more_time",
    "missed",
    "confidence",
    "zone",
    "guessed_zone",
)
"""Names of the settings that follow a learner to all their selves."""

NUDGED = "nudges"
"""Whether a member is told before a challenge closes that they'd take part in; they are unless they say no."""

SHOWN = "shown"
"""Whether leaderboards show a member, who is shown unless they say no."""

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
    """Make one statement for what's kept with a learner's home, wherever that is."""
    me = (learner.c.tenant == bindparam("tenant_")) & (learner.c.member == bindparam("scope_"))
    home_tenant = select(learner.c.home_tenant).where(me).scalar_subquery()
    home_member = select(learner.c.home_member).where(me).scalar_subquery()
    return select(setting.c.name, setting.c.value).where(
        (setting.c.tenant == func.coalesce(home_tenant, bindparam("tenant_")))
        & (setting.c.scope == literal("member:").concat(func.coalesce(home_member, bindparam("scope_"))))
        & _IS_PERSONAL
    )


_PERSONAL = _personal()

_WHO_SAID = select(setting.c.scope).where(
    (setting.c.tenant == bindparam("tenant_"))
    & (setting.c.name == bindparam("name_"))
    & (setting.c.value == bindparam("value_"))
)
_STARTED = "started"
"""When a member started a game or a challenge last."""
_LAST_START = select(setting.c.value).where(_OF_SCOPE & (setting.c.name == _STARTED)).with_for_update()

_VALUE = select(setting.c.value).where(_OF_SCOPE & (setting.c.name == bindparam("name_"))).with_for_update()


def scope_of(me: MemberKey) -> str:
    """Return the scope of a self's settings."""
    return f"member:{me.member}"


def scopes_of(me: MemberKey) -> tuple[str, str]:
    """Return the scopes that are a member's: their own, and that of a place with their id, such as their Home."""
    return scope_of(me), f"place:{me.member}"


def held(transaction: Transaction, me: MemberKey) -> Held:
    """Return what a member has chosen, as it is shown to them."""
    names = [column.name for column in setting.columns]
    found = [
        row for scope in scopes_of(me) for row in transaction.rows(_WHOLE, {"tenant_": me.tenant, "scope_": scope})
    ]
    rows = [dict(zip(names, row, strict=True)) for row in found]
    return {setting.name: rows} if rows else {}


def delete_of(transaction: Transaction, me: MemberKey) -> None:
    """Delete what a member has chosen."""
    for scope in scopes_of(me):
        transaction.change(_DELETE, {"tenant_": me.tenant, "scope_": scope})


def copy_learning(transaction: Transaction, old: MemberKey, new: MemberKey, *, replacing: bool) -> None:
    """Copy what one self has chosen for their learning to another.

    Args:
        transaction: to write in.
        old: whose choices are copied.
        new: who gets them.
        replacing: whether they come instead of all that the new one has chosen, or only fill in what it hasn't.
    """
    if replacing:
        transaction.change(_DELETE_LEARNING, _values(new))
    has = {name for name, _ in transaction.rows(_LEARNING, _values(new))}
    copied = [
        {"tenant": new.tenant, "scope": scope_of(new), "name": name, "value": value}
        for name, value in transaction.rows(_LEARNING, _values(old))
        if name not in has
    ]
    transaction.put(setting, copied)


def who_said(transaction: Transaction, tenant: str, name: str, value: str) -> frozenset[str]:
    """Return the members of a tenant who have chosen a value, by id.

    Args:
        transaction: to read in.
        tenant: where.
        name: of the setting.
        value: what they chose.
    """
    rows = transaction.rows(_WHO_SAID, {"tenant_": tenant, "name_": name, "value_": value})
    return frozenset(scope.removeprefix("member:") for (scope,) in rows if scope.startswith("member:"))


def last_start(transaction: Transaction, tenant: str, member: str) -> datetime:
    """Return when a member last started a game or a challenge; nobody else changes it until the transaction ends.

    Args:
        transaction: to write in.
        tenant: where.
        member: who, by id.
    """
    scope = f"member:{member}"
    never: Values = {"tenant": tenant, "scope": scope, "name": _STARTED, "value": "0"}
    transaction.add_missing(setting, [never])
    ((value,),) = transaction.rows(_LAST_START, {"tenant_": tenant, "scope_": scope})
    return from_milliseconds(int(value))


def start(transaction: Transaction, tenant: str, member: str, at: datetime) -> None:
    """Note when a member started a game or a challenge.

    Args:
        transaction: to write in.
        tenant: where.
        member: who, by id.
        at: when, in UTC.
    """
    row: Values = {"tenant": tenant, "scope": f"member:{member}", "name": _STARTED, "value": str(to_milliseconds(at))}
    transaction.put(setting, [row])


def put(transaction: Transaction, tenant: str, scope: str, name: str, value: str) -> None:
    """Keep a value.

    Args:
        transaction: to write in.
        tenant: where.
        scope: for what of it.
        name: of the setting.
        value: what is chosen.
    """
    transaction.put(setting, [{"tenant": tenant, "scope": scope, "name": name, "value": value}])


def held_fast(transaction: Transaction, tenant: str, scope: str, name: str) -> str:
    """Return a value, or "" if none was chosen; nobody else changes it until the transaction ends.

    Args:
        transaction: to write in.
        tenant: where.
        scope: for what of it.
        name: of the setting.
    """
    transaction.add_missing(setting, [{"tenant": tenant, "scope": scope, "name": name, "value": ""}])
    ((value,),) = transaction.rows(_VALUE, {"tenant_": tenant, "scope_": scope, "name_": name})
    return str(value)


def _values(me: MemberKey) -> dict[str, int | float | str | None]:
    return {"tenant_": me.tenant, "scope_": scope_of(me)}


def of_scope(transaction: Transaction, tenant: str, scope: str) -> Mapping[str, str]:
    """Return the settings of a scope, by name, as a part of a transaction.

    Args:
        transaction: to read in.
        tenant: where.
        scope: what of it.
    """
    rows = transaction.rows(_ALL, {"tenant_": tenant, "scope_": scope})
    return {name: value for name, value in rows}  # noqa: C416 (rows, not pairs)


def of_scopes(
    transaction: Transaction, name: str, scopes: Collection[tuple[str, str]]
) -> Mapping[tuple[str, str], str]:
    """Return one setting of many scopes, as a part of a transaction; those where it wasn't chosen are left out.

    Args:
        transaction: to read in.
        name: of the setting.
        scopes: each a tenant and a scope of it; one at least.
    """
    rows = transaction.rows(_AMONG, wanted([(*each, name) for each in scopes]))
    return {(tenant, scope): value for tenant, scope, value in rows}


def of_learner(transaction: Transaction, me: MemberKey) -> Mapping[str, str]:
    """Return what a member has chosen as a learner, with any of their selves, as a part of a transaction."""
    rows = transaction.rows(_PERSONAL, {"tenant_": me.tenant, "scope_": me.member})
    return {name: value for name, value in rows}  # noqa: C416 (rows, not pairs)
