"""A tenant's life with Versed: what's said first where it's added, and what's deleted once it's removed."""

from bot.features.help.welcome import welcome, welcome_alone
from bot.features.learners.linking import Linking
from bot.features.learners.notices import Notices
from bot.features.packs.taught import Packs
from bot.language.message import Message
from bot.language.requests import Asker
from bot.storage.transaction import Transaction


class TenantLifecycle:
    """Greets tenants, and deletes what's kept about them.

    Args:
        packs: which of them is taught where.
        notices: what people have to be told.
        linking: knows who a person is elsewhere.
    """

    def __init__(self, packs: Packs, notices: Notices, linking: Linking) -> None:
        self._packs = packs
        self._notices = notices
        self._linking = linking

    async def welcome(self, asker: Asker) -> Message:
        """Return what to say first in a tenant or a channel, or to the person who added the bot, in private.

        Args:
            asker: that person, or the bot itself, where it's said.
        """
        pack = await self._packs.taught(asker)
        return welcome_alone(pack) if asker.place.direct else welcome(pack)

    async def welcome_later(self, asker: Asker) -> None:
        """Have an administrator greeted with their next command, as the bot may not post anywhere yet."""
        sentence = (
            "Hello, I'm Versed! I'd have said so in a channel, but I can't post in any. Let me see a channel "
            "and send messages there, then try /schedule tip."
        )
        await self._notices.leave(asker.tenant.key, "welcome", sentence, asker.at)

    def purge(self, transaction: Transaction, tenant: str) -> None:
        """Delete everything kept about a tenant that has removed the bot.

        Args:
            transaction: to write in.
            tenant: its key.
        """
        self._linking.purge(transaction, tenant)
