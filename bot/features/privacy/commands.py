"""/privacy export and /privacy erase."""

from bot.content.library import Library
from bot.features.learners import settings
from bot.features.learners.store.settings import Chosen
from bot.features.lessons.reading import Reading
from bot.features.privacy import service as privacy
from bot.features.privacy.actions import EraseEverything
from bot.features.reviews.session import Reviews
from bot.language.commands import Command, NoOptions
from bot.language.message import Message
from bot.language.requests import Asker
from bot.language.routes import Routes
from bot.storage.database import Database

EXPORT = Command("privacy export", "Everything I hold about you, as files", "/privacy export", NoOptions)
ERASE = Command("privacy erase", "Delete everything I hold about you here", "/privacy erase", NoOptions)
COMMANDS = (EXPORT, ERASE)
GROUP = {"privacy": "What I hold about you: take it along, or delete it"}


class PrivacyCommands:
    """Serves what members may ask about what is held of them.

    Args:
        library: the packs.
        database: where everything is kept.
        reviews: knows a learner's cards.
        chosen: settings, which are remembered for a while.
        reading: what was read, remembered for a while.
    """

    def __init__(
        self, library: Library, database: Database, reviews: Reviews, chosen: Chosen, reading: Reading
    ) -> None:
        self._library = library
        self._database = database
        self._reviews = reviews
        self._chosen = chosen
        self._reading = reading

    def register(self, routes: Routes) -> None:
        """Add what is served here."""
        routes.command(EXPORT, self.export)
        routes.command(ERASE, self.confirm)
        routes.press(EraseEverything, self.erase)

    async def export(self, asker: Asker, _options: NoOptions) -> Message:
        """/privacy export."""
        return await privacy.export(asker, self._library, self._reviews, self._database)

    async def confirm(self, _asker: Asker, _options: NoOptions) -> Message:
        """/privacy erase."""
        return privacy.confirmation()

    async def erase(self, asker: Asker, _action: EraseEverything) -> Message:
        """Everything deleted."""
        erased = await privacy.erase(asker, self._database)
        settings.forget(asker, self._chosen)
        self._reading.forget(asker)
        return erased
