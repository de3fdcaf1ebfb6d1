"""Moments, channels and commands on Discord: shown by Discord itself, and never as a ping."""

import asyncio
import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.outbound.mentions import CommandMentions
from adapters.discord.outbound.render import Renderer
from bot.catalogue import CATALOGUE
from bot.dispatch.application import Application
from bot.language.message import Facts, Footer, Table, message
from bot.language.rich_text import ChannelMention, CommandMention, Moment, Shows, Span, code, text
from bot.storage.database import Database
from tests.adapters.discord.conftest import connected
from tests.adapters.discord.test_render import shown
from tests.fakes.discord import FakeDiscord
from tests.patience import FOREVER

AT = datetime(2026, 3, 4, 17, 0, tzinfo=UTC)
GAME, HELP = "7" * 18, "8" * 18
THERE: list[dict[str, Any]] = [
    {"id": GAME, "type": 1, "name": "game"},
    {"id": HELP, "name": "help"},
    {"id": "9" * 18, "type": 3, "name": "tip"},
]
_MENTIONS = re.compile(r"<t:-?[0-9]+:[RtDF]>|<#[0-9]{15,20}>|</[a-z ]+:[0-9]{15,20}>")


def mentions() -> CommandMentions:
    made = CommandMentions(CATALOGUE)
    made.learn(THERE)
    return made


@pytest.mark.parametrize(
    ("shows", "style"), [(Shows.RELATIVE, "R"), (Shows.TIME, "t"), (Shows.DAY, "D"), (Shows.DAY_AND_TIME, "F")]
)
def test_a_moment_is_a_timestamp(shows: Shows, style: str) -> None:
    there = AT.astimezone(timezone(timedelta(hours=9)))
    assert mentions().write(Moment(there, shows, "soon")) == f"<t:{int(AT.timestamp())}:{style}>"


@pytest.mark.parametrize(
    ("own", "seen"),
    [
        ("1" * 18, f"<#{'1' * 18}>"),
        ("", "general"),
        ("C0123", "general"),
        (f"&{'1' * 18}", "general"),
        (f"{'1' * 18}\n", "general"),
        ("١" * 18, "general"),
    ],
)
def test_a_channel_is_mentioned_only_by_a_proper_id(own: str, seen: str) -> None:
    assert mentions().write(ChannelMention(own, "general")) == seen


@pytest.mark.parametrize(
    ("line", "seen"),
    [
        ("/help", f"</help:{HELP}>"),
        ("/game start", f"</game start:{GAME}>"),
        ("/define RAG", "`/define term:RAG`"),
        ("/compare data", "`/compare topic:data`"),
        ("/team join Red Foxes", "`/team join team:Red Foxes`"),
        ("/schedule tip 09:00 weekdays", "`/schedule tip time:09:00 days:weekdays`"),
        ("/leaderboard season", "`/leaderboard period:season`"),
        ("/link code:ABCD", "`/link code:ABCD`"),
        ("/tip", "`/tip`"),
        ("/schedule", "`/schedule`"),
        ("/no such thing", "`/no such thing`"),
        ("@everyone", "`@\u200beveryone`"),
    ],
)
def test_a_command_can_be_pressed_or_pasted(line: str, seen: str) -> None:
    assert mentions().write(CommandMention(line)) == seen


def test_every_example_can_be_pasted() -> None:
    for command in CATALOGUE:
        seen = mentions().write(CommandMention(command.example)).strip("`")
        if not seen.startswith("<"):
            names = {each.partition(":")[0] for each in seen.removeprefix(f"/{command.name}").split() if ":" in each}
            assert names & {option.name for option in command.options} or seen == f"/{command.name}", seen


@pytest.mark.parametrize(
    ("sentence", "seen"),
    [
        ("It is over; start another with /game start.", f"It is over; start another with </game start:{GAME}>."),
        ("/help says more, /tip doesn't.", f"</help:{HELP}> says more, `/tip` doesn't."),
        ("Only people who share (/settings share:yes).", "Only people who share (`/settings share:yes`)."),
        ("See a/help, https://x.org/help/ and //help.", "See a/help, https://x.org/help/ and //help."),
        ("/helpless /help/me /help.md", "/helpless /help/me /help.md"),
        ("*/game stop*", f"\\*</game stop:{GAME}>\\*"),
    ],
)
def test_a_command_in_a_sentence_can_be_pressed(sentence: str, seen: str) -> None:
    assert mentions().write(Span(sentence)) == seen
    assert mentions().write(code("/help")) == "`/help`"


@given(st.text(), st.text())
def test_nothing_else_becomes_a_mention(own: str, words: str) -> None:
    for part in (ChannelMention(own, words), CommandMention(words), ChannelMention("", f"<@&{words}>")):
        seen = _MENTIONS.sub("", mentions().write(part))
        assert not re.search(r"(?<!\\)<[@#/t]", seen) or seen.startswith("`")
        assert not re.search("@(?!\u200b)", seen)


def test_mentions_appear_in_every_block() -> None:
    soon, here, play = Moment(AT, Shows.RELATIVE, "soon"), ChannelMention(GAME, "#quiz"), CommandMention("/help")
    renderer = Renderer(CATALOGUE)
    said = message(
        text("It closes ", soon, " in ", here, "."),
        Facts((("Closes", text(soon)), ("Where", text(here)))),
        Table(("What", "When"), ((text(here), text(soon)), ("Plain", "words"))),
        Footer(text("Play: ", play)),
    )
    at = f"<t:{int(AT.timestamp())}:R>"
    before = shown(renderer.pages(said))
    assert "-# Play: `/help`" in before
    renderer.learn(THERE)
    lines = shown(renderer.pages(said)).split("\n")
    assert [line for line in lines if line] == [
        f"It closes {at} in <#{GAME}>.",
        f"**Closes:** {at}",
        f"**Where:** <#{GAME}>",
        "-# What · When",
        f"<#{GAME}> · {at}",
        "**Plain** · words",
        f"-# Play: </help:{HELP}>",
    ]


async def _says(discord: FakeDiscord, command: str) -> bool:
    """Whether an answer names a command by the id that Discord has given it."""
    own = next((each["id"] for each in discord.commands if each["name"] == command), "none")
    shown = await (await discord.use("remind", time="off")).shown()
    return f"</{command}:{own}>" in shown.markdown


async def test_the_ids_of_commands_are_learnt_from_discord(
    discord: FakeDiscord, commands: Application, sqlite_database: Database
) -> None:
    for _ in range(2):  # Discord returns them when they're set, and later when they're read
        async with connected(discord, commands, sqlite_database):
            async with asyncio.timeout(FOREVER):
                while not await _says(discord, "remind"):
                    pass


async def test_a_process_without_the_first_shard_learns_them_too(
    commands: Application, sqlite_database: Database
) -> None:
    async with FakeDiscord(shards=2) as discord:
        discord.commands = [{"id": GAME, "type": 1, "name": "remind"}]
        async with connected(discord, commands, sqlite_database, discord_shards=2, discord_shard_ids=(1,)):
            async with asyncio.timeout(FOREVER):
                while not await _says(discord, "remind"):
                    pass
            assert discord.sent("PUT", "/commands") == []
