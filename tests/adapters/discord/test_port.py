"""Posts, and finding out whether one arrived."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from adapters.discord.inbound.event import parse_interaction
from adapters.discord.outbound.message_body import digest
from adapters.discord.setup.platform import Discord
from adapters.remote_clock import RemoteClock
from bot.core import Core
from bot.dispatch.application import Application
from bot.language.message import Image, Message, message
from bot.language.port import Destination, Postponed, Queued, Reason, Rejected, Uncertain, UnreadableHistory
from bot.language.rich_text import text
from bot.storage.database import Database
from tests.adapters.discord.conftest import connected, settings_for
from tests.fakes.commands import comparison, png
from tests.fakes.discord import FakeDiscord, Shown
from tests.fakes.discord.world import ANA, BEN, BOT, USUAL, Json, guild, role, snowflake

KEY = "occurrence:1234567890:2026-03-02"
TIP = message(text("A tip without a button"))


@pytest.fixture
def to(discord: FakeDiscord) -> Destination:
    return Destination(f"discord:{discord.home['id']}", discord.channel)


def around(seconds: float = 60) -> tuple[datetime, datetime]:
    now = datetime.now(UTC)
    return now - timedelta(seconds=seconds), now + timedelta(seconds=seconds)


@pytest.mark.parametrize("said", [TIP, comparison("Data"), message(Image(png(), "Facts", "x.png"))])
async def test_a_post_arrives_and_is_found(
    discord: FakeDiscord, versed: Discord, to: Destination, said: Message
) -> None:
    reference = await versed.port.post(to, said, KEY)
    shown = await discord.posted()
    assert shown.id == reference
    assert shown.nonce == digest(KEY)
    assert len(shown.nonce) == 25
    assert shown.body["enforce_nonce"] is True
    assert shown.body["allowed_mentions"] == {"parse": []}
    assert await versed.port.look_up(to, KEY, *around()) == reference
    assert await versed.port.look_up(to, "another key", *around()) is None


async def test_a_button_of_a_post_works(
    discord: FakeDiscord, versed: Discord, to: Destination, commands: Application
) -> None:
    used = await discord.use("compare", topic="care", send=False)
    said = await commands.tenants.welcome(parse_interaction(used.payload, lambda _: None, lambda _: None).asker)
    await versed.port.post(to, said, KEY)
    shown = await discord.posted()
    assert all(each.endswith(f"~{digest(KEY)}") for each in shown.buttons.values())
    assert "Question 1" in (await (await discord.press(shown, "Try a question")).shown()).text


async def test_a_second_post_with_the_same_key_appears_once(
    discord: FakeDiscord, versed: Discord, to: Destination
) -> None:
    discord.fail("POST /channels/.*", drop=True, accept=True)
    with pytest.raises(Uncertain):
        await versed.port.post(to, TIP, KEY)
    assert len(discord.messages[discord.channel]) == 1
    reference = await versed.port.post(to, TIP, KEY)
    assert [each.id for each in discord.messages[discord.channel]] == [reference]
    assert len(discord.sent("POST", "/messages")) == 2


@pytest.mark.parametrize(
    "fault",
    [{"status": 500}, {"status": 503, "accept": True}, {"drop": True}, {"status": 502, "html": True}],
    ids=str,
)
async def test_a_post_of_unknown_outcome_is_uncertain_and_not_repeated(
    discord: FakeDiscord, versed: Discord, to: Destination, fault: dict[str, object]
) -> None:
    discord.fail("POST /channels/.*", times=None, **fault)
    with pytest.raises(Uncertain):
        await versed.port.post(to, TIP, KEY)
    assert len(discord.sent("POST", "/messages")) == 1


@pytest.mark.parametrize(("retry_after", "everywhere"), [(0.5, False), (82_721.0, False), (0.4, True)])
async def test_a_limit_postpones(
    discord: FakeDiscord, versed: Discord, to: Destination, retry_after: float, everywhere: bool
) -> None:
    discord.fail("POST /channels/.*", status=429, retry_after=retry_after, everywhere=everywhere)
    with pytest.raises(Postponed) as postponed:
        await versed.port.post(to, TIP, KEY)
    assert postponed.value.seconds == retry_after
    told = asyncio.get_running_loop().time()
    if retry_after > 5:
        with pytest.raises(Queued):
            await versed.port.post(to, TIP, "another")
        assert len(discord.sent("POST", "/messages")) == 1
    else:
        await versed.port.post(to, TIP, "another")
        assert discord.sent("POST", "/messages")[1].at >= told + retry_after - 0.01
    assert (await (await discord.use("help")).shown()).private


@pytest.mark.parametrize(
    ("status", "code", "reason"),
    [
        (403, 50001, Reason.NOT_ALLOWED),
        (403, 50013, Reason.NOT_ALLOWED),
        (404, 10003, Reason.PLACE_DELETED),
    ],
)
async def test_a_refusal_says_why(
    discord: FakeDiscord, versed: Discord, to: Destination, status: int, code: int, reason: Reason
) -> None:
    discord.fail("POST /channels/.*", status=status, code=code)
    with pytest.raises(Rejected) as rejected:
        await versed.port.post(to, TIP, KEY)
    assert rejected.value.reason is reason


async def test_a_long_post_comes_on_pages_and_only_once(
    discord: FakeDiscord, versed: Discord, to: Destination
) -> None:
    long = message(*(text(f"{number} " + "word " * 600) for number in range(3)))
    discord.fail("POST /channels/.*", times=0)
    reference = await versed.port.post(to, long, KEY)
    assert await versed.port.post(to, long, KEY) == reference
    assert len(discord.messages[discord.channel]) == 3
    assert await versed.port.look_up(to, KEY, *around()) == reference


async def test_a_post_is_found_among_many(discord: FakeDiscord, versed: Discord, to: Destination) -> None:
    reference = await versed.port.post(to, TIP, KEY)
    later = datetime.now(UTC) + timedelta(minutes=1)
    assert await versed.port.look_up(to, KEY, later, later + timedelta(minutes=1)) is None
    discord.requests.clear()
    kept = discord.messages[discord.channel]
    kept += [Shown(snowflake(), to.place, {"content": "chatter"}, {}, author=ANA) for _ in range(450)]
    assert await versed.port.look_up(to, KEY, *around()) == reference
    assert len(discord.sent("GET", "/messages")) == 5


async def test_history_that_may_not_be_read_proves_nothing(discord: FakeDiscord, versed: Discord) -> None:
    without = str(int(USUAL) & ~(1 << 16))
    other = guild(2, permissions=without, system_channel=False)
    await discord.join(other)
    await (await discord.use("help", server=other)).answered()
    with pytest.raises(UnreadableHistory, match="Read Message History"):
        await versed.port.look_up(Destination("discord:2", other["channels"][0]["id"]), KEY, *around())
    assert discord.sent("GET", "/messages") == []


async def test_an_empty_history_of_an_unknown_channel_proves_nothing(discord: FakeDiscord, versed: Discord) -> None:
    discord.channels.add("77")
    elsewhere = Destination("discord:7", "77")
    with pytest.raises(UnreadableHistory):
        await versed.port.look_up(elsewhere, KEY, *around())
    discord.messages["77"] = [Shown(snowflake(), "77", {"content": "hello"}, {}, author=ANA)]
    assert await versed.port.look_up(elsewhere, KEY, *around()) is None


HISTORY = str(1 << 16)


def overwrite(whose: str, kind: int, *, allow: str = "0", deny: str = "0") -> Json:
    """https://docs.discord.com/developers/resources/channel#overwrite-object."""
    return {"id": whose, "type": kind, "allow": allow, "deny": deny}


