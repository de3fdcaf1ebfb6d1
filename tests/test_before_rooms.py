"""What an earlier Versed began goes on: its schedules, games, challenges, quizzes, reviews, and every button.

The rows come from the commit before the core was split into rooms; the expected results are what that commit's own
code made of them.
"""

import asyncio
import itertools
import re
import shutil
from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.language.message import Message, Table
from bot.language.plain import plain
from bot.language.refusals import Refusal
from bot.language.rich_text import Text, in_words
from bot.storage.database import Database
from tests.conftest import _create
from tests.fakes.boards import turned_until
from tests.notices import told
from tests.packs import pets
from tests.past import ACME, BEFORE_ROOMS, GUILD, TENANTS, Bot, Past, Press, answer, presses

PAST = Past.read(BEFORE_ROOMS)
EXPECTED = PAST.expected

SAID_ONCE = {
    "2026-11-04T08:30:00+00:00 slack:acme random",
    "2026-11-06T15:00:00+00:00 slack:acme random",
    "2026-11-07T11:00:00+00:00 slack:acme course",
    "2026-11-11T09:00:00+00:00 slack:acme random",
}
"""Posts that would say again that nobody took a challenge, or that too few have answered; that's said once now."""

_numbers = itertools.count()
_DATE = re.compile(r"(\d{1,2} [A-Z][a-z]{2})[a-z]* (\d{4}),? (\d\d:\d\d)")


@pytest.fixture(scope="session")
def old_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The earlier database, migrated, as a SQLite file."""
    path = tmp_path_factory.mktemp("past") / "versed.db"
    asyncio.run(_update(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def old_template(postgresql_server: str) -> str:
    """The name of the earlier database, migrated, on a PostgreSQL server."""

    async def make() -> None:
        await _update(await _create(postgresql_server, "past", "template1"))

    asyncio.run(make())
    return "past"


@pytest.fixture
def old_sqlite_url(old_file: Path, tmp_path: Path) -> str:
    return f"sqlite:///{shutil.copyfile(old_file, tmp_path / 'versed.db')}"


@pytest.fixture
async def old_postgresql_url(postgresql_server: str, old_template: str) -> str:
    return await _create(postgresql_server, f"past{next(_numbers)}", old_template)


@pytest.fixture(params=["sqlite", "postgresql"])
def old_url(request: pytest.FixtureRequest) -> str:
    """The URL of a copy of the earlier database, migrated."""
    url: str = request.getfixturevalue(f"old_{request.param}_url")
    return url


async def _update(url: str) -> None:
    """Write the earlier database and migrate it: only once, as tests use copies."""
    await PAST.write(url)
    await (await Database.open(url)).close()


@pytest.fixture
async def bot(old_url: str) -> AsyncIterator[Bot]:
    """Today's Versed, started on the earlier database."""
    database = await Database.open(old_url)
    made = Bot(database, PAST.now)
    yield made
    made.close()
    await database.close()


def standings(said: Message) -> dict[str, str]:
    """Return the points in a leaderboard, by name."""
    rows = [row for block in said.blocks if isinstance(block, Table) for row in block.rows]
    return {in_words(row[0]).partition(". ")[2]: in_words(row[1]) for row in rows}


async def coming(bot: Bot, tenant: str, number: int) -> list[str]:
    """Return the next dates of a schedule, in its own time zone."""
    said = await bot.say(f"/schedule preview {number}", tenant=TENANTS[tenant])
    dates = next(block for block in said.blocks if isinstance(block, Text))
    found = _DATE.findall(in_words(dates))
    return [f"{datetime.strptime(' '.join(each), '%d %b %Y %H:%M'):%Y-%m-%dT%H:%M}" for each in found]  # noqa: DTZ007


