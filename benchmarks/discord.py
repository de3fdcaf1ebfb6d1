"""Versed on Discord compared with a bare echo bot on discord.py, on a fake Discord in a separate process."""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any, TypeAlias
from urllib.request import Request, urlopen

from benchmarks.table import Row, percentile, show

COUNT = 6_000
WINDOW = 64
ROUNDS = 3
STARTS = 7
PACED_SECONDS = 8
SERVERS = 2_500
STEADY_SECONDS = 6

_ECHO = """
import sys
import discord
from discord.http import Route

try:
    from uvloop import install
except ImportError:
    def install(): ...

class Echo(discord.AutoShardedClient):
    async def on_ready(self):
        print("ready", flush=True)

    async def on_interaction(self, interaction):
        await interaction.response.send_message("pong")

Route.BASE = sys.argv[1]
install()
Echo(intents=discord.Intents(guilds=True), max_messages=None).run(sys.argv[2], log_handler=None)
"""

_LIBRARIES = """
import discord, uvloop, sqlalchemy, pydantic, pydantic_settings, yaml, rapidfuzz.process
import prometheus_client, fsrs, PIL.ImageFont
print("ready", flush=True)
input()
"""
"""A program that loads Versed's libraries without using them."""


@dataclass
class Fake:
    """The fake Discord on the loopback interface.

    Args:
        root: the root URL of its API.
        token: the bot token that it accepts.
    """

    root: str
    token: str

    def ask(self, path: str, **body: object) -> "Answer":
        """Send a request to its control interface."""
        url = self.root.replace("/api/v10", f"/control/{path}")
        request = Request(url, json.dumps(body).encode() if body else None, {"Content-Type": "application/json"})
        with urlopen(request, timeout=300) as answer:
            return json.load(answer)


@dataclass
class Measured:
    """The measurements of a bot, round by round.

    Args:
        rate: answers per second.
        answers: seconds from its start until it has answered a first command.
        ready: seconds from its start until it has also reported that it's ready.
        memory: megabytes after the load.
    """

    rate: list[float] = field(default_factory=list)
    ready: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)


Answer: TypeAlias = Any
"""Parsed JSON."""

Start: TypeAlias = Callable[[Fake, str], "subprocess.Popen[bytes]"]


def measure() -> list[Row]:
    """Return the rows of the table."""
    echo, versed = Measured(), Measured()
    with tempfile.TemporaryDirectory() as folder:
        with _bot(_versed, folder, Measured()):
            pass  # warm up: read the pack, create the database
        for _ in range(ROUNDS):  # alternating, so that both run under the same conditions
            _load(_echo, folder, echo)
            _load(_versed, folder, versed)
        for _ in range(STARTS - ROUNDS):
            for start, measured in ((_echo, echo), (_versed, versed)):
                with _bot(start, folder, measured):
                    pass
        half = median(versed.rate) / 2
        with _bot(_versed, folder, Measured()) as (fake, _):
            _ask(fake, count=500, window=WINDOW)
            paced = _ask(fake, count=int(half * PACED_SECONDS), rate=half)
    return [
        Row("bare echo bot: interactions answered", median(echo.rate), "/s"),
        Row("Versed, /compare data: interactions answered", median(versed.rate), "/s"),
        Row("Versed ÷ bare", median(versed.rate) / median(echo.rate), "×", 0.8, at_most=False),
        Row(f"Versed at {half:.0f}/s: p99 from event to answer", percentile(paced["seconds"], 0.99) * 1e3, "ms", 50),
        Row(f"Versed at {half:.0f}/s: unanswered", paced["unanswered"], "", 0),
        Row("bare: start to ready (discord.py's on_ready)", median(echo.ready), "s"),
        Row("start to ready, Versed ÷ bare", median(versed.ready) / median(echo.ready), "×", 1.3),
        Row("bare: start to a first answer", median(echo.answers), "s"),
        Row("start to a first answer, Versed ÷ bare", median(versed.answers) / median(echo.answers), "×"),
        Row("bare: memory after the load", median(echo.memory), "MB"),
        Row("memory after the load, Versed ÷ bare", median(versed.memory) / median(echo.memory), "×", 1.4),
        *_servers(),
        Row("memory of the libraries alone, before any work ÷ bare", _libraries() / median(echo.memory), "×"),
    ]


