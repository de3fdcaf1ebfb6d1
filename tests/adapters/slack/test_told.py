"""What Slack says about people: where they are, and how they write numbers."""

from random import Random

import pytest

from adapters.slack.inbound import modals
from bot.content.reading.library import Library
from bot.core import Core, build
from bot.features.reminders.actions import RemindMe
from bot.features.scheduling.store import schedules
from bot.language.actions import encode
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from bot.storage.tables import setting
from tests.adapters.slack.conftest import Stage, presses, words
from tests.fakes.slack import payloads
from tests.fakes.slack.server import ADMIN, MEMBER
from tests.packs import NUMBERS, PETS

GUESS = "a guess from your Slack profile"


@pytest.fixture
async def core(sqlite_database: Database, pictures: PictureCache) -> Core:
    return build(Library([NUMBERS, PETS]), sqlite_database, pictures, Random(1))


@pytest.fixture
def stage(over_http: Stage) -> Stage:
    return over_http


async def said(stage: Stage, line: str, user: str = MEMBER) -> str:
    return words(await stage.answer(payloads.command(stage.slack, line, user=user)))


async def test_the_profiles_zone_is_the_first_guess(stage: Stage) -> None:
    stage.slack.users[MEMBER] |= {"tz": "Europe/Berlin"}
    settings = await said(stage, "settings")
    assert f"Europe/Berlin, {GUESS}" in settings
    assert "Your time zone …" in settings, "a button changes it"
    reminded = await said(stage, "remind 8:30")
    assert "At 08:30 (Europe/Berlin)" in reminded
    assert reminded.count(GUESS) == 1
    assert GUESS not in await said(stage, "settings zone:Chicago")
    assert "(America/Chicago)" in await said(stage, "remind")


@pytest.mark.parametrize("tz", [None, 7, "", "Etc/GMT-2", "Mars/Base", "../etc/passwd", "UTC"])
async def test_a_zone_that_is_not_a_place_is_not_guessed(stage: Stage, tz: object) -> None:
    stage.slack.users[MEMBER] |= {"tz": tz}
    assert "not chosen yet; UTC until then" in await said(stage, "settings")


async def test_one_press_on_home_reminds_by_the_profiles_clock(stage: Stage) -> None:
    stage.slack.users[MEMBER] |= {"tz": "Asia/Kolkata"}
    home = {"id": "VHOME", "type": "home", "team_id": "T0HOME"}
    await stage.driver.deliver(payloads.press_in_view(encode(RemindMe("T0HOME")), home))
    opened = (await stage.slack.wait_for("views.open")).arguments
    assert "At 09:00 (Asia/Kolkata)" in words(opened["view"])


async def test_a_schedule_keeps_the_zone_that_it_showed(stage: Stage) -> None:
    stage.slack.users[ADMIN] |= {"tz": "Asia/Kolkata"}
    made = await said(stage, "schedule tip 09:00", ADMIN)
    assert "every weekday at 09:00 (Asia/Kolkata)" in made
    assert f"Asia/Kolkata, {GUESS}; if that's wrong" in made
    await said(stage, "settings zone:Berlin", ADMIN)
    (kept,) = await stage.database.read(lambda transaction: schedules.of_tenant(transaction, "slack:T0HOME"))
    assert kept.zone == "Asia/Kolkata"
    assert "guess" not in await said(stage, "schedule tip 10:00 zone:Paris", ADMIN)


async def test_a_stored_zone_that_can_no_longer_be_typed_still_works(stage: Stage) -> None:
    await stage.database.transact(
        lambda transaction: transaction.put(
            setting, [{"tenant": "slack:T0HOME", "scope": "", "name": "zone", "value": "Etc/GMT+2"}]
        )
    )
    assert "every weekday at 09:00 (Etc/GMT+2)" in await said(stage, "schedule tip 09:00", ADMIN)
    assert "(Etc/GMT+2)" in await said(stage, "remind")


@pytest.mark.parametrize(("locale", "counts"), [("de-DE", True), ("pt-BR", True), ("en-US", False), (None, False)])
async def test_numbers_are_read_by_the_profiles_locale(stage: Stage, locale: str | None, counts: bool) -> None:
    stage.slack.users[MEMBER] |= {"locale": locale}
    asked = await stage.answer(payloads.command(stage.slack, "quiz"))
    await stage.driver.deliver(payloads.press(stage.slack, presses(asked)[0]))
    await stage.slack.wait(lambda: stage.slack.views)
    view = stage.slack.views.popitem()[1]
    done = await stage.answer(payloads.submission(view, {modals.FIELD: "3,142"}))
    assert ("Right!" in words(done)) is counts