@pytest.fixture
async def slow(core: Core, sqlite_database: Database) -> AsyncIterator[tuple[FakeDiscord, Discord]]:
    """Versed on a Discord that hasn't announced its server: Versed has just started, or another replica serves it."""
    async with FakeDiscord() as fake:
        fake.gateway.outage = True
        async with connected(fake, core.application, sqlite_database) as versed:
            yield fake, versed


async def test_a_post_can_be_looked_up_before_its_server_is_announced(slow: tuple[FakeDiscord, Discord]) -> None:
    discord, versed = slow
    to = Destination(f"discord:{discord.home['id']}", discord.channel)
    assert await versed.port.look_up(to, KEY, *around()) is None  # the post hasn't arrived and can be sent again
    reference = await versed.port.post(to, TIP, KEY)
    assert await versed.port.look_up(to, KEY, *around()) == reference


@pytest.mark.parametrize(
    ("everyone", "own", "overwrites", "may"),
    [
        (USUAL, "0", [], True),
        (str(int(USUAL) & ~(1 << 16)), "0", [], False),
        ("0", USUAL, [], True),
        ("0", str(1 << 3), [("everyone", {"deny": HISTORY})], True),
        (USUAL, "0", [("everyone", {"deny": HISTORY})], False),
        (USUAL, "0", [("own", {"allow": HISTORY}), ("everyone", {"deny": HISTORY})], True),
        (USUAL, "0", [("bot", {"deny": HISTORY}), ("own", {"allow": HISTORY})], False),
        (USUAL, "0", [("other", {"deny": HISTORY})], True),
    ],
)
async def test_rights_that_the_gateway_has_not_told_are_asked_for(
    slow: tuple[FakeDiscord, Discord], everyone: str, own: str, overwrites: list[tuple[str, Json]], may: bool
) -> None:
    discord, versed = slow
    home = discord.home
    ids = {"everyone": (home["id"], 0), "own": ("71", 0), "other": ("72", 0), "bot": (BOT["id"], 1)}
    home["roles"] = [
        role(home["id"], "@everyone", permissions=everyone),
        role("71", "Versed", permissions=own),
        role("72", "Others"),
    ]
    home["members"][0]["roles"] = ["71"]
    home["channels"][0]["permission_overwrites"] = [overwrite(*ids[whose], **bits) for whose, bits in overwrites]
    to = Destination(f"discord:{home['id']}", discord.channel)
    if may:
        assert await versed.port.look_up(to, KEY, *around()) is None
    else:
        with pytest.raises(UnreadableHistory, match="Read Message History"):
            await versed.port.look_up(to, KEY, *around())


