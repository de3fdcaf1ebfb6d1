"""The catalogue as native commands, registered with Discord when they change."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from adapters.discord.inbound.sync import sync
from adapters.discord.inbound.tree import BESIDE, EXPLAIN, payloads, same
from adapters.discord.outbound.rest import Rest
from bot.catalogue import CATALOGUE
from bot.content.model import CommandWords
from bot.dispatch.application import Application
from bot.features.authoring.kinds import FROM_MESSAGE
from bot.language.commands import AnyCommand
from bot.language.forms import Suggestion
from bot.language.options import CommandOption, OptionKind
from bot.language.people import Right
from bot.storage.database import Database
from tests.adapters.discord.conftest import connected
from tests.fakes.described import command
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord.schema import complaints
from tests.fakes.discord.world import APPLICATION

GROUPED = (
    command("schedule list", "What is scheduled", "/schedule list", right=Right.ADMINISTRATOR, needs_channel=True),
    command(
        "schedule tip",
        "A tip every day",
        "/schedule tip 9:00",
        (
            CommandOption("note", "said along with it"),
            CommandOption("time", "when", required=True, completes=True),
            CommandOption("count", "how many", OptionKind.INTEGER, minimum=0, maximum=5),
        ),
        right=Right.ADMINISTRATOR,
        needs_channel=True,
    ),
    command("game start", "Play now", "/game start", needs_channel=True),
    command("game join", "Join in", "/game join"),
    command(
        "compare", "Compare", "/compare", (CommandOption("show", "how", choices=(Suggestion("t", "As a table"),)),)
    ),
)
GERMAN = {
    "de": {"compare": CommandWords(name="vergleiche", summary="Vergleicht"), "game join": CommandWords(name="mit")}
}


def made(*catalogue: AnyCommand, translations: Any = None) -> dict[str, Any]:
    body = payloads(catalogue, translations or {})
    assert complaints("commands", json.loads(json.dumps(body))) == []
    return {each["name"]: each for each in body}


def test_every_channel_with_a_chat_can_be_picked() -> None:
    (edit,) = [each for each in made(*CATALOGUE)["schedule"]["options"] if each["name"] == "edit"]
    (channel,) = [each for each in edit["options"] if each["name"] == "channel"]
    assert channel["channel_types"] == [0, 2, 5, 10, 11, 12, 13]


def test_the_whole_catalogue_is_offered() -> None:
    body = made(*CATALOGUE)
    assert {command.group or command.name for command in CATALOGUE} | {
        EXPLAIN,
        BESIDE,
        *FROM_MESSAGE.values(),
    } == set(body)
    compare = body["compare"]
    assert compare["contexts"] == [0, 1, 2]
    assert compare["integration_types"] == [0, 1]
    assert compare["options"][0] == {
        "type": 3,
        "name": "topic",
        "description": "one topic (all by default)",
        "max_length": 300,
        "autocomplete": True,
    }
    assert compare["options"][3]["choices"][0] == {"name": "As a table", "value": "table"}
    assert body["quiz"]["options"][1] == {
        "type": 4,
        "name": "questions",
        "description": "how many",
        "min_value": 1,
        "max_value": 20,
    }
    assert body["define"]["options"][0]["required"] is True
    assert (body[EXPLAIN]["type"], body[BESIDE]["type"]) == (3, 2)
    assert body[BESIDE]["contexts"] == [0]


def test_groups_and_rights() -> None:
    body = made(*GROUPED)
    schedule, game = body["schedule"], body["game"]
    assert schedule["default_member_permissions"] == 0x20
    assert (schedule["contexts"], schedule["integration_types"]) == ([0], [0])
    assert [each["name"] for each in schedule["options"]] == ["list", "tip"]
    assert [each["name"] for each in schedule["options"][1]["options"]] == ["time", "note", "count"]
    assert "default_member_permissions" not in game
    assert game["contexts"] == [0, 1, 2]


def test_what_needs_a_team_is_offered_only_in_servers() -> None:
    body = made(*CATALOGUE)
    for name in ("team", "season", "leaderboard", "schedule", "challenge"):
        assert (body[name]["contexts"], body[name]["integration_types"]) == ([0], [0]), name
    for name in ("compare", "quiz", "review", "settings", "help", "privacy", "progress"):
        assert body[name]["contexts"] == [0, 1, 2], name


def test_translations() -> None:
    body = made(*GROUPED, translations={**GERMAN, "xx": GERMAN["de"]})
    assert body["compare"]["name_localizations"] == {"de": "vergleiche"}
    assert body["compare"]["description_localizations"] == {"de": "Vergleicht"}
    assert body["game"]["options"][1]["name_localizations"] == {"de": "mit"}
    assert "name_localizations" not in body["game"]


@pytest.mark.parametrize("name", ["game", "compare", "spiel", "a!b", "ÄRGER"])
def test_a_name_that_discord_would_refuse_is_left_out(name: str) -> None:
    catalogue = (
        command("tip", "T", "/tip"),
        command("compare", "C", "/compare"),
        command("game start", "S", "/game start"),
    )
    words = {"tip": CommandWords(name="spiel"), "compare": CommandWords.model_construct(name=name, summary="Kurz")}
    body = made(*catalogue, translations={"de": words})
    assert body["tip"]["name_localizations"] == {"de": "spiel"}
    assert body["compare"]["description_localizations"] == {"de": "Kurz"}
    assert "name_localizations" not in body["compare"]


def test_what_discord_adds_does_not_count_as_a_change() -> None:
    body = payloads(GROUPED, GERMAN)
    there = json.loads(json.dumps(body))
    for each in there:
        each |= {"id": "1", "version": "2", "nsfw": False, "dm_permission": True, "name_localized": "x"}
        each.setdefault("description", "")
        each.setdefault("options", [])
        each.setdefault("name_localizations", None)
        each["default_member_permissions"] = (
            str(each["default_member_permissions"]) if "default_member_permissions" in each else None
        )
        each["contexts"].reverse()
    there.reverse()
    silent = json.loads(json.dumps(there))
    for each in silent:
        del each["contexts"], each["integration_types"]
    assert same(body, silent)
    assert same(body, there)
    changes: list[Callable[[Any], Any]] = [
        lambda commands: commands.pop(),
        lambda commands: commands[0].update(description="other"),
        lambda commands: commands[0].update(contexts=[1]),
        lambda commands: commands[-1]["options"].pop(),
        lambda commands: commands[-1].update(default_member_permissions="8"),
    ]
    for change in changes:
        other = json.loads(json.dumps(there))
        change(other)
        assert not same(body, other)


async def test_commands_are_set_once_and_again_when_they_changed(
    discord: FakeDiscord, commands: Application, sqlite_database: Database
) -> None:
    for starts, sets in ((1, 1), (2, 1)):
        async with connected(discord, commands, sqlite_database):
            await discord.until(lambda starts=starts: len(discord.sent("GET", "/commands")) == starts)
            await discord.until(lambda: discord.commands)
        assert len(discord.sent("PUT", "/commands")) == sets
    discord.commands[0]["description"] = "an older version's"
    async with connected(discord, commands, sqlite_database):
        await discord.until(lambda: len(discord.sent("PUT", "/commands")) == 2)


async def test_a_fault_while_setting_commands(discord: FakeDiscord, monkeypatch: Any) -> None:
    monkeypatch.setattr("adapters.discord.inbound.sync._PAUSES", (0.01, 0.01))
    rest = Rest(discord.root, discord.token)
    wanted = payloads(GROUPED, GERMAN)
    discord.fail("PUT .*/commands", drop=True, accept=True)
    assert await sync(rest, int(APPLICATION), wanted)
    assert same(wanted, discord.commands)
    discord.fail("GET .*/commands", times=None, status=500)
    assert not await sync(rest, int(APPLICATION), wanted)
    discord.faults.waiting.clear()
    discord.fail("PUT .*/commands", status=400, code=50035)
    assert not await sync(rest, int(APPLICATION), payloads(CATALOGUE, {}))
    await rest.close()
