"""The real process, `versed run`, on a loopback Discord: started, killed, started again, told to stop, refused."""

import asyncio
import json
import os
import signal
import sys
from pathlib import Path

import pytest

from tests.fakes.discord import FakeDiscord
from tests.mortal import ended, patient
from tests.packs import PETS
from tests.patience import FOREVER

ROOT = Path(__file__).parents[3]


@pytest.fixture
def environment(tmp_path: Path, discord: FakeDiscord) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("VERSED_", "DISCORD_", "SLACK_"))
    }
    return {
        **kept,
        "DISCORD_TOKEN": discord.token,
        "VERSED_DISCORD_API": discord.root,
        "VERSED_DATABASE_URL": f"sqlite:///{tmp_path / 'versed.db'}",
        "VERSED_CACHE": str(tmp_path / "cache"),
        "VERSED_CONTENT": str(PETS),
        "PYTHONPATH": str(ROOT),
    }


async def test_a_press_works_after_a_kill(discord: FakeDiscord, environment: dict[str, str], tmp_path: Path) -> None:
    out, log = tmp_path / "out", tmp_path / "log"
    process = patient(environment, out, log)
    await discord.gateway.ready()
    public = await (await discord.use("compare", topic="care")).shown()
    page = await (await discord.use("quiz", topic="home", questions=3)).shown()
    process.kill()
    await discord.until(lambda: not discord.gateway.live)
    discord.gateway.sessions.clear()
    process = patient(environment, out, log)
    await discord.gateway.ready()
    assert "The home" in (await (await discord.press(public, "Next: The home")).shown()).text
    for _ in range(9):
        if "Type your answer" in page.buttons:
            break
        await (await discord.press(page, next(iter(page.buttons)))).shown()
    asked = await (await discord.press(page, "Type your answer")).answered()
    await (await discord.submit(asked, "aquarium")).shown()
    assert "Right" in page.text or "right" in page.text.lower()
    process.terminate()
    await asyncio.to_thread(process.join, FOREVER)
    assert process.exitcode == 0
    assert "Serving discord" in out.read_text()
    assert "Traceback" not in log.read_text()
    assert discord.token not in out.read_text() + log.read_text()
    assert len(discord.sent("PUT", "/commands")) == 1


async def test_sigterm_finishes_what_is_under_way(discord: FakeDiscord, environment: dict[str, str]) -> None:
    """A Python process of its own, not a forked one: all the work of a real start is under way, too."""
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "tests.patient", "run", env=environment)
    try:
        await discord.gateway.ready()
        stopping = asyncio.Event()
        discord.fail("POST .*/callback", until=stopping)
        used = await discord.use("help")
        await discord.until(lambda: discord.sent("POST", "/callback"))
        process.send_signal(signal.SIGTERM)
        await discord.until(lambda: not discord.gateway.live)
        stopping.set()
        assert await asyncio.wait_for(process.wait(), FOREVER) == 0
    finally:
        if process.returncode is None:
            process.kill()
    assert used.callback is not None


@pytest.mark.parametrize(("close", "says"), [(None, "DISCORD_TOKEN"), (4014, "“Guilds”")])
async def test_a_refusal_is_one_sentence(
    discord: FakeDiscord, environment: dict[str, str], close: int | None, says: str
) -> None:
    if close is None:
        environment["DISCORD_TOKEN"] = "not.the.token"
    else:
        discord.gateway.refuse_with = close
    done = await asyncio.to_thread(ended, environment, "run")
    *logged, sentence = done.stderr.splitlines()
    assert done.returncode == 2
    assert says in sentence
    assert all("error" not in json.loads(line) for line in logged)
    assert len(discord.gateway.identified) <= 1
    assert len(discord.requests) <= 5


async def test_doctor_prints_the_invite_link(discord: FakeDiscord, environment: dict[str, str]) -> None:
    done = await asyncio.to_thread(ended, environment, "doctor")
    assert "discord invite: https://discord.com/oauth2/authorize?client_id=" in done.stdout
