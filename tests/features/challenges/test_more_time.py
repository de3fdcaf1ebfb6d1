"""Learners who need more time get it, with their own clock and their own measure of speed."""

from collections.abc import AsyncIterator
from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.challenges.model import Challenge, Turn, TurnAnswer
from bot.features.challenges.rules import is_over, left, limit_of, longer
from bot.features.challenges.scores import points_of
from bot.features.scoring.points import points
from bot.language.plain import plain
from bot.language.refusals import Refusal
from bot.storage.database import Database
from tests.fakes.platform import FakeClock
from tests.features.challenges.taken import Bot, is_question
from tests.features.challenges.test_commands import scored, take
from tests.features.games.games import T0


@pytest.fixture
async def bot(database: Database) -> AsyncIterator[Bot]:
    made = Bot(database, FakeClock())
    yield made
    made.close()


def challenge(seconds: int) -> Challenge:
    return Challenge(
        "web:a", "one", "general", "#general", "pets", "", ("a",), 1, timedelta(seconds=seconds), 1, T0, T0
    )


@given(
    seconds=st.integers(5, 300), times=st.sampled_from([Fraction(3, 2), Fraction(2)]), took=st.integers(0, 700_000)
)
def test_speed_is_measured_against_ones_own_limit(seconds: int, times: Fraction, took: int) -> None:
    made = challenge(seconds)
    own = longer(made, times)
    assert own is not None
    assert seconds * times <= own / timedelta(seconds=1) < seconds * times + 1
    given_at = T0 + timedelta(milliseconds=took)
    turn = Turn(0, T0, TurnAnswer("a", right=True, at=given_at, credit=100), own)
    assert limit_of(made, turn) == own
    assert points_of(made, turn) == points(timedelta(milliseconds=took), own)
    assert is_over(made, turn, given_at) == (timedelta(milliseconds=took) > own)
    assert left(made, turn, given_at) == max(timedelta(0), own - timedelta(milliseconds=took))


def test_the_usual_time_is_the_challenges_own() -> None:
    assert longer(challenge(30), Fraction(1)) is None


async def test_twice_the_time_is_answered_late_and_scored_alike(bot: Bot) -> None:
    announced = await bot.say("/challenge care 2 30 closes:4h")
    assert "Your time in games and challenges: 2×" in plain(await bot.say("/settings more_time:2", "Ana"))
    state = plain(await bot.say("/challenge", "Ana"))
    assert "Your time: 60 seconds each, as you chose in /settings" in state
    assert "Your time" not in plain(await bot.say("/challenge", "Ben"))
    page = await bot.begin("Ana", announced)
    bot.clock.go(seconds=50)
    assert "Locked" in plain(await bot.answer("Ana", page))
    page = await bot.begin("Ben", announced)
    bot.clock.go(seconds=25)
    assert "Locked" in plain(await bot.answer("Ben", page))
    bot.clock.go(hours=5)
    await bot.posted()
    (ana, *_), (ben, *_) = [(await scored(bot))[name] for name in ("ana", "ben")]
    assert ana == ben == points(timedelta(seconds=25), timedelta(seconds=30))


async def test_a_change_counts_from_the_next_question(bot: Bot) -> None:
    announced = await bot.say("/challenge care 2 30 closes:4h")
    page = await bot.begin("Ana", announced)
    await bot.say("/settings more_time:2", "Ana")
    bot.clock.go(seconds=31)
    late = plain(await bot.answer("Ana", page))
    assert "You had 30 seconds." in late
    assert "/settings more_time:2 doubles your time" in late
    page = await bot.begin("Ana", announced)
    assert is_question(page)
    await bot.say("/settings more_time:1", "Ana")
    bot.clock.go(seconds=59)
    assert "Locked" in plain(await bot.answer("Ana", page))


async def test_who_has_more_time_is_told_how_much_it_was(bot: Bot) -> None:
    await bot.say("/settings more_time:1.5", "Ana")
    announced = await bot.say("/challenge care 1 15 closes:4h")
    page = await bot.begin("Ana", announced)
    bot.clock.go(seconds=24)
    late = plain(await bot.answer("Ana", page))
    assert "You had 23 seconds." in late
    assert "doubles" not in late


@pytest.mark.parametrize("typed", ["3", "0", "-1", "1,5,5", "half", "NaN", "1/0"])
async def test_other_times_are_refused(bot: Bot, typed: str) -> None:
    with pytest.raises(Refusal):
        await bot.say(f"/settings more_time:{typed}", "Ana")


async def test_help_mentions_it(bot: Bot) -> None:
    assert "more_time:2" in plain(await bot.say("/help scoring"))


async def test_everyone_else_is_scored_as_before(bot: Bot) -> None:
    announced = await bot.say("/challenge care 3 30 closes:4h")
    await take(bot, "Ana", announced)
    bot.clock.go(hours=5)
    await bot.posted()
    assert (await scored(bot))["ana"] == (3 * points(timedelta(seconds=10), timedelta(seconds=30)), 3, 3)
