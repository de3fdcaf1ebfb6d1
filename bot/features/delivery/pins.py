"""Pins: pins and unpins posts."""

import asyncio
import logging
from collections.abc import Mapping
from datetime import timedelta

from bot.features.delivery import waits
from bot.features.delivery.endings import Endings
from bot.features.delivery.model import Post, PostAct, PostState
from bot.features.delivery.store import outbox
from bot.features.delivery.watched_clock import WatchedClock
from bot.language.port import Port, PostError, Rejected
from bot.storage.database import Database
from bot.storage.transaction import Transaction

_log = logging.getLogger(__name__)


class Pins:
    """Pins and unpins posts. Both may safely be repeated, so nothing is ever in doubt.

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

    async def see_to(self, post: Post) -> None:
        """Pin or unpin a message, as the claimed follower says."""
        port, to = self._ports[post.platform], post.destination
        try:
            async with asyncio.timeout(waits.SEND_WITHIN.total_seconds()):
                await (port.pin(to, post.under) if post.act is PostAct.PIN else port.unpin(to, post.under))
        except Rejected as refusal:
            await self._endings.end(post, PostState.FAILED, reason=str(refusal), refusal=refusal.reason)
        except Exception as error:  # noqa: BLE001 (whatever it is, it can be done again)
            if not isinstance(error, PostError | TimeoutError):
                _log.exception("a pin broke off")
            await self._try_again(post, str(error), waits.requested(error))
        else:
            await self._endings.end(post, PostState.SENT, ref=post.under)

    async def _try_again(self, post: Post, reason: str, requested: timedelta) -> None:
        """Put off pinning or unpinning, or skip it if it's too late for another attempt.

        Args:
            post: the follower.
            reason: why it failed, as a sentence.
            requested: how long the platform asks to wait.
        """

        def note(transaction: Transaction) -> bool:
            now = self._clock.now(transaction)
            if now > post.until:
                return True
            longer = min(max(now - post.due, waits.PAUSE), waits.LONGEST_PAUSE)  # roughly doubles each time
            next_try = now + max(requested, longer)
            outbox.put_off(transaction, post, PostState.WAITING, next_try, reason=reason)
            return False

        if await self._database.transact(note):
            await self._endings.skip(post)
