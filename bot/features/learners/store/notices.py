"""Notices for a tenant's administrators, or for one member of it: each is left once, and told once."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.learners.store.learners import Self
from bot.storage.group_commit import GroupCommit
from bot.storage.tables import notice
from bot.storage.times import to_milliseconds
from bot.storage.transaction import Transaction, Values


async def leave(writer: GroupCommit, tenant: str, subject: str, sentence: str, at: datetime) -> bool:
    """Leave a notice.

    Args:
        writer: of the database.
        tenant: whose administrators it is for.
        subject: what it is about; a second notice on the same subject is not left.
        sentence: what is wrong and what to do.
        at: now, in UTC.

    Returns:
        Whether it is new.
    """
    return await writer.insert(notice, _row(tenant, subject, sentence, at, ""))


async def leave_within(
    connection: AsyncConnection, tenant: str, subject: str, sentence: str, at: datetime, member: str = ""
) -> None:
    """Leave a notice as a part of a transaction (see leave); for one member, if one is named."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    row = _row(tenant, subject, sentence, at, member)
    await connection.execute(insert(notice).values(row).on_conflict_do_nothing())


def waiting_for(transaction: Transaction, most: int) -> frozenset[Self]:
    """Return members for whom a notice waits; those who have waited longest, if there are many."""
    return frozenset(Self(*row) for row in transaction.rows(_WAITING, {"most": most}))


class Notice(NamedTuple):
    """A notice that hasn't been told yet.

    Args:
        subject: what it is about.
        at: when it was left, in milliseconds since 1970.
        sentence: what is wrong and what to do.
    """

    subject: str
    at: int
    sentence: str


def untold(transaction: Transaction, whose: Self) -> list[Notice]:
    """Return the notices that a member hasn't been told yet, oldest first; those for administrators by no member."""
    found = transaction.rows(_UNTOLD, {"of_tenant": whose.tenant, "of_member": whose.member})
    return [Notice(*row) for row in found]


def mark_told(transaction: Transaction, whose: Self, told: Sequence[Notice], at: datetime) -> None:
    """Note that notices have been told.

    Args:
        transaction: writes.
        whose: as for untold.
        told: which; what has come since is none of them.
        at: now, in UTC.
    """
    of: Values = {"of_tenant": whose.tenant, "now": to_milliseconds(at)}
    transaction.change_each(_TELL, [{**of, "about": each.subject, "left_at": each.at} for each in told])


async def settle(connection: AsyncConnection, tenant: str, subject: str) -> None:
    """What a notice was about is mended: should it happen again, that is worth a new notice."""
    await connection.execute(notice.delete().where((notice.c.tenant == tenant) & (notice.c.subject == subject)))


_WAITING = (
    select(notice.c.tenant, notice.c.member)
    .where((notice.c.member != "") & notice.c.told.is_(None))
    .order_by(notice.c.at)
    .limit(bindparam("most"))
)
_UNTOLD = (
    select(notice.c.subject, notice.c.at, notice.c.sentence)
    .where(
        (notice.c.tenant == bindparam("of_tenant"))
        & (notice.c.member == bindparam("of_member"))
        & notice.c.told.is_(None)
    )
    .order_by(notice.c.at, notice.c.subject)
)
_TELL = (
    update(notice)
    .where(
        (notice.c.tenant == bindparam("of_tenant"))
        & (notice.c.subject == bindparam("about"))
        & (notice.c.at == bindparam("left_at"))
    )
    .values(told=bindparam("now"))
)


def _row(tenant: str, subject: str, sentence: str, at: datetime, member: str) -> dict[str, object]:
    about = {"tenant": tenant, "subject": subject, "member": member}
    return {**about, "sentence": sentence, "at": to_milliseconds(at), "told": None}
