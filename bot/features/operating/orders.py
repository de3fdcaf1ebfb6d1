"""An operator's orders and their results, as JSON, because they may have to be sent to another process."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import TypeAlias

from bot.features.operating.model import HeldLease, StuckPost, TenantUse
from bot.features.operating.service import Operator
from bot.language.refusals import Refusal

OrderValue: TypeAlias = str | int | float | bool | None
OrderAnswer: TypeAlias = list[dict[str, OrderValue]]
"""The result of an order: one dictionary per row, with times in ISO 8601."""


@dataclass(frozen=True, slots=True)
class Order:
    """An operator's order.

    Args:
        what: the kind of order: tenants, tenant, purge, limit, posts, retry or leases.
        which: a tenant's or a post's key, or "".
        sure: for posts, list only those that certainly failed; for retry, send it even if it may have arrived.
        limits: the new limits of a tenant.
    """

    what: str
    which: str = ""
    sure: bool = False
    limits: dict[str, int | None] = field(default_factory=dict)


async def carry_out(operator: Operator, order: Order) -> OrderAnswer:
    """Carry out an operator's order.

    Args:
        operator: carries it out.
        order: the order.

    Raises:
        Refusal: it can't be carried out.
    """
    return [
        {name: value.isoformat() if isinstance(value, datetime) else value for name, value in asdict(each).items()}
        for each in await _found(operator, order)
    ]


async def _found(operator: Operator, order: Order) -> Sequence[TenantUse | StuckPost | HeldLease]:
    match order.what:
        case "tenants":
            return await operator.tenants()
        case "tenant":
            return [await operator.tenant(order.which)]
        case "purge":
            return [await operator.purge(order.which)]
        case "limit":
            return [await operator.limit(order.which, order.limits)]
        case "posts":
            return await operator.posts(failed=order.sure)
        case "retry":
            return [await operator.retry(order.which, anyway=order.sure)]
        case "leases":
            return await operator.leases()
        case _:
            raise Refusal("The running Versed is another version and doesn't know that; restart it.")
