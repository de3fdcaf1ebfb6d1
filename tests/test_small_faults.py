"""Small faults found in a trial, each tested with similar cases."""

from dataclasses import replace
from random import Random
from time import struct_time
from typing import Any
from unittest.mock import patch

import pytest

from adapters.discord.inbound.targets import target_text
from bot.content.reading.library import Library
from bot.core import build
from bot.dispatch.application import Application
from bot.features.help.actions import KeepAsItIs
from bot.features.reviews.anki import package
from bot.language.actions import decode, encode
from bot.language.people import PLAYGROUND, Member, Place
from bot.language.plain import buttons, plain
from bot.language.refusals import Refusal
from bot.language.requests import Asker, Pressed
from bot.language.text import ended
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from tests.features.lessons.asking import NOW
from tests.packs import BUNDLED, PETS

ANA = Asker(PLAYGROUND, Place("general", "#general"), Member("ana", "Ana", administrator=True), NOW)


@pytest.fixture
def application(sqlite_database: Database, pictures: PictureCache) -> Application:
    return build(Library([BUNDLED, PETS]), sqlite_database, pictures, Random(1)).application


@pytest.mark.parametrize(
    "question",
    [
        "who uses tables more",
        "why so many GPUs?",
        "what is RAG",
        "number or category?",
        "which model for text?",
        "who cleans data",
        "is prediction learning?",
    ],
)
async def test_an_answer_names_nothing_twice(application: Application, question: str) -> None:
    try:
        said = await application.say(ANA, f"/ask {question}")
    except Refusal:
        return
    labels = [button.label for button in buttons(said)]
    assert len(labels) == len(set(labels))
    assert plain(said).splitlines()[0] not in labels, "what's shown already isn't offered"
    assert "?." not in plain(said)
    assert "!." not in plain(said)


@pytest.mark.parametrize(
    ("said", "shown"), [("Why", "Why."), ("Why?", "Why?"), ("Stop.", "Stop."), ("Now!", "Now!"), ("So…", "So…")]
)
def test_a_heading_ends_once(said: str, shown: str) -> None:
    assert ended(said) == shown


