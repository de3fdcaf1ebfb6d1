"""A plain line in a direct message answers the question that's open there; a command or a question doesn't."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from random import Random

import pytest

from bot.content.reading.library import Library
from bot.core import Core, build
from bot.features.quizzes.questions import bank
from bot.language.awaited import Awaited
from bot.language.controls import Button, Buttons
from bot.language.message import Message, message
from bot.language.people import Member, Place, Tenant
from bot.language.plain import buttons, plain
from bot.language.requests import Asker, Pressed
from bot.language.rich_text import text
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from tests.packs import PETS, take_out

ALONE = Place("D1", "this conversation", direct=True)
ANA = Asker(Tenant("slack:a", "Acme"), ALONE, Member("ana", "Ana"), datetime(2026, 3, 2, 9, 30, tzinfo=UTC))


@pytest.fixture(params=["free-text"])
def core(sqlite_database: Database, request: pytest.FixtureRequest) -> Iterator[Core]:
    pictures, library = PictureCache(), Library([PETS])
    pack = library.default
    take_out(pack, [name for name, each in bank(pack).items() if each.type != request.param])
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


@pytest.mark.parametrize("said", ["next", "ok, next question please", "go on"])
async def test_once_a_question_is_answered_next_goes_on(core: Core, said: str) -> None:
    await asked(core)
    decoded = await core.application.free_words.answering(ANA, "I don't know")
    assert decoded is not None
    await core.application.serve_press(decoded)
    assert await core.application.free_words.answering(ANA, "what's next in this field") is None
    onward = await core.application.free_words.answering(ANA, said)
    assert onward is not None
    assert "0 of 1 right" in plain(await core.application.serve_press(onward))
    assert await core.application.free_words.answering(ANA, said) is None


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


@pytest.mark.parametrize(
    ("core", "lines"),
    [
        ("choice", ["b", "B)", "I think it's B!", "B?", "2", "option 2", "number two", "the second one", "second"]),
        ("true-false", ["False", "false!", "it's false", "2", "the second"]),
        ("which-side", ["the second one", "2"]),
    ],
    indirect=["core"],
)
async def test_a_choice_may_be_named_in_any_way(core: Core, lines: list[str]) -> None:
    for number, said in enumerate(lines):
        asker = replace(ANA, member=Member(f"m{number}", "Ana"))
        second = buttons(await asked(core, asker))[1]
        decoded = await core.application.free_words.answering(asker, said)
        assert decoded is not None, said
        assert decoded.pressed.press == second.press, said
        shown = plain(await core.application.serve_press(decoded))
        assert "Right" in shown or "Not quite" in shown
        assert await core.application.free_words.answering(asker, said) is None


def test_options_that_are_written_out_are_known_by_their_words() -> None:
    awaited, row = Awaited([]), Buttons((Button("A", "1"), Button("B", "2")), answers=True)
    awaited.shown(ANA, message(text("Which?"), text("A. One that's too long\nB. Another one"), row, private=True))
    waiting = awaited.of(ANA)
    assert waiting is not None
    assert waiting.choices == (("A. One that's too long", "1"), ("B. Another one", "2"))


async def test_nobody_who_is_erased_is_waited_for() -> None:
    awaited, row = Awaited([]), Buttons((Button("A", "1"), Button("B", "2")), answers=True)
    ben = replace(ANA, member=Member("ben", "Ben"))
    for each in (ANA, ben):
        awaited.shown(each, message(text("A. One\nB. Another"), row, private=True))
    await awaited.forget(ANA.key)
    assert (awaited.of(ANA), awaited.of(ben) is None) == (None, False)
    await awaited.forget_tenant(ANA.tenant.key)
    assert awaited.of(ben) is None


@pytest.mark.parametrize("core", ["choice"], indirect=True)
async def test_an_option_may_be_typed_in_its_own_words(core: Core) -> None:
    first = buttons(await asked(core))[0]
    decoded = await core.application.free_words.answering(ANA, first.label.partition(". ")[2].upper() + ".")
    assert decoded is not None
    assert decoded.pressed.press == first.press


@pytest.mark.parametrize("core", ["choice"], indirect=True)
@pytest.mark.parametrize(
    "said", ["z", "9", "why?", "quiz", "no idea", "the last tip", "a dog", "one more", "second tip"]
)
async def test_what_names_no_choice_is_no_answer(core: Core, said: str) -> None:
    await asked(core)
    assert await core.application.free_words.answering(ANA, said) is None


@pytest.mark.parametrize("core", ["choice"], indirect=True)
async def test_a_choice_named_in_the_channel_of_the_quiz_counts_and_only_there(core: Core) -> None:
    ana = replace(ANA, place=Place("general", "#general"))
    await asked(core, ana)
    elsewhere = replace(ana, place=Place("random", "#random"))
    there = await core.application.free_words.converse(elsewhere, "B")
    assert there is not None
    assert "Question 1 of 1" not in plain(there)
    shown = await core.application.free_words.converse(ana, "B")
    assert shown is not None
    assert shown.private
    assert "Right" in plain(shown) or "Not quite" in plain(shown)
