"""Delivery: sends due posts so that each arrives exactly once, despite crashes and lost responses.

Every step is durable before the next one begins, so that a process that takes over knows what may have happened
(docs/reliability.md). A post that may have arrived is only sent again if the platform deduplicates it, or if the
channel's history shows that it didn't arrive.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from enum import Enum, auto
from functools import partial

from bot.features.delivery import doubt, reasons, waits
from bot.features.delivery.claims import PostClaims
from bot.features.delivery.clock import DeliveryClock
from bot.features.delivery.endings import Endings
from bot.features.delivery.look_ups import LookUps
from bot.features.delivery.model import Post, PostAct, PostState
from bot.features.delivery.outcomes import Outcomes
from bot.features.delivery.pins import Pins
from bot.features.delivery.store import outbox, stuck
from bot.features.delivery.watched_clock import WatchedClock
from bot.language.codec import load, load_line
from bot.language.message import Footer, Message
from bot.language.port import Destination, Port, PostError, Postponed, Queued, Reason, Rejected
from bot.runtime.backoff import doubled
from bot.runtime.bulkhead import bulkhead
from bot.storage.database import Database
from bot.storage.transaction import Transaction

_log = logging.getLogger(__name__)

LATE = timedelta(seconds=60)
"""A post that's sent later than this after it was due is marked as late."""

_UNREAD_PAUSE = timedelta(minutes=1)
_GIVE_UP_READING = timedelta(minutes=15)
"""A post that can't be read fails this long after it was due."""

REMEMBER = timedelta(days=90)
"""How long ended posts are kept."""

_KEPT_STUCK = timedelta(days=7)
"""How long a post that couldn't be sent can be sent again by hand."""


class _Step(Enum):
    """The next step for a post that may have arrived."""

    SEND = auto()
    LOOK_UP = auto()
    WAIT = auto()


async def _as_it_is(message: Message, _tenant: str, _member: str) -> Message:
    return message


