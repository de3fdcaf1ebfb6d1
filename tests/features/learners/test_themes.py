"""Pictures look the way their reader chose, or else the way their team did."""

from dataclasses import replace
from datetime import UTC, datetime
from random import Random

import pytest

from bot.content.reading.library import Library
from bot.core import build
from bot.language.message import Image, Message
from bot.language.people import Member, Place, Tenant
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from tests.packs import PETS
from tests.test_commands import Desk

ANA = Asker(
    Tenant("slack:a", "Acme"),
    Place("general", "#general"),
    Member("ana", "Ana", administrator=True),
    datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
)


@pytest.fixture
def desk(sqlite_database: Database, pictures: PictureCache) -> Desk:
    core = build(Library([PETS]), sqlite_database, pictures, Random(1))
    return Desk(core.application, ANA)


def picture(said: Message) -> Image:
    return next(block for block in said.blocks if isinstance(block, Image))


async def test_public_pictures_follow_the_team_and_private_ones_the_reader(desk: Desk) -> None:
    for_all, for_one = "/compare care show:picture", "/compare care show:picture private:yes"
    light = picture(await desk.say(for_all)).data
    await desk.say("/settings pictures:dark")
    dark = picture(await desk.say(for_one)).data
    assert dark != light
    assert picture(await desk.say(for_all)).data == light
    await desk.say("/settings team_pictures:dark pictures:light")
    assert picture(await desk.say(for_all)).data == dark
    assert picture(await desk.say(for_one)).data == light
    await desk.say("/settings pictures:team")
    assert picture(await desk.say(for_one)).data == dark


async def test_only_an_administrator_chooses_for_the_team(desk: Desk) -> None:
    desk.asker = replace(ANA, member=Member("ben", "Ben"))
    with pytest.raises(Refusal, match="administrator"):
        await desk.say("/settings team_pictures:dark")


async def test_where_the_screen_decides_both_themes_come_and_none_can_be_set(desk: Desk) -> None:
    desk.asker = replace(ANA, tenant=Tenant("web:a", "Playground"))
    assert picture(await desk.say("/compare care show:picture")).dark
    with pytest.raises(Refusal, match="follow your screen"):
        await desk.say("/settings pictures:dark")
