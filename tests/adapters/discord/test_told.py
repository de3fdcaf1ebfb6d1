"""What Discord says about people: their language, and so how they write numbers and where they probably are."""

import re
from datetime import datetime
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import discord as library
import pytest

from adapters.discord.inbound.locales import ZONES, zone_of
from adapters.discord.setup.platform import Discord
from bot.content.reading.library import Library
from bot.core import Core, build
from bot.features.learners import zones
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord.world import BEN, MANAGE_GUILD
from tests.packs import NUMBERS


@pytest.fixture
async def core(sqlite_database: Database, pictures: PictureCache) -> Core:
    return build(Library([NUMBERS]), sqlite_database, pictures, Random(1))


async def said(discord: FakeDiscord, command: str, **options: Any) -> str:
    return (await (await discord.use(command, **options)).shown()).text


def test_languages_are_discords_and_zones_are_places() -> None:
    assert set(ZONES) <= {locale.value for locale in library.Locale}
    assert {zones.told(zone) for zone in ZONES.values()} == set(ZONES.values())
    assert not {"en-US", "es-419", "pt-BR", "ru"} & set(ZONES)


@pytest.mark.parametrize("strange", [None, 7, "", "xx", "DE", ["de"], {}])
def test_an_unknown_language_says_nothing(strange: object) -> None:
    assert zone_of(strange, strange) == ""
    assert zone_of(strange, "de") == "Europe/Berlin"


async def test_the_language_is_the_first_guess(discord: FakeDiscord, versed: Discord) -> None:
    discord.locale = "ja"
    settings = await said(discord, "settings")
    assert "Asia/Tokyo, a guess from your language on Discord" in settings
    reminded = await said(discord, "remind", time="8:30")
    assert "At 08:30 (Asia/Tokyo)" in reminded
    assert reminded.count("a guess from your language on Discord") == 1
    discord.locale = "de"  # the first guess stays, so that days don't suddenly begin at another hour
    assert "Asia/Tokyo, a guess" in await said(discord, "settings")
    chosen = await said(discord, "settings", zone="Lisbon")
    assert "Europe/Lisbon" in chosen
    assert "guess" not in chosen
    assert "At 09:30 (Europe/Lisbon)" in await said(discord, "remind", time="9:30")


async def test_the_servers_language_counts_where_a_person_chose_none(discord: FakeDiscord, versed: Discord) -> None:
    discord.guild_locale = "fr"
    assert "Europe/Paris, a guess" in await said(discord, "settings")
    discord.guild_locale = "en-US"
    assert "not chosen yet; UTC until then" in await said(discord, "settings", user=BEN)


async def test_a_teams_zone_counts_before_a_guess(discord: FakeDiscord, versed: Discord) -> None:
    discord.locale = "ja"
    await said(discord, "settings", team_zone="Berlin", permissions=MANAGE_GUILD)
    settings = await said(discord, "settings", user=BEN)
    assert "Europe/Berlin" in settings
    assert "guess" not in settings


async def test_a_season_says_that_its_zone_is_a_guess(discord: FakeDiscord, versed: Discord) -> None:
    discord.locale = "en-GB"
    made = await said(discord, "season start", name="Spring", end="Friday 17:00", permissions=MANAGE_GUILD)
    _, closes = re.findall("<t:([0-9]+):F>", made)
    assert f"{datetime.fromtimestamp(int(closes), ZoneInfo('Europe/London')):%A %H:%M}" == "Friday 17:00"
    assert made.count("Europe/London, a guess from your language on Discord") == 1


@pytest.mark.parametrize(("locale", "counts"), [("de", True), ("en-US", False), ("en-GB", False)])
async def test_numbers_are_read_as_at_home(discord: FakeDiscord, versed: Discord, locale: str, counts: bool) -> None:
    discord.locale = locale
    page = await (await discord.use("quiz")).shown()
    asked = await (await discord.press(page, "Type your answer")).answered()
    done = (await (await discord.submit(asked, "3,142")).shown()).text
    assert ("Right!" in done) is counts
    again = await (await discord.submit(asked, "3.142")).shown()
    assert "Already answered" in again.text
    assert ("Right!" in again.text) is counts  # as it was judged then, not as it would be now
