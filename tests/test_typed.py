"""Typed commands, through the interface that adapters use, with names from the pack in use."""

from datetime import UTC, datetime
from random import Random
from time import process_time

import pytest

from bot.content.reading.library import Library
from bot.core import build
from bot.dispatch.application import Application
from bot.language.people import Member, Place, Tenant
from bot.language.plain import plain
from bot.language.refusals import Refusal
from bot.language.requests import Asker, Call
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from tests.fakes.boards import FakeBoards
from tests.fakes.platform import FakeClock
from tests.packs import BUNDLED

NOW = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
"""A Wednesday."""


class Ana:
    """An administrator in a channel."""

    def __init__(self, application: Application) -> None:
        self.application = application
        member = Member("ana", "Ana", administrator=True)
        self.asker = Asker(Tenant("slack:a", "Acme"), Place("general", "#general"), member, NOW)

    async def say(self, line: str) -> str:
        return plain(await self.application.say(self.asker, line))

    async def fill_in(self, command: str, **options: str) -> str:
        return plain(await self.application.serve(Call(self.asker, command, options)))

    async def refused(self, line: str) -> Refusal:
        with pytest.raises(Refusal) as caught:
            await self.say(line)
        return caught.value


@pytest.fixture
def ana(sqlite_database: Database, pictures: PictureCache) -> Ana:
    services = build(Library([BUNDLED]), sqlite_database, pictures, Random(1), FakeClock(NOW))
    services.boards["slack"] = FakeBoards(services.running_games.clock)
    return Ana(services.application)


