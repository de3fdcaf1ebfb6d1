"""Notices: what went wrong in a tenant, told once to an administrator who comes by."""

from bot.call import Asker
from bot.message import Footer, Heading, Message, message, text
from bot.store import notices
from bot.store.database import Database


async def for_administrator(asker: Asker, database: Database) -> Message | None:
    """All notices of the asker's tenant that nobody has been told yet, or None."""
    async with database.read() as connection:
        if not await notices.waiting(connection, asker.tenant.key):
            return None
    async with database.write() as connection:
        taken = await notices.take(connection, asker.tenant.key, asker.at)
    if not taken:
        return None  # another administrator was quicker
    return message(
        Heading("For you as an administrator"),
        *(text(sentence) for sentence in taken),
        Footer("Only you see this, and only once."),
        private=True,
    )
