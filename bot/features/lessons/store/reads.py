"""Stores what members have read."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import bindparam, select

from bot.language.people import MemberKey
from bot.storage.group_commit import GroupCommit
from bot.storage.personal_data import key_of, of_member
from bot.storage.tables import seen
from bot.storage.times import to_milliseconds
from bot.storage.transaction import Transaction

_ITEMS = select(seen.c.item).where(of_member(seen) & (seen.c.pack == bindparam("pack_")))


def items(transaction: Transaction, me: MemberKey, pack: str) -> frozenset[str]:
    """Return the keys of a pack's items that a member has read.

    Args:
        transaction: to read in.
        me: the member.
        pack: the id of the items' pack.
    """
    rows = transaction.rows(_ITEMS, {**key_of(me), "pack_": pack})
    return frozenset(item for (item,) in rows)


def add(writer: GroupCommit, me: MemberKey, pack: str, items: Iterable[str], at: datetime) -> None:
    """Note that a member has read items, without waiting for the database; the first time counts.

    Args:
        writer: stores the notes.
        me: the member who read them.
        pack: the id of the items' pack.
        items: the items' keys.
        at: when, in UTC.
    """
    for item in items:
        row = {"tenant": me.tenant, "member": me.member, "pack": pack, "item": item, "at": to_milliseconds(at)}
        writer.put(seen, row)
