"""Notices as someone is told them, and as they lie in the database."""

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
    """What someone is told now, on a platform that takes it."""
    taken: list[Message] = []

    async def take_it(said: Message) -> None:
        taken.append(said)

    await tell(asker, take_it)
    return taken[0] if taken else None


async def take(database: Database, tenant: str, at: datetime, member: str = "") -> list[str]:
    """The sentences that nobody has been told yet, oldest first; from now on they have."""

    def work(transaction: Transaction) -> list[str]:
        whose = MemberKey(tenant, member)
        found = notices.untold(transaction, whose)
        notices.mark_told(transaction, whose, found, at)
        return [in_words(each.sentence) for each in found]

    return await database.transact(work)
