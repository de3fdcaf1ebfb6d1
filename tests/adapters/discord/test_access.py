"""Rights in a channel: they're checked before anything begins there, so that nothing is left half begun."""

from typing import Any

import pytest
from sqlalchemy import func, select

from adapters.discord.outbound.access import may_post
from adapters.discord.setup.platform import Discord
from bot.core import Core
from bot.features.scheduling.actions import BeginTips
from bot.language.actions import encode
from bot.language.message import Image, message
from bot.language.port import Destination, Reason, Rejected
from bot.language.rich_text import in_words, text
from bot.storage.database import Database
from bot.storage.tables import challenge, game, schedule, season
from tests.fakes.commands import png
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord.world import (
    ATTACH_FILES,
    CONNECT,
    MANAGE_GUILD,
    SEND_IN_THREADS,
    SEND_MESSAGES,
    USUAL,
    VIEW_CHANNEL,
    Json,
    Shown,
    guild,
    snowflake,
)
from tests.rows import rows

BEGINNINGS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("game start", {"questions": 1}),
    ("challenge", {"questions": 1}),
    ("season start", {"name": "Spring", "end": "90d"}),
    ("schedule tip", {"time": "09:00"}),
    ("schedule report", {}),
    ("schedule game", {}),
    ("schedule challenge", {}),
    ("schedule course", {}),
)
RIGHTS = [
    (VIEW_CHANNEL, "“View Channel” and “Send Messages”"),  # without seeing a channel, a bot can't post there either
    (SEND_MESSAGES, "“Send Messages”"),
    (VIEW_CHANNEL | SEND_MESSAGES, "“View Channel” and “Send Messages”"),
]


@pytest.fixture(autouse=True)
def games(core: Core, versed: Discord) -> None:
    """Let the core show games on Discord."""
    core.boards["discord"] = versed.boards


async def begun(database: Database) -> int:
    counts = [
        await rows(database, select(func.count()).select_from(each)) for each in (game, challenge, season, schedule)
    ]
    return sum(found[0][0] for found in counts)


@pytest.mark.parametrize(("command", "options"), BEGINNINGS)
@pytest.mark.parametrize(("denied", "named"), RIGHTS)
async def test_nothing_begins_where_the_bot_may_not_post(
    discord: FakeDiscord,
    versed: Discord,
    sqlite_database: Database,
    command: str,
    options: dict[str, Any],
    denied: int,
    named: str,
) -> None:
    await discord.deny(denied)
    said = await (await discord.use(command, permissions=MANAGE_GUILD, **options)).shown()
    assert said.text.startswith(f"I can't post in #general; allow me {named} there, then try again.")
    assert said.private
    assert await begun(sqlite_database) == 0
    assert discord.messages.get(discord.channel, []) == []
    await discord.deny(0)
    await (await discord.use(command, permissions=MANAGE_GUILD, **options)).shown()
    assert await begun(sqlite_database) > 0


async def test_an_interactions_rights_count_while_the_gateway_is_late(
    discord: FakeDiscord, versed: Discord, sqlite_database: Database
) -> None:
    await discord.deny(SEND_MESSAGES, tells=False)
    said = await (await discord.use("game start", questions=1)).shown()
    where = f"<#{discord.channel}>"
    assert said.text == f"I can't post in {where}; check what I'm allowed to do there, then try again."
    assert await begun(sqlite_database) == 0


async def test_a_button_that_begins_something_says_the_same(
    discord: FakeDiscord, versed: Discord, sqlite_database: Database
) -> None:
    await discord.deny(SEND_MESSAGES)
    on = Shown(snowflake(), discord.channel, {"flags": 64}, {})
    said = await (await discord.press_id(on, encode(BeginTips()), permissions=MANAGE_GUILD)).shown()
    assert "allow me “Send Messages” there" in said.text
    assert await begun(sqlite_database) == 0


@pytest.mark.parametrize("kind", [2, 13])
async def test_in_the_chat_of_a_voice_channel_the_bot_also_has_to_connect(
    discord: FakeDiscord, versed: Discord, kind: int
) -> None:
    other = guild(2, system_channel=False)
    other["channels"][0] |= {"type": kind, "bitrate": 64000, "user_limit": 0}
    await discord.join(other)
    await (await discord.use("help")).shown()  # by now, the gateway has said so
    there = Destination(f"discord:{other['id']}", other["channels"][0]["id"])
    assert await versed.access.obstacle(there) is None
    await discord.deny(CONNECT, there.place)
    await (await discord.use("help")).shown()
    said = "I can't post in #general; allow me “Connect” there, then try again."
    assert await versed.access.obstacle(there) == said
    with pytest.raises(Rejected, match="“Connect”"):
        await versed.port.post(there, message(text("A tip")), "k")


async def test_a_game_starts_without_the_right_to_attach_files(discord: FakeDiscord, versed: Discord) -> None:
    await discord.deny(ATTACH_FILES)
    said = await (await discord.use("game start", questions=1)).shown()
    assert "The lobby's open" in said.text


