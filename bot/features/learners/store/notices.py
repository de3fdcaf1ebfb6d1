"""Notices for a tenant's administrators, or for one member of it: each is left once, and told once."""

from datetime import datetime

from sqlalchemy import bindparam, delete, select, update

from bot.language.people import Self
from bot.storage.group_commit import GroupCommit
from bot.storage.tables import PRIVATE, notice
from bot.storage.times import to_milliseconds
from bot.storage.transaction import Transaction, Values

_UNTOLD = (
    (notice.c.tenant == bindparam("tenant_")) & (notice.c.member == bindparam("member_")) & notice.c.told.is_(None)
)
_ANY = select(notice.c.subject).where(_UNTOLD).limit(1)
_FOR_MEMBERS = (
    select(notice.c.tenant, notice.c.member)
    .where(PRIVATE & notice.c.told.is_(None))
    .order_by(notice.c.at)
    .limit(bindparam("most_"))
)
_TAKE = update(notice).where(_UNTOLD).values(told=bindparam("now_")).returning(notice.c.at, notice.c.sentence)
_FORGET = delete(notice).where(notice.c.told < bindparam("before_"))
_SETTLE = delete(notice).where(
    (notice.c.tenant == bindparam("tenant_")) & (notice.c.subject == bindparam("subject_"))
)


async def leave(writer: GroupCommit, tenant: str, subject: str, sentence: str, at: datetime) -> bool:
    """Leave a notice for administrators.

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


def add(transaction: Transaction, tenant: str, subject: str, sentence: str, at: datetime, member: str = "") -> None:
    """Leave a notice as a part of a transaction.

    Args:
        transaction: to write in.
        tenant: whose.
        subject: what it is about; a second notice on the same subject is not left.
        sentence: what is wrong and what to do.
        at: now, in UTC.
        member: whom it is for; "" for administrators.
    """
    transaction.add_missing(notice, [_row(tenant, subject, sentence, at, member)])


def waiting(transaction: Transaction, tenant: str) -> bool:
    """Return whether any notice for administrators has not been told yet."""
    return bool(transaction.rows(_ANY, {"tenant_": tenant, "member_": ""}))


def waiting_for(transaction: Transaction, most: int) -> frozenset[Self]:
    """Return members whom a notice waits for; those who wait longest, if there are many."""
    return frozenset(Self(*row) for row in transaction.rows(_FOR_MEMBERS, {"most_": most}))


def take(transaction: Transaction, tenant: str, at: datetime, member: str = "") -> list[str]:
    """Return the sentences of notices that have not been told yet, oldest first; from now on they have.

    Args:
        transaction: to write in.
        tenant: where.
        at: now, in UTC.
        member: whom they are for; "" for administrators.
    """
    told = transaction.rows(_TAKE, {"tenant_": tenant, "member_": member, "now_": to_milliseconds(at)})
    return [sentence for _, sentence in sorted(told, key=lambda row: int(row[0]))]


def settle(transaction: Transaction, tenant: str, subject: str) -> None:
    """Forget a notice, as what it was about is fixed: if that happens again, it's worth a new notice."""
    transaction.change(_SETTLE, {"tenant_": tenant, "subject_": subject})


def forget(transaction: Transaction, before: datetime) -> None:
    """Forget notices that were told before a moment: what they were about would be worth telling again."""
    transaction.change(_FORGET, {"before_": to_milliseconds(before)})


def _row(tenant: str, subject: str, sentence: str, at: datetime, member: str) -> Values:
    about = {"tenant": tenant, "subject": subject, "member": member}
    return {**about, "sentence": sentence, "at": to_milliseconds(at), "told": None}
