"""Home: a tip that stays for the day, and the member's progress."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.content.model import Pack
from bot.content.reading.library import Library
from bot.features.home.model import tip_of_the_day
from bot.features.home.pages import home
from bot.features.learners import settings
from bot.features.lessons.lesson import Lesson
from bot.features.progress.own import standing
from bot.language.people import PLAYGROUND, Member, Place
from bot.language.plain import buttons, plain
from bot.language.requests import Asker
from bot.storage.database import Database
from tests.features.reviews.desk import Learner
from tests.packs import PETS

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    return Library((PETS,), tmp_path / "cache").default


def asker(at: datetime = NOW, member: str = "ana") -> Asker:
    return Asker(PLAYGROUND, Place("home", "Home", direct=True), Member(member, member.title()), at)


async def home_of_ana(pack: Pack, database: Database, at: datetime = NOW, *, reminded: bool = False) -> Lesson:
    learner = Learner(database)
    study = await settings.study(asker(at), learner.chosen)
    stands = await standing(pack, asker(at), study, learner.reviews)
    return home(pack, asker(at), stands, reminded=reminded)


async def test_home_shows_a_tip_and_progress(pack: Pack, sqlite_database: Database) -> None:
    lesson = await home_of_ana(pack, sqlite_database)
    shown = plain(lesson.message)
    assert "Today's tip: " in shown
    assert "Hello, Ana" in shown
    assert "Answer three questions" in shown
    assert not any(mark in shown for mark in ("–", "0 of")), "a newcomer is invited"
    assert lesson.message.private
    assert lesson.shown[0].startswith("tip:")
    assert {button.press.partition(".")[0] for button in buttons(lesson.message)} >= {
        "quiz",
        "topic",
        "tip",
        "topics",
    }


async def test_home_offers_a_reminder_to_those_who_have_none(pack: Pack, sqlite_database: Database) -> None:
    for reminded in (False, True):
        lesson = await home_of_ana(pack, sqlite_database, reminded=reminded)
        offered = any(button.press.startswith("remind.") for button in buttons(lesson.message))
        assert offered is not reminded


async def test_the_tip_stays_for_the_day(pack: Pack, sqlite_database: Database) -> None:
    morning, evening = [await home_of_ana(pack, sqlite_database, NOW + timedelta(hours=hours)) for hours in (0, 14)]
    assert morning.message == evening.message


def test_every_tip_comes_once_before_any_comes_again(pack: Pack) -> None:
    days = [date(2026, 3, 1) + timedelta(days=number) for number in range(6)]
    tips = [tip_of_the_day(pack, "ana", day) for day in days]
    assert len({tip.id for tip in tips if tip}) == 3
    assert tips[:3] == tips[3:]


def test_members_have_orders_of_their_own(pack: Pack) -> None:
    first = {tip.id for number in range(20) if (tip := tip_of_the_day(pack, f"member{number}", NOW.date()))}
    assert len(first) == 3


def test_a_pack_without_tips_has_none(pack: Pack) -> None:
    assert tip_of_the_day(pack.model_copy(update={"tips": ()}), "ana", NOW.date()) is None
