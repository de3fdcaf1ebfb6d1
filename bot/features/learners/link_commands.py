"""/link and /unlink."""

from bot.language.message import Message
from bot.language.requests import Asker
from bot.language.routes import Options, Routes
from bot.services import Services, text_of


class LinkHandlers:
    """Serves what makes a person's selves one learner.

    Args:
        services: what it works with.
    """

    def __init__(self, services: Services) -> None:
        self._services = services

    @property
    def routes(self) -> Routes:
        """What is served here."""
        return Routes(commands={"link": self.link, "unlink": self.unlink})

    async def link(self, asker: Asker, options: Options) -> Message:
        """/link [code]."""
        if "code" in options:
            linked = await self._services.linking.accept(asker, text_of(options, "code"))
            self._services.chosen.forget_all()  # what was chosen with either may hold for both
            return linked
        return await self._services.linking.offer(asker)

    async def unlink(self, asker: Asker, _options: Options) -> Message:
        """/unlink."""
        separated = await self._services.linking.separate(asker)
        self._services.chosen.forget_all()
        return separated
