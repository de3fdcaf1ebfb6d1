"""Looking up: finds out from a place's history whether a post has arrived that may have."""

import asyncio
import logging
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

from bot.features.delivery import doubt, waits
from bot.features.delivery.endings import Endings
from bot.features.delivery.model import Post, PostState
from bot.features.delivery.store import outbox
from bot.features.delivery.watched_clock import WatchedClock
from bot.language.port import Port, PostError, Postponed, UnreadableHistory
from bot.storage.database import Database
from bot.storage.transaction import Transaction

_log = logging.getLogger(__name__)

_GIVE_UP = timedelta(days=1)
"""A history that can't be read for so long settles nothing any more; while nobody was there, nobody tried."""


class LookUps:
    """Looks posts up.

    Args:
        database: where the posts are.
        ports: where they go, by the platform's name.
        clock: tells the time.
        endings: note how it ended.
    """

    def __init__(self, database: Database, ports: Mapping[str, Port], clock: WatchedClock, endings: Endings) -> None:
        self._database = database
        self._ports = ports
        self._clock = clock
        self._endings = endings

    async def look_up(self, post: Post, there: datetime | None) -> None:
        """Find out whether a post has arrived; if it hasn't, let it be sent again.

        Args:
            post: which, as it was claimed.
            there: now by the platform's clock, if that's known.
        """
        off_by = self._clock.guard.off_by if there is None else timedelta(0)
        try:
            async with asyncio.timeout(waits.SEND_WITHIN.total_seconds()):
                ref = await self._find(post, off_by)
        except UnreadableHistory as error:
            await self._endings.end(post, PostState.UNKNOWN, reason=str(error))
        except Exception as error:  # noqa: BLE001 (whatever it is, nothing is known yet)
            if not isinstance(error, PostError | TimeoutError):
                _log.exception("looking for a post broke off")
            seconds = error.seconds if isinstance(error, Postponed) else 0.0
            await self._look_again(post, max(timedelta(seconds=seconds), waits.LONGEST_PAUSE), there)
        else:
            if ref is not None:
                await self._endings.end(post, PostState.SENT, ref=ref)
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
        port, to = self._ports[post.platform], post.destination
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
            goes_on = min((there or now) - doubt.last_send(post), self._clock.guard.even_for) < _GIVE_UP
            if goes_on:
                outbox.put_off(transaction, post, PostState.DOUBTFUL, now + pause, reason=post.reason)
            return goes_on

        if not await self._database.transact(note):
            await self._endings.end(
                post, PostState.UNKNOWN, reason="I couldn't read the channel's history for a day."
            )
