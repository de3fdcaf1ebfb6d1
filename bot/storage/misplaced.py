"""Rows that lost their platform: the key of a tenant names it, so they can have it back."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Table, Text, bindparam, select, update

from bot.storage.transaction import Transaction


class Misplaced:
    """The rows of a table that say they're of a platform that isn't served, though their tenants' platform is.

    Args:
        table: with columns for a tenant and a platform.
        condition: which of its rows matter; None for all.
    """

    def __init__(self, table: Table, condition: ColumnElement[bool] | None = None) -> None:
        of_tenants = table.c.tenant.startswith(bindparam("of_"))
        misplaced = of_tenants & table.c.platform.not_in(bindparam("served_", expanding=True))
        if condition is not None:
            misplaced &= condition
        self._any = select(table.c.tenant).where(misplaced).limit(1)
        self._put_in_place = update(table).where(misplaced).values(platform=bindparam("on_", type_=Text))

    def is_any(self, transaction: Transaction, served: Collection[str]) -> bool:
        """Return whether there is one; `served` are platforms by name."""
        return any(transaction.rows(self._any, {"of_": f"{on}:", "served_": [*served]}) for on in served)

    def put_in_place(self, transaction: Transaction, served: Collection[str]) -> int:
        """Give them their tenants' platform back, and return how many there were; `served` are platforms by name."""
        values = ({"of_": f"{on}:", "on_": on, "served_": [*served]} for on in served)
        return sum(transaction.change(self._put_in_place, each) for each in values)