@pytest.mark.parametrize(
    ("line", "options"),
    [
        ("/compare data amount", {"aspect": "data amount"}),
        ("/compare models size DS", {"topic": "models", "aspect": "size", "sides": "DS"}),
        ("/compare size models", {"topic": "models", "aspect": "size"}),
        ("/compare data table", {"topic": "data", "show": "table"}),
        ("/compare what the data is for", {"aspect": "what the data is for"}),
        ("/compare data scientist vs AI engineer", {"sides": "data scientist vs AI engineer"}),
        ("/compare data DS", {"topic": "data", "sides": "DS"}),
        ("/compare reputation", {"aspect": "reputation"}),
        ("/compare dta table", {"topic": "dta", "show": "table"}),
        ("/leaderboard month data teams", {"period": "month", "topic": "data", "of": "teams"}),
        ("/quiz about use cases 5", {"topic": "use cases", "questions": "5"}),
        ("/tip on models", {"topic": "models"}),
        ("/quiz me on data, please", {"topic": "data"}),
        ("/leaderboard month for data", {"period": "month", "topic": "data"}),
        ("/leaderboard topic data period week", {"topic": "data", "period": "week"}),
        ("/leaderboard teams this month", {"of": "teams", "period": "month"}),
        ("/remind me at 8 in the evening", {"time": "at 8 in the evening"}),
        ("/settings notifications off", {"nudges": "off"}),
        ("/remind every day at 7:30 in Berlin", {"time": "every day at 7:30", "zone": "Berlin"}),
        ("/progress as a picture", {"show": "picture"}),
        ("/team create Equipe «Les Renards»", {"name": "Equipe Les Renards"}),
        ("/game start data, models 5", {"topic": "data, models", "questions": "5"}),
        (
            "/game start on data and models 5 20 duel",
            {"topic": "data and models", "questions": "5", "seconds": "20", "mode": "duel"},
        ),
        ("/game start topic:data,models to:3000", {"topic": "data,models", "to": "3000"}),
        ("/game start models elimination", {"topic": "models", "mode": "elimination"}),
        ("/game start data with 5 questions for everyone", {"topic": "data", "questions": "5", "mode": "everyone"}),
        ("/schedule course 10 days at 9:00", {"length": "10", "time": "at 9:00"}),
        ("/quiz: data", {"topic": "data"}),
        (
            "/schedule tip 09:00 weekdays berlin data",
            {"time": "09:00", "days": "weekdays", "zone": "berlin", "topic": "data"},
        ),
        (
            "/schedule tip data in new york at noon on fridays",
            {"topic": "data", "zone": "new york", "time": "at noon", "days": "on fridays"},
        ),
        ("/quiz data five questions", {"topic": "data", "questions": "five"}),
        ("/quiz ten", {"questions": "ten"}),
        ("/quiz 5q", {"questions": "5q"}),
        ("/game start data 5 30s", {"topic": "data", "questions": "5", "seconds": "30s"}),
        ("/game start data seconds:30 secs", {"topic": "data", "seconds": "30 secs"}),
        ("/quiz subject:data count:5", {"topic": "data", "questions": "5"}),
        ("/settings timezone:Berlin", {"zone": "Berlin"}),
        ("/settings time zone Berlin", {"zone": "Berlin"}),
        ("/settings tz: Berlin", {"zone": "Berlin"}),
        ("/remind 8:00 Berlin time", {"time": "8:00", "zone": "Berlin time"}),
        ("/schedule tip 9:00 New York time", {"time": "9:00", "zone": "New York time"}),
        ("/leaderboard all-time", {"period": "all-time"}),
        ("/leaderboard weekly", {"period": "weekly"}),
        ("/leaderboard last month", {"period": "month"}),
        ("/leaderboard data overall", {"topic": "data", "period": "overall"}),
        ("/quiz everything", {"topic": "everything"}),
        ("/tip any", {"topic": "any"}),
        ("/compare DS AIE", {"topic": "DS", "sides": "AIE"}),
        ("/schedule daily tip at 9", {"days": "daily", "time": "at 9"}),
        ("/schedule a tip at 9 every day", {"time": "at 9", "days": "every day"}),
        ("/schedule tips at 9", {"time": "at 9"}),
        ("/schedule a daily tip about models at 10am", {"days": "daily", "topic": "models", "time": "at 10am"}),
        ("/game start data 30s", {"topic": "data", "seconds": "30s"}),
        ("/schedule tip every morning at 8", {"days": "every morning", "time": "at 8"}),
        ("/schedule tip once a week at 8", {"days": "once a week", "time": "at 8"}),
        ("/schedule create a tip 9:00", {"time": "9:00"}),
        ("/schedule tip 9:00 except Friday", {"time": "9:00", "days": "except Friday"}),
        ("/schedule tip M-F 9:00", {"days": "M-F", "time": "9:00"}),
        ("/schedule tip MWF 9:00", {"days": "MWF", "time": "9:00"}),
        ("/schedule tip 5:30p", {"time": "5:30p"}),
        ("/schedule tip --time 09:00 --days daily", {"time": "09:00", "days": "daily"}),
        ("/pack add flashcard", {"kind": "flashcard"}),
        ("/pack add multiple choice", {"kind": "multiple choice"}),
        ("/suggest question", {"kind": "question"}),
    ],
)
async def test_the_packs_names_tell_words_apart(ana: Ana, line: str, options: dict[str, str]) -> None:
    assert (await ana.application.read(ana.asker, line))[1] == options
    assert await ana.say(line)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("/compare data volume", "I don't have an aspect “volume” in Data. Run /compare Data to see them all."),
        ("/compare data again and again", "I don't have an aspect “again and again” in Data."),
        ("/leaderboard month xyz", "I don't have a topic “xyz”. Choose one of: "),
        ("/leaderboard mnth", "“mnth” isn't a choice for “period”. Did you mean month?"),
        ("/quiz data 5 9", "I know the topic “data” and questions “5”, but not “9” after it. Try /quiz use cases 5"),
        ("/quiz data again 5", "I don't have a topic “data again”. Did you mean Data?"),
        ("/schedule tip next monday 9:00", "“next monday” is one day; use days that repeat, such as every Monday"),
        (
            "/schedule tip 9:00 daily until next friday",
            "“next Friday” could be two days; say 2026-03-06 or 2026-03-13.",
        ),
        ("/schedule tip 9 am PST weekdays", "“PST” doesn't say where you are; name your city, such as "),
        ("/season start until 31 may", "/season start needs “name”; try /season start Spring 31 may"),
        ("/leaderboard week season:Spring", "“week” and a season don't go together; leave one of them out."),
        (
            "/remind off until Monday",
            "I can't stop for a while; /remind off stops reminders, and /remind starts them",
        ),
        ("/remind weekdays 7:30", "I remind you on any day when cards are due; leave the days out."),
        ("/progress tem", "“tem” isn't a choice for “show”. Did you mean team?"),
        ("/schedule delete 1", "There's no command “/schedule delete”. Did you mean /schedule remove?"),
        ("/schedule change 1 10:30", "There's no command “/schedule change”. Did you mean /schedule edit?"),
        ("/pack rollback 1", "There's no command “/pack rollback”. Did you mean /pack restore?"),
        ("/pack upload", "There's no command “/pack upload”. Did you mean /pack import?"),
        ("/schedule show", "There's no command “/schedule show”. Did you mean /schedule list?"),
        ("/schedule next", "There's no command “/schedule next”. Did you mean /schedule list?"),
        ("/schedule disable tips", "There's no command “/schedule disable”. Did you mean /schedule pause?"),
        ("/schedule run 1", "There's no command “/schedule run”. Did you mean /schedule now?"),
        ("/season delete Spring", "There's no command “/season delete”. Did you mean /season end?"),
        ("/season close", "There's no command “/season close”. Did you mean /season end?"),
        ("/season create Spring", "There's no command “/season create”. Did you mean /season start?"),
        (
            "/season rename Spring to Frost",
            "There's no command “/season rename”; /season goes on with start, end, reset or list.",
        ),
        ("/season pause", "There's no command “/season pause”; /season goes on with "),
        ("/game data 5", "There's no command “/game data”. Did you mean /game start?"),
        ("/game strat data", "There's no command “/game strat”. Did you mean /game start?"),
        ("/schedule tip 9:00 until Christmas", "I can't read the date “Christmas”; write it like 31 December"),
        ("/schedule tip 9:00 until 31/13 data", "I can't read the date “31/13”; write it like 31 December"),
        ("/remind tomorrow 8:00", "I remind you on any day when cards are due; leave the days out."),
        ("/schedule a quiz every friday", "There's no command “/schedule quiz”. Did you mean /schedule question, "),
        ("/schedule every friday a quiz", "There's no command “/schedule quiz”. Did you mean /schedule question, "),
        ("/schedule weekly digest", "There's no command “/schedule digest”. Did you mean /schedule report?"),
        (
            "/team add Anna",
            "There's no command “/team add”; people join a team themselves with /team join, and leave",
        ),
        ("/schedule puase tip", "There's no command “/schedule puase”. Did you mean /schedule pause?"),
    ],
)
async def test_a_refusal_is_about_the_wrong_word(ana: Ana, line: str, sentence: str) -> None:
    assert (await ana.refused(line)).sentence.startswith(sentence)


