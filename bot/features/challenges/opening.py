"""Challenges that are opened, by hand or by schedule; each comes with a schedule that closes it."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from bot.content.model import Pack, Topic
from bot.features.challenges import model as machine
from bot.features.challenges import nudges, threads
from bot.features.challenges.model import Challenge, Opener
from bot.features.challenges.pages import announcement
from bot.features.challenges.store import challenges
from bot.features.delivery.store import outbox
from bot.features.learners.choices import YES_NO
from bot.features.packs.shelf import Shelf
from bot.features.packs.taught import topic_option
from bot.features.quizzes.picking import pick
from bot.features.quizzes.questions import MOST_QUESTIONS, on_topic
from bot.features.scheduling import announcements, subject
from bot.features.scheduling.kinds import Composed, Followed, QuickKind, Usual
from bot.features.scheduling.model import INTERNAL, Schedule, ScheduleDraft
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
from bot.features.scheduling.posts import new_key, posts_with
from bot.features.scheduling.store import schedules
from bot.features.scheduling.wording import read_duration, to_minute, write_duration
from bot.language.ids import new_id
from bot.language.message import Buttons, Message, Refusal, strong, text
from bot.language.options import option, options
from bot.language.port import Destination, Extra
from bot.storage.transaction import Transaction

RESULTS = f"{INTERNAL}challenge results"
"""The kind of schedule that closes a challenge."""

KIND = "challenge"
"""The kind of schedule that opens challenges."""

SHORTEST, LONGEST = timedelta(minutes=1), timedelta(days=30)
"""How long a challenge may be open."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A challenge to be opened.

    Args:
        to: where.
        place_name: what people call that place.
        pack, topic: what about; None for all topics.
        questions: how many.
        limit: the time for each.
        closes: when, in UTC.
        by: who opens it by hand; None for a schedule.
        thread: whether it's to have a thread, where there are any.
    """

    to: Destination
    place_name: str
    pack: Pack
    topic: Topic | None
    questions: int
    limit: timedelta
    closes: datetime
    by: Opener | None = None
    thread: bool = False


def begin(transaction: Transaction, wanted: Opening, random: Random, at: datetime) -> tuple[Challenge, bool]:
    """Open a challenge, and see to it that it closes; the one that's open there stays.

    Args:
        transaction: to write in.
        wanted: what to open.
        random: picks the questions, and makes the id.
        at: now, in UTC.

    Returns:
        The open challenge of that place, and whether it's new.

    Raises:
        Refusal: there are no questions on that topic.
    """
    tenant, place = wanted.to.tenant, wanted.to.place
    existing = challenges.open_in(transaction, tenant, place)
    if existing is not None and machine.is_open(existing, at):
        return existing, False
    if existing is not None:
        challenges.close(transaction, existing, existing.closes)  # its results come by their own schedule
    made = _made(wanted, random, new_id(random), 0, at)
    number = announcements.make(transaction, RESULTS, wanted.to, wanted.place_name, wanted.closes)
    made = replace(made, schedule=number, nudge=nudges.plan(transaction, made))
    if challenges.add(transaction, made):
        if wanted.by is not None:
            challenges.note_opener(transaction, made, wanted.by)
        return made, True
    for each in filter(None, (made.schedule, made.nudge)):  # another replica was quicker
        announcements.call_off(transaction, tenant, each)
    return challenges.open_in(transaction, tenant, place) or made, False


def announce(
    transaction: Transaction, made: Challenge, said: Message, thread_name: str, random: Random, at: datetime
) -> None:
    """Post a challenge that was opened by hand, with its thread: answers to commands can't have one everywhere.

    Args:
        transaction: to write in.
        made: the challenge, which is new.
        said: what announces it.
        thread_name: what its thread is called.
        random: makes the post's key.
        at: now, in UTC.

    Raises:
        LookupError: nothing closes it.
    """
    closing = schedules.find(transaction, made.tenant, made.schedule)
    if closing is None:
        raise LookupError(f"challenge {made.id} has no schedule {made.schedule} that closes it")
    outbox.add(transaction, posts_with(new_key(random), closing, threads.announced(made, said, thread_name), at))


def thread_option() -> Any:  # noqa: ANN401 (a field of a command's options)
    """Declare whether a challenge gets a thread."""
    return option("whether it gets a thread for talking", default="no", choices=YES_NO, by_name=True)


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
        "how long it stays open, such as 4h or 2 days", default="1 day", usual="a day", notation=DURATION
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
    """Opens challenges by schedule.

    Args:
        shelf: has the packs.
        random: picks the questions.
    """

    name = KIND
    command = COMMAND
    usual = Usual("09:00", "Monday")

    def __init__(self, shelf: Shelf, random: Random) -> None:
        self._shelf = shelf
        self._random = random

    def options(self, given: ScheduleChallengeOptions) -> str:
        """Keep how many questions, the seconds for each, the minutes that a challenge stays open, and its thread.

        Raises:
            Refusal: it would be open for too long, too short, or nobody knows how long.
        """
        lasts = read_length(given.closes, "say how long it stays open, such as 4 hours or 2 days")
        kept = {
            "questions": given.questions,
            "seconds": given.seconds,
            "minutes": lasts // timedelta(minutes=1),
        }
        return json.dumps(kept | ({"thread": True} if given.thread == "yes" else {}))

    def given(self, draft: ScheduleDraft) -> Mapping[str, str]:
        """Return a challenge's options, as they can be typed."""
        kept = json.loads(draft.options)
        closes = write_duration(lasts_of(draft))
        thread = "yes" if kept.get("thread") else "no"
        return {
            "questions": str(kept["questions"]),
            "seconds": str(kept["seconds"]),
            "closes": closes,
            "thread": thread,
        }

    def subject(self, draft: ScheduleDraft) -> str:
        """Return what a schedule posts."""
        return subject.titled("Challenge", self._shelf, draft)

    def details(self, draft: ScheduleDraft) -> Sequence[tuple[str, str]]:
        """Return how a challenge goes."""
        kept = json.loads(draft.options)
        return (
            ("Asks", f"{kept['questions']} questions, {kept['seconds']} seconds each"),
            ("Closes after", write_duration(lasts_of(draft))),
            *((("With each challenge", "a thread for the talk and the results"),) if kept.get("thread") else ()),
        )

    def extras(self, draft: ScheduleDraft) -> Collection[Extra]:
        """Return what its posts need in their place beyond being posted."""
        return [Extra.THREAD] if json.loads(draft.options).get("thread") else []

    def compose(self, transaction: Transaction, due: Sequence[Schedule], at: datetime) -> Sequence[Composed]:
        """Open a fresh challenge for each schedule; if one is still open there, announce that one again.

        Args:
            transaction: to write in.
            due: the schedules.
            at: now, in UTC.
        """
        self._shelf.require([(each.tenant, each.pack) for each in due])
        return [self._open(transaction, each, at) for each in due]

    async def preview(self, draft: ScheduleDraft, at: datetime) -> Message:
        """Return a challenge as it would be announced now.

        Raises:
            Refusal: there can be none.
        """
        await self._shelf.find(draft.tenant, draft.pack)
        wanted = self._wanted(draft, at, at)
        example = _made(wanted, self._random, "example", 0, at)
        said = announcement(example, wanted.pack, draft.zone)
        shown = [block for block in said.blocks if not isinstance(block, Buttons)]
        if threads.has_one(example.tenant, wanted=wanted.thread):
            shown += [text(strong("In its thread:")), threads.FIRST_WORDS]
        return Message(tuple(shown))

    def _open(self, transaction: Transaction, schedule: Schedule, at: datetime) -> Message | Followed | Refusal:
        due = min(at, schedule.next_run_at or at)
        try:
            wanted = self._wanted(schedule, due, at)
            made, is_new = begin(transaction, wanted, self._random, at)
        except Refusal as refusal:
            return refusal
        pack = self._shelf.get(made.tenant, made.pack)
        by = None if is_new else challenges.opener(transaction, made)
        said = announcement(made, pack or wanted.pack, schedule.zone, by=by.name if by else "", again=not is_new)
        if is_new and threads.has_one(made.tenant, wanted=wanted.thread):
            return threads.announced(made, said, threads.name_of(wanted.pack, wanted.topic))
        return said

    def _wanted(self, draft: ScheduleDraft, due: datetime, at: datetime) -> Opening:
        pack, topic = subject.find(self._shelf, draft)
        kept = json.loads(draft.options)
        closes = due + lasts_of(draft)
        if closes - at < lasts_of(draft) / 2:  # it opens so late that hardly any time would be left
            closes = to_minute(at + lasts_of(draft))
        return Opening(
            to=Destination(draft.tenant, draft.place),
            place_name=draft.place_name,
            pack=pack,
            topic=topic,
            questions=kept["questions"],
            limit=timedelta(seconds=kept["seconds"]),
            closes=closes,
            thread=bool(kept.get("thread")),
        )


