"""The outbox: sends what is due so that it arrives once, whatever dies or is lost on the way.

Every step is durable before the next begins, so that whoever goes on knows what may have happened
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

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.delivery import notices as troubles
from bot.features.delivery import store as outbox
from bot.features.delivery.clock import Clock
from bot.features.delivery.clock_guard import Watch
from bot.features.delivery.fair_queue import Turns
from bot.features.delivery.store import Post, State
from bot.features.scheduling import store as schedules
from bot.features.scheduling.store import Schedule
from bot.language.codec import load
from bot.language.message import Footer, Message
from bot.language.people import Audience
from bot.language.port import Destination, Port, PostError, Postponed, Queued, Reason, Rejected, Unreadable
from bot.runtime.bulkhead import bulkhead
from bot.runtime.metrics import POST_DELAY_SECONDS, POSTS
from bot.storage.database import Database

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

_PAUSE = timedelta(seconds=5)
_LONGEST_PAUSE = timedelta(minutes=5)

_BREATH = timedelta(seconds=1)
"""At least, between two claims of a post: of less than a millisecond the store would keep nothing."""

_GIVE_UP_LOOKING = timedelta(days=1)
"""A history that cannot be read for so long settles nothing any more; while nobody was there, nobody tried."""

_UNREAD_PAUSE = timedelta(minutes=1)
_GIVE_UP_READING = timedelta(minutes=15)
"""After it was due, a post that still cannot be read has failed."""

_REMEMBER = timedelta(days=90)
"""How long what was posted is kept."""


class Outbox:
    """Delivers posts to the platforms of this process.

    Args:
        database: where the posts are.
        ports: where they go, by the platform's name.
        clock: tells the time.
    """

    def __init__(self, database: Database, ports: Mapping[str, Port], clock: Clock) -> None:
        self._database = database
        self._ports = ports
        self._clock = clock
        self._watch = Watch()
        self._turns: defaultdict[str, Turns] = defaultdict(Turns)

    async def is_any_due(self) -> bool:
        """Whether there is anything to claim."""
        async with self._database.reading() as connection:
            return await outbox.is_any_due(connection, self._ports, await self._now(connection))

    async def tidy(self) -> None:
        """Forget what ended long ago."""
        async with self._database.writing() as connection:
            now = await self._now(connection)
            await outbox.forget(connection, now - _REMEMBER)
            await schedules.forget(connection, (now - _REMEMBER).date())

    async def claim(self, platform: str, most: int) -> list[Post]:
        """Claim posts that are due, for as long as a lease."""
        async with self._database.writing() as connection:
            now = await self._now(connection)
            due = await outbox.due(connection, platform, now)
            chosen = self._turns[platform].choose(due, most)
            claimed, broken = await outbox.claim(connection, chosen, now + LEASE)
            for each in broken:
                await outbox.give_up(connection, each, now, troubles.unreadable(each.reference))
                if not each.member:
                    await troubles.report_broken(connection, each, now)
            return claimed

    async def deliver(self, post: Post) -> None:
        """Take a claimed post one step further; what it needs after that is noted for whoever claims it next."""
        if post.state is State.DOUBTFUL:
            async with self._database.writing() as connection:
                now = await self._now(connection)
                may_repeat = self._may_repeat(post, now)
                look_at = max(_last_send(post) + GRACE, now + GRACE - self._watch.even_for)
                if not may_repeat and look_at > now:
                    look_at = max(look_at, now + _BREATH)
                    await outbox.put_off(connection, post, State.DOUBTFUL, look_at, reason=post.reason)
                    return
            if not may_repeat:
                await self._look_up(post)
                return
        await self._send(post)

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
            if post.state is State.DOUBTFUL:  # this time it was not taken; before, it may have been
                await self._note_doubt(begun, post.reason, GRACE)
            else:
                await self._end(post, State.FAILED, reason=str(refusal), refusal=refusal.reason)
        except Postponed as refusal:
            pause = timedelta(seconds=refusal.seconds)
            if post.state is State.DOUBTFUL:
                await self._note_doubt(begun, post.reason, pause)
            else:
                if not isinstance(refusal, Queued):  # which knows its turn; who was refused asks ever more rarely
                    pause = max(pause, min(2**post.tries * _PAUSE, _LONGEST_PAUSE))
                await self._note_pause(post, str(refusal), max(pause, _BREATH))
        except Exception as error:  # noqa: BLE001 (whatever it is, the post may have arrived)
            if not isinstance(error, PostError | TimeoutError):
                _log.exception("a post's sending broke off")
            await self._note_doubt(begun, str(error) or "The platform did not answer in time.", _PAUSE)
        else:
            await self._end(post, State.SENT, ref=ref)

    async def _leave_unread(self, post: Post, reference: str) -> None:
        """See to a post that cannot be read: a replica of a newer version may, so it is kept for a while."""
        async with self._database.writing() as connection:
            now = await self._now(connection)
            in_doubt = post.state is State.DOUBTFUL  # where it is soon looked up, which takes no reading
            if in_doubt or (now - post.due < _GIVE_UP_READING and now <= post.until):
                await outbox.put_off(connection, post, post.state, now + _UNREAD_PAUSE, reason=post.reason)
                return
        await self._end(post, State.FAILED, reason=troubles.unreadable(reference), refusal=Reason.INVALID)

    async def _begin(self, post: Post) -> Post | None:
        """Note that a post is about to be sent; None where it must not be, or no longer."""
        started = self._clock.steady()
        async with self._database.writing() as connection:
            now = await self._now(connection)
            in_doubt = post.state is State.DOUBTFUL
            too_late = not in_doubt and now > post.until
            late = post.late if in_doubt else now - post.due > LATE
            if not too_late and not await outbox.begin(connection, post, now, now + self._silence(post), late=late):
                return None
        if too_late:
            await self._end(post, State.SKIPPED, reason=troubles.too_late(post.until - post.due))
            return None
        if timedelta(seconds=self._clock.steady() - started) > LEASE - SEND_WITHIN:
            return None  # this process was held up: by the time it has sent, others may be at it
        return replace(post, state=State.DOUBTFUL, first_send=post.first_send or now, last_send=now, late=late)

    async def _note_pause(self, post: Post, reason: str, pause: timedelta) -> None:
        """The platform has taken nothing; there is nothing to be done for a while."""
        async with self._database.writing() as connection:
            now = await self._now(connection)
            next_try = min(now + pause, max(now, post.until) + _PAUSE)  # by then it is skipped, and not sent
            await outbox.put_off(connection, post, State.WAITING, next_try, reason=reason, never_sent=True)

    async def _note_doubt(self, post: Post, reason: str, pause: timedelta) -> None:
        """The platform may have taken the post; there is nothing to be done for a while."""
        async with self._database.writing() as connection:
            now = await self._now(connection)
            next_try = now + pause
            if not self._may_repeat(post, next_try):
                next_try = max(now + GRACE, next_try)
            await outbox.put_off(connection, post, State.DOUBTFUL, next_try, reason=reason)

    async def _look_up(self, post: Post) -> None:
        """Find out from the place's history whether a post has arrived."""
        try:
            async with asyncio.timeout(SEND_WITHIN.total_seconds()):
                ref = await self._find(post)
        except Unreadable as error:
            await self._end(post, State.UNKNOWN, reason=str(error))
        except Exception as error:  # noqa: BLE001 (whatever it is, nothing is known yet)
            if not isinstance(error, PostError | TimeoutError):
                _log.exception("looking for a post broke off")
            seconds = error.seconds if isinstance(error, Postponed) else 0.0
            await self._look_again(post, max(timedelta(seconds=seconds), _LONGEST_PAUSE))
        else:
            if ref is not None:
                await self._end(post, State.SENT, ref=ref)
                return
            async with self._database.writing() as connection:
                now = await self._now(connection)
                await outbox.put_off(connection, post, State.WAITING, now, reason=post.reason)

    async def _find(self, post: Post) -> str | None:
        """The reference of a post if it has arrived.

        What is not there when it should be is looked for once more in a wider time: this machine's clock may differ
        from the platform's.
        """
        port, to = self._ports[post.platform], _destination(post)
        since = (post.first_send or post.due) - _BEFORE - self._watch.off_by
        until = _last_send(post) + GRACE + self._watch.off_by
        ref = await port.look_up(to, post.key, since, until)
        if ref is None:
            with suppress(Unreadable):  # too much was said in that time; in the right one there is nothing
                ref = await port.look_up(to, post.key, since - _DIFFERENCE, until + _DIFFERENCE)
        return ref

    async def _look_again(self, post: Post, pause: timedelta) -> None:
        async with self._database.writing() as connection:
            now = await self._now(connection)
            if min(now - _last_send(post), self._watch.even_for) < _GIVE_UP_LOOKING:
                await outbox.put_off(connection, post, State.DOUBTFUL, now + pause, reason=post.reason)
                return
        await self._end(post, State.UNKNOWN, reason="The channel's history could not be read for a day.")

    async def _end(
        self, post: Post, state: State, *, reason: str = "", ref: str = "", refusal: Reason | None = None
    ) -> None:
        """Note how a post has ended, and tell an administrator if it did not arrive."""
        async with self._database.writing() as connection:
            now = await self._now(connection)
            if not await outbox.end(connection, post, state, now, reason=reason, ref=ref):
                return
            match state, refusal:
                case (State.UNKNOWN | State.SKIPPED, _) | (State.FAILED, Reason.INVALID) if post.member:
                    pass  # what is one member's own is no business of an administrator's
                case State.UNKNOWN, _:
                    await troubles.report_unknown(connection, post, reason, now)
                case State.SKIPPED, _:
                    await troubles.report_skipped(connection, post.tenant, now)
                case State.FAILED, Reason.INVALID:
                    await troubles.report_invalid(connection, post, reason, now)
                case State.FAILED, _:
                    everywhere = refusal is Reason.TENANT_LOST
                    halted = await _halted(connection, post, everywhere=everywhere)
                    await troubles.pause(connection, halted, reason, now, everywhere=everywhere)
                    if troubles.is_own(post):  # which has ended, so nothing was paused that would tell of it
                        await troubles.report_invalid(connection, post, reason, now)
        POSTS.labels(post.platform, state).inc()
        if state is State.SENT:
            POST_DELAY_SECONDS.labels(post.platform).observe((now - post.due).total_seconds())

    async def _now(self, connection: AsyncConnection) -> datetime:
        now = await self._clock.shared(connection)
        self._watch.look(now, self._clock.steady())
        return now

    def _may_repeat(self, post: Post, at: datetime) -> bool:
        """Whether the platform itself still sees to it that a post sent again appears once."""
        window = self._ports[post.platform].repeat_within
        since = at - (post.first_send or at)
        return timedelta(0) <= since < window and not self._watch.was_set_lately

    def _silence(self, post: Post) -> timedelta:
        """How long after a sending of which nothing more is heard somebody else should see to it."""
        return LEASE if self._ports[post.platform].repeat_within > LEASE else GRACE


async def _halted(connection: AsyncConnection, post: Post, *, everywhere: bool) -> list[Schedule]:
    """The schedules that cannot post any more, as this post could not."""
    if post.member and not everywhere:
        one = await schedules.find(connection, post.tenant, post.schedule)
        return [one] if one is not None and one.state is schedules.State.ACTIVE else []
    return await schedules.active_in(connection, post.tenant, None if everywhere else post.place)


def _destination(post: Post) -> Destination:
    return Destination(post.tenant, post.place, post.member, Audience.read(post.notify))


def _last_send(post: Post) -> datetime:
    return post.last_send or post.due


def _with_note(said: Message, post: Post) -> Message:
    return Message((*said.blocks, Footer(post.late_note))) if post.late else said
