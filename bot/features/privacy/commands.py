"""/privacy export and /privacy erase."""

from bot.features.privacy.actions import EraseEverything
from bot.features.privacy.service import Privacy, confirmation
from bot.language.commands import Command
from bot.language.message import Message
from bot.language.options import NoOptions
from bot.language.requests import Asker
from bot.language.routes import Routes

EXPORT = Command("privacy export", "Get everything I keep about you, as files", "/privacy export", NoOptions)
ERASE = Command("privacy erase", "Delete everything I keep about you here", "/privacy erase", NoOptions)
COMMANDS = (EXPORT, ERASE)
GROUP = {"privacy": "What I keep about you: download it, or delete it"}


class PrivacyCommands:
    """Serves /privacy export and /privacy erase.

    Args:
        privacy: exports and deletes members' data.
    """

    def __init__(self, privacy: Privacy) -> None:
        self._privacy = privacy

    def register(self, routes: Routes) -> None:
        """Register the handlers."""
        routes.command(EXPORT, self.export)
        routes.command(ERASE, self.confirm)
        routes.press(EraseEverything, self.erase)

    async def export(self, asker: Asker, _options: NoOptions) -> Message:
        """Serve /privacy export."""
        return await self._privacy.export(asker)

    async def confirm(self, _asker: Asker, _options: NoOptions) -> Message:
        """Serve /privacy erase: ask for confirmation."""
        return confirmation()

    async def erase(self, asker: Asker, _action: EraseEverything) -> Message:
        """Delete all data held about the asker."""
        return await self._privacy.erase(asker)