async def test_a_name_of_a_topic_and_a_season_is_asked_about(ana: Ana) -> None:
    await ana.say("/season start Models 90d")
    refused = await ana.refused("/leaderboard models")
    assert refused.sentence == (
        "“models” could be the topic or the season. Type /leaderboard topic:models or /leaderboard season:models"
    )
    assert [button.label for button in refused.buttons] == [
        "/leaderboard topic:models",
        "/leaderboard season:models",
    ]


async def test_fields_accept_typographic_characters(ana: Ana) -> None:
    assert "New team: 🔴 Blue Foxes" in await ana.fill_in("team create", name="“Blue Foxes”")
    assert "You're in 🔴 Blue Foxes" in await ana.fill_in("team join", team="„Blue\u00a0Foxes“")
    assert "New team: 🔵 O’Brien’s" in await ana.fill_in("team create", name="O’Brien’s")
    assert "Question 1 of 3" in await ana.fill_in("quiz", topic="«use cases»", questions="３")
    assert "Data: Amount of data" in await ana.fill_in("compare", topic="‘data’", aspect="“Amount of data”")
    said = await ana.fill_in("schedule tip", time="９：30", days="“mon–wed”", zone="“Berlin”", start="2026–03–09")
    assert "Monday, Tuesday and Wednesday at 09:30 (Europe/Berlin)" in said
    assert "Next: Mon 9 Mar 2026, 09:30" in said
    assert "Closes: Fri 6 Mar 2026, 10:00" in await ana.fill_in("challenge", questions="１", closes="“2 days”")


