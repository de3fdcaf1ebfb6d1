"""Posted reports: the messages of a schedule of reports, which tells a team what it knows without being asked."""

from collections.abc import Sequence
from datetime import datetime
from enum import Enum, auto
from functools import partial

from bot.content.model import Pack
from bot.features.delivery.store import by_schedule
from bot.features.packs.shelf import Shelf
from bot.features.progress import cards, team, team_pages
from bot.features.progress.model import TeamReport, TooFew
from bot.features.scheduling import subject
from bot.features.scheduling.kinds import Nothing, SlowKind, Usual
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
from bot.language.anonymity import FEWEST
from bot.language.message import Message
from bot.language.options import options
from bot.language.refusals import Refusal
from bot.storage.database import Database
from bot.storage.transaction import Transaction

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


class _News(Enum):
    """What's new since the last report."""

    SOME = auto()
    SILENCE = auto()
    """Nobody has answered; the last report still had news."""
    STILL_SILENT = auto()
    """Nobody has answered, and the last report said so already."""
    STILL_TOO_FEW = auto()
    """Too few people have answered lately, and the last report said so already."""


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

    async def prepare(self, due: Sequence[Schedule], at: datetime) -> Sequence[Message | Nothing | Refusal]:
        """Make the report for each schedule's team; nothing if it has no news, and a refusal if its pack is gone."""
        return [await self._try(each, at) for each in due]

    async def preview(self, draft: ScheduleDraft, at: datetime) -> Message:
        """Make the report that would be posted now.

        Raises:
            Refusal: the pack is gone.
        """
        pack = await self._pack(draft)
        if isinstance(draft, Schedule) and await self._news(draft, pack) in (_News.SILENCE, _News.STILL_SILENT):
            return team_pages.silent(pack)
        return await self._report(draft, pack, at)

    async def _try(self, schedule: Schedule, at: datetime) -> Message | Nothing | Refusal:
        try:
            pack = await self._pack(schedule)
            match await self._news(schedule, pack):
                case _News.SILENCE:
                    return team_pages.silent(pack)
                case _News.STILL_SILENT:
                    return Nothing("Nobody has answered since the last report.")
                case _News.STILL_TOO_FEW:
                    return Nothing(f"As last time, fewer than {FEWEST} people have answered lately.")
                case _News.SOME:
                    return await self._report(schedule, pack, at)
        except Refusal as refusal:
            return refusal

    async def _pack(self, draft: ScheduleDraft) -> Pack:
        await self._shelf.find(draft.tenant, draft.pack)
        pack, _ = subject.find(self._shelf, draft)
        return pack

    async def _news(self, schedule: Schedule, pack: Pack) -> _News:
        return await self._database.read(partial(_news, schedule=schedule, pack=pack))

    async def _report(self, draft: ScheduleDraft, pack: Pack, at: datetime) -> Message:
        report = await self._database.read(partial(_told, draft=draft, pack=pack, at=at))
        if isinstance(report, TooFew):
            return team_pages.too_few(pack, report.missing, private=False).message
        drawn = cards.of_team(pack, report)
        return team_pages.page(pack, report, drawn, private=False).message


def _told(transaction: Transaction, draft: ScheduleDraft, pack: Pack, at: datetime) -> TeamReport | TooFew:
    """Return what the next report of a schedule says.

    Args:
        transaction: to read in.
        draft: the schedule of reports, or one that's being made.
        pack: the pack that they're about.
        at: now, in UTC.
    """
    posted = by_schedule.arrived(transaction, draft.tenant, draft.number, 1) if isinstance(draft, Schedule) else []
    if posted:
        return team.what_is_new(transaction, draft.tenant, pack, at, posted[0])
    return team.what_is_told(transaction, draft.tenant, pack, at)


def _news(transaction: Transaction, schedule: Schedule, pack: Pack) -> _News:
    """Return what's new since the schedule's last report.

    Args:
        transaction: to read in.
        schedule: the schedule of reports.
        pack: the pack that they're about.
    """
    posted = by_schedule.arrived(transaction, schedule.tenant, schedule.number, 2)
    if not posted:
        return _News.SOME
    if not team.has_enough(transaction, schedule.tenant, pack, posted[0]):
        return _News.STILL_TOO_FEW
    has_answers = [team.has_answers(transaction, schedule.tenant, pack, each) for each in posted]
    if has_answers[0]:
        return _News.SOME
    return _News.SILENCE if all(has_answers[1:]) else _News.STILL_SILENT
