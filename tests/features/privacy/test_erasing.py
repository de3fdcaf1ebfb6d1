"""Rows that `/privacy erase` deletes although none of their columns names a member."""

from random import Random

from sqlalchemy import select

from bot.catalogue import CATALOGUE
from bot.content.reading.library import Library
from bot.core import build
from bot.features.privacy.actions import EraseEverything
from bot.language.actions import encode
from bot.language.people import PLAYGROUND, Member, Place
from bot.language.requests import Asker, Call, Pressed
from bot.language.slash import read
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from bot.storage.tables import place, team, tip_shown
from tests.features.reviews.desk import START
from tests.packs import PETS
from tests.rows import rows

DIRECT, GENERAL = Place("D7", "Direct message", direct=True), Place("general", "#general")


async def test_a_direct_conversation_is_forgotten_and_a_channel_is_not(database: Database) -> None:
    pictures = PictureCache()
    application = build(Library([PETS]), database, pictures, Random(1)).application
    ana = Member("ana", "Ana")
    for where in (DIRECT, GENERAL):
        command, options = read("/tip", CATALOGUE)
        await application.serve(Call(Asker(PLAYGROUND, where, ana, START), command, options))
    await application.press(Pressed(Asker(PLAYGROUND, DIRECT, ana, START), encode(EraseEverything())))
    assert await rows(database, select(place.c.id)) == [("general",)]
    assert await rows(database, select(tip_shown.c.place)) == [("general",)]
    pictures.close()


async def test_a_team_without_others_is_deleted_and_one_with_others_stays(database: Database) -> None:
    pictures = PictureCache()
    application = build(Library([PETS]), database, pictures, Random(1)).application

    async def say(typed: str, name: str) -> None:
        command, options = read(typed, CATALOGUE)
        asker = Asker(PLAYGROUND, GENERAL, Member(name.lower(), name), START)
        await application.serve(Call(asker, command, options))

    await say("/team create Foxes", "Ana")
    await say("/team create Owls", "Ben")
    await say("/team join Owls", "Cleo")
    for name in ("Ana", "Ben"):
        asker = Asker(PLAYGROUND, GENERAL, Member(name.lower(), name), START)
        await application.press(Pressed(asker, encode(EraseEverything())))
    assert await rows(database, select(team.c.name)) == [("Owls",)]
    pictures.close()