async def posted(bot: Bot, moments: Sequence[str]) -> list[str]:
    """Return what's posted at the given moments: when, where, and for a tip also which one."""
    titles = [tip.title for tip in pets().tips]
    found = []
    for moment in moments:
        bot.until(datetime.fromisoformat(moment))
        lines = []
        for each in await bot.post():
            to = f"{each.to.tenant} {each.to.place or '@' + each.to.member}"
            tip = next((f": {title}" for title in titles if each.text.startswith(f"{title}\n")), "")
            lines.append(f"{moment} {to}{tip}")
        found += sorted(lines)
    return found


async def reviewed(bot: Bot, name: str, days: int) -> list[list[str]]:
    """Return the cards due on each of the next days, rating each of them as good."""
    found = []
    for _ in range(days):
        cards = []
        page = await bot.say("/review", name)
        while shown := [each for each in presses(page) if each.startswith("reveal.")]:
            cards += shown
            back = await bot.press(shown[0], name)
            page = await bot.press(next(each for each in presses(back) if re.fullmatch(r"rate\..*:3", each)), name)
        found.append(cards)
        bot.go(days=1)
    return found


async def finish_game(bot: Bot, old: dict[str, Any]) -> dict[str, str]:
    """Play the game in progress to its end; return its tenant's points."""
    async with bot.hosting():
        journal = await bot.game()
        second = await bot.board("Question 2 of 3")
        in_time = datetime.fromisoformat(old["pressed"])  # but served only now
        await answer(bot, second, old["second"], "Cleo", at=in_time)
        opened = await bot.opened("general", 2)
        bot.go(seconds=3)
        third = bot.boards.message("general")
        for name, seconds in (("Ana", 2), ("Cleo", 3)):
            await answer(bot, third, old["third"], name, at=opened + timedelta(seconds=seconds))
        await turned_until(bot.clock, lambda: journal.key not in bot.services.running_games._held)
    return standings(await bot.say("/leaderboard all")) | standings(await bot.say("/leaderboard all of:teams"))


async def finish_challenge(bot: Bot, old: dict[str, Any]) -> dict[str, str]:
    """Continue the open challenge until it closes; return its tenant's points."""
    first = await bot.press(old["take"], "Ben")  # his clock is running
    await answer(bot, first, old["first"], "Ben")
    page = await bot.press(old["take"], "Ana")
    third = await answer(bot, page, [[old["go_on"], ""]], "Ana")
    bot.go(seconds=5)
    await answer(bot, third, old["third"], "Ana")
    bot.until(datetime.fromisoformat(old["closes"]))
    await bot.post()
    return standings(await bot.say("/leaderboard all")) | standings(await bot.say("/leaderboard all of:teams"))


async def outcomes(bot: Bot, old: Sequence[Press]) -> list[str]:
    """Press the buttons one after another; return whether each got a page or was refused."""
    found = []
    async with bot.hosting():
        for place in ("general", "hall", "attic", "cellar"):
            await bot.board("Question ", place)  # wait until the game there has been taken over
        for each in old:
            try:
                await bot.pressed(each)
            except Refusal:
                found.append("refused")
            else:
                found.append("page")
    return found


def figures(said: str) -> list[str]:
    """Return every “n of m” in a page."""
    return re.findall(r"\d+ of \d+", said)


def test_every_table_has_rows() -> None:
    assert [name for name, rows in PAST.tables.items() if not rows] == []


async def test_every_schedule_has_the_same_dates(bot: Bot) -> None:
    there_are = EXPECTED["dates"]
    assert {name: await coming(bot, *_of(name)) for name in there_are} == there_are


def _of(name: str) -> tuple[str, int]:
    tenant, _, number = name.rpartition(" ")
    return tenant, int(number)


async def test_the_same_is_posted_at_the_same_moments(bot: Bot) -> None:
    found = await posted(bot, EXPECTED["moments"])
    assert found == [each for each in EXPECTED["posts"] if each not in SAID_ONCE]


async def test_every_button_works(bot: Bot) -> None:
    old = [Press(**each) for each in EXPECTED["presses"]]
    found = dict(zip(map(str, old), await outcomes(bot, old), strict=True))
    then = dict(zip(map(str, old), EXPECTED["outcomes"], strict=True))
    # A closed challenge can't be closed again, nobody can leave a game that's over, and a report has no news yet.
    over = ("close.1:nk74kvx3y4:0", "leave.1:9yw22jyd8f", "leave.1:5crryfupbm", "now.1:2")
    closed = {str(each): "refused" for each in old if each.press in over}
    assert found == then | closed


