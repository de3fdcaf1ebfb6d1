"""Rows with the wrong platform; since the tenant's key names the platform, they can be repaired."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Table, Text, bindparam, select, update

from bot.storage.transaction import Transaction


class Misplaced:
    """The rows of a table whose platform isn't served, although their tenant's platform is.

    Args:
        table: a table with columns for tenant and platform.
        condition: a condition for the rows that matter; None for all rows.
    """

    def __init__(self, table: Table, condition: ColumnElement[bool] | None = None) -> None:
        of_tenants = table.c.tenant.startswith(bindparam("of_"))
        misplaced = of_tenants & table.c.platform.not_in(bindparam("served_", expanding=True))
        if condition is not None:
            misplaced &= condition
        self._any = select(table.c.tenant).where(misplaced).limit(1)
        self._put_in_place = update(table).where(misplaced).values(platform=bindparam("on_", type_=Text))

    def is_any(self, transaction: Transaction, served: Collection[str]) -> bool:
        """Return whether there are such rows; `served` are the names of the platforms that are served."""
        return any(transaction.rows(self._any, {"of_": f"{on}:", "served_": [*served]}) for on in served)

    def put_in_place(self, transaction: Transaction, served: Collection[str]) -> int:
        """Set such rows to their tenants' platform; return how many there were; `served` as for `is_any`."""
        values = ({"of_": f"{on}:", "on_": on, "served_": [*served]} for on in served)
        return sum(transaction.change(self._put_in_place, each) for each in values)