async def test_a_field_for_the_time_takes_days_and_a_zone_too(ana: Ana) -> None:
    said = await ana.fill_in("schedule tip", time="every other Friday 15:00 Berlin")
    assert "every other Friday at 15:00 (Europe/Berlin)" in said
    assert "Next: Fri 6 Mar 2026, 15:00" in said
    assert "At 08:30 (Asia/Tokyo)" in await ana.fill_in("remind", time="Tokyo 8:30")


@pytest.mark.parametrize(
    ("line", "option", "suggested"),
    [
        ("/compare da", "topic", "/compare Data "),
        ("/compare data am", "aspect", None),
        ("/schedule tip 09:00 week", "days", "/schedule tip 09:00 weekdays "),
        ("/schedule tip 09:00 weekdays Europe/Ber", "zone", "/schedule tip 09:00 weekdays Europe/Berlin "),
        ("/schedule tip 09:00 weekdays mod", "topic", "/schedule tip 09:00 weekdays Models "),
        ("/leaderboard month use", "topic", "/leaderboard month Use cases "),
        ("/leaderboard mon", "period", "/leaderboard The last 30 days "),
    ],
)
async def test_suggestions_are_for_the_option_that_the_words_may_be(
    ana: Ana, line: str, option: str, suggested: str | None
) -> None:
    read = await ana.application.half_typed(ana.asker, line)
    assert read is not None
    assert read.option == option
    if suggested is not None:
        assert suggested in [f"{read.before}{each.value} " for each in read.suggestions]


async def test_a_picked_suggestion_is_complete(ana: Ana) -> None:
    typing = await ana.application.half_typed(ana.asker, "/compare Data ")
    picked = await ana.application.half_typed(ana.asker, "/compare Data ", settled=True)
    assert typing is not None
    assert picked is not None
    assert (typing.option, picked.option) == ("topic", "aspect")
    assert await ana.application.half_typed(ana.asker, "/comp") is None


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("/schedule delete 1", "/schedule remove 1"),
        ("/schedule change 1 10:30", "/schedule edit 1 10:30"),
        ("/game data 5", "/game start data 5"),
    ],
)
async def test_what_a_command_that_does_not_exist_meant_is_offered_whole(ana: Ana, line: str, offered: str) -> None:
    assert [button.label for button in (await ana.refused(line)).buttons] == [offered]


_FOUR_WORDS = "\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}"
"""One character, and four words when it's spelt out."""


@pytest.mark.parametrize("command", ["schedule tip", "challenge", "define", "settings", "remind"])
async def test_a_text_that_is_longer_than_it_looks_keeps_nobody_waiting(ana: Ana, command: str) -> None:
    """The attack: two thousand such characters kept the process busy for a minute."""
    line = f"/{command} {_FOUR_WORDS * 1980}"
    begun = process_time()
    await ana.application.half_typed(ana.asker, line)
    await ana.refused(line)
    assert process_time() - begun < 3


@pytest.mark.parametrize(("command", "option"), [("challenge", "closes"), ("remind", "time"), ("compare", "topic")])
async def test_a_value_that_is_longer_than_it_looks_is_too_long(ana: Ana, command: str, option: str) -> None:
    begun = process_time()
    with pytest.raises(Refusal, match="is too long; keep it to 300 characters"):
        await ana.fill_in(command, **{option: _FOUR_WORDS * 300})
    assert process_time() - begun < 0.5


async def test_a_bare_order_is_neither_an_idea_nor_a_name(ana: Ana) -> None:
    for line, offered in (
        ("/suggest list", "/pack suggestions"),
        ("/suggest undo", "/pack suggestions"),
        ("/team create list", "/team list"),
        ("/team create Delete!", "/team list"),
    ):
        assert [button.label for button in (await ana.refused(line)).buttons] == [offered], line
    assert "Thank you!" in await ana.say("/suggest more about lists")


async def test_define_lists_all_terms(ana: Ana) -> None:
    for word in ("list", "all", "terms"):
        said = await ana.say(f"/define {word}")
        assert "Overfitting" in said, word
        assert "I can explain" in said, word
