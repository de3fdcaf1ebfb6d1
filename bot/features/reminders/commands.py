"""/remind, and the presses on reminders."""

from bot.features.reminders import actions
from bot.language.message import Message
from bot.language.requests import Asker
from bot.language.routes import Options, Routes
from bot.services import Services, text_of


class ReminderHandlers:
    """Serves reminders.

    Args:
        services: what it works with.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._reminders = services.reminders

    @property
    def routes(self) -> Routes:
        """What is served here."""
        return Routes(
            commands={"remind": self.remind},
            presses={
                actions.RemindMe: self.start,
                actions.StopReminding: self.stop,
                actions.BeginDue: self.begin,
            },
        )

    async def remind(self, asker: Asker, options: Options) -> Message:
        """/remind [time] [zone]."""
        return await self._reminders.choose(asker, text_of(options, "time"), text_of(options, "zone"))

    async def start(self, asker: Asker, action: actions.RemindMe, _typed: str) -> Message:
        """Reminders begun, or gone on with."""
        return await self._reminders.start(asker, action.where)

    async def stop(self, asker: Asker, action: actions.StopReminding, _typed: str) -> Message:
        """Reminders stopped."""
        return await self._reminders.stop(asker, action.where)

    async def begin(self, asker: Asker, action: actions.BeginDue, _typed: str) -> Message:
        """The first of the cards that a reminder told of."""
        return await self._reminders.answer(asker, self._services.pack(action.pack), action.where)
