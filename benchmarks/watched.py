"""Versed's playground with a watchdog on its event loop; benchmarks.stalls starts it as a separate process."""

import asyncio
import json
import os
import sys
import time
from pathlib import Path
from threading import Thread, get_native_id

from adapters.web import server
from adapters.web.limits import Limits
from bot import bootstrap, serving
from bot.runtime.settings import Settings
from bot.runtime.supervisor import Supervisor

_EVERY = 0.005
"""Seconds between two checks of the event loop."""

_LIMITS = Limits(tabs=250, tabs_each=250, burst=1_000, per_second=1_000.0, outbox=2_000)
"""Generous limits, because one machine simulates all users."""


class Watchdog:
    """Measures how long an event loop is blocked; create it in the loop's thread.

    Attributes:
        worst: the longest time that the loop was blocked since the last `reset`, in seconds.
        at_work: the longest such time without waiting for a processor, in seconds; the rest is caused by other
            programs.
    """

    def __init__(self) -> None:
        # Linux, Documentation/scheduler/sched-stats: time running and time waiting, in nanoseconds, and timeslices.
        self._waits = Path(f"/proc/self/task/{get_native_id()}/schedstat").open("rb")  # noqa: SIM115 (stays open)
        self.reset()

    def reset(self) -> None:
        """Reset the measurements."""
        self.worst = self.at_work = 0.0

    def start(self) -> None:
        """Start watching the running loop."""
        then, worked, waited = time.perf_counter(), time.process_time(), self._waited()
        asyncio.get_running_loop().call_later(_EVERY, self._look, then, worked, waited)

    def _look(self, then: float, worked: float, waited: float) -> None:
        stood = time.perf_counter() - then - _EVERY
        self.worst = max(self.worst, stood)
        alone = stood - (self._waited() - waited)
        self.at_work = max(self.at_work, min(alone, time.process_time() - worked))
        self.start()

    def _waited(self) -> float:
        """Return the seconds for which the loop's thread was ready to run but had no processor."""
        return int(os.pread(self._waits.fileno(), 64, 0).split()[1]) / 1e9


async def _serve() -> None:
    settings = Settings()
    stopped = asyncio.Event()
    watchdog = Watchdog()
    async with bootstrap.core(settings) as core:
        site = await server.start(core.application, host="127.0.0.1", port=0, limits=_LIMITS)
        core.boards["web"] = site.boards
        async with serving.kept_up(core, settings, Supervisor()):
            await serving.prepare(core)  # like `versed play`; otherwise the first measurement would include it
            loop = asyncio.get_running_loop()
            Thread(target=_answer, args=(watchdog, loop, stopped), daemon=True).start()
            watchdog.start()
            print(site.url, flush=True)
            await stopped.wait()
        await site.close()


def _answer(watchdog: Watchdog, loop: asyncio.AbstractEventLoop, stopped: asyncio.Event) -> None:
    """For each line of input, print the longest times since the previous line; stop at the end of the input."""
    for _ in sys.stdin:
        print(json.dumps([watchdog.worst, watchdog.at_work]), flush=True)
        watchdog.reset()
    loop.call_soon_threadsafe(stopped.set)


if __name__ == "__main__":
    asyncio.run(_serve())
