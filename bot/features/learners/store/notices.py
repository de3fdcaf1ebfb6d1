"""Notices for a tenant's administrators, or for one member of it: each is left once, and told once."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.learners.store.learners import Self
from bot.storage.group_commit import GroupCommit
from bot.storage.tables import notice
from bot.storage.times import to_milliseconds


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


async def waiting(connection: AsyncConnection, tenant: str) -> bool:
    """Whether any notice for administrators has not been told yet."""
    untold = (notice.c.tenant == tenant) & (notice.c.member == "") & notice.c.told.is_(None)
    wanted = select(notice.c.subject).where(untold).limit(1)
    return (await connection.execute(wanted)).first() is not None


async def waiting_for(connection: AsyncConnection, most: int) -> frozenset[Self]:
    """Members for whom a notice waits that they have not been told; those who wait longest, where there are many."""
    untold = (notice.c.member != "") & notice.c.told.is_(None)
    wanted = select(notice.c.tenant, notice.c.member).where(untold).order_by(notice.c.at).limit(most)
    return frozenset(Self(*row) for row in await connection.execute(wanted))


async def take(connection: AsyncConnection, tenant: str, at: datetime, member: str = "") -> list[str]:
    """The sentences of notices that have not been told yet, oldest first; from now on they have.

    Args:
        connection: a writing transaction.
        tenant: where.
        at: now, in UTC.
        member: whom they are for; "" for administrators.
    """
    untold = (notice.c.tenant == tenant) & (notice.c.member == member) & notice.c.told.is_(None)
    taken = update(notice).where(untold).values(told=to_milliseconds(at)).returning(notice.c.at, notice.c.sentence)
    rows = sorted(await connection.execute(taken), key=lambda row: row.at)
    return [row.sentence for row in rows]


async def settle(connection: AsyncConnection, tenant: str, subject: str) -> None:
    """What a notice was about is mended: should it happen again, that is worth a new notice."""
    await connection.execute(notice.delete().where((notice.c.tenant == tenant) & (notice.c.subject == subject)))


def _row(tenant: str, subject: str, sentence: str, at: datetime, member: str) -> dict[str, object]:
    about = {"tenant": tenant, "subject": subject, "member": member}
    return {**about, "sentence": sentence, "at": to_milliseconds(at), "told": None}
