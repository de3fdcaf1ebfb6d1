"""The names that people took in the shared playground, stored among their settings and erased with them."""

from sqlalchemy import bindparam, select

from bot.features.learners import scopes
from bot.language.people import Member, MemberKey
from bot.language.text import as_seen, fold
from bot.storage.tables import setting
from bot.storage.transaction import Transaction

_NAME = "playground_name"

_TAKEN = select(setting.c.scope, setting.c.value).where(
    (setting.c.tenant == bindparam("tenant_")) & (setting.c.name == _NAME)
)


def all_of(transaction: Transaction, tenant: str) -> list[Member]:
    """Return the members of a tenant who took a name, with that name."""
    rows = transaction.rows(_TAKEN, {"tenant_": tenant})
    return [Member(member, name) for scope, name in rows if (member := scopes.member_in(scope)) is not None]


def take(transaction: Transaction, me: MemberKey, name: str) -> bool:
    """Give a member a name, replacing an earlier one; return whether it was free.

    Args:
        transaction: to write in; no other transaction may take names at the same time.
        me: the member who wants it.
        name: the name as shown. Names that look the same, apart from case, accents or width, count as the same.
    """
    mine, folded = scopes.of_member(me.member), fold(as_seen(name))
    names = transaction.rows(_TAKEN, {"tenant_": me.tenant})
    if any(scope != mine and fold(as_seen(value)) == folded for scope, value in names):
        return False
    transaction.put(setting, [{"tenant": me.tenant, "scope": mine, "name": _NAME, "value": name}])
    return True
