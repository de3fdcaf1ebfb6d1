"""/settings."""

from bot.content.titles import Titles
from bot.features.learners import settings, zones
from bot.language.message import Message
from bot.language.requests import Asker
from bot.language.routes import Options, Routes
from bot.services import Services


class SettingsHandlers:
    """Serves settings.

    Args:
        services: what it works with.
    """

    def __init__(self, services: Services) -> None:
        self._services = services

    @property
    def routes(self) -> Routes:
        """What is served here."""
        return Routes(
            commands={"settings": self.settings},
            titles={"pack": self.packs, "zone": self.zones, "team_zone": self.zones},
        )

    async def settings(self, asker: Asker, options: Options) -> Message:
        """/settings [questions] [share] [zone] [pack] [team_zone]."""
        changed = await settings.change(asker, options, self._services.library, self._services.chosen)
        if settings.ZONE in options:
            await self._services.reminders.follow_zone(asker)
        return changed

    async def packs(self, _asker: Asker) -> Titles:
        """The installed packs by name."""
        return settings.titles(self._services.library)

    async def zones(self, _asker: Asker) -> Titles:
        """Time zones by name and by city."""
        return zones.titles()
