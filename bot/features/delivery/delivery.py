"""Delivery: sends what is due so that it arrives once, whatever dies or is lost on the way.

Every step is durable before the next begins, so that the process that goes on knows what may have happened
(docs/reliability.md). A post that may have arrived is never simply sent again: either the platform itself drops the
repetition, or the place's history tells.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from enum import Enum, auto
from functools import partial

from bot.features.delivery import reasons
from bot.features.delivery import store as outbox
from bot.features.delivery.clock import Clock
from bot.features.delivery.clock_guard import ClockGuard
from bot.features.delivery.fair_queue import Turns
from bot.features.delivery.model import DuePost, Ending, Post, PostState
from bot.features.delivery.outcomes import Outcomes
from bot.language.codec import load
from bot.language.message import Footer, Message
from bot.language.people import Audience
from bot.language.port import Destination, Port, PostError, Postponed, Queued, Reason, Rejected, Unreadable
from bot.runtime.bulkhead import bulkhead
from bot.runtime.metrics import POST_DELAY_SECONDS, POSTS
from bot.storage.database import Database
from bot.storage.transaction import Transaction

_log = logging.getLogger(__name__)

LEASE = timedelta(seconds=30)
"""How long a claimed post is the claimant's alone."""

SEND_WITHIN = timedelta(seconds=20)
"""How long a platform may take to answer; well within the lease."""

GRACE = timedelta(seconds=90)
"""After the last sending; what has not arrived by then is taken never to."""

LATE = timedelta(seconds=60)
"""A post that comes later than this after it was due says so."""

_BEFORE = timedelta(seconds=5)
"""A history is read from this long before the first sending: two clocks never quite agree."""

_DIFFERENCE = timedelta(minutes=15)
"""By how much a machine's clock may be wrong without anybody noticing."""

_UNNOTICED = timedelta(seconds=30)
"""What was sent in a future beyond this was sent before the clock was set back, by so much that it was noticed."""

_PAUSE = timedelta(seconds=5)
_LONGEST_PAUSE = timedelta(minutes=5)

_BREATH = timedelta(seconds=1)
"""At least, between two claims of a post: of less than a millisecond the store would keep nothing."""

_GIVE_UP_LOOKING = timedelta(days=1)
"""A history that cannot be read for so long settles nothing any more; while nobody was there, nobody tried."""

_UNREAD_PAUSE = timedelta(minutes=1)
_GIVE_UP_READING = timedelta(minutes=15)
"""After it was due, a post that still cannot be read has failed."""

REMEMBER = timedelta(days=90)
"""How long what was posted is kept."""


class _Step(Enum):
    """What is to be done next about a post that may have arrived."""

    SEND = auto()
    LOOK_UP = auto()
    WAIT = auto()


