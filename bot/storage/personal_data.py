"""Personal data: what features hold of a person, and what each of them has to do about it.

A feature that keeps something of people has a module `personal` with a holder of it. A holder shows what it holds,
follows when a person links or unlinks selves, forgets it, and deletes what's old or of no more use. The composition
root adds the holders up, and the sum is a holder too: exporting, erasing, linking and cleaning up ask the sum, so
there's no list elsewhere that could leave a feature out.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple, Protocol, TypeAlias

from sqlalchemy import Column, ColumnElement, Select, Table, TextClause, bindparam, delete, select

from bot.language.people import Learner, MemberKey
from bot.storage.times import to_milliseconds
from bot.storage.transaction import Transaction

Held: TypeAlias = dict[str, list[dict[str, Any]]]
"""What is held about a member: by the table's name its rows, each by column; tables without any aren't there."""


class Holder(Protocol):
    """Holds something of people."""

    @property
    def tables(self) -> Collection[Table]:
        """Return the tables it answers for: those it keeps that name a person in any way."""

    def held(self, transaction: Transaction, me: MemberKey) -> Held:
        """Return what it shows a member who asks what's held about them."""

    def link(self, transaction: Transaction, first: Learner, second: Learner) -> None:
        """Move what has to move when two learners become one, at the first one's home.

        Args:
            transaction: in which they do.
            first: the learner whose home stays.
            second: the other.
        """

    def unlink(self, transaction: Transaction, whole: Learner, me: MemberKey, rest: MemberKey) -> None:
        """Move what has to move when a self becomes a learner of its own.

        Args:
            transaction: in which it does.
            whole: the learner as it was.
            me: the self that leaves, which may be their home.
            rest: the home of those who stay.
        """

    def names(self, transaction: Transaction, me: MemberKey) -> set[str]:
        """Return the names under which it shows a member to others."""

    def forget(self, transaction: Transaction, me: MemberKey, names: Collection[str] = ()) -> None:
        """Delete everything of a member, who is a learner of their own by now.

        Args:
            transaction: to write in.
            me: the member.
            names: under which they were ever shown; texts that name them are made again, or do without.
        """

    def purge(self, transaction: Transaction, tenant: str) -> None:
        """Delete what other tenants keep of a tenant's people; the rows of its own go by themselves."""

    def prune(self, transaction: Transaction, before: datetime) -> None:
        """Delete what's older than a moment, of what grows: how long it's kept, the operator says."""

    def expire(self, transaction: Transaction, now: datetime) -> None:
        """Delete what has served its purpose, however long the operator keeps the rest."""


class Dependent(NamedTuple):
    """Rows that hang on rows of a member, and go with them.

    Args:
        column: theirs, which names the member's row.
        of: the column of the member's row that's named.
        across_tenants: whether they may be another tenant's.
    """

    column: "Column[Any]"
    of: "Column[Any]"
    across_tenants: bool = False


class MemberRows:
    """Holds rows that name one member each, in the columns `tenant` and `member`.

    That's all most features need; others do themselves what differs.

    Args:
        tables: with those rows.
        aging: those of the tables whose rows go when they're old, by the column `at`.
        dependents: rows of other tables that go with them, and aren't shown.
        only: a condition that a member's rows fulfil as well.
        secret: names of columns that are shown to nobody.
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

    def held(self, transaction: Transaction, me: MemberKey) -> Held:
        """Return the member's rows."""
        return {
            table.name: [dict(zip(names, row, strict=True)) for row in rows]
            for table, names, statement in self._shown
            if (rows := transaction.rows(statement, key_of(me)))
        }

    def link(self, transaction: Transaction, first: Learner, second: Learner) -> None:
        """Leave each row with the self that it names.

        Args:
            transaction: in which two learners become one.
            first: the learner whose home stays.
            second: the other.
        """

    def unlink(self, transaction: Transaction, whole: Learner, me: MemberKey, rest: MemberKey) -> None:
        """Leave each row with the self that it names.

        Args:
            transaction: in which a self becomes a learner of its own.
            whole: the learner as it was.
            me: the self that leaves, which may be their home.
            rest: the home of those who stay.
        """

    def names(self, transaction: Transaction, me: MemberKey) -> set[str]:
        """Return what's in the columns `name` of the member's rows."""
        return {name for each in self._names for (name,) in transaction.rows(each, key_of(me))}

    def forget(self, transaction: Transaction, me: MemberKey, names: Collection[str] = ()) -> None:
        """Delete the member's rows, and first what hangs on them.

        Args:
            transaction: to write in.
            me: who has everything erased.
            names: under which they were shown.
        """
        for statement in (*self._dependents, *self._mine):
            transaction.change(statement, key_of(me))

    def purge(self, transaction: Transaction, tenant: str) -> None:
        """Leave it all: a row is kept by the tenant of the member that it names."""

    def prune(self, transaction: Transaction, before: datetime) -> None:
        """Delete the rows that are older than a moment."""
        for statement in self._old:
            transaction.change(statement, {"before_": to_milliseconds(before)})

    def expire(self, transaction: Transaction, now: datetime) -> None:
        """Leave it all: nothing of it loses its use by itself."""


