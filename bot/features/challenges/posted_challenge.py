"""Challenges that are opened by schedule."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from bot.features.challenges import threads
from bot.features.challenges.announcement_pages import announcement
from bot.features.challenges.opening import RESULTS, Opening, begin, make, read_length, thread_option
from bot.features.challenges.store import challenges
from bot.features.packs.shelf import Shelf
from bot.features.packs.topics import topic_option
from bot.features.quizzes.questions import MOST_QUESTIONS
from bot.features.scheduling import subject
from bot.features.scheduling.calendar import next_post
from bot.features.scheduling.kinds import Composed, Followed, QuickKind, Usual
from bot.features.scheduling.model import Schedule, ScheduleDraft
from bot.features.scheduling.notations import LASTS
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
from bot.language.port import Destination, Extra
from bot.language.refusals import Refusal
from bot.language.rich_text import strong, text
from bot.language.text import timed
from bot.storage.transaction import Transaction

KIND = "challenge"
"""The kind of schedule that opens challenges."""


@dataclass(frozen=True, slots=True)
class PostedChallengeOptions:
    """The options of a schedule of challenges, as they're stored.

    Args:
        questions: the number of questions.
        seconds: the time for each question.
        minutes: how long a challenge stays open.
        thread: whether each challenge gets a thread to talk in.
    """

    questions: int
    seconds: int
    minutes: int
    thread: bool = False

    @property
    def lasts(self) -> timedelta:
        """Return how long a challenge stays open."""
        return timedelta(minutes=self.minutes)


OPTIONS = OptionsCodec(PostedChallengeOptions)


@options
class ScheduleChallengeOptions:
    """When challenges open, and how long they stay open."""

    time: str = time_option()
    days: str = days_option("Monday")
    zone: str = zone_option()
    topic: str = topic_option()
    questions: int = option("how many", default=5, minimum=1, maximum=MOST_QUESTIONS)
    seconds: int = option("time for each question", default=30, minimum=5, maximum=120)
    closes: str = option(
        "how long it stays open, such as 4h or 2 days", default="1 day", usual="a day", notation=LASTS
    )
    start: str = start_option()
    end: str = end_option()
    late: str = late_option()
    thread: str = thread_option()
    notify: str = notify_option()
    everyone: str = everyone_option()


COMMAND = schedule_command(
    "challenge",
    "Open a challenge in this channel, again and again",
    "09:00 Monday closes:2d",
    ScheduleChallengeOptions,
    needs_channel=True,
)


class PostedChallenges(QuickKind):
    """Opens challenges on a schedule.

    Args:
        shelf: provides the packs.
        random: picks the questions.
    """

    name = KIND
    after = (RESULTS,)
    command = COMMAND
    usual = Usual("09:00", "Monday")

    def __init__(self, shelf: Shelf, random: Random) -> None:
        self._shelf = shelf
        self._random = random

    def options(self, chosen: ScheduleChallengeOptions) -> str:
        """Serialize the number of questions, seconds for each, minutes until it closes, and whether there's a thread.

        Raises:
            Refusal: the time it stays open is too long, too short, or can't be read.
        """
        lasts = read_length(chosen.closes, "say how long it stays open, such as 4 hours or 2 days")
        minutes, thread = lasts // timedelta(minutes=1), chosen.thread == "yes"
        return OPTIONS.write(PostedChallengeOptions(chosen.questions, chosen.seconds, minutes, thread))

    def given(self, draft: ScheduleDraft) -> Mapping[str, str]:
        """Return a challenge's options, as they'd be typed."""
        stored = OPTIONS.read(draft.options)
        return {
            "questions": str(stored.questions),
            "seconds": str(stored.seconds),
            "closes": write_duration(stored.lasts),
            "thread": "yes" if stored.thread else "no",
        }

    def subject(self, draft: ScheduleDraft) -> str:
        """Return a title for what a schedule posts."""
        return subject.titled("Challenge", self._shelf, draft)

    def details(self, draft: ScheduleDraft) -> Sequence[tuple[str, str]]:
        """Return the facts about a schedule's challenges."""
        stored = OPTIONS.read(draft.options)
        return (
            ("Asks", timed(stored.questions, stored.seconds)),
            ("Closes after", write_duration(stored.lasts)),
            *((("With each challenge", "a thread for talk and the results"),) if stored.thread else ()),
        )

    def extras(self, draft: ScheduleDraft) -> Collection[Extra]:
        """Return the permissions its posts need beyond posting."""
        return [Extra.THREAD] if OPTIONS.read(draft.options).thread else []

    def compose(self, transaction: Transaction, due: Sequence[Schedule], at: datetime) -> Sequence[Composed]:
        """Open a new challenge for each schedule; if one is still open there, announce that one again.

        See QuickComposer.
        """
        self._shelf.require([(each.tenant, each.pack) for each in due])
        return [self._open(transaction, each, at) for each in due]

    async def preview(self, draft: ScheduleDraft, at: datetime) -> Message:
        """Return the announcement of the next challenge, which closes as long after it as the real one.

        Raises:
            Refusal: there can't be one.
        """
        await self._shelf.find(draft.tenant, draft.pack)
        due = next_post(draft, at)
        opening = self._opening(draft, due, due)
        example = make(opening, self._random, due)
        announced = announcement(example, opening.pack, draft.zone)
        blocks = [block for block in announced.blocks if not isinstance(block, Buttons)]
        if threads.has_one(example.tenant, wanted=opening.thread):
            blocks += [text(strong("In its thread:")), threads.FIRST_WORDS]
        return Message(tuple(blocks))

    def _open(self, transaction: Transaction, schedule: Schedule, at: datetime) -> Message | Followed | Refusal:
        due = min(at, schedule.next_run_at or at)
        try:
            opening = self._opening(schedule, due, at)
            challenge, is_new = begin(transaction, opening, self._random, at, schedule.zone)
        except Refusal as refusal:
            return refusal
        pack = self._shelf.get(challenge.tenant, challenge.pack)
        by = None if is_new else challenges.opener(transaction, challenge)
        announced = announcement(challenge, pack or opening.pack, schedule.zone, by=by, again=not is_new)
        if is_new and threads.has_one(challenge.tenant, wanted=opening.thread):
            return threads.announced(challenge, announced, threads.name_of(opening.pack, opening.topic))
        return announced

    def _opening(self, draft: ScheduleDraft, due: datetime, at: datetime) -> Opening:
        pack, topic = subject.find(self._shelf, draft)
        stored = OPTIONS.read(draft.options)
        closes = _after(due, stored.lasts, draft.zone)
        if closes - at < stored.lasts / 2:  # it opens so late that less than half of the time would be left
            closes = to_minute(at + stored.lasts)
        return Opening(
            to=Destination(draft.tenant, draft.place),
            place_name=draft.place_name,
            pack=pack,
            topic=topic,
            questions=stored.questions,
            limit=timedelta(seconds=stored.seconds),
            closes=closes,
            thread=stored.thread,
        )


def _after(due: datetime, lasts: timedelta, zone: str) -> datetime:
    """Return when a challenge closes; days are the calendar's, so a weekly one makes way for the next.

    Counted as 24 hours each, it would still be open at that time when clocks have gone forward.

    Args:
        due: when it opens, in UTC.
        lasts: how long it stays open.
        zone: the schedule's time zone.
    """
    days = timedelta(days=lasts // timedelta(days=1))
    return (due.astimezone(ZoneInfo(zone)) + days).astimezone(UTC) + (lasts - days)