def _load(start: Start, folder: str, measured: Measured) -> None:
    with _bot(start, folder, measured) as (fake, process):
        _ask(fake, count=1_000, window=WINDOW)
        measured.rate.append(_ask(fake, count=COUNT, window=WINDOW)["rate"])
        measured.memory.append(_resident(process.pid))


def _ask(fake: Fake, **load: float) -> Answer:
    return fake.ask("load", command="compare", options={"topic": "data"}, **load)


@contextmanager
def _bot(
    start: Start, folder: str, measured: Measured, *options: str
) -> Iterator[tuple[Fake, "subprocess.Popen[bytes]"]]:
    """Yield a bot connected to a fake Discord of its own, which is started with the given options."""
    with _fake(*options) as fake:
        began = time.perf_counter()
        process = start(fake, folder)
        try:
            while not fake.ask("state")["live"]:
                time.sleep(0.005)
            fake.ask("use", command="help")
            measured.answers.append(time.perf_counter() - began)
            assert process.stdout is not None
            process.stdout.readline()
            measured.ready.append(time.perf_counter() - began)
            yield fake, process
        finally:
            process.terminate()
            process.wait()


@contextmanager
def _fake(*options: str) -> Iterator[Fake]:
    command = [sys.executable, "-m", "tests.fakes.discord", "--quick", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield Fake(**json.loads(process.stdout.readline()))
        finally:
            process.terminate()


def _echo(fake: Fake, _: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-c", _ECHO, fake.root, fake.token]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def _versed(fake: Fake, folder: str) -> "subprocess.Popen[bytes]":
    environment = {
        **os.environ,
        "DISCORD_TOKEN": fake.token,
        "VERSED_DISCORD_API": fake.root,
        "VERSED_DATABASE_URL": f"sqlite:///{folder}/versed.db",
        "VERSED_CACHE": folder,
    }
    command = [str(Path(sys.executable).with_name("versed")), "run"]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def _servers() -> list[Row]:
    """Return how much more memory a full shard takes, at Discord's limit of servers."""
    few, many = ("--guilds", "1"), ("--guilds", str(SERVERS), "--channels", "20", "--roles", "10")
    bare, versed = (_settled(start, *many) - _settled(start, *few) for start in (_echo, _versed))
    return [
        Row(f"bare: memory of {SERVERS:,} servers with 20 channels and 10 roles", bare, "MB"),
        Row("memory of those servers, Versed ÷ bare", versed / bare, "×", 1.1),
    ]


def _settled(start: Start, *options: str) -> float:
    """Return the memory of a bot in megabytes once it has loaded all servers, that is, once it no longer grows."""
    with tempfile.TemporaryDirectory() as folder, _bot(start, folder, Measured(), *options) as (_, process):
        found, since = _resident(process.pid), time.monotonic()
        while time.monotonic() - since < STEADY_SECONDS:
            time.sleep(0.5)
            if abs((now := _resident(process.pid)) - found) > 1:
                found, since = now, time.monotonic()
        return found


def _libraries() -> float:
    """Return the memory in megabytes that loading Versed's libraries takes."""
    command = [sys.executable, "-c", _LIBRARIES]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        resident = _resident(process.pid)
        process.communicate(b"\n")
    return resident


def _resident(process: int) -> float:
    """Return a process's resident memory in megabytes."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) / 1024


def main() -> None:
    """Print the table."""
    show(f"Discord ({ROUNDS} rounds, medians)", measure())


if __name__ == "__main__":
    main()
