"""Notices for a tenant's administrators or for one member: each is left once, and told once."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, delete, select, update

from bot.language.codec import dump_line, load_line
from bot.language.people import MemberKey
from bot.language.rich_text import Line
from bot.runtime.bulkhead import bulkhead
from bot.storage.group_commit import GroupCommit
from bot.storage.personal_data import key_of, of_member
from bot.storage.tables import PRIVATE, notice
from bot.storage.times import to_milliseconds
from bot.storage.transaction import Transaction, Values

_WHOSE = of_member(notice)
_FOR_MEMBERS = (
    select(notice.c.tenant, notice.c.member)
    .where(PRIVATE & notice.c.told.is_(None))
    .order_by(notice.c.at)
    .limit(bindparam("most_"))
)
_UNTOLD = (
    select(notice.c.subject, notice.c.at, notice.c.sentence)
    .where(_WHOSE & notice.c.told.is_(None))
    .order_by(notice.c.at, notice.c.subject)
)
_TELL = (
    update(notice)
    .where((notice.c.tenant == bindparam("tenant_")) & (notice.c.subject == bindparam("about_")))
    .where(notice.c.at == bindparam("left_at_"))
    .values(told=bindparam("now_"))
)
_EXPIRE = delete(notice).where(notice.c.told < bindparam("before_"))
_SETTLE = delete(notice).where(
    (notice.c.tenant == bindparam("tenant_")) & (notice.c.subject == bindparam("subject_"))
)


async def leave(writer: GroupCommit, tenant: str, subject: str, sentence: Line, at: datetime) -> bool:
    """Leave a notice for administrators.

    Args:
        writer: the database's group commit.
        tenant: the key of the tenant.
        subject: what it's about; a second notice on the same subject is ignored.
        sentence: what's wrong and what to do.
        at: now, in UTC.

    Returns:
        Whether it's new.
    """
    return await writer.insert(notice, _row(tenant, subject, sentence, at, ""))


def add(transaction: Transaction, tenant: str, subject: str, sentence: Line, at: datetime, member: str = "") -> None:
    """Leave a notice within a transaction.

    Args:
        transaction: to write in.
        tenant: the key of the tenant.
        subject: what it's about; a second notice on the same subject is ignored.
        sentence: what's wrong and what to do.
        at: now, in UTC.
        member: the id of the member it's for; "" for administrators.
    """
    transaction.add_missing(notice, [_row(tenant, subject, sentence, at, member)])


def waiting_for(transaction: Transaction, most: int) -> frozenset[MemberKey]:
    """Return members who have a notice waiting; if there are more than `most`, those who've waited longest."""
    return frozenset(MemberKey(*row) for row in transaction.rows(_FOR_MEMBERS, {"most_": most}))


class Notice(NamedTuple):
    """A notice that hasn't been told yet.

    Args:
        subject: what it's about.
        at: when it was left, in milliseconds since 1970.
        sentence: what's wrong and what to do.
    """

    subject: str
    at: int
    sentence: Line


def untold(transaction: Transaction, whose: MemberKey) -> list[Notice]:
    """Return a member's untold notices, oldest first; for those of administrators, the member is ""."""
    rows = transaction.rows(_UNTOLD, key_of(whose))
    return [Notice(subject, left, _sentence(stored)) for subject, left, stored in rows]


def mark_told(transaction: Transaction, whose: MemberKey, notices: Sequence[Notice], at: datetime) -> None:
    """Record that notices have been told.

    Args:
        transaction: to write in.
        whose: the member; "" for administrators.
        notices: the notices; later ones on the same subject stay untold.
        at: now, in UTC.
    """
    of: Values = {"tenant_": whose.tenant, "now_": to_milliseconds(at)}
    transaction.change_each(_TELL, [{**of, "about_": each.subject, "left_at_": each.at} for each in notices])


def settle(transaction: Transaction, tenant: str, subject: str) -> None:
    """Delete a notice whose cause is fixed, so that there can be a new one if it happens again.

    Args:
        transaction: to write in.
        tenant: the key of the tenant.
        subject: the notice's subject.
    """
    transaction.change(_SETTLE, {"tenant_": tenant, "subject_": subject})


def expire(transaction: Transaction, before: datetime) -> None:
    """Delete notices told before a given time, so that there can be new ones on their subjects."""
    transaction.change(_EXPIRE, {"before_": to_milliseconds(before)})


def _sentence(stored: str) -> Line:
    with bulkhead("notice") as compartment:
        sentence = load_line(stored)
    if compartment.error is not None:
        advice = f"tell the person who runs Versed (reference {compartment.reference})."
        return f"I had something to tell you, but I can't read it any more; {advice}"
    return sentence


def _row(tenant: str, subject: str, sentence: Line, at: datetime, member: str) -> Values:
    about = {"tenant": tenant, "subject": subject, "member": member}
    return {**about, "sentence": dump_line(sentence), "at": to_milliseconds(at), "told": None}
