"""A batch: due schedules turned into posts, stored in the same transaction that marks their days as planned."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from random import Random
from typing import TypeAlias

from bot.features.delivery.clock import DeliveryClock
from bot.features.delivery.delivery import REMEMBER
from bot.features.delivery.store import outbox
from bot.features.scheduling import notices
from bot.features.scheduling.calendar import occurrences, rule_of
from bot.features.scheduling.kinds import Composed, Composers, QuickComposer, SlowComposer
from bot.features.scheduling.model import NextRun, Occurrence, Planned, Schedule, Selection
from bot.features.scheduling.outcomes import pause
from bot.features.scheduling.posts import DueOccurrence, new_key, posts_of
from bot.features.scheduling.store import planning
from bot.language.refusals import Refusal
from bot.runtime.metrics import POSTS
from bot.storage.database import Database
from bot.storage.transaction import Transaction

_TRIES = 2
"""Slow messages are composed up to this many times: someone they name may be erased before they're stored."""

Prepared: TypeAlias = Mapping[Schedule, Composed]
"""Messages that were composed before the transaction."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    """The outcome of planning.

    Args:
        schedules: the number of schedules planned, by tenant.
        ended: the number of posts that are never sent, by platform and state.
    """

    schedules: Counter[str]
    ended: Counter[tuple[str, str]]


class Batches:
    """Plans due schedules, some at a time.

    Args:
        database: stores schedules and posts.
        composers: compose the messages.
        clock: tells the time.
        random: makes unique keys.
    """

    def __init__(self, database: Database, composers: Composers, clock: DeliveryClock, random: Random) -> None:
        self._database = database
        self._composers = composers
        self._clock = clock
        self._random = random

    async def plan(self, selection: Selection) -> Counter[str]:
        """Plan the selected schedules; return how many there were, by tenant.

        It's all done in one transaction, which fails as a whole. Slow kinds' messages are composed before it.
        """
        for _ in range(_TRIES):
            prepared = await self._prepare(selection)
            if prepared is not None and not prepared:
                break
            work = partial(self._take_and_plan, selection=selection, prepared=prepared)
            outcome = await self._database.transact_briefly(work)
            for labels, count in outcome.ended.items():
                POSTS.labels(*labels).inc(count)
            if outcome.schedules or prepared is None:
                return outcome.schedules
        return Counter()

    async def _prepare(self, selection: Selection) -> Prepared | None:
        """Compose the messages of due schedules of a slow kind; return None for quick kinds."""
        kind = self._composers.get(selection.only[0]) if selection.only else None
        if not isinstance(kind, SlowComposer):
            return None

        def find(transaction: Transaction) -> tuple[list[Schedule], datetime]:
            now = self._clock.shared(transaction)
            return planning.find_due(transaction, selection, now), now

        due, now = await self._database.read(find)
        return dict(zip(due, await kind.prepare(due, now), strict=True)) if due else {}

    def _take_and_plan(self, transaction: Transaction, selection: Selection, prepared: Prepared | None) -> _Outcome:
        """Take due schedules, set their next days, and plan the days that are due."""
        now = self._clock.shared(transaction)
        schedules = planning.take_due(transaction, selection, now)
        if prepared is not None:
            # Skip schedules that changed since their message was composed, or have become due since.
            schedules = [schedule for schedule in schedules if schedule in prepared]
        due: list[DueOccurrence] = []
        steps: list[NextRun] = []
        for schedule in schedules:
            missed, following = _due_of(schedule, now)
            due += missed
            day, at = (None, None) if following is None else (following.day, following.at)
            steps.append(NextRun(schedule.tenant, schedule.number, day, at))
        planning.advance(transaction, steps)
        ended = self._add_posts(transaction, self._newly_planned(transaction, due), now, prepared)
        return _Outcome(Counter(schedule.tenant for schedule in schedules), ended)

    def _newly_planned(self, transaction: Transaction, due: Sequence[DueOccurrence]) -> dict[str, DueOccurrence]:
        """Mark days as planned; return those that weren't before, by the keys of their posts."""
        by_key = {new_key(self._random): occurrence for occurrence in due}
        planned = [Planned(each.schedule.tenant, each.schedule.number, each.day, key) for key, each in by_key.items()]
        new = {each.post for each in planning.mark_planned(transaction, planned)}
        return {key: occurrence for key, occurrence in by_key.items() if key in new}

    def _add_posts(
        self,
        transaction: Transaction,
        occurrences: Mapping[str, DueOccurrence],
        now: datetime,
        prepared: Prepared | None,
    ) -> Counter[tuple[str, str]]:
        """Add the posts of planned days to the outbox, those that are too late as skipped; pause what's refused.

        Args:
            transaction: the transaction to write in.
            occurrences: the planned days, by the keys of their posts.
            now: the time, in UTC.
            prepared: messages of slow kinds; None for quick kinds.

        Returns:
            The number of posts that are never sent, by platform and state.
        """
        in_time = {key: occurrence for key, occurrence in occurrences.items() if now <= occurrence.until}
        messages = self._compose(transaction, in_time, now, prepared)
        posts = [
            post
            for key, occurrence in occurrences.items()
            for post in posts_of(key, occurrence, messages.get(key), now)
        ]
        outbox.add(transaction, posts)
        _report_late(transaction, [each.schedule for key, each in occurrences.items() if key not in in_time], now)
        for key, message in messages.items():
            if isinstance(message, Refusal):
                pause(transaction, [occurrences[key].schedule], message.sentence, now, self._composers)
        return Counter((post.platform, post.state) for post in posts if post.ended is not None)

    def _compose(
        self, transaction: Transaction, due: Mapping[str, DueOccurrence], now: datetime, prepared: Prepared | None
    ) -> dict[str, Composed]:
        if prepared is not None:
            return {key: prepared[each.schedule] for key, each in due.items()}
        composed: dict[str, Composed] = {}
        for name, kind in self._composers.items():
            keys = [key for key, each in due.items() if each.schedule.kind == name]
            if keys and isinstance(kind, QuickComposer):
                messages = kind.compose(transaction, [due[key].schedule for key in keys], now)
                composed |= zip(keys, messages, strict=True)
        return composed


def _report_late(transaction: Transaction, schedules: Sequence[Schedule], now: datetime) -> None:
    """Tell administrators that posts of these schedules were too late; members' own schedules aren't their business.

    Args:
        transaction: the transaction to write in.
        schedules: the schedules.
        now: the time, in UTC.
    """
    for tenant in sorted({schedule.tenant for schedule in schedules if not schedule.member}):
        notices.skipped(transaction, tenant, now)


def _due_of(schedule: Schedule, now: datetime) -> tuple[list[DueOccurrence], Occurrence | None]:
    """Return a schedule's due occurrences, without very old ones, and its next occurrence.

    Raises:
        ValueError: the schedule doesn't say which day is due.
    """
    if schedule.next_day is None or schedule.next_run_at is None:
        raise ValueError("it's due on no day")
    due = [DueOccurrence(schedule, schedule.next_day, schedule.next_run_at)]
    for following in occurrences(rule_of(schedule), max(schedule.next_run_at, now - REMEMBER)):
        if following.at > now:
            return due, following
        due.append(DueOccurrence(schedule, following.day, following.at))
    return due, None
