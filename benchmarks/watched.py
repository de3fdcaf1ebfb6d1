"""Versed's playground with a watchdog on its event loop; benchmarks.stalls starts it as a process of its own."""

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
"""Seconds between two signs of life of the event loop."""

_LIMITS = Limits(tabs=250, tabs_each=250, burst=1_000, per_second=1_000.0, outbox=2_000)
"""Wide, as one machine plays everybody at once."""


class Watchdog:
    """Measures how long an event loop stands still; made in its thread.

    Attributes:
        worst: seconds of the longest standstill since the last `reset`.
        at_work: the most seconds of a standstill in which this process had a processor, and the loop's thread didn't
            just wait for one; the rest is other programs' doing.
    """

    def __init__(self) -> None:
        # Linux, Documentation/scheduler/sched-stats: time run, time waited to run, both in nanoseconds, and turns.
        self._waits = Path(f"/proc/self/task/{get_native_id()}/schedstat").open("rb")  # noqa: SIM115 (as long as all)
        self.reset()

    def reset(self) -> None:
        """Forget what was measured."""
        self.worst = self.at_work = 0.0

    def start(self) -> None:
        """Watch the running loop from now on."""
        then, worked, waited = time.perf_counter(), time.process_time(), self._waited()
        asyncio.get_running_loop().call_later(_EVERY, self._look, then, worked, waited)

    def _look(self, then: float, worked: float, waited: float) -> None:
        stood = time.perf_counter() - then - _EVERY
        self.worst = max(self.worst, stood)
        alone = stood - (self._waited() - waited)
        self.at_work = max(self.at_work, min(alone, time.process_time() - worked))
        self.start()

    def _waited(self) -> float:
        """Return for how many seconds the loop's thread could have run, and had no processor."""
        return int(os.pread(self._waits.fileno(), 64, 0).split()[1]) / 1e9


async def _serve() -> None:
    settings = Settings()
    stopped = asyncio.Event()
    watchdog = Watchdog()
    async with bootstrap.core(settings) as core:
        site = await server.start(core.application, host="127.0.0.1", port=0, limits=_LIMITS)
        core.boards["web"] = site.boards
        async with serving.kept_up(core, settings, Supervisor()):
            await serving.prepare(core)  # as `versed play` does; what comes first would else be measured with it
            loop = asyncio.get_running_loop()
            Thread(target=_answer, args=(watchdog, loop, stopped), daemon=True).start()
            watchdog.start()
            print(site.url, flush=True)
            await stopped.wait()
        await site.close()


def _answer(watchdog: Watchdog, loop: asyncio.AbstractEventLoop, stopped: asyncio.Event) -> None:
    """For each line read, print the worst standstill since the line before; at the end of all lines, stop."""
    for _ in sys.stdin:
        print(json.dumps([watchdog.worst, watchdog.at_work]), flush=True)
        watchdog.reset()
    loop.call_soon_threadsafe(stopped.set)


if __name__ == "__main__":
    asyncio.run(_serve())
