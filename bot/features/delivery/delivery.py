"""Delivery: sends what's due so that it arrives once, whatever dies or is lost on the way.

Every step is durable before the next begins, so that the process that goes on knows what may have happened
(docs/reliability.md). A post that may have arrived is never simply sent again: either the platform itself drops the
repetition, or the place's history tells.
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
from bot.runtime.bulkhead import bulkhead
from bot.storage.database import Database
from bot.storage.transaction import Transaction

_log = logging.getLogger(__name__)

LATE = timedelta(seconds=60)
"""A post that comes later than this after it was due says so."""

_UNREAD_PAUSE = timedelta(minutes=1)
_GIVE_UP_READING = timedelta(minutes=15)
"""After it was due, a post that still can't be read has failed."""

REMEMBER = timedelta(days=90)
"""How long what was posted is kept."""

_KEPT_STUCK = timedelta(days=7)
"""How long what couldn't be sent can be sent again by hand."""


class _Step(Enum):
    """What is to be done next about a post that may have arrived."""

    SEND = auto()
    LOOK_UP = auto()
    WAIT = auto()


async def _as_it_is(said: Message, _tenant: str, _member: str) -> Message:
    return said


class Delivery:
    """Delivers posts to the platforms of this process.

    Args:
        database: where the posts are.
        ports: where they go, by the platform's name.
        clock: tells the time.
        outcomes: is told what becomes of them.
        illustrate: draws what posts only name, for a tenant, and there for a member or for all ("").
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
        """Return whether there is anything to claim; to be asked often, as this is what notices a clock set back."""
        return await self._claims.is_any_due()

    async def claim(self, platform: str, most: int) -> list[Post]:
        """Claim posts that are due, for as long as a lease."""
        return await self._claims.claim(platform, most)

    async def tidy(self) -> None:
        """Forget what ended long ago."""

        def work(transaction: Transaction) -> None:
            now = self._clock.now(transaction)
            outbox.forget(transaction, now - REMEMBER)
            stuck.empty(transaction, now - _KEPT_STUCK)

        await self._database.transact(work)

    async def deliver(self, post: Post) -> None:
        """Take a claimed post one step further; what it needs after that is noted for the next one to claim it."""
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
        """Find out what may be done now about a post that may have arrived; put it off if that's nothing.

        Args:
            transaction: to write in.
            post: as it was claimed.
            there: now by the platform's clock, if that's known.
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
        with bulkhead("post", post.key) as compartment:  # before it counts as sent, which it couldn't be
            to = post.destination
            said = await self._illustrate(load(post.payload), to.tenant, to.member)
        if compartment.error is not None:
            await self._leave_unread(post, compartment.reference)
        elif begun := await self._begin(post, there):
            await self._hand_over(begun, post, to, said)

    async def _hand_over(self, begun: Post, post: Post, to: Destination, said: Message) -> None:
        """Send a post as it is now that its sending has begun; before that, it was as it was claimed."""
        started = self._clock.steady()
        try:
            async with asyncio.timeout(waits.SEND_WITHIN.total_seconds()):
                ref = await self._ports[post.platform].post(to, _with_note(said, begun), post.key)
        except Rejected as refusal:
            if post.state is PostState.DOUBTFUL:  # this time it wasn't taken; before, it may have been
                await self._note_doubt(begun, post.reason, doubt.GRACE, started)
            else:
                await self._endings.end(post, PostState.FAILED, reason=str(refusal), refusal=refusal.reason)
        except Postponed as later:
            pause = timedelta(seconds=later.seconds)
            if post.state is PostState.DOUBTFUL:
                await self._note_doubt(begun, post.reason, pause, started)
            else:
                if not isinstance(later, Queued):  # which knows its turn; others try less and less often
                    pause = max(pause, min(2**post.tries * waits.PAUSE, waits.LONGEST_PAUSE))
                await self._note_pause(post, str(later), max(pause, waits.BREATH))
        except Exception as error:  # noqa: BLE001 (whatever it is, the post may have arrived)
            if not isinstance(error, PostError | TimeoutError):
                _log.exception("a post's sending broke off")
            await self._note_doubt(begun, str(error) or "The platform didn't answer in time.", waits.PAUSE, started)
        else:
            await self._endings.end(post, PostState.SENT, ref=ref)

    async def _leave_unread(self, post: Post, reference: str) -> None:
        """See to a post that can't be read: a replica of a newer version may, so it's kept for a while."""

        def keep(transaction: Transaction) -> bool:
            now = self._clock.now(transaction)
            in_doubt = post.state is PostState.DOUBTFUL  # where it is soon looked up, which takes no reading
            may_wait = in_doubt or (now - post.due < _GIVE_UP_READING and now <= post.until)
            if may_wait:
                outbox.put_off(transaction, post, post.state, now + _UNREAD_PAUSE, reason=post.reason)
            return may_wait

        if not await self._database.transact(keep):
            await self._endings.end(
                post, PostState.FAILED, reason=reasons.unreadable(reference), refusal=Reason.INVALID
            )

    async def _begin(self, post: Post, there: datetime | None) -> Post | None:
        """Note that a post is about to be sent; None where it must not be, or no longer."""
        started = self._clock.steady()
        note = partial(self._note_begun, post=post, there=there)
        begun, too_late = await self._database.transact_together(note)
        if too_late:
            await self._endings.skip(post)
        elif timedelta(seconds=self._clock.steady() - started) > waits.LEASE - waits.SEND_WITHIN:
            return None  # this process was held up: by the time it has sent, others may be at it
        return begun

    def _note_begun(self, transaction: Transaction, post: Post, there: datetime | None) -> tuple[Post | None, bool]:
        """Note it.

        Args:
            transaction: to write in.
            post: as it was claimed.
            there: now by the platform's clock, if that's known.

        Returns:
            The post as it is then, or None, and whether it would come too late.
        """
        now = self._clock.now(transaction)
        sent_at = there or now
        self._clock.compare(now, sent_at, post.platform)
        in_doubt = post.state is PostState.DOUBTFUL
        if not in_doubt and now > post.until:
            return None, True
        late = post.late if in_doubt else now - post.due > LATE and post.act is PostAct.POST
        begun = replace(post, first_send=post.first_send or sent_at, last_send=sent_at, late=late)
        if not outbox.begin(transaction, begun, now, now + self._silence(post)):
            return None, False
        return replace(begun, state=PostState.DOUBTFUL), False

    async def _note_silence(self, post: Post, silence: Postponed) -> None:
        """Put a post off, as its platform doesn't answer at all: when it would be sent, nobody could tell later."""

        def note(transaction: Transaction) -> bool:
            now = self._clock.now(transaction)
            in_doubt = post.state is PostState.DOUBTFUL
            too_late = not in_doubt and now > post.until
            if not too_late:
                next_try = now + max(timedelta(seconds=silence.seconds), waits.BREATH)
                reason = post.reason if in_doubt else str(silence)
                outbox.put_off(transaction, post, post.state, next_try, reason=reason)
            return too_late

        if await self._database.transact(note):
            await self._endings.skip(post)

    async def _note_pause(self, post: Post, reason: str, pause: timedelta) -> None:
        """Note that the platform has taken nothing, and that there's nothing to be done for a while."""

        def note(transaction: Transaction) -> None:
            now = self._clock.now(transaction)
            next_try = min(now + pause, max(now, post.until) + waits.PAUSE)  # by then it is skipped, and not sent
            outbox.put_off(transaction, post, PostState.WAITING, next_try, reason=reason, never_sent=True)

        await self._database.transact(note)

    async def _note_doubt(self, begun: Post, reason: str, pause: timedelta, started: float) -> None:
        """Note that the platform may have taken the post, and that there's nothing to be done for a while.

        Args:
            begun: the post as it is since its sending has begun.
            reason: why nobody knows, in a sentence.
            pause: how long there's nothing to be done.
            started: when its sending began, in seconds on the steady clock.
        """

        def note(transaction: Transaction) -> None:
            now = self._clock.now(transaction)
            then = doubt.last_send(begun) + timedelta(seconds=self._clock.steady() - started) + pause
            wait = pause if self._may_repeat(begun, then) else max(doubt.GRACE, pause)
            outbox.put_off(transaction, begun, PostState.DOUBTFUL, now + wait, reason=reason)

        await self._database.transact(note)

    def _may_repeat(self, post: Post, at: datetime) -> bool:
        return doubt.may_repeat(post, at, self._ports[post.platform].repeat_within, self._clock.guard)

    def _silence(self, post: Post) -> timedelta:
        """Return how long others should wait, after a sending nothing more is heard of, before they see to it."""
        return waits.LEASE if self._ports[post.platform].repeat_within > waits.LEASE else doubt.GRACE


def _with_note(said: Message, post: Post) -> Message:
    return replace(said, blocks=(*said.blocks, Footer(load_line(post.late_note)))) if post.late else said
