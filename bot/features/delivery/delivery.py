"""Delivery: sends what's due so that it arrives once, whatever dies or is lost on the way.

Every step is durable before the next begins, so that the process that goes on knows what may have happened
(docs/reliability.md). A post that may have arrived is never simply sent again: either the platform itself drops the
repetition, or the place's history tells.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from enum import Enum, auto
from functools import partial

from bot.features.delivery import doubt, reasons
from bot.features.delivery.clock import DeliveryClock
from bot.features.delivery.fair_queue import Turns
from bot.features.delivery.model import DuePost, Ending, Post, PostAct, PostState
from bot.features.delivery.outcomes import Outcomes
from bot.features.delivery.store import followers, outbox, stuck
from bot.features.delivery.watched_clock import WatchedClock
from bot.language.codec import load, load_line
from bot.language.message import Footer, Message
from bot.language.people import Audience
from bot.language.port import Destination, Port, PostError, Postponed, Queued, Reason, Rejected, UnreadableHistory
from bot.runtime.bulkhead import bulkhead, set_aside
from bot.runtime.metrics import POST_DELAY_SECONDS, POSTS
from bot.storage.database import Database
from bot.storage.transaction import Transaction

_log = logging.getLogger(__name__)

LEASE = timedelta(seconds=30)
"""How long a claimed post is the claimant's alone."""

SEND_WITHIN = timedelta(seconds=20)
"""How long a platform may take to answer; well within the lease."""

LATE = timedelta(seconds=60)
"""A post that comes later than this after it was due says so."""

_PAUSE = timedelta(seconds=5)
_LONGEST_PAUSE = timedelta(minutes=5)

_BREATH = timedelta(seconds=1)
"""At least, between two claims of a post: of less than a millisecond the store would keep nothing."""

_GIVE_UP_LOOKING = timedelta(days=1)
"""A history that can't be read for so long settles nothing any more; while nobody was there, nobody tried."""

_LOOK_EVERY = 60.0
"""Seconds from one look for posts without a time to the next."""

