"""How many packs of their own a tenant may have, where that's not the usual number."""

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
    """Return how much of its own a tenant may have.

    Args:
        transaction: to read in.
        tenant: its key.
        usual: what holds where nothing else was set.
    """
    rows = transaction.rows(_FIND, {"tenant_": tenant})
    return _quota(rows[0][1:], usual) if rows else usual


def all_of(transaction: Transaction, usual: Quota) -> Mapping[str, Quota]:
    """Return what those tenants may have that have limits of their own.

    Args:
        transaction: to read in.
        usual: what holds where nothing else was set.
    """
    return {tenant: _quota(limits, usual) for tenant, *limits in transaction.rows(_ALL, {})}


def limit(transaction: Transaction, tenant: str, limits: Mapping[str, int | None]) -> None:
    """Set limits of a tenant; others stay as they are.

    Args:
        transaction: to write in.
        tenant: its key.
        limits: by the names of Quota; None for what's usual.
    """
    rows = transaction.rows(_FIND, {"tenant_": tenant})
    before = dict(zip(_LIMITS, rows[0][1:], strict=True)) if rows else dict.fromkeys(_LIMITS)
    transaction.put(pack_quota, [{"tenant": tenant, **before, **limits}])


def _quota(limits: Any, usual: Quota) -> Quota:  # noqa: ANN401 (of a row)
    own = dict(zip(_LIMITS, limits, strict=True))
    return replace(usual, **{name: most for name, most in own.items() if most is not None})
