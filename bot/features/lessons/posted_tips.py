"""Posted tips: what a schedule of tips posts."""

from collections.abc import Sequence
from datetime import datetime

from bot.content.library import Library
from bot.content.model import Tip
from bot.features.learners.packs import topic_option
from bot.features.lessons.model import TipShelf
from bot.features.lessons.tip import TipRequest, Tips, choose, post
from bot.features.scheduling import subject
from bot.features.scheduling.kinds import QuickKind, Usual
from bot.features.scheduling.model import Draft, Schedule
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
from bot.language.commands import options
from bot.language.message import Message, Refusal
from bot.storage.transaction import Transaction

KIND = "tip"


@options
class ScheduleTip:
    """When tips are posted, and on what."""

    time: str = time_option()
    days: str = days_option("weekdays")
    zone: str = zone_option()
    topic: str = topic_option()
    start: str = start_option()
    end: str = end_option()
    late: str = late_option()
    notify: str = notify_option()
    everyone: str = everyone_option()


COMMAND = schedule_command(
    "tip", "A tip in this channel, as often as you like", "09:00 weekdays", ScheduleTip, needs_channel=True
)


class PostedTips(QuickKind):
    """Makes the messages of schedules of tips.

    Args:
        library: the packs.
        tips: chooses.
    """

    name = KIND
    command = COMMAND
    usual = Usual("09:00", "weekdays")

    def __init__(self, library: Library, tips: Tips) -> None:
        self._library = library
        self._tips = tips

    def subject(self, draft: Draft) -> str:
        """Return what a schedule posts."""
        return subject.titled("Tip", self._library, draft)

    def compose(self, transaction: Transaction, due: Sequence[Schedule], at: datetime) -> Sequence[Message | Refusal]:
        """Return the next tip of each schedule, noted as shown in its place; a refusal if there isn't one.

        Args:
            transaction: to write in.
            due: the schedules.
            at: now, in UTC.
        """
        found = [self._try_wanted(each) for each in due]
        wanted = [each for each in found if isinstance(each, TipRequest)]
        chosen = iter(self._choose(transaction, wanted, at) if wanted else ())
        return [each if isinstance(each, Refusal) else post(each.pack, next(chosen)) for each in found]

    def _choose(self, transaction: Transaction, wanted: Sequence[TipRequest], at: datetime) -> Sequence[Tip]:
        return choose(transaction, wanted, self._tips.urgencies_in(transaction, wanted, at), at)

    async def preview(self, draft: Draft, at: datetime) -> Message:
        """Return the tip that would come now.

        Raises:
            Refusal: there can be none.
        """
        wanted = self._wanted(draft)
        return post(wanted.pack, await self._tips.preview(wanted, at))

    def _try_wanted(self, schedule: Schedule) -> TipRequest | Refusal:
        try:
            return self._wanted(schedule)
        except Refusal as refusal:
            return refusal

    def _wanted(self, draft: Draft) -> TipRequest:
        pack, topic = subject.find(self._library, draft)
        shelf = TipShelf(draft.tenant, draft.place, pack.id)
        wanted = TipRequest(shelf, draft.place_name, pack, topic)
        wanted.check()
        return wanted
