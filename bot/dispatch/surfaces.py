"""What people get where a platform has a place for it beside commands: in menus, and where Versed is at home."""

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
    """Serves the menus of a message and of a member, and the home.

    Args:
        lessons: explain terms.
        authoring: serves those who write.
        progress: shows it.
        homes: show a member's home.
    """

    def __init__(
        self, lessons: LessonCommands, authoring: AuthoringCommands, progress: ProgressCommands, homes: Homes
    ) -> None:
        self._lessons = lessons
        self._authoring = authoring
        self._progress = progress
        self._homes = homes

    async def explain(self, asker: Asker, said: str) -> Message:
        """Explain the terms in a text that anyone said, for the asker alone.

        Raises:
            Refusal: it can't be answered; its sentence says why and what to do.
        """
        return await guarded(self._lessons.explain(asker, said))

    async def write_down(self, asker: Asker, kind: str, said: str) -> Message:
        """Offer a form that makes an item of a text that anyone said, for the asker alone.

        Args:
            asker: who'd like to write it down.
            kind: of the item, one of those in FROM_MESSAGE.
            said: the text.

        Raises:
            Refusal: it can't be answered; its sentence says why and what to do.
        """
        return await guarded(self._authoring.from_message(asker, kind, said))

    async def beside(self, asker: Asker, other: Member) -> Message:
        """Show the asker's progress beside another member's, if that one shares it; for the asker alone.

        Raises:
            Refusal: it can't be answered; its sentence says why and what to do.
        """
        return await guarded(self._progress.beside(asker, other))

    async def home(self, asker: Asker, presence: Presence | None = None) -> Message:
        """Show what a member sees when they come to Versed itself, if the platform has a place for that.

        Args:
            asker: the member.
            presence: knows which channels they're in; None where the platform doesn't say.

        Raises:
            Refusal: it can't be answered; its sentence says why and what to do.
        """
        return await guarded(self._homes.show(asker, presence))
