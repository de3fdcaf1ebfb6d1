"""A regular question to the database, to notice that it can't be used even if nobody needs it and no error says so.

If a server's processes hang, for example because its disk does, its machine still acknowledges everything. So work
waits without an error, and nothing is late until someone needs it.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.runtime.metrics import DATABASE_FAILURES
from bot.storage.errors import StoreError

_log = logging.getLogger(__name__)

_EVERY = 5.0
"""Seconds between two questions."""

_PATIENCE = 10.0
"""Seconds to wait for an answer, which takes milliseconds."""

_SILENT = f"it hasn't answered for {_PATIENCE:.0f} seconds"


class Pulse:
    """Notices whether a database answers.

    Args:
        ask: asks the database something that it answers at once; raises StoreError if it can't be used.
        sleep: waits for the given number of seconds.

    Attributes:
        fails: whether the last question got no answer, or a bad one.
    """

    def __init__(
        self, ask: Callable[[], Awaitable[object]], sleep: Callable[[float], Awaitable[object]] = asyncio.sleep
    ) -> None:
        self._ask = ask
        self._sleep = sleep
        self.fails = False

    async def watch(self) -> None:
        """Ask until cancelled, and log it when that begins or stops to fail.

        A question is never cancelled, because that would have to wait for the silent server, too.
        """
        asking: asyncio.Future[object] | None = None
        while True:
            asking = asking or asyncio.ensure_future(self._ask())
            waiting = asyncio.ensure_future(self._sleep(_PATIENCE))
            await asyncio.wait({asking, waiting}, return_when=asyncio.FIRST_COMPLETED)
            waiting.cancel()
            if asking.done():
                self._take(asking)
                asking = None
            else:
                DATABASE_FAILURES.labels("read").inc()  # nothing else counts it, as it hasn't failed
                self._fail(_SILENT)
            await self._sleep(_EVERY)

    def _take(self, asked: "asyncio.Future[object]") -> None:
        try:
            asked.result()
        except StoreError as error:
            self._fail(str(error))
        else:
            if self.fails:
                _log.info("the database can be used again")
            self.fails = False

    def _fail(self, why: str) -> None:
        if not self.fails:
            _log.error("the database can't be used: %s", why)
        self.fails = True
