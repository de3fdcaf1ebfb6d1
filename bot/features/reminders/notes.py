"""Reminder notes: the private messages to learners who asked for them, on days when flashcards are due."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.features.learners import settings
from bot.features.learners.settings import Study
from bot.features.learners.store import learners
from bot.features.packs.shelf import Shelf
from bot.features.reminders import pages
from bot.features.reminders import store as reminders
from bot.features.reminders.pages import DueCards
from bot.features.reviews import queueing, scheduling
from bot.features.reviews.model import DailyLimits, LeftToday
from bot.features.reviews.store import decks, reviews
from bot.features.scheduling.kinds import Composed, Nothing, QuickKind, Usual
from bot.features.scheduling.model import Schedule, ScheduleDraft, ScheduleState
from bot.features.scheduling.store import schedules
from bot.language.message import Message
from bot.language.people import MemberKey
from bot.language.refusals import Refusal
from bot.storage.transaction import Transaction

KIND = reminders.KIND


class ReminderNotes(QuickKind):
    """Makes the messages of reminders.

    Args:
        shelf: has the packs.
    """

    name = KIND
    usual = Usual("09:00", "daily")
    resumes_by = "/remind"

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def subject(self, _draft: ScheduleDraft) -> str:
        """Return a schedule's subject, as members see it."""
        return "Reminder"

    def compose(self, transaction: Transaction, due: Sequence[Schedule], at: datetime) -> Sequence[Composed]:
        """Write a note for each learner who has cards to review; it's the last one for those who've long been silent.

        See QuickComposer.
        """
        return [self._composed(transaction, each, at) for each in due]

    async def preview(self, _draft: ScheduleDraft, _at: datetime) -> Message:
        """Refuse, because nobody knows yet what will be due."""
        raise Refusal("A reminder says what's due when it comes; /review shows what's due now.")

    def _composed(self, transaction: Transaction, schedule: Schedule, at: datetime) -> Composed:
        study = settings.study_in(transaction, MemberKey(schedule.tenant, schedule.member))
        waiting = self._waiting(transaction, schedule, study, at)
        if not waiting.packs:
            return Nothing("No flashcards were due.")
        if waiting.silent >= pages.SILENCE:
            paused, reason = ScheduleState.PAUSED, "Two weeks without a review."
            schedules.change(transaction, [schedule.number], schedule.tenant, paused, reason=reason)
        return pages.note(schedule, waiting)

    def _waiting(self, transaction: Transaction, schedule: Schedule, study: Study, at: datetime) -> DueCards:
        me = MemberKey(schedule.tenant, schedule.member)
        since = scheduling.day_start(scheduling.learning_day(at, study.zone), study.zone)
        limits = DailyLimits(study.new_cards, study.reviews, since)
        all_packs = self._shelf.listed(schedule.tenant)
        dues = [(pack, _due(transaction, me, pack.id, limits, at)) for pack in all_packs]
        packs = tuple(pack for pack, due in dues if due is None or due.learning or due.reviews)
        known = [due for _, due in dues if due is not None]
        count: int | None = None
        if len(known) == len(dues):
            _, most = queueing.allowance(transaction, learners.of(transaction, me), limits)
            count = sum(due.learning for due in known) + min(most, sum(due.reviews for due in known))
        return DueCards(packs, count, _silent(transaction, schedule, at))


def _due(transaction: Transaction, me: MemberKey, pack: str, limits: DailyLimits, at: datetime) -> LeftToday | None:
    """Return how many cards of a pack a learner would see now; None if the cards have to be rebuilt first."""
    opened = decks.look_into_deck(transaction, me, pack)
    if opened.fingerprint == learners.REBUILD:
        return None if reviews.has_any(transaction, opened.learner, pack) else LeftToday(0, 0, 0)
    return queueing.left_today(transaction, replace(opened, topic=""), limits, at)


def _silent(transaction: Transaction, schedule: Schedule, at: datetime) -> int:
    """Return the days, in the schedule's zone, since the first note after the last review or answer."""
    zone = ZoneInfo(schedule.zone)
    heard = schedule.starts
    last = reminders.last_review(transaction, learners.of(transaction, MemberKey(schedule.tenant, schedule.member)))
    if last is not None:
        heard = max(heard, last.astimezone(zone).date())
    following = heard + timedelta(days=1)
    since = datetime(following.year, following.month, following.day, tzinfo=zone)
    first = reminders.first_note_since(transaction, schedule, since)
    return 0 if first is None else (at.astimezone(zone).date() - first.astimezone(zone).date()).days
