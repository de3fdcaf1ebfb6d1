"""Opens a challenge, by hand or by schedule, together with a schedule that closes it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from bot.content.model import Pack, Topic
from bot.content.question import Question
from bot.features.challenges import nudges, threads
from bot.features.challenges.model import Challenge, Opener, is_open
from bot.features.challenges.store import challenges
from bot.features.delivery.store import outbox
from bot.features.learners.choices import YES_NO
from bot.features.quizzes.picking import pick
from bot.features.quizzes.questions import on_topic
from bot.features.scheduling import announcements
from bot.features.scheduling.model import INTERNAL
from bot.features.scheduling.posts import new_key, posts_with
from bot.features.scheduling.store import schedules
from bot.features.scheduling.wording import read_duration, write_duration
from bot.language.ids import new_id
from bot.language.message import Message
from bot.language.options import option
from bot.language.port import Destination
from bot.language.refusals import Refusal, values
from bot.storage.transaction import Transaction

_LENGTHS = ("4 hours", "1 day", "3 days")
"""Suggestions for how long something stays open."""

RESULTS = f"{INTERNAL}challenge results"
"""The kind of schedule that closes a challenge."""

SHORTEST, LONGEST = timedelta(minutes=1), timedelta(days=30)
"""Minimum and maximum time a challenge may be open."""


@dataclass(frozen=True, slots=True)
class Opening:
    """The specification of a challenge that's about to be opened.

    Args:
        to: the place to open it in.
        place_name: the place's display name.
        pack, topic: what it's about; topic None for all topics.
        questions: the number of questions.
        limit: the time for each question.
        closes: when it closes, in UTC.
        by: who opens it by hand; None for a schedule.
        thread: whether to start a thread, on platforms that have them.
        series: the number of the schedule that asks its one question in a channel; 0 if it's a challenge of its own.
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
    series: int = 0


def begin(
    transaction: Transaction, opening: Opening, random: Random, at: datetime, zone: str
) -> tuple[Challenge, bool]:
    """Open a challenge and schedule its close; if one is already open there, keep that one.

    Args:
        transaction: to write in.
        opening: what to open.
        random: picks the questions and generates the id.
        at: now, in UTC.
        zone: the time zone in which its later posts say that they're late.

    Returns:
        The open challenge of that place, and whether it's new.

    Raises:
        Refusal: there are no questions on that topic.
    """
    tenant, place = opening.to.tenant, opening.to.place
    existing = challenges.open_in(transaction, tenant, place)
    if existing is not None and is_open(existing, at):
        return existing, False
    if existing is not None:
        challenges.close(transaction, existing, existing.closes)  # its own schedule posts its results
    challenge = schedule_close(transaction, make(opening, random, at), zone)
    challenge = replace(challenge, nudge=nudges.plan(transaction, challenge, zone))
    if challenges.add(transaction, challenge):
        if opening.by is not None:
            challenges.note_opener(transaction, challenge, opening.by)
        return challenge, True
    for each in filter(None, (challenge.schedule, challenge.nudge)):  # another replica opened one first
        announcements.call_off(transaction, tenant, each)
    return challenges.open_in(transaction, tenant, place) or challenge, False


def announce(
    transaction: Transaction,
    challenge: Challenge,
    announcement: Message,
    thread_name: str,
    random: Random,
    at: datetime,
) -> None:
    """Post a challenge that was opened by hand, with its thread; a reply to a command can't have one everywhere.

    Args:
        transaction: to write in.
        challenge: the challenge, which is new.
        announcement: what the channel sees.
        thread_name: the name of its thread.
        random: generates the post's key.
        at: now, in UTC.

    Raises:
        LookupError: the schedule that closes it is missing.
    """
    closing = schedules.find(transaction, challenge.tenant, challenge.schedule)
    if closing is None:
        raise LookupError(f"challenge {challenge.id} has no schedule {challenge.schedule} that closes it")
    outbox.add(
        transaction, posts_with(new_key(random), closing, threads.announced(challenge, announcement, thread_name), at)
    )


def thread_option() -> Any:  # noqa: ANN401 (a field of a command's options)
    """Declare the option that gives a challenge a thread."""
    return option("whether it gets a thread to talk in", default="no", choices=YES_NO, by_name=True)


def check_length(lasts: timedelta) -> None:
    """Check how long a challenge is to stay open.

    Raises:
        Refusal: the time is too short or too long.
    """
    if not SHORTEST <= lasts <= LONGEST:
        least, most = write_duration(SHORTEST), write_duration(LONGEST)
        sentence = f"A challenge stays open for {least} to {most}; choose a time in between."
        raise Refusal(sentence, option="closes")


def read_length(typed: str, advice: str) -> timedelta:
    """Return how long something stays open, parsed from a schedule's option.

    Args:
        typed: the option's text.
        advice: tells the user what to type if it can't be read.

    Raises:
        Refusal: it's too short, too long, or not a length of time.
    """
    lasts = read_duration(typed)
    if lasts is None:
        raise Refusal(f"“{typed[:40]}” isn't a length of time; {advice}.", option="closes", offers=values(_LENGTHS))
    check_length(lasts)
    return lasts


def make(opening: Opening, random: Random, at: datetime, *, asks: Question | None = None) -> Challenge:
    """Create a challenge, without scheduling its close.

    Args:
        opening: what to open.
        random: generates the id, and picks the questions.
        at: now, in UTC.
        asks: its only question; None to pick the questions.

    Raises:
        Refusal: there are no questions on that topic.
    """
    pack, topic, challenge_id = opening.pack, opening.topic, new_id(random)
    asked = [asks] if asks is not None else pick(pack, on_topic(pack, topic), opening.questions, random)
    return Challenge(
        tenant=opening.to.tenant,
        id=challenge_id,
        place=opening.to.place,
        place_name=opening.place_name,
        pack=pack.id,
        topic=topic.id if topic else "",
        questions=tuple(question.id for question in asked),
        seed=random.randrange(2**31),
        limit=opening.limit,
        schedule=0,
        opened=at,
        closes=opening.closes,
        series=opening.series,
    )


def schedule_close(transaction: Transaction, challenge: Challenge, zone: str) -> Challenge:
    """Schedule the post that closes a challenge; return the challenge with that schedule's number.

    Args:
        transaction: to write in.
        challenge: the challenge.
        zone: the time zone in which that post says that it's late.
    """
    to = Destination(challenge.tenant, challenge.place)
    number = announcements.make(transaction, RESULTS, to, challenge.place_name, challenge.closes, zone=zone)
    return replace(challenge, schedule=number)
