"""A row that can't be read hides no other from a list, and keeps nobody from being erased."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import insert, select, update
from sqlalchemy import text as sql

from bot.features.asking import unanswered
from bot.features.asking.missing import WhyMissing
from bot.features.authoring.actions import ReportItem, Suggest
from bot.features.learners.store import notices
from bot.features.operating.store import sizes
from bot.features.packs.actions import AskToEdit
from bot.language.actions import Action, encode
from bot.language.message import Message
from bot.language.people import PLAYGROUND, Member, MemberKey, Place
from bot.language.plain import buttons, plain
from bot.language.requests import Asker, Pressed
from bot.personal_data import PERSONAL_DATA
from bot.storage.database import Database
from bot.storage.tables import (
    answer,
    card,
    challenge,
    challenge_turn,
    feedback,
    missing_key,
    notice,
    outbox,
    own_pack,
    pack_change,
    pack_editor,
    pack_log,
    pack_version,
    quiz,
    review,
    schedule,
    season,
    suggestion,
)
from bot.storage.tables import missing as asked
from bot.storage.times import LATEST
from tests.features.test_bulkheads import World
from tests.packs import pets
from tests.rows import change, rows

HERE = PLAYGROUND.key
BEYOND = 10**17
"""Milliseconds since 1970, beyond any date."""
ELSEWHERE = Place("elsewhere", "#elsewhere")


@pytest.fixture
async def world(database: Database) -> AsyncIterator[World]:
    made = World(database)
    yield made
    made.pictures.close()


def counted(what: str) -> float:
    return REGISTRY.get_sample_value("versed_set_aside_total", {"what": what}) or 0.0


def ana(world: World) -> Asker:
    return world.asker(HERE)


async def say(world: World, typed: str, asker: Asker | None = None) -> str:
    return plain(await world.commands.say(asker or ana(world), typed))


async def press(world: World, action: Action | str, typed: str = "") -> Message:
    encoded = action if isinstance(action, str) else encode(action)
    return await world.commands.press(Pressed(ana(world), encoded, typed))


async def poison(world: World, table: Any, this: Any, **values: Any) -> None:
    await change(world.database, update(table).where(this).values(**values))


async def test_a_suggestion(world: World) -> None:
    for idea in ("More cats.", "More fish.", "More dogs."):
        await press(world, Suggest("idea"), idea)
    await poison(world, suggestion, suggestion.c.fields.contains("cats"), fields="{")
    await poison(world, suggestion, suggestion.c.fields.contains("fish"), kind="of a newer version")
    before = counted("suggestion")
    assert "More dogs." in await say(world, "/pack suggestions")
    assert counted("suggestion") > before
    assert await told_of(world, "A suggestion")


async def told_of(world: World, called: str) -> bool:
    """Return whether administrators are told that something can't be read, just once, with the log's reference."""
    told = await world.told(HERE)
    assert called not in await world.told(HERE)
    return f"{called} can't be read any more, so I leave it out; tell the person who runs Versed (reference" in told


@pytest.mark.parametrize("options", ["{", "[]", "null"])
async def test_the_options_of_a_schedule(world: World, options: str) -> None:
    for channel in ("general", "elsewhere"):
        asker = Asker(PLAYGROUND, Place(channel, f"#{channel}"), ana(world).member, ana(world).at)
        await say(world, "/schedule tip 09:00 weekdays", asker)
    await poison(world, schedule, schedule.c.number == 1, options=options)
    shown = await say(world, "/schedule list")
    assert "1: Something (tip) every weekday" in shown
    assert "2: Tip every weekday" in shown
    assert "Remove schedule 1?" in await say(world, "/schedule remove 1")


async def test_a_post_of_a_schedule(world: World) -> None:
    await say(world, "/schedule tip 09:00 daily zone:UTC")
    world.clock.go(days=1)
    await world.post()
    await poison(world, outbox, outbox.c.tenant == HERE, due=BEYOND)
    assert "1: Tip every day" in await say(world, "/schedule list")


async def test_a_review_keeps_nobody_from_exporting_their_data(world: World) -> None:
    page = await world.commands.say(ana(world), "/review")
    page = await press(world, buttons(page)[0].press)
    await press(world, buttons(page)[0].press)
    await poison(world, review, review.c.tenant == HERE, phase=77)
    assert "/privacy erase deletes it" in await say(world, "/privacy export")


async def test_a_wrong_answer_keeps_nobody_from_reviewing(world: World) -> None:
    page = await world.commands.say(ana(world), "/quiz care 1")
    await press(world, buttons(page)[0].press)
    await poison(world, answer, answer.c.tenant == HERE, at=BEYOND, correct=False)
    assert len(await rows(world.database, select(answer))) == 1
    assert "Today:" in await say(world, "/review")


@pytest.mark.both_databases
async def test_a_report_about_an_item(world: World) -> None:
    await press(world, ReportItem("pets", "tip", "sand"), "It isn't so.")
    await press(world, ReportItem("pets", "tip", "walk"), "It is so.")
    await poison(world, feedback, feedback.c.part == "tip:sand", at=BEYOND)
    assert "It is so." in await say(world, "/pack problems")


@pytest.mark.parametrize("closes", [BEYOND, LATEST + 1])
async def test_a_season(world: World, closes: int) -> None:
    await say(world, "/season start Spring end:2026-03-09")
    await poison(world, season, season.c.number == 1, closes=closes)
    assert "Summer" in await say(world, "/season start Summer start:2026-03-10 end:2026-03-12")
    shown = await say(world, "/season list")
    assert "Summer" in shown
    assert "Spring" not in shown
    assert await told_of(world, "A season")


async def test_a_pack_and_what_was_done_to_it(world: World) -> None:
    for title in ("Cats", "Dogs"):
        pack = pets().model_copy(update={"title": title})
        made = await world.services.own_packs.publish(ana(world), pack, {}, on=None)
        await world.services.own_packs.publish(ana(world), pack.model_copy(update={"summary": "X"}), {}, on=made)
    await poison(world, own_pack, own_pack.c.title == "Cats", at=BEYOND)
    await poison(world, pack_version, pack_version.c.number == 1, at=BEYOND)
    await poison(world, pack_log, pack_log.c.number == 1, act="sang")
    await world.services.shelf.look()
    shown = await say(world, "/pack list")
    assert "Dogs" in shown
    assert "Cats" not in shown
    assert "Version 2" in await say(world, f"/pack history {made.id}")
    assert "Dogs" in await say(world, "/pack log")
    assert await told_of(world, "One of your team's packs")
    await poison(world, own_pack, own_pack.c.title == "Cats", at=0)
    world.services.shelf._forget_damaged()
    assert "Cats" in await say(world, "/pack list")


async def test_administrators_are_told_of_damaged_pack_content(world: World) -> None:
    made = await world.services.own_packs.publish(ana(world), pets(), {}, on=None)
    ((content,),) = await rows(world.database, select(pack_version.c.content))
    await poison(world, pack_version, pack_version.c.number == 1, content=b"junk")
    for _ in range(2):
        world.services.shelf._books.clear()
        await world.services.shelf.look()
        assert await world.services.shelf.find(HERE, made.id) is None
    told = await world.told(HERE)
    assert (
        "Version 1 of your pack Pets compared is damaged, so nobody can learn from it. Look at /pack history" in told
    )
    assert told.count("is damaged") == 1
    await poison(world, pack_version, pack_version.c.number == 1, content=content)
    world.services.shelf._forget_damaged()
    assert await world.services.shelf.find(HERE, made.id) is not None


@pytest.mark.both_databases
async def test_a_challenge_of_another_channel(world: World) -> None:
    await say(world, "/challenge care 1")
    await poison(world, challenge, challenge.c.place == "general", questions="{")
    there = Asker(PLAYGROUND, ELSEWHERE, ana(world).member, ana(world).at)
    assert "Opened by: Ana" in await say(world, "/challenge care 1", there)
    await world.commands.surfaces.home(ana(world))
    assert await told_of(world, "A challenge")


async def test_an_answer_in_a_challenge_keeps_no_results_back(world: World) -> None:
    page = await press(world, buttons(await world.commands.say(ana(world), "/challenge care 1 closes:2h"))[0].press)
    await press(world, buttons(page)[0].press)
    await poison(world, challenge_turn, challenge_turn.c.position == 0, shown=BEYOND)
    world.clock.go(hours=2)
    (results,) = [text for tenant, text in await world.post() if tenant == HERE]
    assert "1 person had a look" in results
    await say(world, "/progress")


@pytest.mark.both_databases
async def test_how_sure_somebody_said_they_were(world: World) -> None:
    await say(world, "/quiz 1")
    await poison(world, quiz, quiz.c.tenant == HERE, sure="often")
    assert "What works in Pets compared" in await say(world, "/pack report")


async def test_a_flashcard(world: World) -> None:
    page = await world.commands.say(ana(world), "/review")
    await press(world, buttons(page)[0].press)
    ((name,),) = await rows(world.database, select(card.c.card).limit(1))
    await poison(world, card, card.c.card == name, phase=77)
    before = counted("flashcard")
    assert "Hello, Ana" in plain(await world.commands.surfaces.home(ana(world)))
    assert counted("flashcard") > before


async def test_a_notice_that_cannot_be_read_is_mentioned_only_once(world: World) -> None:
    await world.database.transact(lambda at: notices.add(at, HERE, "a", "Close your window.", world.clock.now))
    spoilt = {"tenant": HERE, "subject": "b", "member": "", "sentence": "\x1e{", "at": 0}
    await change(world.database, insert(notice).values(**spoilt))
    told = await world.told(HERE)
    assert "I had something to tell you, but I can't read it any more; tell the person who runs Versed" in told
    assert "Close your window." in told
    assert await world.told(HERE) == ""


@pytest.mark.both_databases
async def test_a_key_that_cannot_be_read_keeps_nobody_from_being_erased(world: World) -> None:
    """Nobody can tell any more whose marks the key made, so they're deleted with it; a new key makes new ones."""

    def ask(transaction: Any) -> None:
        for member in ("ana", "ben"):
            unanswered.note(
                transaction,
                MemberKey(HERE, member),
                "pets",
                "a question",
                WhyMissing.REFUSED,
                at=world.clock.now,
                new_key=bytes(range(32)),
            )

    await world.database.transact(ask)
    await change(world.database, update(missing_key).values(key="no key"))
    await world.database.transact(
        lambda transaction: PERSONAL_DATA.forget(transaction, MemberKey(HERE, "ana"), {"Ana"})
    )
    assert await rows(world.database, select(asked)) == await rows(world.database, select(missing_key)) == []
    await world.database.transact(ask)
    await change(world.database, update(missing_key).values(key="no key"))
    await world.database.transact(ask)
    ((people,),) = await rows(world.database, select(asked.c.people))
    assert people == 2