async def test_a_thread_that_the_gateway_has_not_told_of_has_its_channels_rights(
    slow: tuple[FakeDiscord, Discord],
) -> None:
    discord, versed = slow
    discord.home["threads"] = [{"id": "77", "type": 11, "name": "Tips", "parent_id": discord.channel}]
    discord.channels.add("77")
    thread = Destination(f"discord:{discord.home['id']}", "77")
    assert await versed.port.look_up(thread, KEY, *around()) is None
    barred = overwrite(discord.home["id"], 0, deny=HISTORY)
    discord.home["channels"][0]["permission_overwrites"] = [barred]
    with pytest.raises(UnreadableHistory, match="Read Message History"):
        await versed.port.look_up(thread, KEY, *around())


@pytest.mark.parametrize("fault", [{"status": 500}, {"status": 429, "retry_after": 3.0}], ids=["down", "limited"])
@pytest.mark.parametrize("asked", ["/channels/[0-9]+", "/guilds/[0-9]+", "/guilds/.*/members/.*"])
async def test_the_look_up_waits_while_the_rights_are_unknown(
    slow: tuple[FakeDiscord, Discord], asked: str, fault: dict[str, object]
) -> None:
    discord, versed = slow
    discord.fail(f"GET {asked}", **fault)
    with pytest.raises(Postponed):
        await versed.port.look_up(Destination(f"discord:{discord.home['id']}", discord.channel), KEY, *around())


async def test_the_look_up_waits_until_the_bot_has_logged_in(
    discord: FakeDiscord, core: Core, sqlite_database: Database, to: Destination
) -> None:
    starting = Discord(settings_for(discord), core.application, sqlite_database)
    with pytest.raises(Postponed):
        await starting.port.look_up(to, KEY, *around())
    await starting.close()


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"status": 403, "code": 50001}, UnreadableHistory),
        ({"status": 404, "code": 10003}, UnreadableHistory),
        ({"status": 429, "retry_after": 3.0}, Postponed),
        ({"status": 500}, Postponed),
    ],
)
async def test_a_history_that_cannot_be_had_is_unreadable_or_postponed(
    discord: FakeDiscord, versed: Discord, to: Destination, fault: dict[str, object], error: type[Exception]
) -> None:
    discord.fail("GET /channels/.*", **fault)
    with pytest.raises(error):
        await versed.port.look_up(to, KEY, *around())


PRIVATE = Destination("discord:1", "", ANA["id"])


async def test_a_private_post_arrives_with_one_member(discord: FakeDiscord, versed: Discord) -> None:
    reference = await versed.port.post(PRIVATE, TIP, KEY)
    shown = await discord.posted(channel=discord.conversation(ANA["id"]))
    assert (shown.id, shown.nonce, shown.body["enforce_nonce"]) == (reference, digest(KEY), True)
    assert await versed.port.post(PRIVATE, TIP, KEY) == reference
    assert await versed.port.look_up(PRIVATE, KEY, *around()) == reference
    assert await versed.port.look_up(PRIVATE, "another key", *around()) is None
    assert await versed.port.look_up(Destination("discord:1", "", BEN["id"]), KEY, *around()) is None
    assert len(discord.sent("POST", "/users/@me/channels")) == 2  # once for each of the two members


