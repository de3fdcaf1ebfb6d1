"""Progress: /progress, for a member and for the team."""

from bot.content.model import Pack
from bot.features.learners import settings
from bot.features.learners.store.settings import Chosen
from bot.features.lessons.reading import ReadingNotes
from bot.features.packs.taught import Packs
from bot.features.progress import cards, side_by_side, team
from bot.features.progress import own as progress
from bot.features.progress.actions import ShowProgress, ShowTeam
from bot.features.progress.model import OwnProgress
from bot.features.progress.weeks import over_weeks
from bot.features.reviews.session import Reviews
from bot.illustrations.recipes import of_card
from bot.language.commands import Command
from bot.language.forms import Suggestion
from bot.language.message import Drawing, Message
from bot.language.options import option, options
from bot.language.people import Member
from bot.language.requests import Asker
from bot.language.routes import Routes
from bot.storage.database import Database


@options
class ProgressOptions:
    """What is shown."""

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
        packs: what's taught where.
        database: what was answered and read.
        chosen: settings.
        reviews: knows a learner's cards.
        reading: notes what was read.
    """

    def __init__(
        self,
        packs: Packs,
        database: Database,
        chosen: Chosen,
        reviews: Reviews,
        reading: ReadingNotes,
    ) -> None:
        self._packs = packs
        self._database = database
        self._chosen = chosen
        self._reviews = reviews
        self._reading = reading

    def register(self, routes: Routes) -> None:
        """Add what's served here."""
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
        """Show the asker's progress beside another member's."""
        pack = await self._packs.taught(asker)
        both = await side_by_side.side_by_side(pack, asker, other, self._chosen, self._database)
        return self._reading.note(asker, both)

    async def standing(self, pack: Pack, asker: Asker) -> OwnProgress:
        """Return how the asker is doing.

        Args:
            pack: in what.
            asker: who asks.
        """
        await self._database.writer.flush()  # what was read a moment ago counts
        study = await settings.study(asker, self._chosen)
        return await progress.standing(pack, asker, study, self._reviews, await self._packs.all(asker.tenant.key))

    async def _own(self, pack: Pack, asker: Asker, *, picture: bool) -> Message:
        stands = await self.standing(pack, asker)
        image = await self._drawn(pack, asker, stands) if picture and progress.has_begun(stands) else None
        return self._reading.note(asker, progress.page(pack, stands, image))

    async def _drawn(self, pack: Pack, asker: Asker, stands: OwnProgress) -> Drawing:
        study = await settings.study(asker, self._chosen)
        weeks = await over_weeks(pack, asker, study, self._reviews)
        return of_card(cards.own_card(pack, stands, weeks))

    async def _team(self, pack: Pack, asker: Asker, *, private: bool) -> Message:
        tenant, at = asker.tenant.key, asker.at
        report = await self._database.read(lambda transaction: team.report(transaction, tenant, pack, at))
        if report is None:
            return self._reading.note(asker, team.too_few(pack, private=private))
        drawn = cards.of_team(pack, report)
        return self._reading.note(asker, team.page(pack, report, drawn, private=private))
