"""The parts of a platform's interface besides commands: menus, and Versed's home page."""

from bot.dispatch.guarding import guarded
from bot.features.authoring.commands import AuthoringCommands
from bot.features.home.service import Homes
from bot.features.lessons.commands import LessonCommands
from bot.features.progress.commands import ProgressCommands
from bot.language.message import Message
from bot.language.people import Member
from bot.language.port import Presence
from bot.language.requests import Asker


class Surfaces:
    """Serves the menus of messages and members, and the home page.

    Args:
        lessons: explain terms.
        authoring: serves authors of packs.
        progress: shows members' progress.
        homes: show a member's home page.
    """

    def __init__(
        self, lessons: LessonCommands, authoring: AuthoringCommands, progress: ProgressCommands, homes: Homes
    ) -> None:
        self._lessons = lessons
        self._authoring = authoring
        self._progress = progress
        self._homes = homes

    async def explain(self, asker: Asker, said: str) -> Message:
        """Explain the terms in anyone's message, in private.

        Raises:
            Refusal: it can't be answered; its sentence says why and what to do.
        """
        return await guarded(self._lessons.explain(asker, said))

    async def write_down(self, asker: Asker, kind: str, said: str) -> Message:
        """Offer a form that turns anyone's message into an item of a pack, in private.

        Args:
            asker: the person who opened the menu.
            kind: the kind of item, one of FROM_MESSAGE.
            said: the message's text.

        Raises:
            Refusal: it can't be answered; its sentence says why and what to do.
        """
        return await guarded(self._authoring.from_message(asker, kind, said))

    async def beside(self, asker: Asker, other: Member) -> Message:
        """Show the asker's progress beside another member's, if that member shares it; in private.

        Raises:
            Refusal: it can't be answered; its sentence says why and what to do.
        """
        return await guarded(self._progress.beside(asker, other))

    async def home(self, asker: Asker, presence: Presence | None = None) -> Message:
        """Return a member's home page, on platforms that have one.

        Args:
            asker: the member.
            presence: knows which channels they're in; None if the platform doesn't say.

        Raises:
            Refusal: it can't be answered; its sentence says why and what to do.
        """
        return await guarded(self._homes.show(asker, presence))
