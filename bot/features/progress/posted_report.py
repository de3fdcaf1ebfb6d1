"""Posted reports: the messages of a schedule of reports, which tells a team what it knows without being asked."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from bot.features.packs.shelf import Shelf
from bot.features.progress import cards, team, team_pages
from bot.features.progress.model import TooFew
from bot.features.scheduling import subject
from bot.features.scheduling.kinds import SlowKind, Usual
from bot.features.scheduling.model import Schedule, ScheduleDraft
from bot.features.scheduling.options import (
    days_option,
    end_option,
    everyone_option,
    late_option,
    notify_option,
    schedule_command,
    start_option,
    time_option,
    zone_option,
)
from bot.language.message import Message
from bot.language.options import options
from bot.language.refusals import Refusal
from bot.storage.database import Database

KIND = "report"


@options
class ScheduleReportOptions:
    """When reports are posted."""

    time: str = time_option()
    days: str = days_option("Friday")
    zone: str = zone_option()
    start: str = start_option()
    end: str = end_option("for")
    late: str = late_option()
    notify: str = notify_option()
    everyone: str = everyone_option()


COMMAND = schedule_command(
    "report", "Post what the team knows in this channel", "16:00 Friday", ScheduleReportOptions, needs_channel=True
)


class PostedReports(SlowKind):
    """Makes the messages for schedules of reports.

    Args:
        shelf: has the packs.
        database: has the team's answers.
    """

    name = KIND
    command = COMMAND
    usual = Usual("16:00", "Friday")

    def __init__(self, shelf: Shelf, database: Database) -> None:
        self._shelf = shelf
        self._database = database

    def subject(self, draft: ScheduleDraft) -> str:
        """Return a schedule's subject, as members see it."""
        return subject.titled("Report", self._shelf, draft)

    async def prepare(self, due: Sequence[Schedule], at: datetime) -> Sequence[Message | Refusal]:
        """Make the report for each schedule's team; a refusal if its pack is gone."""
        return [await self._try(each, at) for each in due]

    async def preview(self, draft: ScheduleDraft, at: datetime) -> Message:
        """Make the report that would be posted now.

        Raises:
            Refusal: the pack is gone.
        """
        await self._shelf.find(draft.tenant, draft.pack)
        pack, _ = subject.find(self._shelf, draft)
        report = await self._database.read(partial(team.what_is_told, tenant=draft.tenant, pack=pack, at=at))
        if isinstance(report, TooFew):
            return team_pages.too_few(pack, report.missing, private=False).message
        drawn = cards.of_team(pack, report)
        return team_pages.page(pack, report, drawn, private=False).message

    async def _try(self, schedule: Schedule, at: datetime) -> Message | Refusal:
        try:
            return await self.preview(schedule, at)
        except Refusal as refusal:
            return refusal
