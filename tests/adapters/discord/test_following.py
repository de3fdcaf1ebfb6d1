"""What follows a tip on Discord: a thread of its own, a question, a pin; and the rights that they need."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from adapters.discord.outbound.message_body import digest
from adapters.discord.setup.platform import Discord
from bot.language.message import message
from bot.language.port import Destination, Extra, Postponed, Reason, Rejected, Uncertain, UnreadableHistory
from bot.language.rich_text import text
from bot.storage.database import Database
from bot.storage.tables import schedule
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord.world import (
    CREATE_PUBLIC_THREADS,
    MANAGE_GUILD,
    PIN_MESSAGES,
    SEND_IN_THREADS,
    USUAL,
    Json,
    guild,
    snowflake,
)
from tests.rows import rows

TIP, QUESTION = message(text("A tip")), message(text("Where have you seen that?"))
ALL = str(int(USUAL) | CREATE_PUBLIC_THREADS | PIN_MESSAGES)


@pytest.fixture
def discord(discord: FakeDiscord) -> FakeDiscord:
    """The same, where the bot may also open threads and pin messages."""
    discord.home["roles"][0]["permissions"] = ALL
    return discord


@pytest.fixture
def to(discord: FakeDiscord) -> Destination:
    return Destination(f"discord:{discord.home['id']}", discord.channel)


def around() -> tuple[datetime, datetime]:
    now = datetime.now(UTC)
    return now - timedelta(seconds=60), now + timedelta(seconds=60)


async def test_a_question_is_a_reply_to_its_tip(discord: FakeDiscord, versed: Discord, to: Destination) -> None:
    tip = await versed.port.post(to, TIP, "k")
    under = replace(to, under=tip)
    reply = await versed.port.post(under, QUESTION, "k/reply")
    _, shown = discord.messages[discord.channel]
    assert shown.id == reply
    assert shown.body["message_reference"] == {"message_id": tip, "fail_if_not_exists": False}
    assert shown.body["allowed_mentions"] == {"parse": []}
    assert await versed.port.look_up(under, "k/reply", *around()) == reply
    assert await versed.port.post(under, QUESTION, "k/reply") == reply


async def test_without_the_history_the_question_is_posted_below_its_tip(
    discord: FakeDiscord, versed: Discord, to: Destination
) -> None:
    tip = await versed.port.post(to, TIP, "k")
    discord.history_readable = False
    reply = await versed.port.post(replace(to, under=tip), QUESTION, "k/reply")
    _, shown = discord.messages[discord.channel]
    assert shown.id == reply
    assert "message_reference" not in shown.body


async def test_a_thread_is_opened_and_written_to_once(discord: FakeDiscord, versed: Discord, to: Destination) -> None:
    tip = await versed.port.post(to, TIP, "k")
    there = replace(to, under=tip, thread="First question about any data")
    assert await versed.port.look_up(there, "k/reply", *around()) is None
    reply = await versed.port.post(there, QUESTION, "k/reply")
    assert await versed.port.post(there, QUESTION, "k/reply") == reply
    (thread,) = discord.home["threads"]
    assert (thread["id"], thread["name"]) == (tip, "First question about any data")
    (shown,) = discord.messages[tip]
    assert (shown.id, shown.nonce) == (reply, digest("k/reply"))
    assert "message_reference" not in shown.body
    assert await versed.port.look_up(there, "k/reply", *around()) == reply
    assert len(discord.messages[discord.channel]) == 1


@pytest.mark.parametrize("name", ["x" * 300, "Ünïcödé 🎉 <@1> @everyone", "a\\b `c`"])
async def test_a_thread_may_have_any_name(discord: FakeDiscord, versed: Discord, to: Destination, name: str) -> None:
    tip = await versed.port.post(to, TIP, "k")
    await versed.port.post(replace(to, under=tip, thread=name), QUESTION, "k/reply")
    assert discord.home["threads"][0]["name"] == name[:100]


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"status": 500}, Postponed),
        ({"status": 502, "accept": True}, Postponed),
        ({"drop": True, "accept": True}, Postponed),
        ({"status": 429, "retry_after": 3.0}, Postponed),
        ({"status": 403, "code": 50013}, Rejected),
        ({"status": 403, "code": 50001}, Rejected),
        ({"status": 400, "code": 160006}, Rejected),
        ({"status": 400, "code": 50024}, Rejected),
        ({"status": 404, "code": 10008}, Rejected),
    ],
    ids=str,
)
async def test_nothing_is_posted_if_the_thread_was_not_opened(
    discord: FakeDiscord, versed: Discord, to: Destination, fault: dict[str, Any], error: type[Exception]
) -> None:
    tip = await versed.port.post(to, TIP, "k")
    discord.fail(r"POST /channels/\d+/messages/\d+/threads", **fault)
    there = replace(to, under=tip, thread="A tip")
    with pytest.raises(error):
        await versed.port.post(there, QUESTION, "k/reply")
    assert discord.messages.get(tip, []) == []
    if "retry_after" not in fault:
        await versed.port.post(there, QUESTION, "k/reply")
        assert len(discord.messages[tip]) == 1


@pytest.mark.parametrize(
    ("denied", "named"),
    [
        (CREATE_PUBLIC_THREADS, "“Create Public Threads” there"),
        (0, "“Create Public Threads” and “Send Messages in Threads” there"),
    ],
)
async def test_a_thread_that_may_not_be_opened_names_the_missing_right(
    discord: FakeDiscord, versed: Discord, to: Destination, denied: int, named: str
) -> None:
    tip = await versed.port.post(to, TIP, "k")
    await discord.deny(denied)
    await (await discord.use("help")).shown()  # by now, the gateway has said so
    discord.fail(r"POST /channels/\d+/messages/\d+/threads", status=403, code=50013)
    with pytest.raises(Rejected, match=f"allow me {named}"):
        await versed.port.post(replace(to, under=tip, thread="A tip"), QUESTION, "k/reply")


async def test_a_tip_that_somebody_deleted_has_no_thread(
    discord: FakeDiscord, versed: Discord, to: Destination
) -> None:
    tip = await versed.port.post(to, TIP, "k")
    discord.messages[discord.channel][0].gone = True
    with pytest.raises(Rejected) as refused:
        await versed.port.post(replace(to, under=tip, thread="A tip"), QUESTION, "k/reply")
    assert refused.value.reason is Reason.POST_LOST
    with pytest.raises(Rejected) as refused:
        await versed.port.pin(to, tip)
    assert refused.value.reason is Reason.POST_LOST
    await versed.port.unpin(to, tip)
    with pytest.raises(UnreadableHistory):
        await versed.port.look_up(replace(to, under=tip, thread="A tip"), "k/reply", *around())


async def test_pins_come_and_go_as_often_as_they_are_asked_for(
    discord: FakeDiscord, versed: Discord, to: Destination
) -> None:
    tip = await versed.port.post(to, TIP, "k")
    for _ in range(2):
        await versed.port.pin(to, tip)
        assert discord.pins[discord.channel] == [tip]
    for _ in range(2):
        await versed.port.unpin(to, tip)
        assert discord.pins[discord.channel] == []


@pytest.mark.parametrize(
    ("fault", "error", "said"),
    [
        ({"status": 403, "code": 50013}, Rejected, "give me “Pin Messages” there"),
        ({"status": 403, "code": 50001}, Rejected, "give me “Pin Messages” there"),
        ({"status": 400, "code": 30003}, Rejected, "as many pins as Discord allows"),
        ({"status": 500}, Uncertain, "Discord didn't say"),
        ({"drop": True, "times": None}, Uncertain, "Discord didn't say"),
        ({"status": 429, "retry_after": 3.0}, Postponed, "slow down"),
    ],
    ids=str,
)
async def test_a_pin_that_fails_says_why(
    discord: FakeDiscord,
    versed: Discord,
    to: Destination,
    fault: dict[str, Any],
    error: type[Exception],
    said: str,
) -> None:
    tip = await versed.port.post(to, TIP, "k")
    discord.fail(r"PUT /channels/\d+/messages/pins/\d+", **fault)
    with pytest.raises(error, match=said):
        await versed.port.pin(to, tip)


@pytest.mark.parametrize(
    ("options", "denied", "named"),
    [
        ({"pin": "yes"}, PIN_MESSAGES, "“Pin Messages”"),
        ({"thread": "yes"}, CREATE_PUBLIC_THREADS, "“Create Public Threads”"),
        ({"thread": "yes"}, SEND_IN_THREADS, "“Send Messages in Threads”"),
        (
            {"thread": "yes"},
            CREATE_PUBLIC_THREADS | SEND_IN_THREADS,
            "“Create Public Threads” and “Send Messages in Threads”",
        ),
        (
            {"thread": "yes", "pin": "yes", "ask": "yes"},
            PIN_MESSAGES | CREATE_PUBLIC_THREADS,
            "“Create Public Threads” and “Pin Messages”",
        ),
    ],
)
async def test_rights_are_checked_before_anything_is_scheduled(
    discord: FakeDiscord,
    versed: Discord,
    sqlite_database: Database,
    options: dict[str, str],
    denied: int,
    named: str,
) -> None:
    await discord.deny(denied)
    said = await (await discord.use("schedule tip", permissions=MANAGE_GUILD, **options)).shown()
    expected = f"I can post in #general, but not do all of that; allow me {named} there, then try again."
    assert said.text.startswith(expected)
    assert await rows(sqlite_database, select(func.count()).select_from(schedule)) == [(0,)]
    made = await (await discord.use("schedule tip", permissions=MANAGE_GUILD)).shown()
    assert "Done: schedule 1" in made.text
    edited = await (await discord.use("schedule edit", permissions=MANAGE_GUILD, **options)).shown()
    assert edited.text.startswith(expected)
    await discord.deny(0)
    edited = await (await discord.use("schedule edit", permissions=MANAGE_GUILD, **options)).shown()
    assert "Changed: schedule 1" in edited.text
    assert "With each tip" in edited.text


@pytest.mark.usefixtures("versed")
@pytest.mark.parametrize(
    ("denied", "named"),
    [(CREATE_PUBLIC_THREADS, "“Create Public Threads”"), (SEND_IN_THREADS, "“Send Messages in Threads”")],
)
async def test_a_challenge_asks_for_the_rights_of_its_thread(discord: FakeDiscord, denied: int, named: str) -> None:
    await discord.deny(denied)
    for name in ("challenge", "schedule challenge"):
        said = await (await discord.use(name, permissions=MANAGE_GUILD, thread="yes")).shown()
        assert f"allow me {named} there" in said.text
    await discord.deny(0)
    said = await (await discord.use("challenge", permissions=MANAGE_GUILD, thread="yes")).shown()
    assert "with a thread to talk in" in said.text


@pytest.mark.parametrize("kind", [2, 13, 11])
async def test_no_thread_is_promised_where_none_can_be_opened(
    discord: FakeDiscord, versed: Discord, kind: int
) -> None:
    found: Json = {"id": snowflake(), "name": "Ideas", "type": kind, "parent_id": discord.channel}
    discord.channels.add(found["id"])
    discord.home["threads"].append(found)
    there = Destination(f"discord:{discord.home['id']}", found["id"])
    obstacle = await versed.access.obstacle(there, [Extra.THREAD])
    assert obstacle == "No threads can be opened in #Ideas; leave out “thread”, or choose another channel."
    assert await versed.access.obstacle(there) is None


async def test_an_administrator_bot_may_do_all_of_it(discord: FakeDiscord, versed: Discord) -> None:
    other = guild(2, permissions=str(1 << 3))
    await discord.join(other)
    await discord.until(lambda: versed.is_ready())
    there = Destination(f"discord:{other['id']}", other["channels"][0]["id"])
    assert await versed.access.obstacle(there, list(Extra)) is None
