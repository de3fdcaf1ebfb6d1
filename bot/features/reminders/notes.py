"""Reminder notes: what a learner who asked for it is told, in private, on days when flashcards are due."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.content.library import Library
from bot.content.model import Pack
from bot.features.learners import settings
from bot.features.learners.settings import Study
from bot.features.learners.store import learners
from bot.features.learners.store.learners import Self
from bot.features.learners.store.settings import Chosen
from bot.features.reminders import store as reminders
from bot.features.reminders.actions import BeginDue, RemindMe, StopReminding
from bot.features.reviews import scheduling
from bot.features.reviews.model import MANY, DailyLimits, LeftToday
from bot.features.reviews.store import decks, reviews
from bot.features.reviews.store import queue as review_queue
from bot.features.scheduling import store as schedules
from bot.features.scheduling.planner import Composed, Nothing, Usual
from bot.features.scheduling.store import Draft, Schedule, State
from bot.language.actions import encode
from bot.language.message import Button, Buttons, Emphasis, Footer, Heading, Message, Refusal, message, text
from bot.language.people import id_of
from bot.storage.legacy_within import within
from bot.storage.transaction import Transaction

KIND = reminders.KIND

SILENCE = 14
"""Days after an unanswered note on which the last one comes."""

_MOST_PACKS = 3
"""Packs to begin with that a note offers."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    """What waits for a learner.

    Args:
        packs: those with cards that are due.
        count: of these cards; None where they have to be worked out anew first.
        silent: days since the first note that the learner has not answered.
    """

    packs: tuple[Pack, ...]
    count: int | None
    silent: int


class ReminderNotes:
    """Makes the messages of reminders (see bot.features.scheduling.planner.Kind).

    Args:
        library: the packs.
        chosen: settings.
    """

    command = None
    usual = Usual("09:00", "daily")
    slow = False

    def __init__(self, library: Library, chosen: Chosen) -> None:
        self._library = library
        self._chosen = chosen

    def options(self, _given: object) -> str:
        """Keep nothing beside what all kinds have."""
        return "{}"

    def subject(self, _draft: Draft) -> str:
        """What a reminder posts."""
        return "Reminder"

    def details(self, _draft: Draft) -> Sequence[tuple[str, str]]:
        """Nothing more."""
        return ()

    async def compose(self, connection: AsyncConnection, due: Sequence[Schedule], at: datetime) -> Sequence[Composed]:
        """A note for each learner who has cards to review; the last one for those who have long been silent."""
        studies = [await settings.study_of(Self(each.tenant, each.member), self._chosen) for each in due]

        def look(transaction: Transaction) -> list[_Waiting]:
            return [self._waiting(transaction, *each, at) for each in zip(due, studies, strict=True)]

        composed: list[Composed] = []
        for each, waiting in zip(due, await within(connection, look), strict=True):
            composed.append(_note(each, waiting) if waiting.packs else Nothing("No flashcard was due."))
            if waiting.packs and waiting.silent >= SILENCE:
                reason = "Two weeks without a review."
                await schedules.change(connection, [each.number], each.tenant, State.PAUSED, reason=reason)
        return composed

    async def preview(self, _connection: AsyncConnection, _draft: Draft, _at: datetime) -> Message:
        """None: what will be due is not known before."""
        raise Refusal("A reminder says what is due when it comes; /review shows what is due now.")

    def _waiting(self, transaction: Transaction, schedule: Schedule, study: Study, at: datetime) -> _Waiting:
        me = Self(schedule.tenant, schedule.member)
        since = scheduling.day_start(scheduling.learning_day(at, study.zone), study.zone)
        limits = DailyLimits(study.new_cards, study.reviews, since)
        dues = [(pack, _due(transaction, me, pack, limits, at)) for pack in self._library.packs.values()]
        packs = tuple(pack for pack, due in dues if due is None or due.learning or due.reviews)
        known = [due for _, due in dues if due is not None]
        count: int | None = None
        if len(known) == len(dues):
            _, most = review_queue.allowance(transaction, learners.of(transaction, me), limits)
            count = sum(due.learning for due in known) + min(most, sum(due.reviews for due in known))
        return _Waiting(packs, count, _silent(transaction, schedule, at))


def _due(transaction: Transaction, me: Self, pack: Pack, limits: DailyLimits, at: datetime) -> LeftToday | None:
    """How many cards of a pack a learner would be shown now; None where that cannot be told."""
    opened = decks.look_into_deck(transaction, me, pack.id)
    if opened.fingerprint == learners.REBUILD:
        return None if reviews.has_any(transaction, opened.learner, pack.id) else LeftToday(0, 0, 0)
    return review_queue.upcoming(transaction, replace(opened, topic=""), limits, at).left


def _silent(transaction: Transaction, schedule: Schedule, at: datetime) -> int:
    """Days, by the schedule's zone, since the first note after the last that was heard of its learner."""
    zone = ZoneInfo(schedule.zone)
    heard = schedule.starts
    last = reminders.last_review(transaction, learners.of(transaction, Self(schedule.tenant, schedule.member)))
    if last is not None:
        heard = max(heard, last.astimezone(zone).date())
    following = heard + timedelta(days=1)
    since = datetime(following.year, following.month, following.day, tzinfo=zone)
    first = reminders.first_note_since(transaction, schedule, since)
    return 0 if first is None else (at.astimezone(zone).date() - first.astimezone(zone).date()).days


def _note(schedule: Schedule, waiting: _Waiting) -> Message:
    where = id_of(schedule.tenant)
    shown = waiting.packs[:_MOST_PACKS]
    begin = tuple(
        Button(
            "Begin" if len(shown) == 1 else f"Begin: {pack.title}", encode(BeginDue(pack.id, where)), Emphasis.PRIMARY
        )
        for pack in shown
    )
    due = _in_words(waiting.count)
    if waiting.silent >= SILENCE:
        return message(
            Heading("I stop reminding you"),
            text(f"Two weeks have passed without a review, so this is my last note. {due}, whenever you like."),
            Buttons((*begin, Button("Go on reminding me", encode(RemindMe(where))))),
            Footer("/remind starts it again, too."),
            private=True,
        )
    return message(
        Heading(due),
        text("Each comes back just before you would forget it."),
        Buttons((*begin, Button("No more reminders", encode(StopReminding(where))))),
        Footer("You asked for this with /remind, which also changes the time."),
        private=True,
    )


def _in_words(count: int | None) -> str:
    if count is None:
        return "Flashcards are waiting for you"
    number = f"{count}+" if count >= MANY else str(count)
    return f"{number} flashcard{' is' if count == 1 else 's are'} due"