async def test_a_game_is_taken_over_and_played_to_its_end(bot: Bot) -> None:
    old = EXPECTED["game"]
    assert await finish_game(bot, old) == old["points"]


async def test_a_challenge_goes_on_and_closes(bot: Bot) -> None:
    old = EXPECTED["challenge"]
    assert await finish_challenge(bot, old) == old["points"]
    assert "2 of 3" in figures(plain(await bot.press(old["review"], "Ana")))


async def test_a_quiz_goes_on(bot: Bot) -> None:
    old = EXPECTED["quiz"]
    page = await bot.press(old["shown"], "Ana")
    for number, steps in enumerate(old["answers"]):
        page = await answer(bot, page, steps, "Ana")
        page = await answer(bot, page, [[old["onward"][number], ""]], "Ana")
    assert old["right"] in figures(plain(page))


async def test_a_review_goes_on_with_the_same_cards(bot: Bot) -> None:
    old = EXPECTED["review"]
    assert await reviewed(bot, "Ana", len(old["cards"])) == old["cards"]


async def test_a_review_goes_on_at_the_linked_self(bot: Bot) -> None:
    old = EXPECTED["review"]
    assert old["cards"][0][0] in presses(await bot.say("/review", "Anna", tenant=GUILD))


@pytest.mark.both_databases
async def test_a_rating_is_taken_back(bot: Bot) -> None:
    old = EXPECTED["review"]
    page = await bot.press(old["undo"], "Ana")
    assert old["undone"] in presses(page)
    assert presses(page) == presses(await bot.say("/review", "Ana"))


async def test_teams_stay(bot: Bot) -> None:
    listed = plain(await bot.say("/team list"))
    assert "Foxes (2): Ana, Ben" in listed
    assert "Owls (2): Cleo, Dan" in listed


async def test_the_season_goes_on(bot: Bot) -> None:
    old = EXPECTED["season"]
    assert standings(await bot.say("/leaderboard season")) == old["points"]
    assert standings(await bot.say("/leaderboard season:Early")) == old["early"]


async def test_settings_stay(bot: Bot) -> None:
    for name, tenant in (("Ana", ACME), ("Anna", GUILD)):
        said = plain(await bot.say("/settings", name, tenant=tenant))
        assert "New flashcards each day: 4" in said
        assert "Flashcards that come back each day: 30" in said
        assert "How many in 100 you want to remember: 85" in said
        assert "Europe/Berlin" in said
    assert "America/New_York" in plain(await bot.say("/settings", "Cleo"))
    assert "Ben" not in standings(await bot.say("/leaderboard all"))


@pytest.mark.both_databases
async def test_what_was_read_and_answered_stays(bot: Bot) -> None:
    assert figures(plain(await bot.say("/progress", "Ana"))) == EXPECTED["progress"]


async def test_a_code_links(bot: Bot) -> None:
    asked = await bot.say(f"/link code:{EXPECTED['link']}", "Benny", tenant=GUILD)
    await bot.press(presses(asked)[0], "Benny", tenant=GUILD)
    assert presses(await bot.say("/review", "Benny", tenant=GUILD)) == presses(await bot.say("/review", "Ben"))
    with pytest.raises(Refusal):
        await bot.say(f"/link code:{EXPECTED['link']}", "Cleo", tenant=GUILD)


@pytest.mark.parametrize("name", ["Zoe", "Ben"])
async def test_notices_that_wait_are_told_once(bot: Bot, name: str) -> None:
    asker = bot.asker(name, admin=name == "Zoe")
    said = await told(bot.commands.tell_notices, asker)
    assert said is not None
    assert [each for each in EXPECTED["notices"][name] if each not in plain(said)] == []
    assert await told(bot.commands.tell_notices, asker) is None
