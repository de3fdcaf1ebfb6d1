"""A tenant's lifecycle: the welcome when Versed is added, and deleting its data once Versed is removed."""

from bot.features.help.welcome import welcome, welcome_alone
from bot.features.learners.linking import Linking
from bot.features.learners.notices import Notices
from bot.features.packs.taught import Packs
from bot.language.message import Message
from bot.language.requests import Asker
from bot.storage.transaction import Transaction


class TenantLifecycle:
    """Greets tenants, and deletes their data.

    Args:
        packs: know which packs each channel uses.
        notices: stores the notices that people have to be shown.
        linking: links a person's accounts on different platforms.
    """

    def __init__(self, packs: Packs, notices: Notices, linking: Linking) -> None:
        self._packs = packs
        self._notices = notices
        self._linking = linking

    async def welcome(self, asker: Asker) -> Message:
        """Return the welcome for a tenant or a channel or, in private, for the person who added the bot.

        Args:
            asker: that person, or the bot itself, in the place where the welcome is posted.
        """
        pack = await self._packs.taught(asker)
        return welcome_alone(pack) if asker.place.direct else welcome(pack)

    async def welcome_later(self, asker: Asker) -> None:
        """Greet an administrator after their next command instead, because the bot may not post anywhere yet."""
        sentence = (
            "Hello, I'm Versed! I'd have said so in a channel, but I can't post in any. Let me see a channel "
            "and send messages there, then try /schedule tip."
        )
        await self._notices.leave(asker.tenant.key, "welcome", sentence, asker.at)

    def purge(self, transaction: Transaction, tenant: str) -> None:
        """Delete all data of a tenant that has removed the bot.

        Args:
            transaction: the transaction to write in.
            tenant: the tenant's key.
        """
        self._linking.purge(transaction, tenant)
