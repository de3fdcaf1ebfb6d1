"""`versed run` as a real process: killed, stopped, and what it logs."""

import asyncio
import json
import os
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.features.quizzes import actions
from bot.features.quizzes.store import answers
from bot.language.actions import encode
from bot.language.people import MemberKey
from bot.storage.database import Database
from tests import mortal
from tests.adapters.slack.conftest import presses, words
from tests.fakes.slack import FakeSlack, Fault, payloads
from tests.fakes.slack.driver import ByHttp, BySocket, Driver, signed
from tests.fakes.slack.server import APP_TOKEN, BOT_TOKEN, MEMBER, SIGNING_SECRET
from tests.packs import PETS
from tests.patience import FOREVER

ROOT = Path(__file__).parents[3]


class Versed:
    """A process that can be stopped and started again."""

    def __init__(self, slack: FakeSlack, http: aiohttp.ClientSession, folder: Path, *, by_socket: bool) -> None:
        self.slack = slack
        self.database_url = f"sqlite:///{folder / 'versed.db'}"
        self._by_socket = by_socket
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"http://127.0.0.1:{free.getsockname()[1]}"
        self.driver: Driver = BySocket(slack) if by_socket else ByHttp(http, self.address)
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("VERSED_", "SLACK_"))}
        self._environment = {
            **kept,
            "PYTHONPATH": str(ROOT),
            "VERSED_CONTENT": str(PETS),
            "VERSED_CACHE": str(folder / "cache"),
            "VERSED_DATABASE_URL": self.database_url,
            "VERSED_SLACK_API": slack.root,
            "VERSED_HTTP_PORT": self.address.rpartition(":")[2],
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            **({"SLACK_APP_TOKEN": APP_TOKEN} if by_socket else {"SLACK_SIGNING_SECRET": SIGNING_SECRET}),
        }
        self._out, self._log = folder / "out", folder / "log"
        self.process: ForkServerProcess | None = None

    async def start(self) -> None:
        self.process = mortal.patient(self._environment, self._out, self._log)
        async with aiohttp.ClientSession() as http, asyncio.timeout(FOREVER):
            while not await _is_ready(http, self.address):
                await asyncio.sleep(0.05)

    async def stop(self, how: signal.Signals) -> int:
        assert self.process is not None
        assert self.process.pid is not None
        os.kill(self.process.pid, how)
        await asyncio.to_thread(self.process.join, FOREVER)
        assert self.process.exitcode is not None
        return self.process.exitcode

    @property
    def logs(self) -> bytes:
        """Everything it has logged."""
        return self._log.read_bytes()

    async def tally(self) -> tuple[int, int]:
        """Return how many answers are stored and how many are right; works only while the process is down."""
        database = await Database.open(self.database_url)
        found = await database.read(
            lambda transaction: answers.tally(transaction, MemberKey("slack:T0HOME", MEMBER), "pets")
        )
        await database.close()
        return sum(each.total for each in found.values()), sum(each.right for each in found.values())


async def _is_ready(http: aiohttp.ClientSession, address: str) -> bool:
    try:
        async with http.get(f"{address}/healthz") as answer:
            return answer.status == 200
    except aiohttp.ClientError:
        return False


async def _takes_more(http: aiohttp.ClientSession, address: str) -> bool:
    """Return whether requests are still accepted, over HTTP or from a socket."""
    check = b"ssl_check=1&token=x"
    async with http.post(f"{address}/slack/events", data=check, headers=signed(check)) as answer:
        return answer.status != 503 and await _is_ready(http, address)


@pytest.fixture(params=[True, False], ids=["socket", "http"])
async def versed(
    request: pytest.FixtureRequest, slack: FakeSlack, http: aiohttp.ClientSession, tmp_path: Path
) -> AsyncIterator[Versed]:
    found = Versed(slack, http, tmp_path, by_socket=request.param)
    await found.start()
    yield found
    if found.process is not None and found.process.exitcode is None:
        await found.stop(signal.SIGKILL)


@asynccontextmanager
async def _answering(versed: Versed) -> AsyncIterator[list[dict[str, Any]]]:
    """Collect the responses to what's delivered in a with-block."""
    before = len(versed.slack.calls("response"))
    found: list[dict[str, Any]] = []
    yield found
    await versed.slack.wait_for("response", before + 1)
    found += [call.arguments for call in versed.slack.calls("response")[before:]]


