"""Orders of an operator, and what comes of them, as JSON: they may have to reach another process."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import TypeAlias

from bot.features.operating.model import HeldLease, StuckPost, TenantUse
from bot.features.operating.service import Operator
from bot.language.refusals import Refusal

Value: TypeAlias = str | int | float | bool | None
OrderAnswer: TypeAlias = list[dict[str, Value]]
"""What came of an order: a row each, with times as ISO 8601 writes them."""


@dataclass(frozen=True, slots=True)
class Order:
    """What an operator wants.

    Args:
        what: tenants, tenant, purge, limit, posts, retry or leases.
        which: a tenant or a post, or "".
        sure: of posts, only those that certainly haven't arrived; of a retry, even if it may have.
        limits: of a tenant.
    """

    what: str
    which: str = ""
    sure: bool = False
    limits: dict[str, int | None] = field(default_factory=dict)


async def carry_out(operator: Operator, order: Order) -> OrderAnswer:
    """Do what an operator wants.

    Args:
        operator: does it.
        order: what.

    Raises:
        Refusal: it can't be done.
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