@pytest.mark.parametrize("typed", ["🎉", "🎉🎉", "👍🏽", "!!!", "…", "—"])
@pytest.mark.parametrize("line", ["/define {}", "/compare {}", "/tip {}", "/quiz {}"])
async def test_nothing_is_like_an_emoji(application: Application, line: str, typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        await application.say(ANA, line.format(typed))
    assert "Did you mean" not in refused.value.sentence


def on(message: dict[str, Any]) -> dict[str, Any]:
    return {"target_id": "5", "resolved": {"messages": {"5": message}}}


@pytest.mark.parametrize(
    "message",
    [
        {"content": "RAG and MLOps"},
        {"content": "", "embeds": [{"title": "News", "description": "RAG and MLOps"}]},
        {"content": "", "embeds": [{"fields": [{"name": "Why", "value": "RAG and MLOps"}]}]},
        {"content": "", "message_snapshots": [{"message": {"content": "RAG and MLOps"}}]},
        {"content": "", "message_snapshots": [{"message": {"content": "", "embeds": [{"title": "RAG and MLOps"}]}}]},
        {"content": "", "poll": {"question": {"text": "RAG and MLOps"}, "answers": "x"}},
        {"content": "", "poll": {"question": None, "answers": [{"poll_media": {"text": "RAG and MLOps"}}, {}]}},
    ],
)
def test_embeds_polls_and_forwarded_messages_are_read(message: dict[str, Any]) -> None:
    assert "RAG and MLOps" in target_text(on(message))


@pytest.mark.parametrize(
    "message",
    [
        {"content": ""},
        {"content": "", "embeds": None, "message_snapshots": "x"},
        {
            "content": None,
            "embeds": [None, {"fields": {}}, {"title": None}],
            "message_snapshots": [{"message": 5}, 1],
        },
    ],
)
def test_a_message_without_text_is_refused(message: dict[str, Any]) -> None:
    with pytest.raises(Refusal, match="read any text"):
        target_text(on(message))


@pytest.mark.parametrize(
    ("content", "read"),
    [
        ("<@7> and <@!8>: **drift** is _slow_, ||never|| `x*y*`", "@Ben and @someone: drift is slow, never x*y*"),
        ("## Drift\n> **a *b***\n-# small", "Drift\na b\nsmall"),
        ("```py\nx = 2 ** 3  # <@7>\n```", "x = 2 ** 3  # <@7>\n"),
        ("<#9> <@&6> </tip:15> <:wave:12> \\*no\\*", "#channel @role /tip :wave: *no*"),
        ("[docs](https://a.b/c_d) <https://x.y/_z_>", "docs (https://a.b/c_d) https://x.y/_z_"),
        (
            "due <t:1767225600>, <t:1767225600:D>, <t:1767268800:t>",
            "due 1 January 2026, 00:00 UTC, 1 January 2026, 12:00 UTC",
        ),
        ("<t:1767225600:R> **<t:1767225600:F>**", "1 January 2026, 00:00 UTC 1 January 2026, 00:00 UTC"),
        ("<t:999999999999:R> <t:soon> <t:1:Q>", "<t:999999999999:R> <t:soon> <t:1:Q>"),
        ("2 ** 3 ** 4 * 5 * 6, snake_case_name, 1 < 2 > 1", "2 ** 3 ** 4 * 5 * 6, snake_case_name, 1 < 2 > 1"),
    ],
)
def test_markup_in_a_message_is_read_as_people_see_it(content: str, read: str) -> None:
    mentioned = [{"id": "7", "username": "ben1", "global_name": "Ben"}]
    assert target_text(on({"content": content, "mentions": mentioned})) == read


def test_small_print_is_not_what_an_apps_message_says() -> None:
    content = "-# Ana used /define tank\n\n## Tank\nHolds water.\n-# Pets compared"
    shown = {"type": 17, "components": [{"type": 10, "content": content}, {"type": 10, "content": "-# 50 %"}]}
    assert target_text(on({"content": "", "components": [shown]})).strip() == "Tank\nHolds water."


async def test_a_warning_offers_to_leave_things_as_they_are(application: Application) -> None:
    await application.say(ANA, "/season start Spring end:90d")
    await application.say(ANA, "/team create Foxes")
    for line in ("/privacy erase", "/season end", "/season reset", "/team remove Foxes"):
        said = await application.say(ANA, line)
        left = [button for button in buttons(said) if decode(button.press) == KeepAsItIs()]
        assert [button.label.split()[0] for button in left] == ["Keep"], line
    assert "Nothing's changed" in plain(await application.press(Pressed(ANA, encode(KeepAsItIs()))))


async def test_teams_and_leaderboards_go_on_by_buttons(application: Application) -> None:
    await application.say(ANA, "/team create Foxes")
    await application.say(ANA, '/team create "Red Owls"')
    ben = replace(ANA, member=Member("ben", "Ben"))
    said = await application.say(ben, "/team list")
    assert {button.label for button in buttons(said)} == {"Join Foxes", "Join Red Owls"}
    owls = next(button for button in buttons(said) if button.label == "Join Red Owls")
    assert "Red Owls" in plain(await application.press(Pressed(ben, owls.press)))
    assert [button.label for button in buttons(await application.say(ben, "/team list"))] == ["Join Foxes"]
    board = await application.say(ben, "/leaderboard")
    start, *others = buttons(board)
    assert start.label == "Start a game"
    for button in others:
        assert (await application.press(Pressed(ben, button.press))).private, button.label


@pytest.mark.parametrize("line", ["/define RAG", "/define LLM", "/define MLOps", "/define EDA"])
async def test_another_name_is_said_once(application: Application, line: str) -> None:
    try:
        said = plain(await application.say(ANA, line))
    except Refusal:
        return
    also = [part for part in said.splitlines() if part.startswith("Also: ")]
    names = also[0].removeprefix("Also: ").split(", ") if also else []
    assert all(said.count(name) == 1 or name.casefold() in said.splitlines()[0].casefold() for name in names)


def test_the_same_cards_make_the_same_file() -> None:
    with patch("time.localtime", side_effect=[struct_time((2026, 3, 2, hour, 0, 0, 0, 61, 0)) for hour in range(20)]):
        first, second = package([], NOW, {}), package([], NOW, {})
    assert first == second
