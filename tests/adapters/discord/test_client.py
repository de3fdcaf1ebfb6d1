"""The gateway: sessions that break, resume, are refused, or are shared among processes."""

import asyncio
import logging
from types import SimpleNamespace

import discord as library
import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route

from adapters.discord.inbound.starts import Connections, SessionStarts
from adapters.discord.setup.platform import Discord
from bot.core import Core
from bot.dispatch.application import Application
from bot.language.port import PlatformError
from bot.storage.database import Database
from tests.adapters.discord.conftest import connected, settings_for
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord.world import guild
from tests.patience import FOREVER


async def test_no_privileged_intent_is_asked_for(discord: FakeDiscord, versed: Discord) -> None:
    (identified,) = discord.gateway.identified
    intents = library.Intents._from_value(identified["intents"])
    assert {name for name, asked in intents if asked} == {"guilds", "guild_messages", "dm_messages"}
    assert identified["shard"] == [0, 1]


async def test_other_clients_of_the_process_keep_their_address(discord: FakeDiscord, versed: Discord) -> None:
    assert Route.BASE == "https://discord.com/api/v10"
    assert DiscordWebSocket.DEFAULT_GATEWAY.host == "gateway.discord.gg"


async def test_a_resumed_session_replays_without_a_second_effect(discord: FakeDiscord, versed: Discord) -> None:
    first = await (await discord.use("tip", topic="care")).answered()
    discord.gateway.replay = 5
    await discord.gateway.drop()
    await discord.until(lambda: discord.gateway.resumed == 1)
    await (await discord.use("help")).shown()
    assert len([each for each in discord.sent("POST", "/callback") if first.token in each.path]) == 1
    assert len(discord.gateway.identified) == 1


@pytest.mark.parametrize("data", [None, {}, [], "", 0])
async def test_a_session_is_resumed_whatever_data_comes_with_it(
    discord: FakeDiscord, versed: Discord, data: object
) -> None:
    discord.gateway.resumes_with = data
    await discord.gateway.drop()
    await discord.until(lambda: discord.gateway.resumed == 1)
    await discord.until(versed.is_ready)
    assert "What I can do" in (await (await discord.use("help")).shown()).text
    assert (discord.gateway.resumed, len(discord.gateway.identified)) == (1, 1)


async def test_what_happened_while_disconnected_is_answered(discord: FakeDiscord, versed: Discord) -> None:
    await discord.gateway.drop()
    used = await discord.use("help")
    assert "What I can do" in (await used.shown()).text


async def test_a_reconnect_is_followed(discord: FakeDiscord, versed: Discord) -> None:
    await discord.gateway.reconnect()
    await discord.until(lambda: discord.gateway.resumed == 1)
    assert "What I can do" in (await (await discord.use("help")).shown()).text
    await discord.until(versed.is_ready)