class Delivery:
    """Delivers posts to the platforms of this process.

    Args:
        database: stores the posts.
        ports: the ports to the platforms, by the platform's name.
        clock: tells the time.
        outcomes: is told how posts end.
        illustrate: draws the pictures that a message refers to, for a tenant's key and a member's id ("" for all).
    """

    def __init__(
        self,
        database: Database,
        ports: Mapping[str, Port],
        clock: DeliveryClock,
        outcomes: Outcomes,
        illustrate: Callable[[Message, str, str], Awaitable[Message]] = _as_it_is,
    ) -> None:
        self._illustrate = illustrate
        self._database = database
        self._ports = ports
        self._clock = WatchedClock(clock)
        self._claims = PostClaims(database, ports, self._clock, outcomes)
        self._endings = Endings(database, self._clock, outcomes)
        self._pins = Pins(database, ports, self._clock, self._endings)
        self._look_ups = LookUps(database, ports, self._clock, self._endings)

    async def is_any_due(self) -> bool:
        """Return whether there's anything to claim; call this often, as it also notices if the clock was set back."""
        return await self._claims.is_any_due()

    async def claim(self, platform: str, most: int) -> list[Post]:
        """Claim due posts for the duration of a lease."""
        return await self._claims.claim(platform, most)

    async def tidy(self) -> None:
        """Delete posts that ended long ago."""

        def work(transaction: Transaction) -> None:
            now = self._clock.now(transaction)
            outbox.expire(transaction, now - REMEMBER)
            stuck.empty(transaction, now - _KEPT_STUCK)

        await self._database.transact(work)

    async def deliver(self, post: Post) -> None:
        """Carry out the next step of a claimed post; later steps are stored for the next claim."""
        if not post.act.is_said:
            await self._pins.see_to(post)
            return
        try:
            there = await self._ports[post.platform].now()
        except Postponed as silence:
            await self._note_silence(post, silence)
            return
        step = _Step.SEND
        if post.state is PostState.DOUBTFUL:
            step = await self._database.transact(partial(self._after_doubt, post=post, there=there))
        if step is _Step.SEND:
            await self._send(post, there)
        elif step is _Step.LOOK_UP:
            await self._look_ups.look_up(post, there)

    def _after_doubt(self, transaction: Transaction, post: Post, there: datetime | None) -> _Step:
        """Return the next step for a post that may have arrived; put it off if it's too early for one.

        Args:
            transaction: the transaction to write in.
            post: the post, as it was claimed.
            there: the platform's time, if it's known.
        """
        now = self._clock.now(transaction)
        there = there or now
        if self._may_repeat(post, there):
            return _Step.SEND
        look_at = doubt.look_at(post, now, there, self._clock.guard)
        if look_at <= now:
            return _Step.LOOK_UP
        look_at = max(look_at, now + waits.BREATH)
        outbox.put_off(transaction, post, PostState.DOUBTFUL, look_at, reason=post.reason)
        return _Step.WAIT

    async def _send(self, post: Post, there: datetime | None) -> None:
        with bulkhead("post", post.key) as compartment:  # before it's marked as sent, in case it can't be read
            to = post.destination
            message = await self._illustrate(load(post.payload), to.tenant, to.member)
        if compartment.error is not None:
            await self._leave_unread(post, compartment.reference)
        elif attempt := await self._begin(post, there):
            await self._hand_over(attempt, post, to, message)

    async def _hand_over(self, attempt: Post, post: Post, to: Destination, message: Message) -> None:
        """Send a post, and store the outcome.

        Args:
            attempt: the post as marked when its sending began.
            post: the post, as it was claimed.
            to: the destination.
            message: the message.
        """
        started = self._clock.steady()
        try:
            async with asyncio.timeout(waits.SEND_WITHIN.total_seconds()):
                ref = await self._ports[post.platform].post(to, _with_note(message, attempt), post.key)
        except Rejected as refusal:
            if post.state is PostState.DOUBTFUL:  # this attempt was rejected, but an earlier one may have succeeded
                await self._note_doubt(attempt, post.reason, doubt.GRACE, started)
            else:
                await self._endings.end(post, PostState.FAILED, reason=str(refusal), refusal=refusal.reason)
        except Postponed as later:
            pause = waits.requested(later)
            if post.state is PostState.DOUBTFUL:
                await self._note_doubt(attempt, post.reason, pause, started)
            else:
                if not isinstance(later, Queued):  # exponential backoff, unless our own queue says how long to wait
                    pause = max(pause, min(doubled(post.tries) * waits.PAUSE, waits.LONGEST_PAUSE))
                await self._note_pause(post, str(later), max(pause, waits.BREATH))
        except Exception as error:  # noqa: BLE001 (whatever it is, the post may have arrived)
            if not isinstance(error, PostError | TimeoutError):
                _log.exception("a post's sending broke off")
            await self._note_doubt(attempt, str(error) or "The platform didn't answer in time.", waits.PAUSE, started)
        else:
            await self._endings.end(post, PostState.SENT, ref=ref)

    async def _leave_unread(self, post: Post, reference: str) -> None:
        """Put off a post that can't be read, as a newer version's replica may read it; after a while, fail it."""

        def keep(transaction: Transaction) -> bool:
            now = self._clock.now(transaction)
            in_doubt = post.state is PostState.DOUBTFUL  # it will be looked up, which doesn't need the message
            may_wait = in_doubt or (now - post.due < _GIVE_UP_READING and now <= post.until)
            if may_wait:
                outbox.put_off(transaction, post, post.state, now + _UNREAD_PAUSE, reason=post.reason)
            return may_wait

        if not await self._database.transact(keep):
            await self._endings.end(
                post, PostState.FAILED, reason=reasons.unreadable(reference), refusal=Reason.INVALID
            )

    async def _begin(self, post: Post, there: datetime | None) -> Post | None:
        """Mark a post as about to be sent; return None if it mustn't be sent (any more)."""
        started = self._clock.steady()
        note = partial(self._note_begun, post=post, there=there)
        attempt, too_late = await self._database.transact_together(note)
        if too_late:
            await self._endings.skip(post)
        elif timedelta(seconds=self._clock.steady() - started) > waits.LEASE - waits.SEND_WITHIN:
            return None  # this process was held up: the lease may expire while it's sending, and others may send, too
        return attempt

    def _note_begun(self, transaction: Transaction, post: Post, there: datetime | None) -> tuple[Post | None, bool]:
        """Mark a post as about to be sent.

        Args:
            transaction: the transaction to write in.
            post: the post, as it was claimed.
            there: the platform's time, if it's known.

        Returns:
            The marked post, or None if it mustn't be sent; and whether it's too late.
        """
        now = self._clock.now(transaction)
        sent_at = there or now
        self._clock.compare(now, sent_at, post.platform)
        in_doubt = post.state is PostState.DOUBTFUL
        if not in_doubt and now > post.until:
            return None, True
        late = post.late if in_doubt else now - post.due > LATE and post.act is PostAct.POST
        attempt = replace(post, first_send=post.first_send or sent_at, last_send=sent_at, late=late)
        if not outbox.begin(transaction, attempt, now, now + self._silence(post)):
            return None, False
        return replace(attempt, state=PostState.DOUBTFUL), False

    async def _note_silence(self, post: Post, silence: Postponed) -> None:
        """Put off a post because its platform doesn't answer, so we wouldn't know its time of sending."""

        def note(transaction: Transaction) -> bool:
            now = self._clock.now(transaction)
            in_doubt = post.state is PostState.DOUBTFUL
            too_late = not in_doubt and now > post.until
            if not too_late:
                next_try = now + max(waits.requested(silence), waits.BREATH)
                reason = post.reason if in_doubt else str(silence)
                outbox.put_off(transaction, post, post.state, next_try, reason=reason)
            return too_late

        if await self._database.transact(note):
            await self._endings.skip(post)

    async def _note_pause(self, post: Post, reason: str, pause: timedelta) -> None:
        """Put off a post that the platform hasn't accepted."""

        def note(transaction: Transaction) -> None:
            now = self._clock.now(transaction)
            next_try = min(now + pause, max(now, post.until) + waits.PAUSE)  # soon after `until`, to skip it then
            outbox.put_off(transaction, post, PostState.WAITING, next_try, reason=reason, never_sent=True)

        await self._database.transact(note)

    async def _note_doubt(self, attempt: Post, reason: str, pause: timedelta, started: float) -> None:
        """Put off a post that the platform may have accepted.

        Args:
            attempt: the post as marked when its sending began.
            reason: why we don't know, as a sentence.
            pause: how long to wait at least.
            started: when its sending began, in seconds on the monotonic clock.
        """

        def note(transaction: Transaction) -> None:
            now = self._clock.now(transaction)
            then = doubt.last_send(attempt) + timedelta(seconds=self._clock.steady() - started) + pause
            wait = pause if self._may_repeat(attempt, then) else max(doubt.GRACE, pause)
            outbox.put_off(transaction, attempt, PostState.DOUBTFUL, now + wait, reason=reason)

        await self._database.transact(note)

    def _may_repeat(self, post: Post, at: datetime) -> bool:
        return doubt.may_repeat(post, at, self._ports[post.platform].repeat_within, self._clock.guard)

    def _silence(self, post: Post) -> timedelta:
        """Return how long other processes wait before they take over a post whose sender died while sending it."""
        return waits.LEASE if self._ports[post.platform].repeat_within > waits.LEASE else doubt.GRACE


def _with_note(message: Message, post: Post) -> Message:
    return replace(message, blocks=(*message.blocks, Footer(load_line(post.late_note)))) if post.late else message
