"""What members have read."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import seen
from bot.store.times import to_milliseconds
from bot.store.writer import GroupWriter


def mark(writer: GroupWriter, tenant: str, member: str, pack: str, items: Iterable[str], at: datetime) -> None:
    """Note that a member has read items; nobody waits for it, and the first time counts."""
    for item in items:
        row = {"tenant": tenant, "member": member, "pack": pack, "item": item, "at": to_milliseconds(at)}
        writer.put(seen, row)


async def items(connection: AsyncConnection, tenant: str, member: str, pack: str) -> frozenset[str]:
    """The items of a pack that a member has read."""
    wanted = (seen.c.tenant == tenant) & (seen.c.member == member) & (seen.c.pack == pack)
    return frozenset((await connection.execute(select(seen.c.item).where(wanted))).scalars())
