"""A plain line in a direct message answers the question that's open there; a command or a question doesn't."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from random import Random

import pytest

from bot.content.reading.library import Library
from bot.core import Core, build
from bot.features.quizzes.questions import bank
from bot.language.message import Message
from bot.language.people import Member, Place, Tenant
from bot.language.plain import buttons, plain
from bot.language.requests import Asker, Pressed
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from tests.packs import PETS, take_out

ALONE = Place("D1", "this conversation", direct=True)
ANA = Asker(Tenant("slack:a", "Acme"), ALONE, Member("ana", "Ana"), datetime(2026, 3, 2, 9, 30, tzinfo=UTC))


@pytest.fixture
def core(sqlite_database: Database) -> Iterator[Core]:
    pictures, library = PictureCache(), Library([PETS])
    pack = library.default
    take_out(pack, [name for name, each in bank(pack).items() if each.type != "free-text"])
    yield build(library, sqlite_database, pictures, Random(1))
    pictures.close()


async def asked(core: Core, asker: Asker = ANA) -> Message:
    return await core.application.say(asker, "/quiz questions:1")


async def test_a_line_is_the_answer_once(core: Core) -> None:
    await asked(core)
    decoded = await core.application.free_words.answering(ANA, "I don't know")
    assert decoded is not None
    assert "Not quite" in plain(await core.application.serve_press(decoded))
    assert await core.application.free_words.answering(ANA, "I don't know") is None


@pytest.mark.parametrize("said", ["tip", "/tip", "/nosuch", "quiz me on care", "help", "next", "what is that?"])
async def test_a_command_or_a_question_isnt_an_answer(core: Core, said: str) -> None:
    await asked(core)
    assert await core.application.free_words.answering(ANA, said) is None
    assert await core.application.free_words.answering(ANA, "water") is not None, "it's still open"


async def test_a_question_answered_in_its_form_takes_no_line(core: Core) -> None:
    typed = next(button.press for button in buttons(await asked(core)) if button.form)
    await core.application.press(Pressed(ANA, typed, "water"))
    assert await core.application.free_words.answering(ANA, "water") is None


async def test_a_line_doesnt_answer_someone_elses_question(core: Core) -> None:
    await asked(core)
    for other in (replace(ANA, member=Member("ben", "Ben")), replace(ANA, tenant=Tenant("slack:b", "Other"))):
        assert await core.application.free_words.answering(other, "water") is None


async def test_a_person_is_known_in_all_servers_and_answers_where_they_were_asked(core: Core) -> None:
    there = replace(ANA, tenant=Tenant("discord:1", "Guild"), place=Place("general", "#general"))
    await asked(core, there)
    decoded = await core.application.free_words.answering(replace(ANA, tenant=Tenant("discord:u1", "Ana")), "water")
    assert decoded is not None
    assert (decoded.pressed.asker.tenant.key, decoded.pressed.asker.place.id) == ("discord:1", "general")
    assert decoded.form is None
    assert "Not quite" in plain(await core.application.serve_press(decoded))