def check_length(lasts: timedelta) -> None:
    """Accept how long a challenge is open, or say how long it may be.

    Raises:
        Refusal: that is too short, or too long.
    """
    if not SHORTEST <= lasts <= LONGEST:
        most = write_duration(LONGEST)
        sentence = f"A challenge is open for {write_duration(SHORTEST)} at least and {most} at most."
        raise Refusal(sentence, option="closes")


def read_length(typed: str, advice: str) -> timedelta:
    """Return how long something stays open, as a schedule's option says it.

    Args:
        typed: the option.
        advice: what to type instead of something else.

    Raises:
        Refusal: that is too short, too long, or no length of time.
    """
    lasts = read_duration(typed)
    if lasts is None:
        raise Refusal(f"“{typed[:40]}” isn't a length of time; {advice}.", option="closes")
    check_length(lasts)
    return lasts


def lasts_of(draft: ScheduleDraft) -> timedelta:
    """Return how long what a schedule opens stays open."""
    return timedelta(minutes=json.loads(draft.options)["minutes"])


def _made(wanted: Opening, random: Random, challenge_id: str, schedule: int, at: datetime) -> Challenge:
    """Make the challenge that's wanted, with questions picked for it.

    Raises:
        Refusal: there are no questions on that topic.
    """
    pack, topic = wanted.pack, wanted.topic
    return Challenge(
        tenant=wanted.to.tenant,
        id=challenge_id,
        place=wanted.to.place,
        place_name=wanted.place_name,
        pack=pack.id,
        topic=topic.id if topic else "",
        questions=tuple(question.id for question in pick(pack, on_topic(pack, topic), wanted.questions, random)),
        seed=random.randrange(2**31),
        limit=wanted.limit,
        schedule=schedule,
        opened=at,
        closes=wanted.closes,
    )
