"""The fake's control over HTTP, with which other processes drive it."""

from typing import Any

import aiohttp
import pytest

from adapters.discord.setup.platform import Discord
from tests.fakes.discord import FakeDiscord
from tests.patience import FOREVER


async def test_another_process_can_drive_it(
    discord: FakeDiscord, versed: Discord, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.fakes.discord.load.IN_TIME", FOREVER)
    async with aiohttp.ClientSession() as session:

        async def ask(path: str, **body: Any) -> Any:
            url = discord.root.replace("/api/v10", f"/control/{path}")
            async with session.request("POST" if body else "GET", url, json=body or None) as answer:
                return await answer.json()

        used = await ask("use", command="compare", options={"topic": "care"})
        (shown,) = used["messages"]
        assert (used["type"], shown["private"]) == (4, False)
        pressed = await ask("press", on=shown["id"], custom_id=shown["buttons"]["Quiz me"])
        assert "Question 1" in pressed["messages"][0]["text"]
        await ask("fail", route="POST .*/callback", status=500)
        assert (await ask("use", command="help"))["type"] == 4
        statuses = [each["status"] for each in await ask("requests") if each["path"].endswith("/callback")]
        assert statuses == [204, 204, 500, 204]
        await ask("drop", code=4000)
        await discord.until(lambda: discord.gateway.resumed == 1)
        loads = [{"window": 4}, {"rate": 100}]
        results = [await ask("load", command="help", count=20, **load) for load in loads]
        assert [(len(each["seconds"]), each["unanswered"]) for each in results] == [(20, 0), (20, 0)]
        assert (await ask("state"))["complaints"] == []