_UNPINNED = timedelta(days=1)
"""How long it's tried to take a pin off."""

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
        self._outcomes = outcomes
        self._set_right: int | None = None
        """How often the clock had been set back when times noted before were last seen to; None before that."""
        self._looked: float | None = None
        """When posts without a time were last looked for, on the steady clock."""
        self._turns: defaultdict[str, Turns] = defaultdict(Turns)

    async def is_any_due(self) -> bool:
        """Return whether there is anything to claim; to be asked often, as this is what notices a clock set back."""
        if self._looked is None or self._clock.steady() - self._looked >= _LOOK_EVERY:
            self._looked = self._clock.steady()
            await self._bring_back_lost()
        is_due = await self._database.read(
            lambda transaction: outbox.is_any_due(transaction, self._ports, self._clock.now(transaction))
        )
        return is_due or (self._clock.guard.set_back != self._set_right and await self._set_times_right() > 0)

    async def _bring_back_lost(self) -> None:
        """Let no post wait for ever, as one does whose time or platform can't be read any more."""

        def work(transaction: Transaction) -> tuple[int, int]:
            misplaced = outbox.put_in_place(transaction, self._ports)
            return misplaced, outbox.bring_back(transaction, self._ports, self._clock.now(transaction))

        misplaced, lost = await self._database.transact(work)
        if misplaced:
            set_aside(
                "post of no platform", LookupError(f"{misplaced} posts had the wrong one; they have theirs again")
            )
        if lost:
            set_aside("post without a time", LookupError(f"{lost} posts had no time; they're due now"))

    async def _set_times_right(self) -> int:
        """Let nothing wait for times noted before the clock was set back; return how many posts are due at once.

        A process that has just been started doesn't know what was before: it takes what waits longer than posts do.
        """
        seen = self._clock.guard.set_back

        def work(transaction: Transaction) -> int:
            now = self._clock.now(transaction)
            beyond = now if seen else now + _LONGEST_PAUSE
            return outbox.bring_forward(transaction, self._ports, now, beyond, now + LEASE)

        found = await self._database.transact(work)
        if found:
            _log.warning("the clock was set back, so %s posts stopped waiting for its old time", found)
        self._set_right = seen
        return found

    async def tidy(self) -> None:
        """Forget what ended long ago."""

        def work(transaction: Transaction) -> None:
            now = self._clock.now(transaction)
            outbox.forget(transaction, now - REMEMBER)
            stuck.empty(transaction, now - _KEPT_STUCK)

        await self._database.transact(work)

    async def claim(self, platform: str, most: int) -> list[Post]:
        """Claim posts that are due, for as long as a lease."""
        turns = self._turns[platform]
        chosen, claimed = await self._database.transact(partial(self._claim, platform=platform, most=most))
        turns.note(chosen)
        return claimed

    def _claim(self, transaction: Transaction, platform: str, most: int) -> tuple[list[DuePost], list[Post]]:
        now = self._clock.now(transaction)
        chosen = self._turns[platform].choose(outbox.due(transaction, platform, now, most), most)
        claimed, broken = outbox.claim(transaction, chosen, now + LEASE)
        for each in broken:
            reason = reasons.unreadable(each.reference)
            outbox.give_up(transaction, each, now, reason)
            self._outcomes.unreadable(transaction, each, reason, now)
        return chosen, claimed

    async def deliver(self, post: Post) -> None:
        """Take a claimed post one step further; what it needs after that is noted for the next one to claim it."""
        if not post.act.is_said:
            await self._pin(post)
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
            await self._look_up(post, there)

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
        look_at = max(look_at, now + _BREATH)
        outbox.put_off(transaction, post, PostState.DOUBTFUL, look_at, reason=post.reason)
        return _Step.WAIT

    async def _send(self, post: Post, there: datetime | None) -> None:
        with bulkhead("post", post.key) as compartment:  # before it counts as sent, which it couldn't be
            to = _destination(post)
            said = await self._illustrate(load(post.payload), to.tenant, to.member)
        if compartment.error is not None:
            await self._leave_unread(post, compartment.reference)
        elif begun := await self._begin(post, there):
            await self._hand_over(begun, post, to, said)

    async def _hand_over(self, begun: Post, post: Post, to: Destination, said: Message) -> None:
        """Send a post as it is now that its sending has begun; before that, it was as it was claimed."""
        started = self._clock.steady()
        try:
            async with asyncio.timeout(SEND_WITHIN.total_seconds()):
                ref = await self._ports[post.platform].post(to, _with_note(said, begun), post.key)
        except Rejected as refusal:
            if post.state is PostState.DOUBTFUL:  # this time it wasn't taken; before, it may have been
                await self._note_doubt(begun, post.reason, doubt.GRACE, started)
            else:
                await self._end(post, PostState.FAILED, reason=str(refusal), refusal=refusal.reason)
        except Postponed as later:
            pause = timedelta(seconds=later.seconds)
            if post.state is PostState.DOUBTFUL:
                await self._note_doubt(begun, post.reason, pause, started)
            else:
                if not isinstance(later, Queued):  # which knows its turn; others try less and less often
                    pause = max(pause, min(2**post.tries * _PAUSE, _LONGEST_PAUSE))
                await self._note_pause(post, str(later), max(pause, _BREATH))
        except Exception as error:  # noqa: BLE001 (whatever it is, the post may have arrived)
            if not isinstance(error, PostError | TimeoutError):
                _log.exception("a post's sending broke off")
            await self._note_doubt(begun, str(error) or "The platform didn't answer in time.", _PAUSE, started)
        else:
            await self._end(post, PostState.SENT, ref=ref)

    async def _pin(self, post: Post) -> None:
        """Pin what has been posted, or take the pin off: either may be done twice, so neither is ever in doubt."""
        port, to = self._ports[post.platform], _destination(post)
        try:
            async with asyncio.timeout(SEND_WITHIN.total_seconds()):
                await (port.pin(to, post.under) if post.act is PostAct.PIN else port.unpin(to, post.under))
        except Rejected as refusal:
            await self._end(post, PostState.FAILED, reason=str(refusal), refusal=refusal.reason)
        except Exception as error:  # noqa: BLE001 (whatever it is, it can be done again)
            if not isinstance(error, PostError | TimeoutError):
                _log.exception("a pin broke off")
            await self._note_no_pin(post, str(error), error.seconds if isinstance(error, Postponed) else 0.0)
        else:
            await self._end(post, PostState.SENT, ref=post.under)

    async def _note_no_pin(self, post: Post, reason: str, seconds: float) -> None:
        """Note that something isn't pinned, or still is, and that it's tried again unless it's too late for that.

        Args:
            post: what follows it.
            reason: why, in a sentence.
            seconds: that the platform asks to wait.
        """

        def note(transaction: Transaction) -> bool:
            now = self._clock.now(transaction)
            if now > post.until:
                return True
            longer = min(max(now - post.due, _PAUSE), _LONGEST_PAUSE)  # each time about twice as long
            next_try = now + max(timedelta(seconds=seconds), longer)
            outbox.put_off(transaction, post, PostState.WAITING, next_try, reason=reason)
            return False

        if await self._database.transact(note):
            await self._skip(post)

    async def _leave_unread(self, post: Post, reference: str) -> None:
        """See to a post that can't be read: a replica of a newer version may, so it's kept for a while."""

        def keep(transaction: Transaction) -> bool:
            now = self._clock.now(transaction)
            in_doubt = post.state is PostState.DOUBTFUL  # where it is soon looked up, which takes no reading
            kept = in_doubt or (now - post.due < _GIVE_UP_READING and now <= post.until)
            if kept:
                outbox.put_off(transaction, post, post.state, now + _UNREAD_PAUSE, reason=post.reason)
            return kept

        if not await self._database.transact(keep):
            await self._end(post, PostState.FAILED, reason=reasons.unreadable(reference), refusal=Reason.INVALID)

    async def _begin(self, post: Post, there: datetime | None) -> Post | None:
        """Note that a post is about to be sent; None where it must not be, or no longer."""
        started = self._clock.steady()
        note = partial(self._note_begun, post=post, there=there)
        begun, too_late = await self._database.transact_together(note)
        if too_late:
            await self._skip(post)
        elif timedelta(seconds=self._clock.steady() - started) > LEASE - SEND_WITHIN:
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
        sent = there or now
        self._clock.compare(now, sent, post.platform)
        in_doubt = post.state is PostState.DOUBTFUL
        if not in_doubt and now > post.until:
            return None, True
        late = post.late if in_doubt else now - post.due > LATE and post.act is PostAct.POST
        begun = replace(post, first_send=post.first_send or sent, last_send=sent, late=late)
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
                next_try = now + max(timedelta(seconds=silence.seconds), _BREATH)
                reason = post.reason if in_doubt else str(silence)
                outbox.put_off(transaction, post, post.state, next_try, reason=reason)
            return too_late

        if await self._database.transact(note):
            await self._skip(post)

    async def _note_pause(self, post: Post, reason: str, pause: timedelta) -> None:
        """Note that the platform has taken nothing, and that there's nothing to be done for a while."""

        def note(transaction: Transaction) -> None:
            now = self._clock.now(transaction)
            next_try = min(now + pause, max(now, post.until) + _PAUSE)  # by then it is skipped, and not sent
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

    async def _look_up(self, post: Post, there: datetime | None) -> None:
        """Find out from the place's history whether a post has arrived."""
        off_by = self._clock.guard.off_by if there is None else timedelta(0)
        try:
            async with asyncio.timeout(SEND_WITHIN.total_seconds()):
                ref = await self._find(post, off_by)
        except UnreadableHistory as error:
            await self._end(post, PostState.UNKNOWN, reason=str(error))
        except Exception as error:  # noqa: BLE001 (whatever it is, nothing is known yet)
            if not isinstance(error, PostError | TimeoutError):
                _log.exception("looking for a post broke off")
            seconds = error.seconds if isinstance(error, Postponed) else 0.0
            await self._look_again(post, max(timedelta(seconds=seconds), _LONGEST_PAUSE), there)
        else:
            if ref is not None:
                await self._end(post, PostState.SENT, ref=ref)
            else:
                await self._database.transact(partial(self._give_back, post=post))

    def _give_back(self, transaction: Transaction, post: Post) -> None:
        """Let a post be sent again, as it hasn't arrived."""
        outbox.put_off(transaction, post, PostState.WAITING, self._clock.now(transaction), reason=post.reason)

    async def _find(self, post: Post, off_by: timedelta) -> str | None:
        """Return the reference of a post if it has arrived.

        What isn't there when it should be is looked for once more in a wider time: where the platform's clock isn't
        known, this machine's may differ from it.

        Args:
            post: which.
            off_by: by how much its times of sending may be wrong.
        """
        port, to = self._ports[post.platform], _destination(post)
        since, until = doubt.searched(post, off_by)
        ref = await port.look_up(to, post.key, since, until)
        if ref is None:
            with suppress(UnreadableHistory):  # too much was said in that time; in the right one there's nothing
                ref = await port.look_up(to, post.key, since - doubt.DIFFERENCE, until + doubt.DIFFERENCE)
        return ref

    async def _look_again(self, post: Post, pause: timedelta, there: datetime | None) -> None:
        """Note that the history couldn't be read, and when to try again; give up after a day of trying.

        Args:
            post: which.
            pause: until then.
            there: when the look began, by the platform's clock, if that's known.
        """

        def note(transaction: Transaction) -> bool:
            now = self._clock.now(transaction)
            goes_on = min((there or now) - doubt.last_send(post), self._clock.guard.even_for) < _GIVE_UP_LOOKING
            if goes_on:
                outbox.put_off(transaction, post, PostState.DOUBTFUL, now + pause, reason=post.reason)
            return goes_on

        if not await self._database.transact(note):
            await self._end(post, PostState.UNKNOWN, reason="I couldn't read the channel's history for a day.")

    async def _skip(self, post: Post) -> None:
        await self._end(post, PostState.SKIPPED, reason=reasons.too_late(post.until - post.due))

    async def _end(
        self, post: Post, state: PostState, *, reason: str = "", ref: str = "", refusal: Reason | None = None
    ) -> None:
        """Note how a post has ended, and tell those who put it there."""

        def note(transaction: Transaction) -> datetime | None:
            now = self._clock.now(transaction)
            if not outbox.end(transaction, post, state, now, reason=reason, ref=ref):
                return None
            _go_on(transaction, post, ref, now)
            self._outcomes.ended(transaction, post, Ending(state, now, reason, refusal))
            return now

        # What hasn't arrived may concern more than this post, and wait for others that do.
        commit = self._database.transact_together if state is PostState.SENT else self._database.transact
        now = await commit(note)
        if now is None:
            return
        if post.act.is_said:
            POSTS.labels(post.platform, state).inc()
        if state is PostState.SENT and post.act is PostAct.POST:
            POST_DELAY_SECONDS.labels(post.platform).observe((now - post.due).total_seconds())

    def _may_repeat(self, post: Post, at: datetime) -> bool:
        return doubt.may_repeat(post, at, self._ports[post.platform].repeat_within, self._clock.guard)

    def _silence(self, post: Post) -> timedelta:
        """Return how long others should wait, after a sending nothing more is heard of, before they see to it."""
        return LEASE if self._ports[post.platform].repeat_within > LEASE else doubt.GRACE


def _go_on(transaction: Transaction, post: Post, ref: str, now: datetime) -> None:
    """Have done what follows something that has ended.

    Args:
        transaction: to write in.
        post: what has ended.
        ref: the platform's reference to it; "" where it hasn't arrived, or nobody knows where.
        now: in UTC.
    """
    if post.leads and ref:
        followers.let_follow(transaction, post, ref, now)
    elif post.leads:
        followers.drop_followers(transaction, post.tenant, post.key)
    if post.act is PostAct.PIN and ref:
        followers.unpin_earlier(transaction, post.tenant, post.schedule, now, now + _UNPINNED)


def _destination(post: Post) -> Destination:
    audience = Audience.read(post.notify)
    return Destination(post.tenant, post.place, post.member, audience, under=post.under, thread=post.thread)


def _with_note(said: Message, post: Post) -> Message:
    return replace(said, blocks=(*said.blocks, Footer(load_line(post.late_note)))) if post.late else said
