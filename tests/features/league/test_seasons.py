"""Seasons: opened, closed and announced once, by schedules of their own."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from bot.features.scoring import store as results
from bot.features.scoring.model import Result
from bot.language.actions import decode
from bot.language.message import Message
from bot.language.offers import FillIn
from bot.language.plain import buttons, plain
from bot.language.refusals import Refusal
from bot.language.requests import Pressed
from bot.storage.database import Database
from tests.fakes.platform import FakeClock
from tests.features.challenges.taken import HERE, Bot

START = FakeClock().true


@pytest.fixture
async def bot(database: Database) -> AsyncIterator[Bot]:
    made = Bot(database, FakeClock())
    yield made
    made.close()


async def score(bot: Bot, member: str, game: str, points: int, at: datetime, right: int = 10) -> None:
    kept = Result(HERE.key, game, member.lower(), "care", member, "general", "", "pets", points, right, 12, at)
    await bot.database.transact(lambda transaction: results.add(transaction, [kept]))


async def end(bot: Bot, said: Message) -> Message:
    admin = bot.asker(administrator=True)
    return await bot.commands.press(Pressed(admin, buttons(said)[0].press))


async def test_a_season_from_beginning_to_end(bot: Bot) -> None:
    await score(bot, "Ana", "before", 9_999, START - timedelta(hours=1), right=2)
    said = await bot.say("/season start Spring end:2026-03-09")
    assert said.private
    assert "Closes: Mon 9 Mar 2026, 17:00 (UTC)" in plain(said)
    (opened,) = await bot.post()
    assert "The season Spring has started" in opened
    await score(bot, "Ana", "one", 700, START + timedelta(days=1))
    await score(bot, "Ben", "one", 900, START + timedelta(days=1), right=12)
    await score(bot, "Cleo", "one", 950, START + timedelta(days=1))
    await bot.say("/settings shown:no", "Cleo")
    board = plain(await bot.say("/leaderboard season"))
    assert "Leaderboard: season Spring" in board
    assert "1. Ben\n  Points: 900" in board
    assert "9,999" not in board
    bot.clock.true = START + timedelta(days=7, hours=10)
    await score(bot, "Ana", "after", 5_000, bot.clock.now)
    posts = await bot.post()
    assert len(posts) == 2
    assert "The season Spring is over: Ben won!" in posts[1]
    assert "1. Ben\n  Points: 900" in posts[1]
    assert "2. Ana\n  Points: 700" in posts[1]
    assert "Cleo" not in posts[1]
    assert "Sharpest: Ben, 12 of 12 right" in posts[1]
    assert "Most improved: Ana" in posts[1]
    bot.clock.go(days=1)
    assert len(await bot.post()) == 2
    assert "2. Ana\n  Points: 700" in plain(await bot.say("/leaderboard season:Spring"))


async def test_what_closes_before_a_season_counts_for_it_even_if_all_is_told_late(bot: Bot) -> None:
    await bot.say("/season start Spring end:2026-03-09")
    announced = await bot.say("/challenge care 1 closes:2h")
    await bot.answer("Ana", await bot.begin("Ana", announced))
    bot.clock.true = START + timedelta(days=7, hours=10)
    assert any("The season Spring is over: Ana won!" in told for told in await bot.post())


async def test_a_challenge_that_closes_with_a_season_counts_for_it_and_not_for_the_next(bot: Bot) -> None:
    await bot.say("/season start Spring end:2026-03-09")
    await bot.say('/season start Summer start:"2026-03-09 17:00" end:2026-03-20')
    announced = await bot.say('/challenge care 1 closes:"2026-03-09 17:00"')
    await bot.answer("Ana", await bot.begin("Ana", announced))
    bot.clock.true = START + timedelta(days=7, hours=10)
    assert any("The season Spring is over: Ana won!" in told for told in await bot.post())
    bot.clock.go(days=20)
    assert any("The season Summer is over\n" in told for told in await bot.post())


@pytest.mark.parametrize(
    ("typed", "opens", "closes"),
    [
        ("12 April 31 May", "Sun 12 Apr 2026, 09:00", "Sun 31 May 2026, 17:00"),
        ("12 April – 31 May", "Sun 12 Apr 2026, 09:00", "Sun 31 May 2026, 17:00"),
        ("until 31 May from 12 April", "Sun 12 Apr 2026, 09:00", "Sun 31 May 2026, 17:00"),
        ("31 May", "Mon 2 Mar 2026, 07:00", "Sun 31 May 2026, 17:00"),
        ("90d tomorrow", "Tue 3 Mar 2026, 09:00", "Mon 1 Jun 2026, 09:00"),
        ("tomorrow 90d", "Tue 3 Mar 2026, 09:00", "Mon 1 Jun 2026, 09:00"),
        ("start:12:00 90d", "Mon 2 Mar 2026, 12:00", "Sun 31 May 2026, 12:00"),
    ],
)
async def test_dates_come_in_the_order_in_which_people_say_them(
    bot: Bot, typed: str, opens: str, closes: str
) -> None:
    said = plain(await bot.say(f"/season start Spring {typed}"))
    assert f"Opens: {opens}" in said
    assert f"Closes: {closes}" in said


@pytest.mark.parametrize("earlier", range(4))
async def test_challenges_are_counted_first_whatever_was_posted_before(bot: Bot, earlier: int) -> None:
    for number in range(earlier):
        await bot.say(f"/challenge care 1 closes:{number + 1}m")
        bot.clock.go(hours=1)
        await bot.post()
    await bot.say("/season start Spring end:2026-03-09")
    await bot.post()
    announced = await bot.say("/challenge care 1 closes:2h")
    await bot.answer("Ana", await bot.begin("Ana", announced))
    bot.clock.true = START + timedelta(days=7, hours=10)
    assert "The season Spring is over: Ana won!" in "\n".join(await bot.post())


@pytest.mark.both_databases
async def test_a_season_is_over_before_the_next_one_starts(bot: Bot) -> None:
    await bot.say("/season start Spring end:2026-03-09")
    await bot.say('/season start Summer start:"2026-03-09 17:00" end:2026-03-20')
    bot.clock.true = START + timedelta(days=7, hours=10)
    headings = [told.partition("\n")[0] for told in await bot.post()]
    assert headings == ["The season Spring is over", "The season Summer has started"], "no start after its end"


@pytest.mark.parametrize(
    ("points", "heading"),
    [
        ({"Bonnie and Clyde": 5}, "Bonnie and Clyde won!"),
        ({"Ana": 5, "Ben": 5, "Cleo": 5}, "Ana, Ben and Cleo share first place!"),
        (dict.fromkeys(["Ana", "Ben", "Cleo", "Dan", "Eve"], 5), "5 share first place!"),
        ({"Ana": 5, "Ben": 0}, "Ana won!"),
        ({"Ana": 0, "Ben": 0}, "how it went"),
    ],
)
async def test_who_won_a_season(bot: Bot, points: dict[str, int], heading: str) -> None:
    await bot.say("/season start Spring end:2026-03-09")
    for name, scored in points.items():
        await score(bot, name, "one", scored, START + timedelta(days=1))
    bot.clock.true = START + timedelta(days=7, hours=10)
    told = "\n".join(await bot.post())
    assert f"The season Spring is over: {heading}\n" in told
    assert ("1. Ana" in told) is (points.get("Ana", 0) > 0), "nobody is ranked who hasn't scored"
    assert ("Ben took part, too." in told) is (points == {"Ana": 5, "Ben": 0})


async def test_where_there_is_no_season_an_administrator_can_start_one(bot: Bot) -> None:
    said = await bot.say("/season list")
    (begin,) = buttons(said)
    assert decode(begin.press) == FillIn("season_start", "")
    with pytest.raises(Refusal, match="an administrator can start one"):
        await bot.say("/season list", administrator=False)


async def test_a_season_that_is_over_without_points_says_so_and_suggests_no_game(bot: Bot) -> None:
    await bot.say("/season start Spring end:2026-03-09")
    assert "Nobody has scored in that time yet. Start a game" in plain(await bot.say("/leaderboard season"))
    bot.clock.go(days=30)
    said = plain(await bot.say("/leaderboard season"))
    assert "Nobody scored in that season." in said
    assert "Start a game" not in said


@pytest.mark.parametrize(
    ("typed", "closes"),
    [
        ('start:"1 December" end:"28 February"', "Sun 28 Feb 2027, 17:00"),
        ('start:"1 July" end:"30 June"', "Wed 30 Jun 2027, 17:00"),
        ('start:"1 December" end:"end of March"', "Wed 31 Mar 2027, 17:00"),
        ('start:"next Monday" end:Friday', "Fri 13 Mar 2026, 17:00"),
        ('start:"1 April" end:"30 June"', "Tue 30 Jun 2026, 17:00"),
        ("1 April to 30 June", "Tue 30 Jun 2026, 17:00"),
        ("1 April - 30 June", "Tue 30 Jun 2026, 17:00"),
        ("starting 1 April, ending 30 June", "Tue 30 Jun 2026, 17:00"),
    ],
)
async def test_an_end_without_a_year_comes_after_the_start(bot: Bot, typed: str, closes: str) -> None:
    assert f"Closes: {closes}" in plain(await bot.say(f"/season start Next {typed}"))


@pytest.mark.parametrize(
    "typed", ["01.04.2026 to 30.06.2026", "2026-04-01 until 2026-06-30", "13/4/2026 - 30/6/2026"]
)
async def test_two_dates_in_figures_are_the_start_and_the_end(bot: Bot, typed: str) -> None:
    said = plain(await bot.say(f"/season start Spring {typed}"))
    assert "Season Spring\n" in said
    assert "Apr 2026, 09:00" in said
    assert "Closes: Tue 30 Jun 2026, 17:00" in said


@pytest.mark.both_databases
async def test_a_season_that_opens_later_may_be_called_off(bot: Bot) -> None:
    await bot.say("/season start Spring end:2026-03-20 start:2026-03-10")
    assert await bot.post() == []
    with pytest.raises(Refusal, match="There's no season yet"):
        await bot.say("/leaderboard season")
    assert "Spring (upcoming)" in plain(await bot.say("/season list", administrator=False))
    asked = await bot.say("/season end")
    assert [each.label for each in buttons(asked)] == ["Call it off", "Keep it"]
    assert "Called off: Spring" in plain(await end(bot, asked))
    bot.clock.go(days=30)
    assert await bot.post() == []


async def test_a_season_to_come_may_be_called_off_while_another_is_on(bot: Bot) -> None:
    await bot.say("/season start Spring end:2026-03-09")
    await bot.say("/season start Summer start:2026-06-01 end:2026-08-31")
    await bot.say("/season start Autumn start:2026-09-01 end:2026-11-30")
    assert "End the season Spring?" in plain(await bot.say("/season end"))
    asked = await bot.say("/season end autumn")
    assert "Call off the season Autumn?" in plain(asked)
    assert "Called off: Autumn" in plain(await end(bot, asked))
    listed = plain(await bot.say("/season list"))
    assert "Autumn" not in listed
    assert "Summer (upcoming)" in listed
    with pytest.raises(Refusal, match="There's no season “Autumn”"):
        await bot.say("/season end Autumn")
    bot.clock.true = START + timedelta(days=8)
    with pytest.raises(Refusal, match="already over"):
        await bot.say("/season end Spring")


@pytest.mark.both_databases
async def test_a_season_ends_early(bot: Bot) -> None:
    await bot.say("/season start Spring end:2026-03-20")
    await score(bot, "Ana", "one", 700, START + timedelta(minutes=1))
    await score(bot, "Ben", "one", 700, START + timedelta(minutes=1))
    bot.clock.go(days=2)
    asked = await bot.say("/season end")
    await end(bot, asked)
    posts = await bot.post()
    assert "The season Spring is over: Ana and Ben share first place!" in posts[-1]
    with pytest.raises(Refusal, match="already over"):
        await end(bot, asked)
    with pytest.raises(Refusal, match="There's no season to end"):
        await bot.say("/season end")
    await bot.say("/season start Summer end:2026-04-01")
    assert "Summer (now)" in plain(await bot.say("/season list"))


async def test_both_posts_come_however_late(bot: Bot) -> None:
    await bot.say("/season start Spring end:2026-03-20")
    bot.clock.go(days=10)
    (opened,) = await bot.post()
    assert "has started" in opened
    bot.clock.go(days=60)
    (_, closed) = await bot.post()
    assert "Nobody scored this time." in closed


@pytest.mark.both_databases
async def test_late_posts_name_the_moment_in_the_zone_of_the_season(bot: Bot) -> None:
    await bot.say("/settings zone:Asia/Tokyo")
    await bot.say("/season start Spring end:2026-03-20")
    bot.clock.go(hours=9)
    assert "meant for Mon 2 Mar 2026, 16:00 (Asia/Tokyo)" in (await bot.post())[-1]
    await end(bot, await bot.say("/season end"))
    bot.clock.go(days=30)
    assert "meant for Tue 3 Mar 2026, 01:00 (Asia/Tokyo)" in (await bot.post())[-1]


async def test_a_season_that_is_over_before_its_start_could_be_posted_only_posts_its_end(bot: Bot) -> None:
    await bot.say("/season start Spring end:2026-03-20")
    bot.clock.go(days=60)
    (closed,) = await bot.post()
    assert "The season Spring is over" in closed


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("/season start spring end:2026-05-01", "There's already a season “spring”; choose another name."),
        (
            "/season start Next end:2026-05-01",
            "The season Spring runs until Fri 20 Mar 2026, 17:00 (UTC); "
            "start yours after that, or end it with /season end.",
        ),
        (
            "/season start Next end:2027-05-01 start:2026-03-21",
            "A season has to end after it starts, and within a year; change “end” or “start”.",
        ),
        (
            "/season start Next end:2026-04-01 start:2026-04-02",
            "A season has to end after it starts, and within a year; change “end” or “start”.",
        ),
        (
            "/season start Next end:tomorrow start:2026-04-02",
            "A season has to end after it starts, and within a year; change “end” or “start”.",
        ),
        (f"/season start {'x' * 50} end:2026-05-01", "“name” is too long; keep it to 40 characters."),
        ("/leaderboard season:Autumn", "There's no season “Autumn”. Run /season list to see them all."),
    ],
)
async def test_what_does_not_work_gets_one_sentence(bot: Bot, typed: str, sentence: str) -> None:
    await bot.say("/season start Spring end:2026-03-20")
    with pytest.raises(Refusal) as caught:
        await bot.say(typed)
    assert caught.value.sentence == sentence