ODD = pytest.mark.parametrize("odd", ["a:b c/é", "x" * 100_000], ids=["odd", "long"])
"""Ids that no button can carry."""


@ODD
async def test_an_id_of_a_report_about_an_item(world: World, odd: str) -> None:
    await press(world, ReportItem("pets", "tip", "sand"), "It isn't so.")
    await press(world, ReportItem("pets", "tip", "walk"), "It is so.")
    await poison(world, feedback, feedback.c.part == "tip:sand", id=odd)
    before = counted("what's said of a pack")
    shown = await say(world, "/pack problems")
    assert "It is so." in shown
    assert "It isn't so." not in shown
    assert counted("what's said of a pack") == before + 1


async def test_a_part_of_an_own_pack_that_no_button_can_name(world: World) -> None:
    made = await world.services.own_packs.publish(ana(world), pets(), {}, on=None)
    await say(world, f"/pack use {made.id}")
    await press(world, ReportItem(made.id, "tip", "sand"), "It isn't so.")
    await poison(world, feedback, feedback.c.part == "tip:sand", part="tip:a b")
    page = await world.commands.say(ana(world), "/pack problems")
    assert [each.label for each in buttons(page)] == ["Fixed", "It's right"]


@ODD
async def test_an_id_of_a_suggestion(world: World, odd: str) -> None:
    for idea in ("More cats.", "More dogs."):
        await press(world, Suggest("idea"), idea)
    await poison(world, suggestion, suggestion.c.fields.contains("cats"), id=odd)
    assert "More dogs." in await say(world, "/pack suggestions")
    assert await told_of(world, "A suggestion")


