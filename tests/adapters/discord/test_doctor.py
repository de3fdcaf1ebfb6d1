"""What `versed doctor` says about Discord."""

from urllib.parse import parse_qs, urlsplit

import discord as library
import pytest
from pydantic import SecretStr

from adapters.discord.setup.doctor import examine
from bot.runtime.settings import Settings
from tests.adapters.discord.conftest import settings_for
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord.world import APPLICATION


async def test_all_is_well(discord: FakeDiscord) -> None:
    findings = await examine(settings_for(discord))
    assert all(finding.well for finding in findings)
    link = urlsplit(findings[-1].says)
    query = parse_qs(link.query)
    assert link.hostname == "discord.com"
    assert query["client_id"] == [APPLICATION]
    assert query["scope"] == ["bot applications.commands"]
    permissions = library.Permissions(int(query["permissions"][0]))
    assert {name for name, has in permissions if has} == {
        "read_messages",
        "send_messages",
        "send_messages_in_threads",
        "attach_files",
        "read_message_history",
    }


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"interactions_endpoint_url": "https://example.org"}, "Interactions Endpoint URL"),
        ({"integration_types_config": {"1": {}}}, "Guild Install"),
    ],
)
async def test_an_application_that_is_not_set_up(discord: FakeDiscord, change: dict[str, object], says: str) -> None:
    discord.application |= change
    (bad,) = [finding for finding in await examine(settings_for(discord)) if not finding.well]
    assert says in bad.says


@pytest.mark.parametrize(
    ("shards", "remaining", "well", "says"),
    [
        (None, 999, True, "2 in all; 999 of 1000 sessions may still start today"),
        (1, 999, True, "1 in all; Discord recommends 2; 999 of 1000"),
        (None, 1, False, "only 1 of 2 may start in the next 240 minutes; wait that long"),
    ],
)
async def test_shards_and_sessions(
    discord: FakeDiscord, shards: int | None, remaining: int, well: bool, says: str
) -> None:
    discord.shards, discord.starts["remaining"] = 2, remaining
    found = {each.part: each for each in await examine(settings_for(discord, discord_shards=shards))}
    assert found["discord shards"].well is well
    assert says in found["discord shards"].says


async def test_a_wrong_token(discord: FakeDiscord) -> None:
    settings = settings_for(discord).model_copy(update={"discord_token": SecretStr("wrong")})
    (finding,) = await examine(settings)
    assert not finding.well
    assert "DISCORD_TOKEN" in finding.says
    assert "wrong" not in finding.says


async def test_discord_cannot_be_reached() -> None:
    settings = Settings(discord_token=SecretStr("t"), discord_api="http://127.0.0.1:1/api/v10")
    (finding,) = await examine(settings)
    assert not finding.well


async def test_an_older_api(discord: FakeDiscord) -> None:
    discord.fail("GET /applications/@me", times=None, status=404)
    assert all(finding.well for finding in await examine(settings_for(discord)))


async def test_nothing_to_say_without_a_token() -> None:
    assert await examine(Settings(discord_token=None)) == []