def thread(**about: Any) -> Json:
    return {"type": 11, "id": "1", "thread_metadata": {"archived": False, "locked": False, **about}}


@pytest.mark.parametrize(
    ("channel", "rights", "may"),
    [
        ({"type": 0}, int(USUAL), True),
        ({"type": 2}, int(USUAL), True),
        ({"type": 5}, int(USUAL), True),
        ({"type": 13}, int(USUAL), True),
        ({"type": 15}, int(USUAL), False),
        ({"type": 16}, int(USUAL), False),
        ({"type": 0}, int(USUAL) & ~SEND_MESSAGES, False),
        ({"type": 0}, int(USUAL) & ~VIEW_CHANNEL, False),
        ({"type": 0}, int(USUAL) & ~SEND_IN_THREADS, True),
        ({"type": 0}, int(USUAL) & ~CONNECT, True),
        ({"type": 2}, int(USUAL) & ~CONNECT, False),
        ({"type": 13}, int(USUAL) & ~CONNECT, False),
        (thread(), int(USUAL) & ~SEND_MESSAGES, True),
        (thread(), int(USUAL) & ~SEND_IN_THREADS, False),
        (thread(archived=True), int(USUAL), True),
        (thread(locked=True), int(USUAL), False),
        (thread(locked=True, archived=True), int(USUAL), False),
        (thread(locked=True), int(USUAL) | 1 << 34, True),
        (thread(locked=True), 1 << 3, True),
        ({"type": 12}, int(USUAL), None),
        ({"type": 12}, int(USUAL) & ~SEND_IN_THREADS, False),
        ({"type": 0}, 1 << 3, True),
        ({"type": 0}, 0, False),
        ({}, 0, None),
        ({"type": "0"}, int(USUAL), None),
    ],
)
def test_rights_are_read_from_an_interaction(channel: Json, rights: int, may: bool | None) -> None:
    assert may_post(channel, rights) is may


@pytest.mark.parametrize(
    ("about", "denied", "said"),
    [
        ({"type": 11}, 0, None),
        ({"type": 11}, SEND_IN_THREADS, "I can't post in #Ideas; allow me “Send Messages in Threads” there"),
        ({"type": 12, "thread_metadata": {"locked": True}}, 0, "The thread Ideas is locked; unlock it"),
        ({"type": 12, "thread_metadata": {"archived": True}}, 0, None),
        ({"type": 15}, 0, "#Ideas is a forum, so it only takes posts"),
        ({"type": 0, "parent_id": None}, 0, None),
    ],
)
async def test_a_channel_that_the_gateway_has_not_described_is_looked_up(
    discord: FakeDiscord, versed: Discord, about: Json, denied: int, said: str | None
) -> None:
    found = {"id": snowflake(), "name": "Ideas", "parent_id": discord.channel, **about}
    discord.channels.add(found["id"])
    discord.home["threads"].append(found)
    await discord.deny(denied)
    there = Destination(f"discord:{discord.home['id']}", found["id"])
    got = await versed.access.obstacle(there)
    assert got is None if said is None else in_words(got or "").startswith(said)


@pytest.mark.parametrize(
    ("status", "code", "said"),
    [
        (
            403,
            50001,
            "I can't see that channel; allow me “View Channel” there, or mention me in it if it's a private thread. "
            "Then try again.",
        ),
        (404, 10003, "This channel is gone; choose another one."),
        (400, 0, None),
        (500, 0, None),
        (429, 0, None),
    ],
)
async def test_a_failed_look_up_says_what_it_can(
    discord: FakeDiscord, versed: Discord, status: int, code: int, said: str | None
) -> None:
    discord.fail(r"GET /channels/\d+", status=status, code=code, times=None)
    there = Destination(f"discord:{discord.home['id']}", snowflake())
    found = await versed.access.obstacle(there)
    assert (None if found is None else in_words(found)) == said


async def test_without_the_right_to_attach_files_pictures_are_put_into_words(
    discord: FakeDiscord, versed: Discord
) -> None:
    await discord.deny(ATTACH_FILES)
    to = Destination(f"discord:{discord.home['id']}", discord.channel)
    drawn = message(text("Ana won!"), Image(png(), "1. Ana, 900 points", "podium.png"))
    ref = await versed.boards.show(to, drawn, "game/end")
    await versed.port.post(to, drawn, "post")
    await versed.boards.change(to, ref, message(text("Ben won!"), Image(png(), "1. Ben, 950 points", "podium.png")))
    board, post = discord.messages[discord.channel]
    assert "Ben, 950 points" in board.text
    assert "Ana, 900 points" in post.text
    await discord.deny(SEND_MESSAGES)
    for post_it in (versed.boards.show(to, drawn, "another"), versed.port.post(to, drawn, "another")):
        with pytest.raises(Rejected) as refused:
            await post_it
        assert refused.value.reason is Reason.NOT_ALLOWED
