"""Endings: stores how a post ended, tells its sender, and releases or drops its followers."""

import logging
from datetime import datetime, timedelta

from bot.features.delivery import reasons
from bot.features.delivery.model import Ending, Post, PostAct, PostState
from bot.features.delivery.outcomes import Outcomes
from bot.features.delivery.store import followers, outbox
from bot.features.delivery.watched_clock import WatchedClock
from bot.language.port import Reason
from bot.runtime.metrics import POST_DELAY_SECONDS, POSTS
from bot.storage.database import Database
from bot.storage.transaction import Transaction

_log = logging.getLogger(__name__)

_HOW = {
    PostState.SKIPPED: "was skipped",
    PostState.FAILED: "failed",
    PostState.UNKNOWN: "may have arrived or not",
}
"""The endings that an operator may have to do something about."""

_ABOUT_A_CHANNEL = (Reason.PLACE_LOST, Reason.PLACE_DELETED, Reason.NOT_ALLOWED)

_UNPINNED = timedelta(days=1)
"""How long unpinning is retried."""


class Endings:
    """Ends posts.

    Args:
        database: stores the posts.
        clock: tells the time.
        outcomes: is told how posts end.
    """

    def __init__(self, database: Database, clock: WatchedClock, outcomes: Outcomes) -> None:
        self._database = database
        self._clock = clock
        self._outcomes = outcomes

    async def end(
        self, post: Post, state: PostState, *, reason: str = "", ref: str = "", refusal: Reason | None = None
    ) -> None:
        """Store how a post ended, and tell its sender.

        Args:
            post: the post, as it was claimed.
            state: its final state.
            reason: why, as a sentence, or "".
            ref: the platform's reference to it, if it has arrived.
            refusal: why the platform rejected it, if it did.
        """

        def note(transaction: Transaction) -> datetime | None:
            now = self._clock.now(transaction)
            if not outbox.end(transaction, post, state, now, reason=reason, ref=ref):
                return None
            _go_on(transaction, post, ref, now)
            self._outcomes.ended(transaction, post, Ending(state, now, reason, refusal))
            return now

        # Other endings may change more rows, such as schedules, and wait for their locks, so they commit separately.
        commit = self._database.transact_together if state is PostState.SENT else self._database.transact
        now = await commit(note)
        if now is None:
            return
        if post.act.is_said:
            POSTS.labels(post.platform, state).inc()
        if state is PostState.SENT and post.act is PostAct.POST:
            POST_DELAY_SECONDS.labels(post.platform).observe((now - post.due).total_seconds())
        if state in _HOW and refusal is not Reason.CLOSED:  # only that member can do something about it
            # Without the post's key, so that the log has one line a minute for each reason in a channel or tenant.
            where = f" in {post.place}" if refusal in _ABOUT_A_CHANNEL and not post.member else ""
            _log.warning("%s: a %s%s %s: %s", post.tenant, post.act, where, _HOW[state], reason)

    async def skip(self, post: Post) -> None:
        """End a post as skipped, because it's too late to send it."""
        await self.end(post, PostState.SKIPPED, reason=reasons.too_late(post.until - post.due))


def _go_on(transaction: Transaction, post: Post, ref: str, now: datetime) -> None:
    """Release the followers of a post that has ended, or drop them.

    Args:
        transaction: the transaction to write in.
        post: the post that has ended.
        ref: the platform's reference to it; "" if it hasn't arrived or the reference isn't known.
        now: the time, in UTC.
    """
    if post.leads and ref:
        followers.let_follow(transaction, post, ref, now)
    elif post.leads:
        followers.drop_followers(transaction, post.tenant, post.key)
    if post.act is PostAct.PIN and ref:
        followers.unpin_earlier(transaction, post.tenant, post.schedule, now, now + _UNPINNED)
