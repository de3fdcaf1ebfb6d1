"""The longest time that a playground's event loop is blocked, measured from within and from another process.

While it's blocked, nobody gets an answer, and presses aren't timestamped. The playground is a separate process with
generous limits (see benchmarks.watched); its users are simulated here, over WebSockets. "At work" counts only the
time in which the playground had a processor: on a busy machine, the rest is caused by other programs.
"""

import asyncio
import http.client
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

import aiohttp

from benchmarks import answers
from benchmarks.packs import COVER, OBJECTIVES, sentence
from benchmarks.table import Row, show
from benchmarks.tabs import PLAYED, Tab
from bot.content.reading.library import Library
from bot.features.games.actions import HostGame, JoinGame
from bot.storage.database import Database

LIMIT = 100.0
TABS, ENTRIES, MEMBERS = 20, 800, 200
FILES, CARDS = 8, 18_000
ANSWERS = 400_000
SAID = ("/compare data", "/compare models show:picture", "/define RAG", "/ask why so many GPUs?", "hello, all of you")
BUNDLED = Path(__file__).parents[1] / "content" / "data-scientist-vs-ai-engineer"


class Playground:
    """The watched playground, seen from outside.

    Args:
        process: its process.
        url: the URL of its page.
        probe: a connection to the probe, which reports the longest wait for a response.
        session: the HTTP session to use.
    """

    def __init__(
        self, process: "subprocess.Popen[str]", url: str, probe: Connection, session: aiohttp.ClientSession
    ) -> None:
        self._process = process
        self._url = url.rstrip("/")
        self._probe = probe
        self._session = session
        self._token = ""

    async def join(self, name: str) -> Tab:
        """Open a tab."""
        if not self._token:
            async with self._session.get(self._url) as page:
                self._token = (await page.text()).split('name="page-token" content="')[1].split('"')[0]
        socket = await self._session.ws_connect(f"{self._url}/socket", origin=self._url, max_msg_size=0)
        tab = Tab(socket)
        await tab.ask("hello", token=self._token, name=name)
        return tab

    async def during(self, what: str, work: Callable[[], Awaitable[object]]) -> list[Row]:
        """Return how the event loop behaved during some work."""
        self._worst()
        started = time.perf_counter()
        await work()
        took = time.perf_counter() - started
        stood, at_work, waited = self._worst()
        return [
            Row(f"{what}: the loop stood still", stood * 1e3, "ms", LIMIT),
            Row("  … at work", at_work * 1e3, "ms", LIMIT),
            Row("  … longest answer to another process", waited * 1e3, "ms"),
            Row("  … all of it took", took, "s"),
        ]

    def _worst(self) -> tuple[float, float, float]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        stood, at_work = json.loads(self._process.stdout.readline())
        self._probe.send(None)
        return stood, at_work, self._probe.recv()


def _probe(address: str, asked: Connection) -> None:
    """Request the playground's health again and again; report the longest wait when asked."""
    playground = http.client.HTTPConnection(address)
    worst = 0.0
    while True:
        started = time.perf_counter()
        playground.request("GET", "/healthz")
        playground.getresponse().read()
        worst = max(worst, time.perf_counter() - started)
        if asked.poll(0.005):
            asked.recv()
            asked.send(worst)
            worst = 0.0


