"""Notices as people get them, and as the database stores them."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.features.learners.notices import Send
from bot.features.learners.store import notices
from bot.language.message import Message
from bot.language.people import MemberKey
from bot.language.requests import Asker
from bot.language.rich_text import in_words
from bot.storage.database import Database
from bot.storage.transaction import Transaction


async def told(tell: Callable[[Asker, Send], Awaitable[None]], asker: Asker) -> Message | None:
    """Return the notice that someone gets now, on a platform that accepts it."""
    taken: list[Message] = []

    async def take_it(said: Message) -> None:
        taken.append(said)

    await tell(asker, take_it)
    return taken[0] if taken else None


async def take(database: Database, tenant: str, at: datetime, member: str = "") -> list[str]:
    """Mark all new notices as told; return their sentences, oldest first."""

    def work(transaction: Transaction) -> list[str]:
        whose = MemberKey(tenant, member)
        found = notices.untold(transaction, whose)
        notices.mark_told(transaction, whose, found, at)
        return [in_words(each.sentence) for each in found]

    return await database.transact(work)