class Delivery:
    """Delivers posts to the platforms of this process.

    Args:
        database: where the posts are.
        ports: where they go, by the platform's name.
        clock: tells the time.
        outcomes: is told what becomes of them.
    """

    def __init__(self, database: Database, ports: Mapping[str, Port], clock: Clock, outcomes: Outcomes) -> None:
        self._database = database
        self._ports = ports
        self._clock = clock
        self._outcomes = outcomes
        self._guard = ClockGuard()
        self._set_right: int | None = None
        """How often the clock had been set back when times noted before were last seen to; None before that."""
        self._turns: defaultdict[str, Turns] = defaultdict(Turns)

    async def is_any_due(self) -> bool:
        """Return whether there is anything to claim; to be asked often, as this is what notices a clock set back."""
        is_due = await self._database.read(
            lambda transaction: outbox.is_any_due(transaction, self._ports, self._now(transaction))
        )
        return is_due or (self._guard.set_back != self._set_right and await self._set_times_right() > 0)

    async def _set_times_right(self) -> int:
        """Let nothing wait for times noted before the clock was set back; return how many posts are due at once.

        A process that has just been started doesn't know what was before: it takes what waits longer than posts do.
        """
        seen = self._guard.set_back

        def work(transaction: Transaction) -> int:
            now = self._now(transaction)
            beyond = now if seen else now + _LONGEST_PAUSE
            return outbox.bring_forward(transaction, self._ports, now, beyond, now + LEASE)

        found = await self._database.transact(work)
        if found:
            _log.warning("the clock has been set back; %s posts no longer wait for what it said before", found)
        self._set_right = seen
        return found

    async def tidy(self) -> None:
        """Forget what ended long ago."""
        await self._database.transact(
            lambda transaction: outbox.forget(transaction, self._now(transaction) - REMEMBER)
        )

    async def claim(self, platform: str, most: int) -> list[Post]:
        """Claim posts that are due, for as long as a lease."""
        turns = self._turns[platform]
        chosen, claimed = await self._database.transact(partial(self._claim, platform=platform, most=most))
        turns.note(chosen)
        return claimed

    def _claim(self, transaction: Transaction, platform: str, most: int) -> tuple[list[DuePost], list[Post]]:
        now = self._now(transaction)
        chosen = self._turns[platform].choose(outbox.due(transaction, platform, now), most)
        claimed, broken = outbox.claim(transaction, chosen, now + LEASE)
        for each in broken:
            reason = reasons.unreadable(each.reference)
            outbox.give_up(transaction, each, now, reason)
            self._outcomes.unreadable(transaction, each, reason, now)
        return chosen, claimed

    async def deliver(self, post: Post) -> None:
        """Take a claimed post one step further; what it needs after that is noted for the next one to claim it."""
        step = _Step.SEND
        if post.state is PostState.DOUBTFUL:
            step = await self._database.transact(partial(self._after_doubt, post=post))
        if step is _Step.SEND:
            await self._send(post)
        elif step is _Step.LOOK_UP:
            await self._look_up(post)

    def _after_doubt(self, transaction: Transaction, post: Post) -> _Step:
        """Find out what may be done now about a post that may have arrived; put it off if that's nothing."""
        now = self._now(transaction)
        if self._may_repeat(post, now):
            return _Step.SEND
        look_at = now + GRACE - self._guard.even_for
        if _last_send(post) <= now + _UNNOTICED:  # else the clock has been set back since: only the guard can tell
            look_at = max(look_at, _last_send(post) + GRACE)
        if look_at <= now:
            return _Step.LOOK_UP
        look_at = max(look_at, now + _BREATH)
        outbox.put_off(transaction, post, PostState.DOUBTFUL, look_at, reason=post.reason)
        return _Step.WAIT

    async def _send(self, post: Post) -> None:
        with bulkhead("post") as compartment:  # before it counts as sent, which it could not be
            to, said = _destination(post), load(post.payload)
        if compartment.error is not None:
            await self._leave_unread(post, compartment.reference)
        elif begun := await self._begin(post):
            await self._hand_over(begun, post, to, said)

    async def _hand_over(self, begun: Post, post: Post, to: Destination, said: Message) -> None:
        """Send a post as it is now that its sending has begun; before that, it was as it was claimed."""
        try:
            async with asyncio.timeout(SEND_WITHIN.total_seconds()):
                ref = await self._ports[post.platform].post(to, _with_note(said, begun), post.key)
        except Rejected as refusal:
            if post.state is PostState.DOUBTFUL:  # this time it was not taken; before, it may have been
                await self._note_doubt(begun, post.reason, GRACE)
            else:
                await self._end(post, PostState.FAILED, reason=str(refusal), refusal=refusal.reason)
        except Postponed as refusal:
            pause = timedelta(seconds=refusal.seconds)
            if post.state is PostState.DOUBTFUL:
                await self._note_doubt(begun, post.reason, pause)
            else:
                if not isinstance(refusal, Queued):  # which knows its turn; others try less and less often
                    pause = max(pause, min(2**post.tries * _PAUSE, _LONGEST_PAUSE))
                await self._note_pause(post, str(refusal), max(pause, _BREATH))
        except Exception as error:  # noqa: BLE001 (whatever it is, the post may have arrived)
            if not isinstance(error, PostError | TimeoutError):
                _log.exception("a post's sending broke off")
            await self._note_doubt(begun, str(error) or "The platform did not answer in time.", _PAUSE)
        else:
            await self._end(post, PostState.SENT, ref=ref)

    async def _leave_unread(self, post: Post, reference: str) -> None:
        """See to a post that cannot be read: a replica of a newer version may, so it is kept for a while."""

        def keep(transaction: Transaction) -> bool:
            now = self._now(transaction)
            in_doubt = post.state is PostState.DOUBTFUL  # where it is soon looked up, which takes no reading
            kept = in_doubt or (now - post.due < _GIVE_UP_READING and now <= post.until)
            if kept:
                outbox.put_off(transaction, post, post.state, now + _UNREAD_PAUSE, reason=post.reason)
            return kept

        if not await self._database.transact(keep):
            await self._end(post, PostState.FAILED, reason=reasons.unreadable(reference), refusal=Reason.INVALID)

    async def _begin(self, post: Post) -> Post | None:
        """Note that a post is about to be sent; None where it must not be, or no longer."""
        started = self._clock.steady()
        begun, too_late = await self._database.transact(partial(self._note_begun, post=post))
        if too_late:
            await self._end(post, PostState.SKIPPED, reason=reasons.too_late(post.until - post.due))
        elif timedelta(seconds=self._clock.steady() - started) > LEASE - SEND_WITHIN:
            return None  # this process was held up: by the time it has sent, others may be at it
        return begun

    def _note_begun(self, transaction: Transaction, post: Post) -> tuple[Post | None, bool]:
        """Note it; return the post as it is then, or None, and whether it would come too late."""
        now = self._now(transaction)
        in_doubt = post.state is PostState.DOUBTFUL
        if not in_doubt and now > post.until:
            return None, True
        late = post.late if in_doubt else now - post.due > LATE
        if not outbox.begin(transaction, post, now, now + self._silence(post), late=late):
            return None, False
        first_send = post.first_send or now
        return replace(post, state=PostState.DOUBTFUL, first_send=first_send, last_send=now, late=late), False

    async def _note_pause(self, post: Post, reason: str, pause: timedelta) -> None:
        """Note that the platform has taken nothing, and that there is nothing to be done for a while."""

        def note(transaction: Transaction) -> None:
            now = self._now(transaction)
            next_try = min(now + pause, max(now, post.until) + _PAUSE)  # by then it is skipped, and not sent
            outbox.put_off(transaction, post, PostState.WAITING, next_try, reason=reason, never_sent=True)

        await self._database.transact(note)

    async def _note_doubt(self, post: Post, reason: str, pause: timedelta) -> None:
        """Note that the platform may have taken the post, and that there is nothing to be done for a while."""

        def note(transaction: Transaction) -> None:
            now = self._now(transaction)
            next_try = now + pause
            if not self._may_repeat(post, next_try):
                next_try = max(now + GRACE, next_try)
            outbox.put_off(transaction, post, PostState.DOUBTFUL, next_try, reason=reason)

        await self._database.transact(note)

    async def _look_up(self, post: Post) -> None:
        """Find out from the place's history whether a post has arrived."""
        try:
            async with asyncio.timeout(SEND_WITHIN.total_seconds()):
                ref = await self._find(post)
        except Unreadable as error:
            await self._end(post, PostState.UNKNOWN, reason=str(error))
        except Exception as error:  # noqa: BLE001 (whatever it is, nothing is known yet)
            if not isinstance(error, PostError | TimeoutError):
                _log.exception("looking for a post broke off")
            seconds = error.seconds if isinstance(error, Postponed) else 0.0
            await self._look_again(post, max(timedelta(seconds=seconds), _LONGEST_PAUSE))
        else:
            if ref is not None:
                await self._end(post, PostState.SENT, ref=ref)
            else:
                await self._database.transact(partial(self._give_back, post=post))

    def _give_back(self, transaction: Transaction, post: Post) -> None:
        """Let a post be sent again, as it has not arrived."""
        outbox.put_off(transaction, post, PostState.WAITING, self._now(transaction), reason=post.reason)

    async def _find(self, post: Post) -> str | None:
        """Return the reference of a post if it has arrived.

        What is not there when it should be is looked for once more in a wider time: this machine's clock may differ
        from the platform's.
        """
        port, to = self._ports[post.platform], _destination(post)
        since = (post.first_send or post.due) - _BEFORE - self._guard.off_by
        until = _last_send(post) + GRACE + self._guard.off_by
        ref = await port.look_up(to, post.key, since, until)
        if ref is None:
            with suppress(Unreadable):  # too much was said in that time; in the right one there is nothing
                ref = await port.look_up(to, post.key, since - _DIFFERENCE, until + _DIFFERENCE)
        return ref

    async def _look_again(self, post: Post, pause: timedelta) -> None:
        def note(transaction: Transaction) -> bool:
            now = self._now(transaction)
            goes_on = min(now - _last_send(post), self._guard.even_for) < _GIVE_UP_LOOKING
            if goes_on:
                outbox.put_off(transaction, post, PostState.DOUBTFUL, now + pause, reason=post.reason)
            return goes_on

        if not await self._database.transact(note):
            await self._end(post, PostState.UNKNOWN, reason="The channel's history could not be read for a day.")

    async def _end(
        self, post: Post, state: PostState, *, reason: str = "", ref: str = "", refusal: Reason | None = None
    ) -> None:
        """Note how a post has ended, and tell those who put it there."""

        def note(transaction: Transaction) -> datetime | None:
            now = self._now(transaction)
            if not outbox.end(transaction, post, state, now, reason=reason, ref=ref):
                return None
            self._outcomes.ended(transaction, post, Ending(state, now, reason, refusal))
            return now

        now = await self._database.transact(note)
        if now is None:
            return
        POSTS.labels(post.platform, state).inc()
        if state is PostState.SENT:
            POST_DELAY_SECONDS.labels(post.platform).observe((now - post.due).total_seconds())

    def _now(self, transaction: Transaction) -> datetime:
        """Return the shared time, and compare the clocks; doing so twice does no harm."""
        now = self._clock.shared(transaction)
        self._guard = self._guard.look(now, self._clock.steady())
        return now

    def _may_repeat(self, post: Post, at: datetime) -> bool:
        """Return whether the platform itself still sees to it that a post sent again appears once."""
        window = self._ports[post.platform].repeat_within
        since = at - (post.first_send or at)
        return timedelta(0) <= since < window and not self._guard.was_set_lately

    def _silence(self, post: Post) -> timedelta:
        """Return how long others should wait, after a sending nothing more is heard of, before they see to it."""
        return LEASE if self._ports[post.platform].repeat_within > LEASE else GRACE


def _destination(post: Post) -> Destination:
    return Destination(post.tenant, post.place, post.member, Audience.read(post.notify))


def _last_send(post: Post) -> datetime:
    return post.last_send or post.due


def _with_note(said: Message, post: Post) -> Message:
    return Message((*said.blocks, Footer(post.late_note))) if post.late else said
