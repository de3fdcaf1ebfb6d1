"""The limits of tenants that differ from the usual ones."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, select

from bot.features.packs.model import Quota
from bot.storage.tables import pack_quota
from bot.storage.transaction import Transaction

_LIMITS = ("packs", "items", "megabytes")
_ALL = select(pack_quota.c.tenant, *(pack_quota.c[name] for name in _LIMITS))
_FIND = _ALL.where(pack_quota.c.tenant == bindparam("tenant_"))


def of(transaction: Transaction, tenant: str, usual: Quota) -> Quota:
    """Return a tenant's limits.

    Args:
        transaction: to read in.
        tenant: the key of the tenant.
        usual: the limits that apply unless others are set.
    """
    rows = transaction.rows(_FIND, {"tenant_": tenant})
    return _quota(rows[0][1:], usual) if rows else usual


def all_of(transaction: Transaction, usual: Quota) -> Mapping[str, Quota]:
    """Return the limits of all tenants for which some are set.

    Args:
        transaction: to read in.
        usual: the limits that apply unless others are set.
    """
    return {tenant: _quota(limits, usual) for tenant, *limits in transaction.rows(_ALL, {})}


def limit(transaction: Transaction, tenant: str, limits: Mapping[str, int | None]) -> None:
    """Set some limits of a tenant; the others stay as they are.

    Args:
        transaction: to write in.
        tenant: the key of the tenant.
        limits: the new values by field of Quota; None for the usual limit.
    """
    rows = transaction.rows(_FIND, {"tenant_": tenant})
    before = dict(zip(_LIMITS, rows[0][1:], strict=True)) if rows else dict.fromkeys(_LIMITS)
    transaction.put(pack_quota, [{"tenant": tenant, **before, **limits}])


def _quota(limits: Any, usual: Quota) -> Quota:  # noqa: ANN401 (of a row)
    changed = dict(zip(_LIMITS, limits, strict=True))
    return replace(usual, **{name: most for name, most in changed.items() if most is not None})
