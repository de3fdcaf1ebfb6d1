"""Personal data: what features store about a person, and what each must be able to do with it.

A feature that stores data about people has a module `personal` with a holder. A holder exports the data, updates it
when a person links or unlinks accounts (selves), erases it, and deletes what's old or no longer needed. The
composition root combines the holders into one, which is a holder, too: exporting, erasing, linking and cleaning up
all use that one, so there's no other list that could miss a table. What's in memory has a list of its own, the
`personal_caches` of `Core`.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple, Protocol, TypeAlias

from sqlalchemy import Column, ColumnElement, Select, Table, TextClause, bindparam, delete, select

from bot.language.people import Learner, MemberKey
from bot.storage.times import to_milliseconds
from bot.storage.transaction import Transaction

HeldRows: TypeAlias = dict[str, list[dict[str, Any]]]
"""The data about a member: table name to rows, each row by column name; tables without rows are left out."""


class Holder(Protocol):
    """Holds data about people."""

    @property
    def tables(self) -> Collection[Table]:
        """Return the tables it's responsible for: all of the feature's that identify a person in any way."""

    def held(self, transaction: Transaction, me: MemberKey) -> HeldRows:
        """Return the data to export for a member."""

    def link(self, transaction: Transaction, first: Learner, second: Learner) -> None:
        """Move the data that must move when two learners become one, whose home is the first one's.

        Args:
            transaction: the transaction that links them.
            first: the learner whose home remains.
            second: the other learner.
        """

    def unlink(self, transaction: Transaction, whole: Learner, me: MemberKey, rest: MemberKey) -> None:
        """Move the data that must move when a self becomes a learner of its own.

        Args:
            transaction: the transaction that unlinks it.
            whole: the learner before that.
            me: the self that leaves, which may be the learner's home.
            rest: the home of the remaining selves.
        """

    def names(self, transaction: Transaction, me: MemberKey) -> set[str]:
        """Return the names under which this feature shows the member to others."""

    def forget(
        self, transaction: Transaction, me: MemberKey, names: Collection[str] = (), own_place: str = ""
    ) -> None:
        """Delete all data about a member, who has already been unlinked from other selves.

        Args:
            transaction: the transaction to write in.
            me: the member.
            names: all names under which they were ever shown, to be removed from texts as well.
            own_place: the id of a place that only they can see; "" if it isn't known.
        """

    def purge(self, transaction: Transaction, tenant: str) -> None:
        """Delete what other tenants store about a tenant's people; the tenant's own rows are deleted separately."""

    def prune(self, transaction: Transaction, before: datetime) -> None:
        """Delete data older than a given time from tables that keep growing; the operator sets how long it's kept."""

    def expire(self, transaction: Transaction, now: datetime) -> None:
        """Delete data that's no longer needed, regardless of how long the operator keeps the rest."""


class Dependent(NamedTuple):
    """Rows that reference a member's rows, and are deleted with them.

    Args:
        column: the referencing column.
        of: the referenced column of the member's row.
        across_tenants: whether the rows may belong to another tenant.
    """

    column: "Column[Any]"
    of: "Column[Any]"
    across_tenants: bool = False


class MemberRows:
    """Holds rows that belong to one member each, identified by the columns `tenant` and `member`.

    That's all that most features need; others override what differs.

    Args:
        tables: the tables with those rows.
        aging: those of the tables whose rows are deleted when the column `at` says they're old.
        dependents: rows of other tables that are deleted with them and never exported.
        only: an additional condition for a member's rows.
        secret: the names of columns that are never exported.
    """

    def __init__(
        self,
        *tables: Table,
        aging: Collection[Table] = (),
        dependents: Sequence[Dependent] = (),
        only: TextClause | None = None,
        secret: Collection[str] = (),
    ) -> None:
        def where(table: Table) -> ColumnElement[bool]:
            return of_member(table) if only is None else of_member(table) & only

        self.tables: Collection[Table] = (*tables, *(each.column.table for each in dependents))
        self._shown = [(table, *_shown(table, where(table), secret)) for table in tables]
        self._dependents = [_with(each, where(each.of.table)) for each in dependents]
        self._mine = [delete(table).where(where(table)) for table in tables]
        self._names = [select(table.c.name).where(where(table)).distinct() for table in tables if "name" in table.c]
        self._old = [delete(table).where(table.c.at < bindparam("before_")) for table in aging]

    def held(self, transaction: Transaction, me: MemberKey) -> HeldRows:
        """Return the member's rows."""
        return {
            table.name: [dict(zip(names, row, strict=True)) for row in rows]
            for table, names, statement in self._shown
            if (rows := transaction.rows(statement, key_of(me)))
        }

    def link(self, transaction: Transaction, first: Learner, second: Learner) -> None:
        """Do nothing: each row stays with its self (see Holder)."""

    def unlink(self, transaction: Transaction, whole: Learner, me: MemberKey, rest: MemberKey) -> None:
        """Do nothing: each row stays with its self (see Holder)."""

    def names(self, transaction: Transaction, me: MemberKey) -> set[str]:
        """Return the values in the `name` columns of the member's rows."""
        return {name for each in self._names for (name,) in transaction.rows(each, key_of(me))}

    def forget(
        self, transaction: Transaction, me: MemberKey, names: Collection[str] = (), own_place: str = ""
    ) -> None:
        """Delete the member's rows, and before them their dependents (see Holder)."""
        for statement in (*self._dependents, *self._mine):
            transaction.change(statement, key_of(me))

    def purge(self, transaction: Transaction, tenant: str) -> None:
        """Do nothing: each row belongs to its member's own tenant."""

    def prune(self, transaction: Transaction, before: datetime) -> None:
        """Delete the rows that are older than a given time."""
        for statement in self._old:
            transaction.change(statement, {"before_": to_milliseconds(before)})

    def expire(self, transaction: Transaction, now: datetime) -> None:
        """Do nothing: these rows don't expire."""


