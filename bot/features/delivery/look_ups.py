"""Looks posts up: finds out from a channel's history whether a doubtful post has arrived."""

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
from bot.language.port import Port, PostError, UnreadableHistory
from bot.storage.database import Database
from bot.storage.transaction import Transaction

_log = logging.getLogger(__name__)

_GIVE_UP = timedelta(days=1)
"""Give up if the history couldn't be read for this long, not counting time in which Versed was down."""


class LookUps:
    """Looks posts up.

    Args:
        database: stores the posts.
        ports: the ports to the platforms, by the platform's name.
        clock: tells the time.
        endings: ends posts.
    """

    def __init__(self, database: Database, ports: Mapping[str, Port], clock: WatchedClock, endings: Endings) -> None:
        self._database = database
        self._ports = ports
        self._clock = clock
        self._endings = endings

    async def look_up(self, post: Post, there: datetime | None) -> None:
        """Find out whether a post has arrived; if it hasn't, make it due again.

        Args:
            post: the post, as it was claimed.
            there: the platform's time, if it's known.
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
            await self._look_again(post, max(waits.requested(error), waits.LONGEST_PAUSE), there)
        else:
            if ref is not None:
                await self._endings.end(post, PostState.SENT, ref=ref)
            else:
                await self._database.transact(partial(self._give_back, post=post))

    def _give_back(self, transaction: Transaction, post: Post) -> None:
        """Make a post due again, because it hasn't arrived."""
        outbox.put_off(transaction, post, PostState.WAITING, self._clock.now(transaction), reason=post.reason)

    async def _find(self, post: Post, off_by: timedelta) -> str | None:
        """Return the reference of a post if it has arrived.

        If it isn't found, search a longer time once more: if the platform's time isn't known, this machine's clock
        may differ from it.

        Args:
            post: the post.
            off_by: how wrong its times of sending may be.
        """
        port, to = self._ports[post.platform], post.destination
        since, until = doubt.searched(post, off_by)
        ref = await port.look_up(to, post.key, since, until)
        if ref is None:
            with suppress(UnreadableHistory):  # too many messages in the longer time; the first search found nothing
                ref = await port.look_up(to, post.key, since - doubt.DIFFERENCE, until + doubt.DIFFERENCE)
        return ref

    async def _look_again(self, post: Post, pause: timedelta, there: datetime | None) -> None:
        """Put off looking for a post whose history couldn't be read; give up after a day of trying.

        Args:
            post: the post.
            pause: how long to wait.
            there: the platform's time when the look-up began, if it's known.
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
