"""Gathers the data of a member's home."""

from collections.abc import Sequence

from bot.content.reading.library import Library
from bot.features.games.game_finder import GameFinder
from bot.features.home import admin_pages, going_on, going_on_pages
from bot.features.home.pages import home
from bot.features.learners import settings, settings_page
from bot.features.learners.chosen import Chosen
from bot.features.learners.notices import Notices
from bot.features.learners.settings_page import CurrentSettings
from bot.features.lessons.reading import ReadingNotes
from bot.features.packs.taught import Packs
from bot.features.progress.service import ProgressReports
from bot.features.reminders.service import Reminders
from bot.features.scheduling.listing import ScheduleList
from bot.language.message import Block, Heading, Message
from bot.language.port import Presence
from bot.language.requests import Asker
from bot.storage.database import Database


class Homes:
    """Shows members their home.

    Args:
        packs: finds the packs taught in a place.
        library: has the operator's packs, and their problems.
        database: stores games and challenges.
        chosen: the settings.
        progress: reports members' progress.
        reminders: knows who gets reminders.
        game_finder: finds games.
        schedules: lists them for administrators.
        notices: has the notices for administrators.
        reading: records what was read.
    """

    def __init__(
        self,
        packs: Packs,
        library: Library,
        database: Database,
        chosen: Chosen,
        progress: ProgressReports,
        reminders: Reminders,
        game_finder: GameFinder,
        schedules: ScheduleList,
        notices: Notices,
        reading: ReadingNotes,
    ) -> None:
        self._packs = packs
        self._library = library
        self._database = database
        self._chosen = chosen
        self._progress = progress
        self._reminders = reminders
        self._game_finder = game_finder
        self._schedules = schedules
        self._notices = notices
        self._reading = reading

    async def show(self, asker: Asker, presence: Presence | None) -> Message:
        """Show a member's home.

        Args:
            asker: the member.
            presence: knows which channels they're in; None if nobody knows.
        """
        pack = await self._packs.taught(asker)
        progress, reminded = await self._progress.standing(pack, asker), await self._reminders.is_reminded(asker)
        there = await going_on.look(asker, presence, self._database, self._game_finder)
        chosen = await settings.standing(asker, self._packs, self._chosen)
        page = home(
            pack,
            asker,
            progress,
            reminded=reminded,
            challenges=there.mine,
            in_progress=[*going_on_pages.blocks(there)],
            settings=[Heading("Settings"), *settings_page.controls(chosen)],
            admin_blocks=[*await self._admin_blocks(asker, chosen)],
        )
        return self._reading.show(asker, page)

    async def _admin_blocks(self, asker: Asker, chosen: CurrentSettings) -> Sequence[Block]:
        if not asker.member.administers:
            return ()
        schedules = await self._schedules.at_home(asker)
        waiting = await self._notices.waiting(asker.tenant.key)
        problems = len(self._library.problems)
        findings = [*schedules.findings, *admin_pages.findings(chosen, problems)]
        return [*admin_pages.blocks(chosen, waiting, findings), *schedules.shown]