@ODD
async def test_an_id_of_a_pack(world: World, odd: str) -> None:
    for title in ("Cats", "Dogs"):
        await world.services.own_packs.publish(ana(world), pets().model_copy(update={"title": title}), {}, on=None)
    await poison(world, own_pack, own_pack.c.title == "Cats", id=odd)
    await world.services.shelf.look()
    assert "Dogs" in await say(world, "/pack list")
    assert await told_of(world, "One of your team's packs")


@ODD
async def test_an_id_of_a_challenge_of_another_channel(world: World, odd: str) -> None:
    await say(world, "/challenge care 1")
    await poison(world, challenge, challenge.c.place == "general", id=odd)
    there = Asker(PLAYGROUND, ELSEWHERE, ana(world).member, ana(world).at)
    assert "Opened by: Ana" in await say(world, "/challenge care 1", there)
    assert "Hello, Ana" in plain(await world.commands.surfaces.home(ana(world)))
    assert await told_of(world, "A challenge")


@ODD
async def test_an_id_of_an_editor(world: World, odd: str) -> None:
    for name in ("ben", "cleo"):
        asker = Asker(PLAYGROUND, Place("general", "#general"), Member(name, name.capitalize()), ana(world).at)
        await world.commands.press(Pressed(asker, encode(AskToEdit())))
    await poison(world, pack_editor, pack_editor.c.member == "ben", member=odd)
    page = await world.commands.say(ana(world), "/pack editors")
    assert "Let Cleo edit" in [each.label for each in buttons(page)]
    assert "Ben" in plain(page)


