"""Posted tips: the messages of a schedule of tips."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.content.model import Pack, Tip
from bot.features.learners.choices import YES_NO
from bot.features.lessons.model import TipShelf
from bot.features.lessons.tip import TipRequest, Tips, choose
from bot.features.lessons.tip_options import OPTIONS, PostedTipOptions
from bot.features.lessons.tip_pages import post
from bot.features.lessons.tip_question import question_of
from bot.features.lessons.turns import at_turn
from bot.features.packs.shelf import Shelf
from bot.features.packs.topics import topic_option
from bot.features.scheduling import subject
from bot.features.scheduling.kinds import Composed, Followed, QuickKind, Usual
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
from bot.language.message import Message, message
from bot.language.options import option, options
from bot.language.port import Extra
from bot.language.refusals import Refusal
from bot.language.rich_text import strong, text
from bot.language.text import listed
from bot.storage.database import Database
from bot.storage.transaction import Transaction

KIND = "tip"


@options
class ScheduleTipOptions:
    """When tips are posted, and about what."""

    time: str = time_option()
    days: str = days_option("weekdays")
    zone: str = zone_option()
    topic: str = topic_option()
    start: str = start_option()
    end: str = end_option("for")
    late: str = late_option()
    thread: str = option("whether each tip gets a thread to talk in", default="no", choices=YES_NO, by_name=True)
    pin: str = option("whether the latest tip is pinned", default="no", choices=YES_NO, by_name=True)
    ask: str = option("whether a question for all follows each tip", default="no", choices=YES_NO, by_name=True)
    notify: str = notify_option()
    everyone: str = everyone_option()


COMMAND = schedule_command(
    "tip", "Post tips in this channel, as often as you like", "09:00 weekdays", ScheduleTipOptions, needs_channel=True
)


class PostedTips(QuickKind):
    """Makes the messages for schedules of tips.

    Args:
        shelf: has the packs.
        tips: chooses the tips.
        database: knows which packs are in use.
    """

    name = KIND
    command = COMMAND
    usual = Usual("09:00", "weekdays")

    def __init__(self, shelf: Shelf, tips: Tips, database: Database) -> None:
        self._database = database
        self._shelf = shelf
        self._tips = tips

    def subject(self, draft: ScheduleDraft) -> str:
        """Return a schedule's subject, as members see it."""
        return subject.titled("Tip", self._shelf, draft, pack_named=self.names_pack(draft))

    def options(self, chosen: ScheduleTipOptions) -> str:
        """Encode what follows each tip, and whether a topic or a pack was named."""
        return OPTIONS.write(
            PostedTipOptions(
                thread=chosen.thread == "yes",
                pin=chosen.pin == "yes",
                ask=chosen.ask == "yes",
                named=bool(chosen.topic),
            )
        )

    def given(self, draft: ScheduleDraft) -> Mapping[str, str]:
        """Return the options for what follows each tip, as someone can type them."""
        chosen = OPTIONS.read(draft.options)
        follows = {"thread": chosen.thread, "pin": chosen.pin, "ask": chosen.ask}
        return {name: "yes" if wanted else "no" for name, wanted in follows.items()}

    def names_pack(self, draft: ScheduleDraft) -> bool:
        """Return whether a schedule's pack or topic was named; otherwise, the packs in use take turns."""
        return OPTIONS.read(draft.options).named

    def details(self, draft: ScheduleDraft) -> Sequence[tuple[str, str]]:
        """Describe what follows each tip."""
        chosen = OPTIONS.read(draft.options)
        follows = {
            "a thread to talk about it": chosen.thread,
            "a pin till the next one": chosen.pin,
            "a question for all": chosen.ask,
        }
        does = [what for what, wanted in follows.items() if wanted]
        return (("With each tip", listed(does, "and")),) if does else ()

    def extras(self, draft: ScheduleDraft) -> Collection[Extra]:
        """Return what its posts need in their place besides posting, such as a thread."""
        chosen = OPTIONS.read(draft.options)
        return [each for each, wanted in ((Extra.THREAD, chosen.thread), (Extra.PIN, chosen.pin)) if wanted]

    def compose(self, transaction: Transaction, due: Sequence[Schedule], at: datetime) -> Sequence[Composed]:
        """Return the next tip for each schedule, and note it as shown in its place; a refusal if there's none.

        See QuickComposer.
        """
        attempts = [self._try_request(each) for each in at_turn(transaction, self._shelf, due)]
        requests = [each for each in attempts if isinstance(each, TipRequest)]
        chosen = iter(self._choose(transaction, requests, at) if requests else ())
        return [
            each if isinstance(each, Refusal) else _followed(schedule, each.pack, next(chosen))
            for schedule, each in zip(due, attempts, strict=True)
        ]

    def _choose(self, transaction: Transaction, requests: Sequence[TipRequest], at: datetime) -> Sequence[Tip]:
        return choose(transaction, requests, self._tips.urgencies_in(transaction, requests, at), at)

    async def preview(self, draft: ScheduleDraft, at: datetime) -> Message:
        """Return the tip that would be posted now, with what would follow it.

        Raises:
            Refusal: there's no tip to post.
        """
        (draft,) = await self._database.read(partial(at_turn, shelf=self._shelf, drafts=[draft]))
        request = self._request(draft)
        composed = _followed(draft, request.pack, await self._tips.preview(request, at))
        if isinstance(composed, Message) or composed.reply is None:
            return composed if isinstance(composed, Message) else composed.message
        where = "In its thread:" if composed.thread else "Under it:"
        return replace(
            composed.message, blocks=(*composed.message.blocks, text(strong(where)), *composed.reply.blocks)
        )

    def _try_request(self, schedule: Schedule) -> TipRequest | Refusal:
        try:
            return self._request(schedule)
        except Refusal as refusal:
            return refusal

    def _request(self, draft: ScheduleDraft) -> TipRequest:
        pack, topic = subject.find(self._shelf, draft)
        request = TipRequest(TipShelf(draft.tenant, draft.place, pack.id), draft.place_name, pack, topic)
        request.check()
        return request


def _followed(draft: ScheduleDraft, pack: Pack, tip: Tip) -> Message | Followed:
    """Return a tip as it's posted, with what follows it, if anything."""
    chosen = OPTIONS.read(draft.options)
    page = post(pack, tip)
    if not (chosen.thread or chosen.pin or chosen.ask):
        return page
    reply = None
    if chosen.ask:
        reply = message(text(question_of(pack, tip)))
    elif chosen.thread:
        reply = message(text("What do you make of this? Questions and stories of your own go here."))
    return Followed(page, reply, tip.title if chosen.thread else "", pin=chosen.pin)
