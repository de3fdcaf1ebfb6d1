"""Progress: /progress, for oneself and for the team."""

from bot.content.model import Pack
from bot.features.learners import settings
from bot.features.progress import home, side_by_side, team
from bot.features.progress import own as progress
from bot.features.progress.actions import ShowProgress, ShowTeam
from bot.features.progress.model import OwnProgress
from bot.language.message import Message
from bot.language.people import Member
from bot.language.requests import Asker
from bot.language.routes import Options, Routes
from bot.services import Services


class ProgressHandlers:
    """Serves progress.

    Args:
        services: what it works with.
    """

    def __init__(self, services: Services) -> None:
        self._services = services

    @property
    def routes(self) -> Routes:
        """What is served here."""
        return Routes(
            commands={"progress": self.progress}, presses={ShowProgress: self.show, ShowTeam: self.show_team}
        )

    async def progress(self, asker: Asker, options: Options) -> Message:
        """/progress [show]."""
        pack = await self._services.pack_for(asker)
        if options.get("show") == "team":
            return await self._team(pack, asker, private=False)
        return await self._own(pack, asker, picture=options.get("show") == "picture")

    async def show(self, asker: Asker, action: ShowProgress, _typed: str) -> Message:
        """The asker's progress."""
        return await self._own(self._services.pack(action.pack), asker, picture=action.picture)

    async def show_team(self, asker: Asker, action: ShowTeam, _typed: str) -> Message:
        """What the team knows."""
        return await self._team(self._services.pack(action.pack), asker, private=True)

    async def beside(self, asker: Asker, other: Member) -> Message:
        """The asker's progress beside another member's."""
        services = self._services
        pack = await services.pack_for(asker)
        found = await side_by_side.side_by_side(pack, asker, other, services.chosen, services.database)
        return services.note(asker, found)

    async def home(self, asker: Asker) -> Message:
        """What a member sees when they come to Versed itself."""
        pack = await self._services.pack_for(asker)
        stands, reminded = await self._standing(pack, asker), await self._services.reminders.is_reminded(asker)
        return self._services.note(asker, home.home(pack, asker, stands, reminded=reminded))

    async def _standing(self, pack: Pack, asker: Asker) -> OwnProgress:
        services = self._services
        await services.database.writer.flush()  # what was read a moment ago counts
        study = await settings.study(asker, services.chosen)
        return await progress.standing(pack, asker, study, services.reviews)

    async def _own(self, pack: Pack, asker: Asker, *, picture: bool) -> Message:
        services = self._services
        stands = await self._standing(pack, asker)
        image = await services.pictures.progress(progress.card(pack, stands)) if picture else None
        return services.note(asker, progress.page(pack, stands, image))

    async def _team(self, pack: Pack, asker: Asker, *, private: bool) -> Message:
        services = self._services
        tenant, at = asker.tenant.key, asker.at
        report = await services.database.read(lambda transaction: team.report(transaction, tenant, pack, at))
        if report is None:
            return services.note(asker, team.too_few(pack, private=private))
        card = team.card(pack, report)
        image = await services.pictures.heat_map(card) if card else None
        return services.note(asker, team.page(pack, report, image, private=private))
