"""Processes of `versed run` on a machine whose wall clock can be set (libfaketime).

They're forked from one process that has imported everything, as in tests/mortal.py. That process is started with
libfaketime, which learns then, for all of them, which file holds the wall clock's offset.
"""

import importlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.context import ForkProcess
from pathlib import Path
from typing import Any

from tests import mortal

ROOT = Path(__file__).parents[3]
FAKETIME = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)

_HURRIED = 20
"""Divisor of a hasty process's waits: it waits 4.5 seconds, not 90, for a post that may have arrived."""


class Machine:
    """A machine that runs at most one Versed process at a time.

    Args:
        root: the process that the others are forked from.
        clock: the file with the wall clock's offset, which all of them read; the monotonic clock stays real.
    """

    def __init__(self, root: "subprocess.Popen[str]", clock: Path) -> None:
        self._root = root
        self._clock = clock
        self.set("+0")

    def set(self, off_by: str) -> None:
        """Set the wall clock, at once: every process reads the file."""
        new = self._clock.with_suffix(".new")
        new.write_text(f"{off_by}\n")
        new.rename(self._clock)

    def start(self, environment: Mapping[str, str], log: Path, *, hasty: bool) -> None:
        """Start Versed.

        Args:
            environment: all its variables except libfaketime's.
            log: the file it appends its output to.
            hasty: whether it waits only briefly for what may have arrived.
        """
        self._tell({"environment": {**environment, **_faking(self._clock)}, "log": str(log), "hasty": hasty})

    def kill(self) -> None:
        """Kill Versed if it's running."""
        self._tell(None)

    def times(self) -> tuple[float, float]:
        """Return the machine's wall-clock time and monotonic time, in seconds; this kills Versed if it's running."""
        wall, steady = self._tell(None)
        return wall, steady

    def _tell(self, order: Any) -> Any:
        assert self._root.stdin is not None
        assert self._root.stdout is not None
        self._root.stdin.write(json.dumps(order) + "\n")
        self._root.stdin.flush()
        return json.loads(self._root.stdout.readline())


@contextmanager
def machine(folder: Path) -> Iterator[Machine]:
    """Start a machine that keeps its clock in a folder."""
    clock = folder / "clock"
    environment = os.environ | _faking(clock) | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", __name__]
    with subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as root:
        yield Machine(root, clock)
        assert root.stdin is not None
        root.stdin.close()


def _faking(clock: Path) -> dict[str, str]:
    """Return the variables that libfaketime reads, some of them whenever a process asks for the time."""
    return {
        "LD_PRELOAD": str(FAKETIME),
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_NO_CACHE": "1",
        "DONT_FAKE_MONOTONIC": "1",
        "FAKETIME_FORCE_MONOTONIC_FIX": "0",  # glibc doesn't need that fix, and with it threads that wait spin
    }


def main() -> None:
    """Obey a `Machine`: each line ends the running process and says which one to start, if any."""
    for name in mortal.PRELOADED:
        importlib.import_module(name)
    running: ForkProcess | None = None
    for line in sys.stdin:
        order = json.loads(line)
        if running is not None:
            running.kill()
            running.join()
        running = None if order is None else get_context("fork").Process(target=_live, kwargs=order)
        if running is not None:
            running.start()
        sys.stdout.write(json.dumps([time.time(), time.monotonic()]) + "\n")
        sys.stdout.flush()


def _live(environment: dict[str, str], log: str, hasty: bool) -> None:
    if hasty:
        mortal.shorten(_HURRIED)
    mortal.wait(environment, log, log)


if __name__ == "__main__":
    main()