class PersonalData:
    """All that's held of people: the sum of what features hold.

    Args:
        holders: each feature's.
    """

    def __init__(self, holders: Iterable[Holder]) -> None:
        self.holders = tuple(holders)

    @property
    def tables(self) -> Collection[Table]:
        """Return the tables of all holders."""
        return [table for each in self.holders for table in each.tables]

    def held(self, transaction: Transaction, me: MemberKey) -> Held:
        """Return everything held about a member, table by table in the order of their names."""
        found = [shown for each in self.holders for shown in each.held(transaction, me).items()]
        return dict(sorted(found, key=lambda shown: shown[0]))

    def link(self, transaction: Transaction, first: Learner, second: Learner) -> None:
        """Move what has to move when two learners become one (see Holder).

        Args:
            transaction: in which they do.
            first: the learner whose home stays.
            second: the other.
        """
        for each in self.holders:
            each.link(transaction, first, second)

    def unlink(self, transaction: Transaction, whole: Learner, me: MemberKey, rest: MemberKey) -> None:
        """Move what has to move when a self becomes a learner of its own (see Holder).

        Args:
            transaction: in which it does.
            whole: the learner as it was.
            me: the self that leaves, which may be their home.
            rest: the home of those who stay.
        """
        for each in self.holders:
            each.unlink(transaction, whole, me, rest)

    def names(self, transaction: Transaction, me: MemberKey) -> set[str]:
        """Return the names under which a member is shown to others."""
        return {name for each in self.holders for name in each.names(transaction, me)}

    def forget(self, transaction: Transaction, me: MemberKey, names: Collection[str] = ()) -> None:
        """Delete everything of a member, who is a learner of their own by now (see Holder).

        Args:
            transaction: to write in.
            me: who has everything erased.
            names: under which they were shown.
        """
        known = {*names, *self.names(transaction, me)}  # before the rows go that have them
        for each in self.holders:
            each.forget(transaction, me, known)

    def purge(self, transaction: Transaction, tenant: str) -> None:
        """Delete what other tenants keep of a tenant's people (see Holder)."""
        for each in self.holders:
            each.purge(transaction, tenant)

    def prune(self, transaction: Transaction, before: datetime) -> None:
        """Delete what's older than a moment, of all that grows."""
        for each in self.holders:
            each.prune(transaction, before)

    def expire(self, transaction: Transaction, now: datetime) -> None:
        """Delete what has served its purpose."""
        for each in self.holders:
            each.expire(transaction, now)


def of_member(table: Table) -> ColumnElement[bool]:
    """Return the condition for a member's rows; it takes what key_of gives."""
    return (table.c.tenant == bindparam("tenant_")) & (table.c.member == bindparam("member_"))


def key_of(me: MemberKey) -> dict[str, int | float | str | None]:
    """Return the values for of_member's condition."""
    return {"tenant_": me.tenant, "member_": me.member}


def _shown(table: Table, mine: ColumnElement[bool], secret: Collection[str]) -> tuple[list[str], Select[Any]]:
    """Return the names of the columns that are shown, and the statement that finds them."""
    columns = [column for column in table.columns if column.name not in secret]
    return [column.name for column in columns], select(*columns).where(mine)


def _with(dependent: Dependent, mine: ColumnElement[bool]) -> Any:  # noqa: ANN401 (a statement)
    """Make the statement that deletes rows which hang on a member's."""
    table = dependent.column.table
    goes = dependent.column.in_(select(dependent.of).where(mine))
    return table.delete().where(goes if dependent.across_tenants else goes & (table.c.tenant == bindparam("tenant_")))