@asynccontextmanager
async def _playground(folder: Path) -> AsyncIterator[Playground]:
    environment = {
        **os.environ,
        "VERSED_DATABASE_URL": f"sqlite:///{folder}/v.db",
        "VERSED_CACHE": f"{folder}/cache",
        "VERSED_CONTENT": f"{folder}/packs",
    }
    command = [sys.executable, "-m", "benchmarks.watched"]
    context = get_context("spawn")
    with subprocess.Popen(  # noqa: ASYNC220 (nothing else is running yet)
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        ours, theirs = context.Pipe()
        probing = context.Process(target=_probe, args=(urlsplit(url).netloc, theirs), daemon=True)
        probing.start()
        theirs.close()  # so that we notice if the probe dies
        try:
            async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
                yield Playground(process, url, ours, session)
        finally:
            probing.terminate()
            process.stdin.close()


async def measure() -> list[Row]:
    """Return the rows of the table."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        shutil.copytree(BUNDLED, folder / "packs" / BUNDLED.name)
        await _fill(folder)
        async with _playground(folder) as playground:
            rows = await _answering(playground)
            rows += await _joining(playground)
            first = await playground.join("First")
            rows += await playground.during(
                f"A report of {MEMBERS} members and {ANSWERS:,} answers drawn", partial(first.say, "/progress team")
            )
            rows += await _large_pack(playground, first, folder)
    return rows


async def _fill(folder: Path) -> None:
    """Store answers of many members."""
    first = int((datetime.now(UTC) - timedelta(days=20)).timestamp() * 1000)
    database = await Database.open(f"sqlite:///{folder}/v.db")
    await answers.fill(database, Library([BUNDLED]).default, ANSWERS, MEMBERS, first)
    await database.close()


async def _joining(playground: Playground) -> list[Row]:
    """Let everyone join at the same time, with many messages in the channels."""
    tabs = await asyncio.gather(*(playground.join(f"Speaker {number}") for number in range(TABS)))
    channels = ("general", "data-team", "ai-team", "random")

    async def speak(number: int) -> None:
        for turn in range(ENTRIES // TABS):
            await tabs[number].say(SAID[turn % len(SAID)], channels[turn % len(channels)])

    async def come() -> None:
        joined = await asyncio.gather(*(playground.join(f"Tab {number}") for number in range(TABS)))
        await asyncio.gather(*(tab.close() for tab in joined))

    rows = await playground.during(
        f"{TABS} tabs say {ENTRIES} things", lambda: asyncio.gather(*map(speak, range(TABS)))
    )
    await asyncio.gather(*(tab.close() for tab in tabs))
    return rows + await playground.during(f"{TABS} tabs join together", come)


async def _answering(playground: Playground) -> list[Row]:
    """Let everyone play a game."""
    tabs: list[Tab] = []

    async def come() -> None:
        tabs.extend(await asyncio.gather(*(playground.join(f"Player {number}") for number in range(MEMBERS))))

    rows = await playground.during(f"{MEMBERS} members come", come)
    await tabs[0].say("/game start questions:1 seconds:60 mode:everyone", "random")
    lobby = await tabs[1].shown(JoinGame)

    async def join() -> None:
        await asyncio.gather(*(tab.press(lobby, JoinGame) for tab in tabs))

    rows += await playground.during(f"{MEMBERS} members join a game", join)
    await tabs[0].press(lobby, HostGame)
    asking = await tabs[1].shown(*PLAYED)

    refused: list[BaseException] = []

    async def give() -> None:
        given = await asyncio.gather(*(tab.answer(asking) for tab in tabs), return_exceptions=True)
        refused.extend(each for each in given if isinstance(each, BaseException))

    rows += await playground.during(f"{MEMBERS} members answer", give)
    rows.append(Row("  … asked to press again after a timeout", len(refused), ""))
    await asyncio.gather(*(tab.close() for tab in tabs))
    return rows


async def _large_pack(playground: Playground, first: Tab, folder: Path) -> list[Row]:
    """Add a large pack next to the bundled one, edit it, and use it."""
    packs = folder / "packs"
    _write_pack(folder / "large", Random(1))

    async def load() -> None:
        (folder / "large").rename(packs / "large")
        await _until_known(first, "A large pack")

    async def reload() -> None:
        cover = packs / "large" / "pack.yaml"
        cover.write_text(cover.read_text(encoding="utf-8").replace("A large pack", "A larger pack"), encoding="utf-8")
        await _until_known(first, "A larger pack")

    what = f"{FILES * CARDS:,} cards"
    rows = await playground.during(f"{what} loaded", load)
    rows += await playground.during("… reloaded after an edit", reload)
    await first.say("/settings pack:large")
    for command in ("/review", "/quiz", "/progress", "/ask what is a model?"):
        rows += await playground.during(f"… the first {command}", partial(first.say, command))
    return rows


async def _until_known(tab: Tab, title: str) -> None:
    while True:
        found = await tab.ask("complete", channel="general", line="/settings pack:")
        if title in str(found):
            return
        await asyncio.sleep(0.05)


def _write_pack(folder: Path, random: Random) -> None:
    folder.mkdir()
    (folder / "pack.yaml").write_text(COVER, encoding="utf-8")
    objectives = (
        f"  - {{id: O{number}, topic: all, statement: {sentence(random, 8)}}}" for number in range(OBJECTIVES)
    )
    (folder / "objectives.yaml").write_text("\n".join(["objectives:", *objectives]) + "\n", encoding="utf-8")
    for file in range(FILES):
        lines = ["cards:"]
        for number in range(CARDS):
            back = sentence(random, 2 if number % 2 else 10)  # every other one short enough for a quiz
            lines += [
                f"  - id: card-{file}-{number}",
                f"    objectives: [O{number % OBJECTIVES}]",
                f"    front: {sentence(random, 8)}",
                f'    back: "{back}"',
            ]
        (folder / f"cards{file}.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Print the table."""
    show("Stalls of the event loop", asyncio.run(measure()))


if __name__ == "__main__":
    main()