@pytest.mark.parametrize("number", [2**31 - 1, 1_000_000_000])
async def test_a_number_of_a_schedule(world: World, number: int) -> None:
    for channel in ("general", "elsewhere"):
        asker = Asker(PLAYGROUND, Place(channel, f"#{channel}"), ana(world).member, ana(world).at)
        await say(world, "/schedule tip 09:00 weekdays", asker)
    await poison(world, schedule, schedule.c.number == 1, number=number)
    shown = await say(world, "/schedule list")
    assert "2: Tip every weekday" in shown
    assert f"{number}: Tip every weekday" in shown
    assert "Hello, Ana" in plain(await world.commands.surfaces.home(ana(world)))


@pytest.fixture
async def lax(sqlite_database: Database) -> AsyncIterator[World]:
    """Return a world on SQLite, which stores even a text in a column of numbers."""
    made = World(sqlite_database)
    yield made
    made.pictures.close()


async def spoil(world: World, column: Any, value: object) -> None:
    """Give a column of the last row of its table a value that no command would."""
    table = column.table.name
    spoilt = f"UPDATE {table} SET {column.name} = :value WHERE rowid = (SELECT max(rowid) FROM {table})"
    await change(world.database, sql(spoilt).bindparams(value=value))


@pytest.mark.parametrize("number", ["many", 2**31 - 1])
async def test_a_broken_number_keeps_nobody_from_making_schedules(lax: World, number: object) -> None:
    for channel in ("general", "elsewhere"):
        asker = Asker(PLAYGROUND, Place(channel, f"#{channel}"), ana(lax).member, ana(lax).at)
        await say(lax, "/schedule tip 09:00 weekdays", asker)
    await spoil(lax, schedule.c.number, number)
    assert "Done: schedule 2" in await say(lax, "/schedule tip 10:00 weekdays")
    assert "2: Tip every weekday at 10:00" in await say(lax, "/schedule list")


@pytest.mark.parametrize("name", ["number", "course", "stopped_at", "next_run_at"])
async def test_a_text_in_place_of_a_number_of_a_schedule(lax: World, name: str) -> None:
    for channel in ("general", "elsewhere"):
        asker = Asker(PLAYGROUND, Place(channel, f"#{channel}"), ana(lax).member, ana(lax).at)
        await say(lax, "/schedule tip 09:00 weekdays", asker)
    await spoil(lax, schedule.c[name], "many")
    assert "1: Tip every weekday" in await say(lax, "/schedule list")
    assert "Hello, Ana" in plain(await lax.commands.surfaces.home(ana(lax)))


@pytest.mark.parametrize("name", ["number", "opens", "closes", "opening", "closing"])
async def test_a_text_in_place_of_a_number_of_a_season(lax: World, name: str) -> None:
    await say(lax, "/season start Spring end:2026-03-09")
    await say(lax, "/season start Winter start:2026-05-10 end:2026-05-12")
    await spoil(lax, season.c[name], "many")
    assert "Spring" in await say(lax, "/season list")
    assert "Summer" in await say(lax, "/season start Summer start:2026-03-10 end:2026-03-12")


@pytest.mark.parametrize("name", ["version", "at", "removed"])
async def test_a_text_in_place_of_a_number_of_a_pack(lax: World, name: str) -> None:
    for title in ("Cats", "Dogs"):
        await lax.services.own_packs.publish(ana(lax), pets().model_copy(update={"title": title}), {}, on=None)
    await spoil(lax, own_pack.c[name], "many")
    await lax.services.shelf.look()
    assert "Cats" in await say(lax, "/pack list")


async def test_a_change_of_one_tenants_packs_hides_no_others(lax: World) -> None:
    for tenant in ("web:a", HERE):
        await lax.services.own_packs.publish(lax.asker(tenant), pets(), {}, on=None)
    await spoil(lax, pack_change.c.number, "many")
    other = World(lax.database)
    await other.services.shelf.look()
    await lax.services.own_packs.publish(lax.asker("web:a"), pets().model_copy(update={"title": "Cats"}), {}, on=None)
    await other.services.shelf.look()
    assert "Cats" in await say(other, "/pack list", lax.asker("web:a"))
    other.pictures.close()


async def test_the_last_use_of_a_tenant(lax: World) -> None:
    for tenant in ("web:a", "web:b"):
        await lax.commands.say(lax.asker(tenant), "/quiz care 1")
    await spoil(lax, quiz.c.at, "many")
    found = await lax.database.read(sizes.of_all)
    assert found["web:a"].last_use == lax.clock.now
    assert found["web:b"].last_use is None


@pytest.mark.parametrize("closes", [-(10**17), -62_135_596_800_000, -1, LATEST + 1], ids=str)
async def test_an_impossible_date(world: World, closes: int) -> None:
    await say(world, "/season start Spring end:2026-03-09")
    await poison(world, season, season.c.number == 1, closes=closes)
    assert "Summer" in await say(world, "/season start Summer start:2026-03-10 end:2026-03-12")
    assert "Spring" not in await say(world, "/season list")
