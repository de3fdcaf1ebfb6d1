"""Joining a server, and leaving it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, TypeAlias

import pytest
from sqlalchemy import select

from adapters.discord.inbound.gateway import State
from adapters.discord.setup.guilds import Guilds
from adapters.discord.setup.platform import Discord
from bot.content.reading.library import Library
from bot.core import build
from bot.dispatch.application import Application
from bot.features.lessons.store import reads
from bot.language.message import Message
from bot.language.people import MemberKey
from bot.language.requests import Asker
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from bot.storage.tables import notice, quiz, seen
from tests.adapters.discord.conftest import connected
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord.gateway import Session
from tests.fakes.discord.world import ANA, BEN, MANAGE_GUILD, USUAL, Json, guild
from tests.files import files_with
from tests.packs import PETS
from tests.patience import FOREVER
from tests.rows import rows


async def quizzes_of(database: Database, tenant: str) -> int:
    return len(await rows(database, select(quiz).where(quiz.c.tenant == tenant)))


async def test_a_new_server_is_greeted_once(discord: FakeDiscord, versed: Discord) -> None:
    assert discord.messages == {}
    other = guild(2)
    channel = other["channels"][0]["id"]
    await discord.join(other)
    greeting = await discord.posted(channel=channel)
    assert "Hello, I'm Versed" in greeting.text
    assert list(greeting.buttons) == ["Set up daily tips", "Try a question", "Start a game"]
    await discord.remove(other, unavailable=True)
    await discord.gateway.dispatch("GUILD_CREATE", {**other, "unavailable": False}, other["id"])
    await discord.gateway.drop()
    await discord.until(lambda: discord.gateway.resumed == 1)
    pressed = await discord.press(greeting, "Try a question", server=other)
    assert "Question 1" in (await pressed.shown()).text
    await versed.close()
    assert len(discord.messages[channel]) == 1


async def test_a_second_process_does_not_greet_again(
    discord: FakeDiscord, commands: Application, sqlite_database: Database
) -> None:
    other = guild(2)
    for _ in range(2):
        async with connected(discord, commands, sqlite_database):
            await discord.join(other)
            await discord.posted(channel=other["channels"][0]["id"])
            await (await discord.use("help", server=other)).answered()
        discord.gateway.unlisted.add(other["id"])  # so that it's announced again, although it never left
    assert len(discord.sent("POST", "/messages")) == 1


async def test_a_server_that_the_bot_joined_long_ago_is_not_greeted(discord: FakeDiscord, versed: Discord) -> None:
    """A process that resumes another one's session hears of servers as if the bot had just joined them."""
    old = {**guild(2), "joined_at": "2026-03-02T10:00:00.000000+00:00"}
    await discord.join(old)
    await discord.join(guild(3))
    await discord.posted(channel=guild(3)["channels"][0]["id"])
    assert old["channels"][0]["id"] not in discord.messages


async def test_a_server_that_comes_back_is_greeted_again(discord: FakeDiscord, versed: Discord) -> None:
    other = guild(2)
    channel = other["channels"][0]["id"]
    await discord.join(other)
    await discord.posted(channel=channel)
    await discord.remove(other)
    again = {**other, "joined_at": (datetime.now(UTC) + timedelta(minutes=1)).isoformat()}
    await discord.join(again)
    await discord.posted(2, channel=channel)


async def test_nobody_is_greeted_where_the_bot_cannot_post(discord: FakeDiscord, versed: Discord) -> None:
    silent = guild(2, permissions=str(int(USUAL) & ~(1 << 11)))
    nowhere = {**guild(3, system_channel=False), "channels": []}
    denied = guild(4)
    denied["channels"][0]["permission_overwrites"] = [
        {"id": denied["id"], "type": 0, "allow": "0", "deny": str(1 << 11)}
    ]
    for each in (silent, nowhere, denied):
        await discord.join(each)
    await discord.join(guild(5))
    await discord.posted(channel=guild(5)["channels"][0]["id"])
    await versed.close()
    assert len(discord.sent("POST", "/messages")) == 1


@pytest.mark.parametrize("role", [None, {"permissions": USUAL}, {"permissions": "0"}], ids=str)
async def test_a_barely_described_server_is_greeted_unless_its_role_forbids_it(
    discord: FakeDiscord, versed: Discord, role: dict[str, str] | None
) -> None:
    bare = {"id": "8000", "system_channel_id": "9000", "channels": [{"id": "9000"}]}
    if role is not None:
        bare["roles"] = [{"id": "8000", **role}]
    await discord.join(bare)
    await discord.join(guild(5))
    await discord.posted(channel=guild(5)["channels"][0]["id"])
    may = role is None or role["permissions"] != "0"
    assert ("9000" in discord.messages) is may