class PersonalData:
    """All data about people, from the holders of all features.

    Args:
        holders: the features' holders.
    """

    def __init__(self, holders: Iterable[Holder]) -> None:
        self.holders = tuple(holders)

    @property
    def tables(self) -> Collection[Table]:
        """Return the tables of all holders."""
        return [table for each in self.holders for table in each.tables]

    def held(self, transaction: Transaction, me: MemberKey) -> HeldRows:
        """Return all data about a member, with the tables in alphabetical order."""
        found = [table_rows for each in self.holders for table_rows in each.held(transaction, me).items()]
        return dict(sorted(found, key=lambda table_rows: table_rows[0]))

    def link(self, transaction: Transaction, first: Learner, second: Learner) -> None:
        """Move the data that must move when two learners become one (see Holder)."""
        for each in self.holders:
            each.link(transaction, first, second)

    def unlink(self, transaction: Transaction, whole: Learner, me: MemberKey, rest: MemberKey) -> None:
        """Move the data that must move when a self becomes a learner of its own (see Holder)."""
        for each in self.holders:
            each.unlink(transaction, whole, me, rest)

    def names(self, transaction: Transaction, me: MemberKey) -> set[str]:
        """Return the names under which a member is shown to others."""
        return {name for each in self.holders for name in each.names(transaction, me)}

    def forget(
        self, transaction: Transaction, me: MemberKey, names: Collection[str] = (), own_place: str = ""
    ) -> set[str]:
        """Delete all data about a member, who has already been unlinked from other selves (see Holder).

        Returns:
            All names under which they were shown.
        """
        known = {*names, *self.names(transaction, me)}  # read before the rows that hold them are deleted
        for each in self.holders:
            each.forget(transaction, me, known, own_place)
        return known

    def purge(self, transaction: Transaction, tenant: str) -> None:
        """Delete what other tenants store about a tenant's people (see Holder)."""
        for each in self.holders:
            each.purge(transaction, tenant)

    def prune(self, transaction: Transaction, before: datetime) -> None:
        """Delete data older than a given time from tables that keep growing."""
        for each in self.holders:
            each.prune(transaction, before)

    def expire(self, transaction: Transaction, now: datetime) -> None:
        """Delete data that's no longer needed."""
        for each in self.holders:
            each.expire(transaction, now)


def of_member(table: Table) -> ColumnElement[bool]:
    """Return the condition for a member's rows; `key_of` makes its values."""
    return (table.c.tenant == bindparam("tenant_")) & (table.c.member == bindparam("member_"))


def key_of(me: MemberKey) -> dict[str, int | float | str | None]:
    """Return the values for the condition of `of_member`."""
    return {"tenant_": me.tenant, "member_": me.member}


def _shown(table: Table, mine: ColumnElement[bool], secret: Collection[str]) -> tuple[list[str], Select[Any]]:
    """Return the names of the exported columns, and the statement that selects them."""
    columns = [column for column in table.columns if column.name not in secret]
    return [column.name for column in columns], select(*columns).where(mine)


def _with(dependent: Dependent, mine: ColumnElement[bool]) -> Any:  # noqa: ANN401 (a statement)
    """Return the statement that deletes rows that reference a member's rows."""
    table = dependent.column.table
    goes = dependent.column.in_(select(dependent.of).where(mine))
    return table.delete().where(goes if dependent.across_tenants else goes & (table.c.tenant == bindparam("tenant_")))
