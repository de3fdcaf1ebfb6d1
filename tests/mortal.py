"""Processes of Versed, started quickly: of `versed run`, made to be killed, and of any other command.

They are forked from one process that has imported everything (multiprocessing's fork server), as starting Python and
importing takes longer than a process here lives. Each is a process of its own all the same, with the whole of Versed,
and dies by SIGKILL.
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
"""What is waited for, by module: all of it is made shorter alike, so that nothing overtakes anything else."""

_SOON = (("adapters.discord.inbound.reply", "DEFER_AFTER"), ("adapters.slack.inbound.app", "_KEEP_AFTER"))
"""How long an answer may take before it's told to come later."""

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
"""What a process imports before others are forked from it."""

PROCESSES = get_context("forkserver")
"""What starts them. Python has one such server for a process, so all tests have to share it and what it imports."""
PROCESSES.set_forkserver_preload(PRELOADED)


def start(
    environment: Mapping[str, str], shorter: float, log: Path, *, lease: float | None = None, slow: bool = False
) -> ForkServerProcess:
    """A process of `versed run`.

    Args:
        environment: the settings.
        shorter: how many times as short everything is that is waited for.
        log: a file to which all that it says is added.
        lease: seconds for which it holds games, whose pauses are short then; None for everything as it is.
        slow: whether it takes every request for one that takes long.
    """
    arguments = (dict(environment), shorter, str(log), lease, slow)
    process = PROCESSES.Process(target=_live, args=arguments, daemon=True)
    process.start()
    return process


def patient(environment: Mapping[str, str], out: Path, log: Path) -> ForkServerProcess:
    """A process of `versed run` that gives nothing up because the machine is busy.

    Args:
        environment: all of it.
        out, log: files to which what it prints and what it logs are added.
    """
    process = PROCESSES.Process(target=wait, args=(dict(environment), str(out), str(log)), daemon=True)
    process.start()
    return process


def ended(environment: Mapping[str, str], *arguments: str, typed: str = "") -> "CompletedProcess[str]":
    """What a `versed` command said, in a process of its own that has ended.

    Args:
        environment: the settings.
        arguments: of the command.
        typed: what it reads from its standard input.
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
    """What a process does that hasn't ended.

    Args:
        process: that does it.
        out, err: what it prints and complains.
    """

    process: ForkServerProcess
    out: TextIO
    err: TextIO

    @property
    def pid(self) -> int:
        """Return the number of the process."""
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
    """Have a `versed` command run in a process of its own, with nothing to read.

    Args:
        environment: all of it.
        arguments: of the command.
    """
    return begun(_command, dict(environment), arguments)


@contextmanager
def begun(work: Callable[..., object], *arguments: object) -> Iterator[Running]:
    """Have something done in a process of its own, with nothing to read; it's told to end when the block ends.

    Args:
        work: a function of a module that's quick to import.
        arguments: of the function.
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
    """The name under which a process with a lease of its own holds games."""
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
    # Those that were there may take what they write to for a file.
    sys.stdout, sys.stderr = (open(number, "w", encoding="utf-8", closefd=False) for number in (1, 2))  # noqa: SIM115
    work(*arguments)


def _command(environment: dict[str, str], arguments: Sequence[str]) -> None:
    os.environ.clear()
    os.environ.update(environment)
    from bot.cli.main import main

    main(list(arguments))


def wait(environment: dict[str, str], out: str, log: str) -> None:
    """Be `versed run` that gives nothing up because the machine is busy.

    Args:
        environment: all of it.
        out, log: files to which what it prints and what it logs are added.
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
    """Make all that this process waits for that many times as short."""
    for name, constants in _SHORTENED.items():
        module = importlib.import_module(name)
        for constant in constants:
            setattr(module, constant, getattr(module, constant) / times)
    waits: Any = sys.modules["bot.features.delivery.waits"]
    waits.LONGEST_PAUSE /= 10 * times  # it only keeps from asking too often
    port: Any = sys.modules["adapters.discord.outbound.port"]
    port.DiscordPort.repeat_within = port.DiscordPort.repeat_within / times


def _hurry_games(lease: timedelta) -> None:
    services: Any = importlib.import_module("bot.services")
    make = services.RunningGames

    def named(*arguments: Any) -> Any:
        running_games = make(*arguments, lease=lease)
        running_games._name = str(os.getpid())
        return running_games

    services.RunningGames = named
    course: Any = importlib.import_module("bot.features.games.timing")
    course.REVEAL, course.COUNTDOWN = timedelta(seconds=2), timedelta(seconds=1)


def deadlines(times: float) -> tuple[timedelta, timedelta]:
    """The grace, and how long Discord remembers a nonce, that many times as short."""
    from bot.features.delivery.doubt import GRACE

    return GRACE / times, timedelta(minutes=3) / times
