"""Versed processes that start quickly: `versed run`, meant to be killed, and any other command.

They're forked from one process that has imported everything (multiprocessing's fork server), because starting Python
and importing takes longer than a process here lives. Each is still a process of its own that has all of Versed and
dies by SIGKILL.
"""

import importlib
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from subprocess import CompletedProcess
from tempfile import TemporaryDirectory
from typing import Any, TextIO

from tests.patience import FOREVER

_SHORTENED = {
    "bot.features.delivery.waits": ("LEASE", "SEND_WITHIN", "PAUSE"),
    "bot.features.delivery.doubt": ("GRACE",),
    "adapters.discord.outbound.port": ("_SECONDS", "_PATIENCE", "_AGAIN"),
    "adapters.discord.outbound.failures": ("_RETRY_AFTER",),
    "adapters.discord.outbound.following": ("_SECONDS", "_PATIENCE", "_AGAIN"),
    "adapters.slack.outbound.port": ("_PATIENCE",),
    "adapters.slack.outbound.post_errors": ("LATER",),
    "adapters.remote_clock": ("_PATIENCE", "_REST"),
    "adapters.pending_requests": ("LOOK_EVERY",),
    "adapters.discord.shards.leased": ("LEASE", "_APART"),
    "bot.storage.pending": ("LEASE",),
}
"""Timeouts and intervals, by module. All are divided by the same factor, so that they expire in the same order."""

_SOON = (("adapters.discord.inbound.reply", "DEFER_AFTER"), ("adapters.slack.inbound.app", "_KEEP_AFTER"))
"""How long an answer may take before we tell the platform that it'll come later."""

PRELOADED = [
    "alembic.command",
    "bot.cli.main",
    "bot.bootstrap",
    "bot.console",
    "bot.runtime.logs",
    "bot.runtime.supervisor",
    "bot.serving",
    "bot.terminal",
    "adapters.discord.setup.platform",
    "adapters.http",
    "adapters.slack.workspace.platform",
    "adapters.slack.workspace.members",
    "asyncpg",
    "bot.features.scheduling.planner",
    "bot.storage.postgresql",
    "bot.features.delivery.posting",
    "slack_bolt.async_app",
    "sqlalchemy.dialects.postgresql.asyncpg",
    "tests.mortal",
    "uvloop",
    "tests.parent",
]
"""Modules that the fork server imports before it forks."""

PROCESSES = get_context("forkserver")
"""Starts the processes. Python has one fork server per process, so all tests share it and its imports."""
PROCESSES.set_forkserver_preload(PRELOADED)


def start(
    environment: Mapping[str, str], shorter: float, log: Path, *, lease: float | None = None, slow: bool = False
) -> ForkServerProcess:
    """Start `versed run` in a process; return the process.

    Args:
        environment: the settings.
        shorter: the factor by which all timeouts and intervals are divided.
        log: file to which all its output is appended.
        lease: seconds for which it holds games, which then have short pauses; None for the usual values.
        slow: whether to treat every request as one that takes long.
    """
    arguments = (dict(environment), shorter, str(log), lease, slow)
    process = PROCESSES.Process(target=_live, args=arguments, daemon=True)
    process.start()
    return process


def patient(environment: Mapping[str, str], out: Path, log: Path) -> ForkServerProcess:
    """Start `versed run` in a process that never gives up because the machine is busy; return the process.

    Args:
        environment: the whole environment.
        out, log: files to which its standard output and its log are appended.
    """
    process = PROCESSES.Process(target=wait, args=(dict(environment), str(out), str(log)), daemon=True)
    process.start()
    return process


def ended(environment: Mapping[str, str], *arguments: str, typed: str = "") -> "CompletedProcess[str]":
    """Run a `versed` command to its end in a process of its own; return its exit code and output.

    Args:
        environment: the settings.
        arguments: the command's arguments.
        typed: its standard input.
    """
    with TemporaryDirectory() as folder:
        streams = [Path(folder, name) for name in ("in", "out", "err")]
        streams[0].write_text(typed, encoding="utf-8", errors="surrogateescape")
        process = PROCESSES.Process(target=_run, args=(dict(environment), arguments, streams))
        process.start()
        process.join(FOREVER)
        assert process.exitcode is not None, "it didn't end"
        said, complained = (stream.read_text(encoding="utf-8") for stream in streams[1:])
        return CompletedProcess(arguments, process.exitcode, said, complained)


@dataclass
class Running:
    """A running process and its output.

    Args:
        process: the process itself.
        out, err: its standard output and standard error.
    """

    process: ForkServerProcess
    out: TextIO
    err: TextIO

    @property
    def pid(self) -> int:
        """Return the process id."""
        assert self.process.pid is not None
        return self.process.pid

    def end(self) -> int:
        """Send it SIGTERM, unless it has ended; return its exit code."""
        self.process.terminate()
        self.process.join(FOREVER)
        return self.wait()

    def kill(self) -> None:
        """Kill it with -9."""
        self.process.kill()
        self.process.join()

    def wait(self) -> int:
        """Wait until it has ended; return its exit code."""
        self.process.join(FOREVER)
        assert self.process.exitcode is not None, "it didn't end"
        return self.process.exitcode