async def test_a_fresh_session_after_an_invalid_one(
    discord: FakeDiscord, versed: Discord, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.discord.inbound.starts._PAUSE", 0.01)
    await discord.gateway.invalid_session(resumable=False)
    await discord.until(lambda: len(discord.gateway.identified) == 2)
    await discord.until(versed.is_ready)
    assert "What I can do" in (await (await discord.use("help")).shown()).text
    assert len(discord.sent("PUT", "/commands")) == 1
    assert discord.messages == {}, "nobody is greeted again"


async def test_versed_comes_back_however_often_its_session_is_lost(
    discord: FakeDiscord, commands: Application, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pauses grow longer than the time that Discord gives a connection to identify."""
    monkeypatch.setattr("adapters.discord.inbound.starts._PAUSE", 0.1)
    monkeypatch.setattr("adapters.discord.inbound.starts._LONGEST_PAUSE", 0.8)
    monkeypatch.setattr("adapters.discord.inbound.starts._FREE_CONNECTIONS", 100)
    discord.gateway.identify_within = 0.3
    async with connected(discord, commands, sqlite_database) as versed:
        for number in range(6):
            await discord.gateway.lose()
            await discord.until(lambda number=number: len(discord.gateway.identified) == number + 2)
            await discord.gateway.ready()
            await discord.until(versed.is_ready)
        assert "What I can do" in (await (await discord.use("help")).shown()).text


def test_sessions_start_ever_more_rarely() -> None:
    starts, now, waited = SessionStarts(), 0.0, []
    for _ in range(12):
        waited.append(starts.reserve(0, now))
        now += waited[-1]
    assert waited[:5] == [0.0, 5.0, 10.0, 20.0, 40.0]
    assert waited[-1] == 40.0
    assert starts.reserve(0, now + 1800) == 0.0


def test_a_session_that_is_lost_late_is_replaced_at_once() -> None:
    starts = SessionStarts()
    assert [starts.reserve(0, now) for now in (0.0, 600.0, 1200.0)] == [0.0, 0.0, 0.0]


def test_many_shards_that_start_together_do_not_count_as_failing() -> None:
    starts = SessionStarts()
    assert [starts.reserve(shard, 0.0) for shard in range(10)] == [5.0 * shard for shard in range(10)]


def test_as_many_start_together_as_discord_allows() -> None:
    starts = SessionStarts()
    assert [starts.reserve(shard, 0.0, 4) for shard in range(8)] == [0.0] * 4 + [5.0] * 4


def test_connections_that_break_at_once_are_slowed_down() -> None:
    connections, now = Connections(), 0.0
    pauses = []
    for _ in range(9):
        pauses.append(connections.pause(now))
        now += pauses[-1] + 0.1
    assert pauses == [0.0, 0.0, 0.0, 1.0, 2.0, 4.0, 8.0, 15.0, 15.0]
    assert connections.pause(now + 9 * 30) == 0.0


def test_connections_may_break_for_days_and_are_soon_quick_again() -> None:
    connections, now = Connections(), 0.0
    for _ in range(20_000):
        now += connections.pause(now) + 0.1
    assert connections.pause(now) == 15.0
    assert connections.pause(now + 15 * 60) == 0.0


async def test_a_connection_that_breaks_at_once_again_and_again_waits(
    discord: FakeDiscord, versed: Discord, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    over = asyncio.Event()

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        await over.wait()

    monkeypatch.setattr("adapters.discord.inbound.starts._STEADY", FOREVER)
    monkeypatch.setattr(
        "adapters.discord.inbound.client.asyncio", SimpleNamespace(**{**vars(asyncio), "sleep": sleep})
    )
    for expected in ([], [], [1.0], [1.0, 2.0]):
        before = discord.gateway.connected
        await discord.gateway.drop()
        if expected:
            await discord.until(lambda expected=expected: pauses == expected)
            assert discord.gateway.connected == before
            assert not versed.is_ready()
            over.set()
        await discord.until(lambda before=before: discord.gateway.connected > before)
        await discord.gateway.ready()
        over.clear()
    assert pauses == [1.0, 2.0]


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (4014, "“Guilds”"),
        (4004, "DISCORD_TOKEN"),
        (4011, "VERSED_DISCORD_SHARDS"),
        (4010, "SHARD_IDS"),
        (4013, "update"),
    ],
)
async def test_a_refused_session_ends_with_a_sentence(
    discord: FakeDiscord, commands: Application, sqlite_database: Database, code: int, says: str
) -> None:
    discord.gateway.refuse_with = code
    platform = Discord(settings_for(discord), commands, sqlite_database)
    with pytest.raises(PlatformError, match=says):
        await asyncio.wait_for(platform.run(), FOREVER)
    await platform.close()
    assert len(discord.gateway.identified) == 1


async def test_a_wrong_token_ends_with_a_sentence(
    discord: FakeDiscord, commands: Application, sqlite_database: Database
) -> None:
    settings = settings_for(discord)
    discord.token = "another"
    platform = Discord(settings, commands, sqlite_database)
    with pytest.raises(PlatformError, match="DISCORD_TOKEN"):
        await asyncio.wait_for(platform.run(), FOREVER)
    await platform.close()
    assert len(discord.requests) == 1


async def test_closing_before_connecting_is_not_an_error(
    discord: FakeDiscord, commands: Application, sqlite_database: Database
) -> None:
    platform = Discord(settings_for(discord), commands, sqlite_database)
    await platform.close()
    assert not platform.is_ready()


async def test_shards_are_shared_among_processes(commands: Application, sqlite_database: Database) -> None:
    guilds = [guild(number, system_channel=False) for number in range(4)]
    guilds = [{**each, "id": str(int(each["id"]) + (number << 22))} for number, each in enumerate(guilds)]
    async with FakeDiscord(guilds) as discord:
        first = connected(discord, commands, sqlite_database, discord_shards=2, discord_shard_ids=(0,))
        second = connected(discord, commands, sqlite_database, discord_shards=2, discord_shard_ids=(1,))
        async with first, second:
            assert sorted(each["shard"] for each in discord.gateway.identified) == [[0, 2], [1, 2]]
            for each in guilds:
                assert "What I can do" in (await (await discord.use("help", server=each)).shown()).text
            await discord.until(lambda: discord.commands)
            assert len(discord.sent("GET", "/commands?")) == 0
            assert len(discord.sent("PUT", "/commands")) == 1


async def test_two_shards_in_one_process(
    commands: Application, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.discord.inbound.starts._PAUSE", 0.01)
    async with FakeDiscord(shards=2) as discord, connected(discord, commands, sqlite_database) as versed:
        assert versed.is_ready()
        assert [each["shard"] for each in discord.gateway.identified] == [[0, 2], [1, 2]]


async def test_no_more_sessions_start_than_discord_allows(
    discord: FakeDiscord, commands: Application, sqlite_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    discord.starts = {"remaining": 0, "reset_after": 300}
    start = asyncio.get_running_loop().time()
    async with connected(discord, commands, sqlite_database):
        assert asyncio.get_running_loop().time() - start >= 0.3
    assert "no more sessions today" in caplog.text


async def test_closing_finishes_what_is_under_way(discord: FakeDiscord, versed: Discord) -> None:
    closing = asyncio.Event()
    discord.fail("POST .*/callback", until=closing)
    used = await discord.use("help")
    await discord.until(lambda: discord.sent("POST", "/callback"))
    stopping = asyncio.create_task(versed.close())
    await discord.until(lambda: not discord.gateway.live)
    closing.set()
    await stopping
    assert used.callback is not None
    assert discord.gateway.live == []


async def test_an_api_that_does_not_answer_is_waited_for(
    discord: FakeDiscord,
    commands: Application,
    sqlite_database: Database,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("adapters.discord.inbound.endpoint._FIRST_PAUSE", 0.05)
    discord.fail("GET /users/@me", times=2, drop=True)
    with caplog.at_level(logging.WARNING):
        async with connected(discord, commands, sqlite_database):
            assert len(discord.sent("GET", "/users/@me")) == 3
    assert "trying again" in caplog.text


async def test_it_connects_through_a_proxy(
    discord: FakeDiscord, core: Core, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", discord.root)  # the fake stands in for the proxy
    monkeypatch.setattr(FakeDiscord, "root", "http://discord.invalid/api/v10")
    discord.gateway.url = "ws://gateway.discord.invalid/gateway"
    async with connected(discord, core.application, sqlite_database):
        assert (await (await discord.use("tip")).shown()).text
