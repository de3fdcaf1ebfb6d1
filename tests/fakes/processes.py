"""Both fakes as processes of their own, driven over HTTP."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from tests.fakes.slack.server import APP_TOKEN, BOT_TOKEN

ROOT = Path(__file__).parents[2]


@dataclass
class Platforms:
    """The two running fakes.

    Args:
        discord, slack: the addresses of their controls.
        settings: the environment variables that connect Versed to them.
    """

    discord: str
    slack: str
    settings: dict[str, str]
    http: aiohttp.ClientSession

    async def tell(self, platform: str, what: str, **asked: Any) -> None:
        """Make a fake do something."""
        address = f"{getattr(self, platform)}/control/{what}"
        async with self.http.post(address, json=asked) as answer:
            answer.raise_for_status()

    async def ask(self, platform: str, what: str) -> Any:
        """What a fake knows."""
        async with self.http.get(f"{getattr(self, platform)}/control/{what}") as answer:
            return await answer.json()


@asynccontextmanager
async def platforms(guilds: int, channels: int, *, limited: bool = False) -> AsyncIterator[Platforms]:
    """Start both fakes.

    Args:
        guilds: how many servers there are on Discord, each with one channel.
        channels: how many more channels there are on Slack, named C1, C2 …
        limited: whether rates are limited.
    """
    more = ["--limited"] if limited else []
    discord = await _start("tests.fakes.discord", "--quick", "--guilds", str(guilds), *more)
    slack = await _start("tests.fakes.slack", "--channels", str(channels), *more)
    try:
        assert discord.stdout is not None
        assert slack.stdout is not None
        told = json.loads(await discord.stdout.readline())
        at_slack = f"http://127.0.0.1:{int(await slack.stdout.readline())}"
        settings = {
            "DISCORD_TOKEN": told["token"],
            "VERSED_DISCORD_API": told["root"],
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "VERSED_SLACK_API": f"{at_slack}/api/",
        }
        async with aiohttp.ClientSession() as http:
            yield Platforms(told["root"].removesuffix("/api/v10"), at_slack, settings, http)
    finally:
        for process in (discord, slack):
            process.kill()
            await process.wait()


async def _start(module: str, *arguments: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, *arguments, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
