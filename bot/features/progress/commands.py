"""The command /progress, for a member and for the team."""

from bot.content.model import Pack
from bot.features.lessons.reading import ReadingNotes
from bot.features.packs.taught import Packs
from bot.features.progress import cards, own_pages, team_pages
from bot.features.progress.actions import ShowProgress, ShowTeam
from bot.features.progress.model import OwnProgress, TooFew
from bot.features.progress.service import ProgressReports
from bot.illustrations.recipes import of_card
from bot.language.commands import Command
from bot.language.forms import Suggestion
from bot.language.message import Drawing, Message
from bot.language.options import option, options
from bot.language.people import Member
from bot.language.requests import Asker
from bot.language.routes import Routes


@options
class ProgressOptions:
    """What to show."""

    show: str = option(
        "what to show",
        default="",
        usual="your own",
        choices=(
            Suggestion("me", "My own progress"),
            Suggestion("picture", "My own as a picture"),
            Suggestion("team", "What the team knows"),
        ),
    )


PROGRESS = Command(
    "progress",
    "See how you're doing, or what the team knows",
    "/progress",
    ProgressOptions,
    shared=True,
)
COMMANDS = (PROGRESS,)


class ProgressCommands:
    """Serves progress.

    Args:
        packs: knows what's taught where.
        progress: computes the progress.
        reading: notes what was read.
    """

    def __init__(self, packs: Packs, progress: ProgressReports, reading: ReadingNotes) -> None:
        self._packs = packs
        self._progress = progress
        self._reading = reading

    def register(self, routes: Routes) -> None:
        """Register the command and the buttons that are served here."""
        routes.command(PROGRESS, self.progress)
        routes.press(ShowProgress, self.show)
        routes.press(ShowTeam, self.show_team)

    async def progress(self, asker: Asker, options: ProgressOptions) -> Message:
        """Serve /progress [show]."""
        pack = await self._packs.taught(asker)
        if options.show == "team":
            return await self._team(pack, asker, private=False)
        return await self._own(pack, asker, picture=options.show == "picture")

    async def show(self, asker: Asker, action: ShowProgress) -> Message:
        """Show the asker's progress."""
        return await self._own(await self._packs.get(asker, action.pack), asker, picture=action.picture)

    async def show_team(self, asker: Asker, action: ShowTeam) -> Message:
        """Show what the team knows."""
        return await self._team(await self._packs.get(asker, action.pack), asker, private=True)

    async def beside(self, asker: Asker, other: Member) -> Message:
        """Compare the asker's progress with another member's."""
        pack = await self._packs.taught(asker)
        return self._reading.show(asker, await self._progress.beside(pack, asker, other))

    async def _own(self, pack: Pack, asker: Asker, *, picture: bool) -> Message:
        progress = await self._progress.standing(pack, asker)
        image = await self._drawn(pack, asker, progress) if picture and progress.has_begun else None
        return self._reading.show(asker, own_pages.page(pack, progress, image))

    async def _drawn(self, pack: Pack, asker: Asker, progress: OwnProgress) -> Drawing:
        return of_card(cards.own_card(pack, progress, await self._progress.over_weeks(pack, asker)))

    async def _team(self, pack: Pack, asker: Asker, *, private: bool) -> Message:
        report = await self._progress.of_team(pack, asker)
        if isinstance(report, TooFew):
            return self._reading.show(asker, team_pages.too_few(pack, report.missing, private=private))
        drawn = cards.of_team(pack, report)
        return self._reading.show(asker, team_pages.page(pack, report, drawn, private=private))
