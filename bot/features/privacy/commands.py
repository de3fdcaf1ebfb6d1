"""/privacy export and /privacy erase."""

from bot.features.privacy.actions import EraseEverything
from bot.features.privacy.service import confirmation
from bot.language.message import Message
from bot.language.requests import Asker
from bot.language.routes import Options, Routes
from bot.services import Services


class PrivacyHandlers:
    """Serves what members may ask about what is held of them.

    Args:
        services: what it works with.
    """

    def __init__(self, services: Services) -> None:
        self._services = services

    @property
    def routes(self) -> Routes:
        """What is served here."""
        return Routes(
            commands={"privacy export": self.export, "privacy erase": self.confirm},
            presses={EraseEverything: self.erase},
        )

    async def export(self, asker: Asker, _options: Options) -> Message:
        """/privacy export."""
        return await self._services.privacy.export(asker)

    async def confirm(self, _asker: Asker, _options: Options) -> Message:
        """/privacy erase."""
        return confirmation()

    async def erase(self, asker: Asker, _action: EraseEverything, _typed: str) -> Message:
        """Everything deleted."""
        erased = await self._services.privacy.erase(asker)
        self._services.forget(asker)
        return erased
