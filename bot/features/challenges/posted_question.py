"""Questions that a schedule asks a channel: people answer on the post itself, each in private.

Each question is a challenge of its own: a member's answer is a turn, and its close is scheduled (see opening.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from bot.content.model import Pack, Topic
from bot.features.challenges import question_pages as pages
from bot.features.challenges import series
from bot.features.challenges.opening import Opening, make, read_length, schedule_close
from bot.features.challenges.store import challenges
from bot.features.challenges.store import series as series_store
from bot.features.packs.shelf import Shelf
from bot.features.packs.topics import topic_option
from bot.features.quizzes.questions import bank, on_topic
from bot.features.scheduling import subject
from bot.features.scheduling.calendar import first, next_post
from bot.features.scheduling.kinds import QuickKind, Usual
from bot.features.scheduling.model import Schedule, ScheduleDraft
from bot.features.scheduling.notations import DURATION
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
from bot.features.scheduling.stored_options import OptionsCodec
from bot.features.scheduling.wording import to_minute, write_duration
from bot.language.controls import Buttons
from bot.language.message import Message
from bot.language.options import option, options
from bot.language.port import Destination
from bot.language.refusals import Refusal
from bot.storage.transaction import Transaction

KIND = "question"

_ON_TIME = timedelta(minutes=5)
"""With a delay up to this, a question closes as if it had been posted on time."""


@dataclass(frozen=True, slots=True)
class PostedQuestionOptions:
    """The options of a schedule of questions, as they're stored.

    Args:
        minutes: how long a question stays open.
    """

    minutes: int

    @property
    def lasts(self) -> timedelta:
        """Return how long a question stays open."""
        return timedelta(minutes=self.minutes)


OPTIONS = OptionsCodec(PostedQuestionOptions)


@options
class ScheduleQuestionOptions:
    """When questions are asked, and when each closes."""

    time: str = time_option()
    days: str = days_option("weekdays")
    zone: str = zone_option()
    topic: str = topic_option()
    closes: str = option(
        "how long until I post the answer, such as 4h", default="1 day", usual="a day", notation=DURATION
    )
    start: str = start_option()
    end: str = end_option()
    late: str = late_option()
    notify: str = notify_option()
    everyone: str = everyone_option()


COMMAND = schedule_command(
    "question",
    "Post a question that people answer right here; the answer comes later",
    "09:00 weekdays",
    ScheduleQuestionOptions,
    needs_channel=True,
)


class PostedQuestions(QuickKind):
    """Posts questions to channels on a schedule.

    Args:
        shelf: provides the packs.
        random: breaks ties, and generates ids.
    """

    name = KIND
    command = COMMAND
    usual = Usual("09:00", "weekdays")

    def __init__(self, shelf: Shelf, random: Random) -> None:
        self._shelf = shelf
        self._random = random

    def options(self, chosen: ScheduleQuestionOptions) -> str:
        """Serialize the minutes that a question stays open.

        Raises:
            Refusal: the time it stays open is too long, too short, or can't be read.
        """
        lasts = read_length(chosen.closes, "say how long people have, such as 4h")
        return OPTIONS.write(PostedQuestionOptions(lasts // timedelta(minutes=1)))

    def given(self, draft: ScheduleDraft) -> Mapping[str, str]:
        """Return how long a question stays open, as it would be typed."""
        return {"closes": write_duration(OPTIONS.read(draft.options).lasts)}

    def subject(self, draft: ScheduleDraft) -> str:
        """Return a title for what a schedule posts."""
        return subject.titled("Question", self._shelf, draft)

    def details(self, draft: ScheduleDraft) -> Sequence[tuple[str, str]]:
        """Return the fact that says when the answer comes."""
        later = write_duration(OPTIONS.read(draft.options).lasts)
        return (("The answer comes", f"{later} later, or just before the next question"),)

    def compose(self, transaction: Transaction, due: Sequence[Schedule], at: datetime) -> Sequence[Message | Refusal]:
        """Ask the next question of each schedule (see QuickComposer)."""
        self._shelf.require([(each.tenant, each.pack) for each in due])
        return [self._ask(transaction, each, at) for each in due]

    async def preview(self, draft: ScheduleDraft, at: datetime) -> Message:
        """Return a question, as it will be asked next.

        Raises:
            Refusal: there isn't one.
        """
        await self._shelf.find(draft.tenant, draft.pack)
        pack, topic = subject.find(self._shelf, draft)
        chosen = series.choose(on_topic(pack, topic), {}, self._random)
        due = next_post(draft, at)
        opening = _opening(draft, pack, topic, due, due + OPTIONS.read(draft.options).lasts)
        example = make(opening, self._random, due, asks=chosen)
        question = pages.asked(example, pack, draft.zone)
        return Message(tuple(block for block in question.blocks if not isinstance(block, Buttons)))

    def _ask(self, transaction: Transaction, schedule: Schedule, at: datetime) -> Message | Refusal:
        try:
            pack, topic = subject.find(self._shelf, schedule)
            questions = on_topic(pack, topic)
        except Refusal as refusal:
            return refusal
        earlier = series_store.asked(transaction, schedule.tenant, schedule.place, pack.id)
        before = series.by_current(earlier, bank(pack).current)
        chosen = series.choose(questions, before, self._random)
        due = schedule.next_run_at
        opened = due if due is not None and due <= at < due + _ON_TIME else at
        following = first(schedule, at)
        lasts = OPTIONS.read(schedule.options).lasts
        closes = to_minute(series.closes_at(opened, lasts, following.at if following else None))
        opening = replace(_opening(schedule, pack, topic, at, closes), series=schedule.number)
        challenge = schedule_close(transaction, make(opening, self._random, at, asks=chosen), schedule.zone)
        challenges.add(transaction, challenge)
        had = before.get(chosen.id, series.NEVER).times
        series_store.note(transaction, challenge, had + 1, at)
        return pages.asked(challenge, pack, schedule.zone)


def _opening(draft: ScheduleDraft, pack: Pack, topic: Topic | None, at: datetime, closes: datetime) -> Opening:
    """Return the specification of the challenge that asks a question.

    Args:
        draft: the schedule that asks it.
        pack: its pack.
        topic: its topic; None for all topics.
        at: now, in UTC.
        closes: when it closes, in UTC.
    """
    return Opening(
        to=Destination(draft.tenant, draft.place),
        place_name=draft.place_name,
        pack=pack,
        topic=topic,
        questions=1,
        limit=timedelta(seconds=max(1, (closes - at) // timedelta(seconds=1))),
        closes=closes,
    )