async def test_a_server_that_removes_the_bot_is_forgotten(
    discord: FakeDiscord, versed: Discord, sqlite_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    tenant = f"discord:{discord.home['id']}"
    await (await discord.use("quiz", questions=1)).shown()
    assert await quizzes_of(sqlite_database, tenant) == 1
    await discord.remove(discord.home, unavailable=True)
    await (await discord.use("help")).shown()
    assert await quizzes_of(sqlite_database, tenant) == 1
    await discord.remove(discord.home)
    await discord.until(lambda: "deleted the data of a server" in caplog.text)
    assert await quizzes_of(sqlite_database, tenant) == 0
    assert caplog.text.count("deleted the data of a server") == 1


@pytest.mark.both_databases
async def test_what_is_still_queued_when_a_server_removes_the_bot_goes_with_it(
    database: Database, pictures: PictureCache
) -> None:
    unused: Any = None
    application = build(Library([PETS]), database, pictures, Random(1)).application
    guilds = Guilds(application, database, unused, unused, lambda _channel: None)
    reads.add(database.writer, MemberKey("discord:7", "ana"), "pets", ("tip:walk",), datetime.now(UTC))
    guilds.on_left("7")
    await guilds.drain(FOREVER)
    await database.writer.flush()
    assert await rows(database, select(seen)) == []


async def test_what_a_server_that_removes_the_bot_leaves_is_wiped_from_the_disk(
    discord: FakeDiscord, versed: Discord, sqlite_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    await (await discord.use("team create", name="Zedcanary")).shown()
    assert files_with("Zedcanary", sqlite_database)
    await discord.remove(discord.home)
    await discord.until(lambda: "deleted the data of a server" in caplog.text)
    assert files_with("Zedcanary", sqlite_database) == []


@pytest.fixture
def second(discord: FakeDiscord) -> Json:
    """Another server, with Versed in it."""
    other = guild(2)
    discord.gateway.guilds.append(other)
    discord.channels |= {channel["id"] for channel in other["channels"]}
    return other


Visit: TypeAlias = Callable[..., Awaitable[tuple[int, int]]]


@pytest.fixture
def visit(discord: FakeDiscord, commands: Application, sqlite_database: Database, second: Json) -> Visit:
    """Connect Versed and start quizzes; returns how many quizzes each of the two servers has afterwards."""

    async def come(*quizzes: Json, **settings: object) -> tuple[int, int]:
        async with connected(discord, commands, sqlite_database, **settings):
            for each in quizzes:
                await (await discord.use("quiz", server=each, questions=1)).shown()
        first, other = [await quizzes_of(sqlite_database, f"discord:{each['id']}") for each in (discord.home, second)]
        return first, other

    return come


async def test_a_server_that_removed_the_bot_while_it_was_offline_is_forgotten(
    discord: FakeDiscord, second: Json, visit: Visit, caplog: pytest.LogCaptureFixture
) -> None:
    assert await visit(discord.home, second) == (1, 1)
    caplog.set_level(logging.INFO)
    discord.gateway.guilds.remove(second)
    assert await visit() == (1, 0)
    assert caplog.text.count("deleted the data of a server") == 1
    assert await visit() == (1, 0)
    assert len(discord.sent("GET", f"/guilds/{second['id']}")) == 1


async def test_a_server_that_removed_the_bot_between_sessions_is_forgotten(
    discord: FakeDiscord, second: Json, versed: Discord, sqlite_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    await (await discord.use("quiz", server=second, questions=1)).shown()
    discord.gateway.guilds.remove(second)
    await discord.gateway.lose()
    await discord.until(lambda: "deleted the data of a server" in caplog.text)
    assert await quizzes_of(sqlite_database, f"discord:{second['id']}") == 0


async def test_a_server_that_is_out_of_order_is_kept(discord: FakeDiscord, second: Json, visit: Visit) -> None:
    await visit(discord.home, second)
    discord.gateway.outage = True
    assert await visit() == (1, 1)


async def test_a_list_that_is_incomplete_proves_nothing(
    discord: FakeDiscord, second: Json, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    await visit(discord.home, second)
    discord.gateway.guilds.remove(second)
    dispatch = Session.dispatch
    odd: list[object] = [[{"unavailable": True}], None]

    async def with_an_odd_list(self: Session, event: str, data: Json) -> None:
        await dispatch(self, event, {**data, "guilds": odd[0]} if event == "READY" else data)

    monkeypatch.setattr(Session, "dispatch", with_an_odd_list)
    while odd:
        assert await visit() == (1, 1)
        odd.pop(0)


async def test_a_server_that_discord_knows_when_asked_is_kept(
    discord: FakeDiscord, second: Json, visit: Visit
) -> None:
    await visit(discord.home, second)
    discord.gateway.unlisted = {second["id"]}
    assert await visit() == (1, 1)
    assert len(discord.sent("GET", f"/guilds/{second['id']}")) == 1


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 500},
        {"status": 429, "retry_after": 30.0},
        {"drop": True, "times": 2},
        {"status": 403, "code": 40001},
    ],
    ids=str,
)
async def test_a_server_is_kept_until_discord_says_that_it_is_gone(
    discord: FakeDiscord, second: Json, visit: Visit, fault: Json
) -> None:
    await visit(discord.home, second)
    discord.gateway.guilds.remove(second)
    discord.fail("GET /guilds/.*", **fault)
    assert await visit() == (1, 1)
    assert await visit() == (1, 0)


async def test_a_shard_forgets_only_its_own_servers(discord: FakeDiscord, second: Json, visit: Visit) -> None:
    await visit(discord.home, second)
    discord.gateway.guilds.remove(second)
    mine = (int(second["id"]) >> 22) % 2
    assert await visit(discord_shards=2, discord_shard_ids=(1 - mine,)) == (1, 1)
    assert await visit(discord_shards=2, discord_shard_ids=(mine,)) == (1, 0)


async def test_what_people_do_in_direct_messages_is_kept(
    discord: FakeDiscord, visit: Visit, sqlite_database: Database, commands: Application
) -> None:
    async with connected(discord, commands, sqlite_database):
        await (await discord.use("quiz", direct=True, questions=1)).shown()
    await visit()
    assert await quizzes_of(sqlite_database, f"discord:user-{ANA['id']}") == 1


async def test_another_application_forgets_no_servers(
    discord: FakeDiscord, second: Json, visit: Visit, caplog: pytest.LogCaptureFixture
) -> None:
    """Someone runs a bot of their own, which is in none of these servers, on a copy of the database."""
    await visit(discord.home, second)
    discord.gateway.guilds.remove(second)
    discord.gateway.application = "4711"
    assert await visit() == (1, 1)
    assert "another application" in caplog.text
    assert discord.sent("GET", f"/guilds/{second['id']}") == []


async def test_a_failed_greeting_does_not_stop_the_others(
    discord: FakeDiscord,
    versed: Discord,
    commands: Application,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    welcome = commands.tenants.welcome

    async def fail_for_one(asker: Asker) -> Message:
        if asker.tenant.key == f"discord:{guild(2)['id']}":
            raise KeyError("a bug")
        return await welcome(asker)

    monkeypatch.setattr(commands.tenants, "welcome", fail_for_one)
    for number in (2, 3):
        await discord.join(guild(number))
    await discord.posted(channel=guild(3)["channels"][0]["id"])
    assert "set aside: server, reference " in caplog.text


async def test_an_unreadable_server_does_not_disturb_the_others(
    discord: FakeDiscord, commands: Application, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    dispatch = Session.dispatch

    async def with_one_more(self: Session, event: str, data: Json) -> None:
        if event == "READY":
            data = {**data, "guilds": [{"unavailable": True}, *data["guilds"]]}
        await dispatch(self, event, data)

    monkeypatch.setattr(Session, "dispatch", with_one_more)
    async with asyncio.timeout(FOREVER), connected(discord, commands, sqlite_database):
        assert "What I can do" in (await (await discord.use("help")).shown()).text


async def test_an_event_that_makes_the_library_fail_does_not_end_the_connection(
    discord: FakeDiscord, commands: Application, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = asyncio.Event()

    def fail(_self: State, _data: object) -> None:
        failed.set()
        raise RecursionError("too deep")

    monkeypatch.setattr(State, "parse_guild_role_create", fail)
    async with asyncio.timeout(FOREVER), connected(discord, commands, sqlite_database):
        await discord.gateway.dispatch("GUILD_ROLE_CREATE", {}, discord.gateway.guilds[0]["id"])
        await failed.wait()
        assert "What I can do" in (await (await discord.use("help")).shown()).text
        assert len(discord.gateway.identified) == 1
        assert discord.gateway.resumed == 0


async def test_a_server_without_a_system_channel_is_greeted_in_its_first_one(
    discord: FakeDiscord, versed: Discord
) -> None:
    other = guild(2, system_channel=False)
    await discord.join(other)
    assert "Hello, I'm Versed" in (await discord.posted(channel=other["channels"][0]["id"])).text


async def test_without_a_channel_to_post_in_an_administrator_is_greeted_with_their_next_command(
    discord: FakeDiscord, versed: Discord, sqlite_database: Database
) -> None:
    other = guild(2, system_channel=False, permissions="0")
    await discord.join(other)
    while not await rows(sqlite_database, select(notice)):
        await discord.until(lambda: True)
    by_ana = await discord.use("help", server=other)
    await by_ana.shown()
    by_ben = await discord.use("help", server=other, user=BEN, permissions=MANAGE_GUILD)
    greeting = await by_ben.shown(2)
    assert "Hello, I'm Versed! I'd have said so in a channel" in greeting.text
    assert greeting.private
    assert discord.messages.get(other["channels"][0]["id"], []) == []


async def test_a_server_that_removes_the_bot_again_and_again_is_not_greeted_each_time(
    discord: FakeDiscord, versed: Discord
) -> None:
    for number in range(5):
        other = {**guild(2), "joined_at": (datetime.now(UTC) + timedelta(seconds=number)).isoformat()}
        await discord.join(other)
        await (await discord.use("help", server=other)).answered()
        await discord.remove(other)
    await versed.close()
    assert len(discord.sent("POST", "/messages")) == 2
