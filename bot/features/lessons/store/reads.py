"""What members have read."""

from datetime import datetime, timedelta

from cachetools import LRUCache
from sqlalchemy import bindparam, select

from bot.storage.group_commit import GroupCommit
from bot.storage.tables import seen
from bot.storage.times import to_milliseconds
from bot.storage.transaction import Transaction

_SOON = timedelta(hours=1)

_MOST_REMEMBERED = 20_000
"""Readings remembered; those that nobody repeats go first."""


class Marks:
    """Notes what members read; the first time counts.

    Args:
        writer: stores it.
    """

    def __init__(self, writer: GroupCommit) -> None:
        self._writer = writer
        self._lately: LRUCache[tuple[str, str, str, tuple[str, ...]], datetime] = LRUCache(_MOST_REMEMBERED)

    def add(self, tenant: str, member: str, pack: str, items: tuple[str, ...], at: datetime) -> None:
        """Note that a member has read items; nobody waits for it.

        What is read again soon isn't written again: the database would only find it there.

        Args:
            tenant: of the member.
            member: who has read them.
            pack: that the items are in.
            items: their keys.
            at: when, in UTC.
        """
        key = (tenant, member, pack, items)
        noted = self._lately.get(key)
        if noted is not None and abs(at - noted) < _SOON:
            return
        self._lately[key] = at
        for item in items:
            row = {"tenant": tenant, "member": member, "pack": pack, "item": item, "at": to_milliseconds(at)}
            self._writer.put(seen, row)

    def forget(self, tenant: str, member: str) -> None:
        """Forget what a member has read."""
        for key in [key for key in self._lately if key[:2] == (tenant, member)]:
            del self._lately[key]


_ITEMS = select(seen.c.item).where(
    (seen.c.tenant == bindparam("tenant_"))
    & (seen.c.member == bindparam("member_"))
    & (seen.c.pack == bindparam("pack_"))
)


def items(transaction: Transaction, tenant: str, member: str, pack: str) -> frozenset[str]:
    """Return the items of a pack that a member has read.

    Args:
        transaction: to read in.
        tenant: of the member.
        member: who has read them.
        pack: that the items are in.
    """
    rows = transaction.rows(_ITEMS, {"tenant_": tenant, "member_": member, "pack_": pack})
    return frozenset(item for (item,) in rows)
