"""The command /remind, and the buttons of reminders."""

from bot.features.learners.zones import LONGEST, ZONE
from bot.features.packs.taught import Packs
from bot.features.reminders import actions
from bot.features.reminders.service import Reminders
from bot.features.reminders.times import is_wish
from bot.features.scheduling.notations import TIME
from bot.language.commands import Command
from bot.language.message import Message
from bot.language.options import Notation, option, options
from bot.language.requests import Asker
from bot.language.routes import Routes

_TIME_OR_OFF = Notation(is_wish, TIME.resembles)


@options
class RemindOptions:
    """When a learner is reminded."""

    time: str = option("when, such as 08:30, or off", default="", usual="09:00", notation=_TIME_OR_OFF)
    zone: str = option(
        "your time zone, such as Europe/Berlin",
        default="",
        longest=LONGEST,
        completes=True,
        notation=ZONE,
        leads=("in",),
    )


REMIND = Command("remind", "Get a private note on days when flashcards are due", "/remind 08:30", RemindOptions)
COMMANDS = (REMIND,)


class ReminderCommands:
    """Serves reminders.

    Args:
        packs: the installed packs.
        reminders: manages the reminders.
    """

    def __init__(self, packs: Packs, reminders: Reminders) -> None:
        self._packs = packs
        self._reminders = reminders

    def register(self, routes: Routes) -> None:
        """Register the command and the buttons that are served here."""
        routes.command(REMIND, self.remind)
        routes.press(actions.RemindMe, self.start)
        routes.press(actions.StopReminding, self.stop)
        routes.press(actions.BeginDue, self.begin)

    async def remind(self, asker: Asker, options: RemindOptions) -> Message:
        """Serve /remind [time] [zone]."""
        return await self._reminders.choose(asker, options.time, options.zone)

    async def start(self, asker: Asker, action: actions.RemindMe) -> Message:
        """Start or resume reminders."""
        return await self._reminders.start(asker, action.where)

    async def stop(self, asker: Asker, action: actions.StopReminding) -> Message:
        """Stop reminders."""
        return await self._reminders.stop(asker, action.where)

    async def begin(self, asker: Asker, action: actions.BeginDue) -> Message:
        """Show the first due card of a reminder."""
        return await self._reminders.answer(asker, await self._packs.get(asker, action.pack), action.where)
