"""A tenant's lifecycle: the welcome when Versed is added, what's renamed or deleted, and its end."""

from bot.features.help.welcome import welcome, welcome_alone
from bot.features.learners.notices import Notices
from bot.features.learners.renaming import Renaming
from bot.features.packs.taught import Packs
from bot.features.privacy.erasure import Erasure
from bot.features.scheduling.deleted_channels import DeletedChannels
from bot.language.message import Message
from bot.language.requests import Asker


class TenantLifecycle:
    """Greets tenants, follows what they rename and delete, and ends them.

    Args:
        packs: know which packs each channel uses.
        notices: stores the notices that people have to be shown.
        erasure: deletes a tenant's data.
        renaming: follows changes to channels and roles.
        deleted_channels: pauses the schedules of channels that were deleted.

    Attributes:
        erasure: deletes the data of a tenant that has removed Versed.
        renaming: keeps the stored names of a tenant's channels and roles up to date.
        deleted_channels: pauses the schedules of channels that were deleted.
    """

    def __init__(
        self,
        packs: Packs,
        notices: Notices,
        erasure: Erasure,
        renaming: Renaming,
        deleted_channels: DeletedChannels,
    ) -> None:
        self._packs = packs
        self._notices = notices
        self.erasure = erasure
        self.renaming = renaming
        self.deleted_channels = deleted_channels

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
