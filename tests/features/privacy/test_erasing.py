"""What `/privacy erase` deletes that no column names: rows about a place or a team, and what's in memory."""

from random import Random

import pytest
from sqlalchemy import select

from bot.catalogue import CATALOGUE
from bot.content.reading.library import Library
from bot.core import Core, build
from bot.features.challenges.commands import CHALLENGE
from bot.features.privacy.actions import EraseEverything
from bot.language.actions import encode
from bot.language.kept import Kept, TypedValues
from bot.language.message import message
from bot.language.people import PLAYGROUND, Member, Place
from bot.language.plain import plain
from bot.language.requests import Asker, Call, Pressed
from bot.language.slash import read
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from bot.storage.tables import place, seen, team, tip_shown
from tests.features.reviews.desk import START
from tests.packs import PETS
from tests.rows import rows

DIRECT, GENERAL = Place("D7", "Direct message", direct=True), Place("general", "#general")


async def test_a_direct_conversation_is_forgotten_and_a_channel_is_not(
    database: Database, pictures: PictureCache
) -> None:
    application = build(Library([PETS]), database, pictures, Random(1)).application
    ana = Member("ana", "Ana")
    for where in (DIRECT, GENERAL):
        command, options = read("/tip", CATALOGUE)
        await application.serve(Call(Asker(PLAYGROUND, where, ana, START), command, options))
    await application.press(Pressed(Asker(PLAYGROUND, DIRECT, ana, START), encode(EraseEverything())))
    assert await rows(database, select(place.c.id)) == [("general",)]
    assert await rows(database, select(tip_shown.c.place)) == [("general",)]


def remembering(core: Core) -> set[str]:
    """Return the names of the classes that have Zedcanary's id in memory."""
    return {type(each).__name__ for each in core.personal_caches if "zedcanary" in repr(vars(each))}


@pytest.mark.parametrize("how", ["erased", "tenant ended"])
async def test_everything_in_memory_goes_with_the_rows(
    sqlite_database: Database, how: str, pictures: PictureCache
) -> None:
    core = build(Library([PETS]), sqlite_database, pictures, Random(1))
    asker = Asker(PLAYGROUND, GENERAL, Member("zedcanary", "Zed"), START)
    for typed in ("/settings questions:7", "/define litter box", "/ask what's a litter box?"):
        command, options = read(typed, CATALOGUE)
        await core.application.serve(Call(asker, command, options))
    await core.application.serve(Call(asker, CHALLENGE.name, {"topic": "care"}))
    assert "Use the buttons" in plain(await core.application.free_words.converse(asker, "B") or message())
    [kept] = [each for each in core.personal_caches if isinstance(each, Kept)]
    kept.keep(asker, "zone.1", TypedValues({"zone": "Z"}))
    assert remembering(core) == {"Chosen", "FollowUps", "Happening", "Kept", "ReadingNotes"}
    erasure = core.application.tenants.erasure
    await (erasure.erase(asker.key) if how == "erased" else erasure.end(PLAYGROUND.key))
    assert remembering(core) == set()
    assert await rows(sqlite_database, select(seen.c.member)) == []


async def test_a_team_without_others_is_deleted_and_one_with_others_stays(
    database: Database, pictures: PictureCache
) -> None:
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