def running(environment: Mapping[str, str], *arguments: str) -> AbstractContextManager[Running]:
    """Run a `versed` command in a process of its own, without input.

    Args:
        environment: the whole environment.
        arguments: the command's arguments.
    """
    return begun(_command, dict(environment), arguments)


@contextmanager
def begun(work: Callable[..., object], *arguments: object) -> Iterator[Running]:
    """Run a function in a process of its own, without input; terminate the process at the end of the block.

    Args:
        work: a function from a module that's quick to import.
        arguments: the function's arguments.
    """
    pipes = [PROCESSES.Pipe(duplex=False) for _ in range(2)]
    process = PROCESSES.Process(target=_pipe, args=([end for _, end in pipes], work, arguments))
    process.start()
    for _, end in pipes:
        end.close()
    with (
        open(pipes[0][0].fileno(), encoding="utf-8", closefd=False) as out,
        open(pipes[1][0].fileno(), encoding="utf-8", closefd=False) as err,
    ):
        begun = Running(process, out, err)
        try:
            yield begun
        finally:
            begun.end()


def owner(process: ForkServerProcess) -> str:
    """Return the name under which a process with its own lease holds games."""
    return str(process.pid)


def _run(environment: dict[str, str], arguments: Sequence[str], streams: Sequence[Path]) -> None:
    for number, (stream, how) in enumerate(zip(streams, (os.O_RDONLY, *[os.O_WRONLY | os.O_CREAT] * 2), strict=True)):
        os.dup2(os.open(stream, how, 0o600), number)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - multiprocessing has put another one there
    _command(environment, arguments)


def _pipe(pipes: Sequence[Connection], work: Callable[..., object], arguments: Sequence[object]) -> None:
    for number, pipe in enumerate(pipes, 1):
        os.dup2(pipe.fileno(), number)
        pipe.close()
    # The inherited streams may assume that they write to a file.
    sys.stdout, sys.stderr = (open(number, "w", encoding="utf-8", closefd=False) for number in (1, 2))  # noqa: SIM115
    work(*arguments)


def _command(environment: dict[str, str], arguments: Sequence[str]) -> None:
    os.environ.clear()
    os.environ.update(environment)
    from bot.cli.main import main

    main(list(arguments))


def wait(environment: dict[str, str], out: str, log: str) -> None:
    """Run `versed run` in this process, never giving up because the machine is busy.

    Args:
        environment: the whole environment.
        out, log: files to which its standard output and its log are appended.
    """
    os.environ.clear()
    os.environ.update(environment)
    _say_into(out, log)
    sys.argv = ["versed", "run"]
    importlib.import_module("tests.patient").main()


def _live(environment: dict[str, str], shorter: float, log: str, lease: float | None, slow: bool) -> None:
    os.environ.update(environment)
    _say_into(log, log)
    shorten(shorter)
    if lease is not None:
        _hurry_games(timedelta(seconds=lease))
    if slow:
        for module, constant in _SOON:
            setattr(importlib.import_module(module), constant, 0.0)
    from bot.cli.main import main

    main(["run"])


def _say_into(out: str, log: str) -> None:
    for stream, path in ((1, out), (2, log)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), stream)


def shorten(times: float) -> None:
    """Divide all timeouts and intervals of this process by a factor."""
    for name, constants in _SHORTENED.items():
        module = importlib.import_module(name)
        for constant in constants:
            setattr(module, constant, getattr(module, constant) / times)
    waits: Any = sys.modules["bot.features.delivery.waits"]
    waits.LONGEST_PAUSE /= 10 * times  # it only limits how often it asks
    port: Any = sys.modules["adapters.discord.outbound.port"]
    port.DiscordPort.repeat_within = port.DiscordPort.repeat_within / times


def _hurry_games(lease: timedelta) -> None:
    services: Any = importlib.import_module("bot.services.games")
    make = services.RunningGames

    def named(*arguments: Any) -> Any:
        running_games = make(*arguments, lease=lease)
        running_games._name = str(os.getpid())
        return running_games

    services.RunningGames = named
    course: Any = importlib.import_module("bot.features.games.timing")
    course.REVEAL, course.COUNTDOWN = timedelta(seconds=2), timedelta(seconds=1)


def deadlines(times: float) -> tuple[timedelta, timedelta]:
    """Return the grace period and how long Discord remembers a nonce, both divided by a factor."""
    from bot.features.delivery.doubt import GRACE

    return GRACE / times, timedelta(minutes=3) / times