async def test_an_empty_conversation_proves_that_nothing_arrived(discord: FakeDiscord, versed: Discord) -> None:
    assert await versed.port.look_up(PRIVATE, KEY, *around()) is None


@pytest.mark.parametrize("code", [50007, 50278, 50001, 10003])
async def test_a_closed_conversation_says_how_to_open_it(discord: FakeDiscord, versed: Discord, code: int) -> None:
    discord.fail("POST /channels/.*", status=403, code=code)
    with pytest.raises(Rejected, match="allow direct messages") as rejected:
        await versed.port.post(PRIVATE, TIP, KEY)
    assert rejected.value.reason is Reason.CLOSED
    assert len(discord.sent("POST", "/messages")) == 1


async def test_who_takes_no_direct_messages_gets_none(discord: FakeDiscord, versed: Discord) -> None:
    discord.closed.add(ANA["id"])
    with pytest.raises(Rejected) as rejected:
        await versed.port.post(PRIVATE, TIP, KEY)
    assert rejected.value.reason is Reason.CLOSED


async def test_an_unknown_member_cannot_be_written_to(discord: FakeDiscord, versed: Discord) -> None:
    nobody = Destination("discord:1", "", "700000000000000099")
    with pytest.raises(Rejected) as rejected:
        await versed.port.post(nobody, TIP, KEY)
    assert rejected.value.reason is Reason.CLOSED
    with pytest.raises(UnreadableHistory):
        await versed.port.look_up(nobody, KEY, *around())


async def test_a_refused_message_does_not_count_as_a_closed_conversation(
    discord: FakeDiscord, versed: Discord
) -> None:
    discord.fail("POST /channels/.*", status=400, code=50035)
    with pytest.raises(Rejected) as rejected:
        await versed.port.post(PRIVATE, TIP, KEY)
    assert rejected.value.reason is Reason.INVALID


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 500},
        {"drop": True},
        {"drop": True, "accept": True},
        {"status": 429, "retry_after": 3.0},
        {"status": 403, "code": 40003},
    ],
    ids=str,
)
async def test_a_conversation_that_does_not_open_postpones_the_post(
    discord: FakeDiscord, versed: Discord, fault: dict[str, object]
) -> None:
    discord.fail("POST /users/@me/channels", **fault)
    with pytest.raises(Postponed):
        await versed.port.post(PRIVATE, TIP, KEY)
    assert discord.sent("POST", "/messages") == []


async def test_a_private_post_whose_answer_is_lost_is_found(discord: FakeDiscord, versed: Discord) -> None:
    discord.fail("POST /channels/.*", drop=True, accept=True)
    with pytest.raises(Uncertain):
        await versed.port.post(PRIVATE, TIP, KEY)
    assert await versed.port.look_up(PRIVATE, KEY, *around()) is not None


async def test_discords_answers_tell_its_time(discord: FakeDiscord, versed: Discord, to: Destination) -> None:
    await versed.port.post(to, TIP, KEY)
    before = datetime.now(UTC) - timedelta(seconds=1)  # Discord tells whole seconds
    told = await versed.port.now()
    assert told is not None
    assert before <= told <= datetime.now(UTC)
    assert discord.sent("GET", "/gateway") == []


@pytest.mark.parametrize("fault", [{}, {"status": 403, "code": 0}, {"status": 404, "code": 0}], ids=str)
async def test_discord_is_asked_for_its_time_before_anything_is_sent(
    discord: FakeDiscord, versed: Discord, fault: dict[str, object]
) -> None:
    versed._rest.clock = RemoteClock()  # as in a process that has just started
    if fault:
        discord.fail("GET /gateway", **fault)
    assert await asyncio.gather(*(versed.port.now() for _ in range(10))) != [None] * 10
    assert len(discord.sent("GET", "/gateway")) == 1


@pytest.mark.parametrize("fault", [{"status": 500}, {"drop": True}, {"status": 502, "html": True}], ids=str)
async def test_a_discord_that_does_not_answer_is_asked_again_later(
    discord: FakeDiscord, versed: Discord, fault: dict[str, object]
) -> None:
    versed._rest.clock = RemoteClock()
    discord.fail("GET /gateway", times=None, **fault)
    with pytest.raises(Postponed, match="I couldn't reach Discord"):
        await versed.port.now()
    asked = len(discord.sent("GET", "/gateway"))
    with pytest.raises(Postponed, match="I couldn't reach Discord"):
        await versed.port.now()
    assert len(discord.sent("GET", "/gateway")) == asked