async def test_killed_before_the_answer_counts_the_press_is_served_when_it_comes_again(versed: Versed) -> None:
    async with _answering(versed) as page:
        await versed.driver.deliver(payloads.command(versed.slack, "quiz care 2"))
    press = payloads.press(versed.slack, presses(page[0])[0])
    await versed.stop(signal.SIGKILL)
    await versed.start()
    versed.slack.fail("users.info", Fault(until=asyncio.Event()))
    looked_up = len(versed.slack.calls("users.info"))
    await versed.driver.deliver(press)
    await versed.slack.wait_for("users.info", looked_up + 1)
    await versed.stop(signal.SIGKILL)
    assert (await versed.tally())[0] == 0
    await versed.start()
    async with _answering(versed) as said:
        await versed.driver.deliver(press, again=True)
    assert said[0]["replace_original"]
    await versed.driver.deliver(press, again=True)
    await versed.stop(signal.SIGTERM)
    assert (await versed.tally())[0] == 1


async def test_killed_before_the_reply_the_answer_counts_once(versed: Versed) -> None:
    async with _answering(versed) as page:
        await versed.driver.deliver(payloads.command(versed.slack, "quiz care 2"))
    press = presses(page[0])[0]
    versed.slack.fail("response", Fault(until=asyncio.Event()))
    async with _answering(versed):
        await versed.driver.deliver(payloads.press(versed.slack, press))
    await versed.stop(signal.SIGKILL)
    assert (await versed.tally())[0] == 1
    await versed.start()
    async with _answering(versed) as said:
        await versed.driver.deliver(payloads.press(versed.slack, press))
    assert "Already answered" in words(said[0])
    await versed.stop(signal.SIGTERM)
    assert (await versed.tally())[0] == 1


async def test_an_event_cut_short_is_served_when_slack_sends_it_again(versed: Versed) -> None:
    mention = payloads.mention("<@U0BOT>")
    versed.slack.fail("users.info", Fault(until=asyncio.Event()))
    delivering = asyncio.create_task(versed.driver.deliver(mention))
    await versed.slack.wait_for("users.info")
    await versed.stop(signal.SIGKILL)
    await versed.slack.sockets.gone()
    delivering.cancel()
    with pytest.raises((aiohttp.ClientError, asyncio.CancelledError)):  # not acknowledged before it was served
        await delivering
    await versed.start()
    for _ in range(3):
        await versed.driver.deliver(mention, again=True)
    await versed.slack.wait_for("chat.postEphemeral")
    await versed.stop(signal.SIGTERM)
    await versed.start()
    await versed.driver.deliver(mention, again=True)
    assert await versed.stop(signal.SIGTERM) == 0
    assert len(versed.slack.calls("chat.postEphemeral")) == 1


async def test_stopping_finishes_what_is_under_way_and_logs_no_secret_and_no_traceback(
    versed: Versed, http: aiohttp.ClientSession
) -> None:
    forged = {"X-Slack-Request-Timestamp": "abc", "X-Slack-Signature": "v0=\u00e9"}
    async with http.post(f"{versed.address}/slack/events", data=b"{", headers=forged) as answer:
        assert answer.status in (401, 404)
    looked_up = asyncio.Event()
    versed.slack.fail("users.info", Fault(until=looked_up))
    versed.slack.fail("response", Fault(status=404))
    command = payloads.command(versed.slack, "progress")
    await versed.driver.deliver(command)
    stopping = asyncio.create_task(versed.stop(signal.SIGTERM))
    while await _takes_more(http, versed.address):
        await asyncio.sleep(0.01)
    looked_up.set()
    assert await stopping == 0
    assert len(versed.slack.calls("chat.postEphemeral")) == 1
    logs = versed.logs.decode()
    assert [line for line in logs.splitlines() if json.loads(line)["level"] not in ("info", "warning")] == []
    assert "Traceback" not in logs
    for secret in (BOT_TOKEN, APP_TOKEN, SIGNING_SECRET, command["response_url"], "ticket"):
        assert secret not in logs


def test_the_press_of_a_quiz_is_short_enough_for_slack() -> None:
    assert len(encode(actions.ChooseAnswer("x" * 10, 19, 9))) <= 150
