"""Claims due posts, fairly among tenants; also corrects posts with bad times, as after the clock was set back."""

import logging
from collections import defaultdict
from collections.abc import Collection
from functools import partial

from bot.features.delivery import reasons, waits
from bot.features.delivery.fair_queue import Turns
from bot.features.delivery.model import DuePost, Post
from bot.features.delivery.outcomes import Outcomes
from bot.features.delivery.store import outbox
from bot.features.delivery.watched_clock import WatchedClock
from bot.language.text import counted
from bot.runtime.bulkhead import set_aside
from bot.storage.database import Database
from bot.storage.transaction import Transaction

_log = logging.getLogger(__name__)

_LOOK_EVERY = 60.0
"""Seconds between checks for posts without a time."""


class PostClaims:
    """Claims posts for this process.

    Args:
        database: stores the posts.
        platforms: the platforms that this process posts to.
        clock: tells the time.
        outcomes: is told about posts that can't be read.
    """

    def __init__(
        self, database: Database, platforms: Collection[str], clock: WatchedClock, outcomes: Outcomes
    ) -> None:
        self._database = database
        self._platforms = platforms
        self._clock = clock
        self._outcomes = outcomes
        self._set_right: int | None = None
        """The guard's count of set-backs when stored times were last corrected; None if they never were."""
        self._looked: float | None = None
        """When posts without a time were last looked for, on the monotonic clock."""
        self._turns: defaultdict[str, Turns] = defaultdict(Turns)

    async def is_any_due(self) -> bool:
        """Return whether there's anything to claim; call this often, as it also notices if the clock was set back."""
        if self._looked is None or self._clock.steady() - self._looked >= _LOOK_EVERY:
            self._looked = self._clock.steady()
            await self._bring_back_lost()
        is_due = await self._database.read(
            lambda transaction: outbox.is_any_due(transaction, self._platforms, self._clock.now(transaction))
        )
        return is_due or (self._clock.guard.set_back != self._set_right and await self._set_times_right() > 0)

    async def _bring_back_lost(self) -> None:
        """Repair posts whose time or platform is corrupt, which would otherwise wait forever."""

        def work(transaction: Transaction) -> tuple[int, int]:
            misplaced = outbox.misplaced.put_in_place(transaction, self._platforms)
            return misplaced, outbox.bring_back(transaction, self._platforms, self._clock.now(transaction))

        misplaced, lost = await self._database.transact(work)
        if misplaced:
            set_aside(
                "post of no platform", LookupError(f"{misplaced} posts had the wrong one; they have theirs again")
            )
        if lost:
            set_aside("post without a time", LookupError(f"{lost} posts had no time; they're due now"))

    async def _set_times_right(self) -> int:
        """Correct times stored before the clock was set back; return how many posts became due by that.

        A process that has just started doesn't know whether the clock was set back, so it corrects only posts that
        wait longer than any post should.
        """
        seen = self._clock.guard.set_back

        def work(transaction: Transaction) -> int:
            now = self._clock.now(transaction)
            beyond = now if seen else now + waits.LONGEST_PAUSE
            return outbox.bring_forward(transaction, self._platforms, now, beyond, now + waits.LEASE)

        count = await self._database.transact(work)
        if count:
            why = "the clock was set back" if seen else "the wait was longer than any should be"
            _log.warning("trying %s again now, as %s", counted(count, "post"), why)
        self._set_right = seen
        return count

    async def claim(self, platform: str, most: int) -> list[Post]:
        """Claim due posts for the duration of a lease."""
        turns = self._turns[platform]
        chosen, claimed = await self._database.transact(partial(self._claim, platform=platform, most=most))
        turns.note(chosen)
        return claimed

    def _claim(self, transaction: Transaction, platform: str, most: int) -> tuple[list[DuePost], list[Post]]:
        now = self._clock.now(transaction)
        chosen = self._turns[platform].choose(outbox.due(transaction, platform, now, most), most)
        claimed, broken = outbox.claim(transaction, chosen, now + waits.LEASE)
        for post in broken:
            reason = reasons.unreadable(post.reference)
            outbox.give_up(transaction, post, now, reason)
            self._outcomes.unreadable(transaction, post, reason, now)
        return chosen, claimed
